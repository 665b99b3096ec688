"""The constraints that a table declares, in the order in which PostgreSQL makes them."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, names, reasons, table
from helpers import catalog_of


def test_checks_come_before_keys_and_those_before_foreign_keys() -> None:
    catalog = clean("CREATE TABLE t (a int REFERENCES t UNIQUE CHECK (a > 0), id int PRIMARY KEY);")
    assert names(catalog)["keys"] == ["t_pkey", "t_a_key"]
    assert catalog.foreign_keys[0].referenced_columns == ("id",)


def test_a_key_that_is_said_twice_is_one_and_has_the_name_that_is_said() -> None:
    catalog = clean("CREATE TABLE t (a int UNIQUE, CONSTRAINT k UNIQUE (a), UNIQUE (a) DEFERRABLE);")
    assert names(catalog)["keys"] == ["k", "t_a_key"]


def test_one_bad_constraint_does_not_lose_the_others() -> None:
    sql = "CREATE TABLE t (a int, CHECK (a > 0), UNIQUE (nope), UNIQUE (a));"
    catalog = catalog_of(sql)
    assert (names(catalog)["checks"], names(catalog)["keys"]) == (["t.t_a_check"], ["t_a_key"])
    assert [entry.reason for entry in catalog.skipped] == ["column nope of table public.t does not exist"]


def test_a_key_that_a_server_refuses_leaves_no_table() -> None:
    sql = "CREATE TABLE p (a int); CREATE TABLE t (a int, FOREIGN KEY (a) REFERENCES p (a));"
    assert names(catalog_of(sql))["tables"] == ["p"]
    assert reasons(sql)[0].endswith("a server makes no such table")


@pytest.mark.parametrize(
    ("sql", "not_null"),
    [
        ("ALTER TABLE t ADD CONSTRAINT n NOT NULL a;", True),
        ("ALTER TABLE t ADD CONSTRAINT n NOT NULL a; ALTER TABLE t DROP CONSTRAINT n;", False),
        ("ALTER TABLE t ALTER a SET NOT NULL; ALTER TABLE t ALTER a DROP NOT NULL;", False),
    ],
)
def test_not_null_under_a_name(sql: str, not_null: bool) -> None:
    assert table(f"CREATE TABLE t (a int); {sql}").columns[0].not_null is not_null


def test_the_name_of_a_not_null_goes_with_it() -> None:
    table = "CREATE TABLE t (a int CONSTRAINT n NOT NULL);"
    sql = f"{table} ALTER TABLE t ALTER a DROP NOT NULL; ALTER TABLE t DROP CONSTRAINT n;"
    assert reasons(sql) == ["constraint n of table public.t does not exist"]


def test_a_child_has_the_checks_of_its_parents() -> None:
    catalog = clean(
        "CREATE TABLE p (a int, CONSTRAINT x CHECK (a > 0), CONSTRAINT y CHECK (a > 1) NO INHERIT);"
        "CREATE TABLE c () INHERITS (p); CREATE TABLE d () INHERITS (c);"
    )
    assert names(catalog)["checks"] == ["p.x", "p.y", "c.x", "d.x"]


def test_a_primary_key_on_a_partitioned_table_alone() -> None:
    catalog = clean(
        "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE c PARTITION OF p DEFAULT;"
        "ALTER TABLE ONLY p ADD PRIMARY KEY (a);"
    )
    assert [(index.only, index.valid) for index in catalog.indexes] == [(True, False)]
