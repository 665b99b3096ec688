"""RENAME and SET SCHEMA: of what, and when a server refuses them."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, names, reasons
from helpers import catalog_of
from ondelete.catalog import CompositeType, Domain

TABLES = """CREATE SCHEMA s; CREATE TYPE comp AS (a int, b int); CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0);
CREATE TABLE t (a int PRIMARY KEY, b int); CREATE TABLE below () INHERITS (t);
CREATE VIEW v AS SELECT 1; CREATE SEQUENCE q;
CREATE TRIGGER g BEFORE DELETE ON t EXECUTE FUNCTION f();
CREATE RULE r AS ON DELETE TO t DO NOTHING;
"""
REFUSED = {
    "ALTER TABLE nope RENAME TO x": "relation public.nope is not defined",
    "ALTER VIEW t RENAME TO x": "public.t is no view: there it is a table",
    "ALTER SEQUENCE v RENAME TO x": "public.v is no sequence: there it is a view",
    "ALTER FOREIGN TABLE t RENAME TO x": "public.t is no foreign table: there it is a table",
    "ALTER TABLE t RENAME nope TO x": "column nope of table public.t does not exist",
    "ALTER TABLE t RENAME a TO b": "column b of table public.t already exists",
    "ALTER TRIGGER g ON t RENAME TO g": "g of table public.t already exists",
    "ALTER TYPE nope RENAME TO x": "type nope is not defined",
    "ALTER TYPE d RENAME TO comp": "type public.comp already exists",
    "ALTER DOMAIN comp RENAME TO x": "public.comp is no domain",
    "ALTER DOMAIN d RENAME CONSTRAINT c TO c": "constraint c of domain public.d already exists",
    "ALTER TABLE nope SET SCHEMA s": "relation public.nope is not defined",
    "ALTER TABLE t_pkey SET SCHEMA s": "public.t_pkey is no table: there it is an index",
    "ALTER DOMAIN comp SET SCHEMA s": "public.comp is no domain",
}


@pytest.mark.parametrize("sql", REFUSED)
def test_refused(sql: str) -> None:
    assert reasons(f"{TABLES}{sql};") == [REFUSED[sql]]


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE IF EXISTS nope RENAME TO x",
        "ALTER TABLE IF EXISTS nope SET SCHEMA s",
        "ALTER TABLE t SET SCHEMA public",
        "ALTER TABLE v RENAME TO x",
        "ALTER INDEX t RENAME TO x",
        "ALTER TYPE nope SET SCHEMA s",
    ],
)
def test_not_refused(sql: str) -> None:
    assert reasons(f"{TABLES}{sql};") == []


def test_a_column_is_renamed_in_everything_below() -> None:
    tables = clean(f"{TABLES} ALTER TABLE t RENAME a TO x;").tables.values()
    assert [[each.name for each in table.columns] for table in tables] == [["x", "b"], ["x", "b"]]


def test_triggers_rules_and_functions() -> None:
    catalog = clean(f"{TABLES} ALTER TRIGGER g ON t RENAME TO x; ALTER RULE r ON t RENAME TO y;")
    assert (catalog.triggers[0].name, catalog.rules[0].name) == ("x", "y")
    assert clean(f"{TABLES} ALTER FUNCTION f() RENAME TO h;").triggers[0].function == "h"
    assert clean(f"{TABLES} ALTER FUNCTION f() SET SCHEMA s;").triggers[0].function == "s.f"
    assert clean(f"{TABLES} ALTER FUNCTION other() RENAME TO h;").triggers[0].function == "f"


def test_types_and_what_they_consist_of() -> None:
    domain_moves = "ALTER DOMAIN d RENAME CONSTRAINT c TO e; ALTER DOMAIN d SET SCHEMA s;"
    catalog = clean(f"{TABLES} ALTER TYPE comp RENAME ATTRIBUTE a TO x; {domain_moves}")
    composite, domain = catalog.types.values()
    assert isinstance(composite, CompositeType)
    assert isinstance(domain, Domain)
    assert [each.name for each in composite.columns] == ["x", "b"]
    assert (str(domain.name), [check.name for check in domain.checks]) == ("s.d", ["e"])


def test_tables_views_and_sequences_move() -> None:
    catalog = clean(f"{TABLES} ALTER TABLE t SET SCHEMA s; ALTER VIEW v SET SCHEMA s; ALTER SEQUENCE q RENAME TO z;")
    assert sorted(map(str, (*catalog.tables, *catalog.relations))) == ["public.below", "public.z", "s.t", "s.v"]
    assert names(catalog)["keys"] == ["t_pkey"]


def test_a_table_that_a_query_made_is_one_under_its_new_name_too() -> None:
    made = "CREATE TABLE made AS SELECT * FROM elsewhere; ALTER TABLE made RENAME TO renamed;"
    catalog = catalog_of(f"{made} CREATE TABLE c (a int, FOREIGN KEY (a) REFERENCES renamed (b));")
    assert [(key.referenced_table.name, key.referenced_columns) for key in catalog.foreign_keys] == [
        ("renamed", ("b",))
    ]
