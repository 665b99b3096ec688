"""Views and sequences go with what they hang on, which is not followed: their names must be free again."""

from __future__ import annotations

import pytest

from helpers import catalog_of

TABLE = "CREATE TABLE t (id serial PRIMARY KEY);"
ALIKE = {
    "view": (f"{TABLE} CREATE VIEW v AS SELECT * FROM t; DROP TABLE t CASCADE;", "CREATE TABLE v (id integer)"),
    "view on a column": (
        f"{TABLE} CREATE VIEW v AS SELECT * FROM t; ALTER TABLE t DROP id CASCADE;",
        "CREATE TABLE v ()",
    ),
    "sequence": (f"{TABLE} DROP TABLE t;", "CREATE TABLE t_id_seq (id integer)"),
    "renamed onto": (
        f"{TABLE} CREATE VIEW v AS SELECT * FROM t; DROP TABLE t CASCADE; {TABLE}",
        "ALTER TABLE t RENAME TO v",
    ),
    "index": (
        f"{TABLE} CREATE MATERIALIZED VIEW v AS SELECT * FROM t; CREATE INDEX ON v (id); DROP TABLE t CASCADE; {TABLE}",
        "CREATE MATERIALIZED VIEW v AS SELECT * FROM t; CREATE INDEX ON v (id)",
    ),
}


@pytest.mark.parametrize("name", ALIKE)
def test_a_name_that_may_be_free_can_be_taken(name: str) -> None:
    before, after = ALIKE[name]
    catalog = catalog_of(f"CREATE TABLE other (id integer); {before} {after};")
    assert catalog.skipped == ()
    assert "v_id_idx1" not in [index.name for index in catalog.indexes]


def test_the_sequence_of_a_table_made_again_has_no_number() -> None:
    catalog = catalog_of(f"{TABLE} DROP TABLE t; {TABLE}")
    [column] = next(iter(catalog.tables.values())).columns
    assert column.default is not None
    assert column.default.sql == "nextval('public.t_id_seq'::regclass)"


def test_a_name_that_is_surely_taken_is_refused() -> None:
    catalog = catalog_of(f"{TABLE} CREATE VIEW v AS SELECT * FROM t; CREATE TABLE v (id integer);")
    assert [entry.reason for entry in catalog.skipped] == ["relation public.v already exists"]


def test_a_doubtful_view_can_still_be_renamed_and_found() -> None:
    script = "CREATE VIEW v AS SELECT 1; CREATE TABLE t (); DROP TABLE t CASCADE; ALTER VIEW v RENAME TO w"
    catalog = catalog_of(f"CREATE TABLE u (); {script};")
    assert catalog.skipped == ()
    assert [name.name for name in catalog.relations] == ["w"]


def test_a_table_set_into_its_own_schema_stays() -> None:
    assert catalog_of(f"{TABLE} ALTER TABLE t SET SCHEMA public;").skipped == ()


def test_a_not_null_goes_by_the_name_that_postgresql_18_gives_it() -> None:
    script = "CREATE TABLE t (a integer NOT NULL); ALTER TABLE t ALTER CONSTRAINT t_a_not_null NO INHERIT;"
    assert catalog_of(script).skipped == ()
