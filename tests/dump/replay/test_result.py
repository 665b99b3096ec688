"""What the catalog holds at the end."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean
from ondelete.dump.replay.model.state import State
from ondelete.dump.replay.result import catalog_from


def test_everything_that_was_made_is_there_under_its_own_name() -> None:
    catalog = clean("""
        CREATE TABLE t (id int PRIMARY KEY, u int CONSTRAINT k REFERENCES t, CONSTRAINT c CHECK (u > 1));
        CREATE INDEX i ON t (u);
        CREATE VIEW v AS SELECT 1;
        CREATE TYPE y AS ENUM ('a');
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
        CREATE TRIGGER g BEFORE DELETE ON t EXECUTE FUNCTION f();
        CREATE CAST (y AS int) WITH FUNCTION n(y);
        CREATE RULE r AS ON DELETE TO t DO NOTHING;
        CREATE PUBLICATION p FOR TABLE t;
        COMMENT ON TABLE t IS 'ondelete: ignore=x reason="y"';
    """)
    # What the files are is told by who reads them.
    others = ("dumped_from", "programs", "unsaid", "files", "migrations", "notes")
    sizes = {name: len(getattr(catalog, name)) for name in catalog.__struct_fields__ if name not in others}
    assert {name: size for name, size in sizes.items() if size != 1} == {"external": 0, "skipped": 0, "indexes": 2}


@pytest.mark.parametrize(
    ("sql", "external"),
    [
        ("ALTER TABLE a ADD FOREIGN KEY (x) REFERENCES b (y);", ["a", "b"]),
        ("CREATE INDEX ON c (x); CREATE INDEX ON c (y);", ["c"]),
        ("CREATE MATERIALIZED VIEW m AS SELECT 1 AS x; CREATE INDEX ON m (x);", []),
        ("CREATE TABLE t (x int); CREATE INDEX ON t (x);", []),
        ("ALTER TABLE d OWNER TO joe;", []),
    ],
)
def test_tables_that_keys_and_indexes_name_and_no_file_defines(sql: str, external: list[str]) -> None:
    assert [name.name for name in clean(sql).external] == external


def test_the_path_of_the_database_is_that_of_its_users() -> None:
    state = State()
    assert catalog_from(state, ["a.sql"]).search_path == ("public",)
    state.database_path = ("app",)
    catalog = catalog_from(state, ["a.sql", "b.sql"])
    assert (catalog.search_path, catalog.paths) == (("app",), ("a.sql", "b.sql"))
