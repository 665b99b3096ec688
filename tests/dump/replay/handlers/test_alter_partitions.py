"""ALTER TABLE: partitions and inheritance."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, names, reasons, table

WHOLE = "CREATE TABLE w (a int, CONSTRAINT c CHECK (a > 0)) PARTITION BY LIST (a); CREATE INDEX i ON w (a);"
PART = "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0));"
ATTACH = "ALTER TABLE w ATTACH PARTITION t FOR VALUES IN (1);"
DETACH = "ALTER TABLE w DETACH PARTITION t;"


def test_a_table_becomes_a_partition() -> None:
    found = table(WHOLE + PART + ATTACH)
    assert found.bound is not None
    assert (found.is_partition, [str(each) for each in found.parents], found.bound.sql) == (
        True,
        ["public.w"],
        "FOR VALUES IN (1)",
    )


def test_a_partition_becomes_a_table_with_all_it_had() -> None:
    catalog = clean(WHOLE + PART + ATTACH + DETACH)
    assert names(catalog)["indexes"] == ["w.i", "t.t_a_idx"]
    assert [(check.table.name, check.inherited) for check in catalog.checks] == [("w", False), ("t", False)]
    assert not table(WHOLE + PART + ATTACH + DETACH).is_partition


def test_its_own_index_stays_what_it_was() -> None:
    catalog = clean(WHOLE + PART + "CREATE INDEX own ON t (a);" + ATTACH)
    assert [index.attached_to is not None for index in catalog.indexes] == [False, True]
    catalog = clean(WHOLE + PART + "CREATE INDEX own ON t (a);" + ATTACH + DETACH)
    assert [(index.name, index.attached_to) for index in catalog.indexes] == [("i", None), ("own", None)]


def test_inherit_and_no_inherit() -> None:
    check = "CONSTRAINT c CHECK (a > 0)"
    tables = f"CREATE TABLE p (a int NOT NULL, {check}); CREATE TABLE t (a int NOT NULL, b int, {check});"
    catalog = clean(f"{tables} ALTER TABLE t INHERIT p; ALTER TABLE t NO INHERIT p; ALTER TABLE p DROP a;")
    assert [(name.name, [each.name for each in found.columns]) for name, found in catalog.tables.items()] == [
        ("p", []),
        ("t", ["a", "b"]),
    ]
    assert table(f"{tables} ALTER TABLE t INHERIT p;").parents == (table(f"{tables}", "p").name,)


REFUSED = {
    "ALTER TABLE t ATTACH PARTITION w DEFAULT": 'table "t" is not partitioned',
    "ALTER TABLE w ATTACH PARTITION nope DEFAULT": "table public.nope is not defined",
    "ALTER TABLE w DETACH PARTITION t": "table public.t is not a partition of public.w",
    "ALTER TABLE t INHERIT w": 'cannot inherit from partitioned table "w"',
    "ALTER TABLE t INHERIT t": 'circular inheritance not allowed: "t" is already a child of "t"',
}


@pytest.mark.parametrize("sql", REFUSED)
def test_refused(sql: str) -> None:
    assert reasons(f"{WHOLE}{PART}{sql};") == [REFUSED[sql]]


def test_typed_or_not_the_columns_stay() -> None:
    sql = "CREATE TYPE y AS (a int); CREATE TABLE t (a int); ALTER TABLE t OF y; ALTER TABLE t NOT OF;"
    assert [each.name for each in table(sql).columns] == ["a"]
