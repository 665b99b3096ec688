"""ALTER TABLE: its commands run in PostgreSQL's order, and on what they may run."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, column, names, reasons
from helpers import catalog_of
from ondelete.catalog import CompositeType

ORDERS = {
    "ADD CHECK (b > 0), ADD b int": ["t.t_b_check"],
    "ADD CONSTRAINT c CHECK (a > 1), DROP CONSTRAINT c": ["t.c"],
}


@pytest.mark.parametrize("commands", ORDERS)
def test_drops_come_first_then_columns_then_constraints(commands: str) -> None:
    sql = f"CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0)); ALTER TABLE t {commands};"
    assert names(clean(sql))["checks"][-1:] == ORDERS[commands]


def test_keys_come_before_foreign_keys() -> None:
    sql = "CREATE TABLE t (a int, b int); ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES t, ADD PRIMARY KEY (a);"
    assert clean(sql).foreign_keys[0].referenced_columns == ("a",)


def test_a_default_is_dropped_before_one_is_set() -> None:
    found = column("CREATE TABLE t (a int DEFAULT 1); ALTER TABLE t ALTER a SET DEFAULT 2, ALTER a DROP DEFAULT;")
    assert found.default is not None
    assert found.default.sql == "2"


def test_one_bad_command_does_not_lose_the_others() -> None:
    catalog = catalog_of("CREATE TABLE t (a int); ALTER TABLE t ADD b int, DROP nope, ADD UNIQUE (a);")
    assert names(catalog)["keys"] == ["t_a_key"]
    [said] = [entry.reason for entry in catalog.skipped]
    assert said.startswith("column nope of table public.t does not exist; a server refuses the whole statement")


SAID = {
    "ALTER TABLE t OWNER TO joe": [],
    "ALTER TABLE IF EXISTS nope ADD a int": [],
    "ALTER TABLE nope ADD a int": [],
    "ALTER TABLE v ALTER a SET DEFAULT 1": [],
    "ALTER FOREIGN TABLE t ADD b int": ["public.t is no foreign table: there it is a table"],
    "ALTER TYPE nope ADD ATTRIBUTE a int": ["type nope is not defined"],
    "ALTER INDEX nope ATTACH PARTITION other": ["index public.nope does not exist"],
    "ALTER INDEX t_pkey SET (fillfactor = 70)": [],
}


@pytest.mark.parametrize("sql", SAID)
def test_what_is_said(sql: str) -> None:
    assert reasons(f"CREATE TABLE t (a int); CREATE VIEW v AS SELECT 1 AS a; {sql};") == SAID[sql]


def test_of_a_table_that_no_file_defines_keys_matter_and_columns_do_not() -> None:
    catalog = clean(
        "ALTER TABLE nope ADD a int, ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES other (b), ADD CHECK (a > 0);"
    )
    assert (names(catalog)["foreign keys"], [each.name for each in catalog.external]) == (["k"], ["nope", "other"])
    assert catalog.checks == ()


def test_the_attributes_of_a_composite_type() -> None:
    changes = "ADD ATTRIBUTE c int, DROP ATTRIBUTE a, ALTER ATTRIBUTE b TYPE bigint"
    catalog = clean(f"CREATE TYPE y AS (a int, b text); ALTER TYPE y {changes};")
    [found] = catalog.types.values()
    assert isinstance(found, CompositeType)
    assert [(each.name, each.type) for each in found.columns] == [("b", "bigint"), ("c", "integer")]
