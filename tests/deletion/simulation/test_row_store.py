"""Rows as versions in scan order, and the constraints that a row meets alone."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.actions.partitions import CannotSimulate
from ondelete.deletion.simulation.row_store import Abort, Failed, Heap, Row

SCHEMA = """
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN filled AS positive NOT NULL;
CREATE TABLE t (
    id int PRIMARY KEY, a int NOT NULL, b int CONSTRAINT small CHECK (b < 10), f filled,
    double int GENERATED ALWAYS AS (a * 2) STORED, CONSTRAINT a_and_b UNIQUE (a, b)
);
CREATE UNIQUE INDEX partly ON t (a) WHERE b IS NULL;
CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
"""
T, P, P1 = (QualifiedName("public", name) for name in ("t", "p", "p1"))
EVERY = frozenset({"id", "a", "b", "f", "double"})


def heap_of(*rows: Row) -> Heap:
    heap = Heap(catalog_of(SCHEMA))
    for row in rows:
        heap.load(T, row, own=False)
    return heap


def test_a_row_is_completed_when_it_is_loaded() -> None:
    version = heap_of().load(T, {"id": 1, "a": 3}, own=True)
    assert version.row == {"id": 1, "a": 3, "b": None, "f": None, "double": 6}
    assert (version.table, version.own, version.live) == (T, True, True)


def test_a_row_lies_in_its_partition_or_nowhere() -> None:
    heap = heap_of()
    assert heap.load(P, {"a": 1}, own=False).table == P1
    with pytest.raises(Abort) as refused:
        heap.load(P, {"a": 2}, own=False)
    assert refused.value.failed == Failed("23514", P)


def test_what_is_dead_is_found_no_more() -> None:
    heap = heap_of({"id": 1, "a": 1}, {"id": 2, "a": 1})
    first, second = heap.matching(T, ["a"], [1])
    first.live = False
    assert heap.matching(T, ["a"], [1]) == [second] == list(heap.scan([T]))
    assert heap.matching(T, ["b"], [None]) == []
    assert [row["id"] for row in heap.rows()[T]] == [2]


def test_the_newest_version() -> None:
    heap = heap_of({"id": 1, "a": 1})
    (old,) = heap.scan([T])
    old.newer = heap.append(T, {"id": 2}, own=True)
    assert old.latest() is old.newer is old.newer.latest()


@pytest.mark.parametrize(
    ("row", "failed"),
    [
        ({"id": 1, "a": None, "b": 99}, Failed("23502", T, None, "a")),
        ({"id": 1, "a": 1, "b": 10}, Failed("23514", T, "small")),
        ({"id": 1, "a": 1, "b": 9}, None),
        ({"id": 1, "a": 1, "b": None}, None),
    ],
)
def test_not_null_and_check(row: Row, failed: Failed | None) -> None:
    full = {"f": 1, "double": 2, **row}
    if failed is None:
        heap_of().check_row(T, full, EVERY)
        return
    with pytest.raises(Abort) as refused:
        heap_of().check_row(T, full, EVERY)
    assert refused.value.failed == failed


@pytest.mark.parametrize(("value", "sqlstate"), [(None, "23502"), (0, "23514"), (1, None)])
def test_a_domain_and_the_domain_below_it(value: int | None, sqlstate: str | None) -> None:
    heap = heap_of()
    column = heap.catalog.tables[T].column("f")
    assert column is not None
    if sqlstate is None:
        heap.check_assigned(column, value, T)
        return
    with pytest.raises(Abort) as refused:
        heap.check_assigned(column, value, T)
    assert refused.value.failed.sqlstate == sqlstate


@pytest.mark.parametrize(
    ("row", "changed", "names"),
    [
        ({"id": 1, "a": 5, "b": 5}, EVERY, ["t_pkey"]),
        ({"id": 3, "a": 1, "b": 1}, EVERY, ["a_and_b"]),
        ({"id": 3, "a": 1, "b": 1}, frozenset({"id"}), []),
        ({"id": 3, "a": 2, "b": None}, EVERY, ["partly"]),
        ({"id": 3, "a": 2, "b": 2}, EVERY, []),
    ],
)
def test_unique_indexes(row: Row, changed: frozenset[str], names: list[str]) -> None:
    heap = heap_of({"id": 1, "a": 1, "b": 1}, {"id": 2, "a": 2, "b": None})
    version = heap.load(T, row, own=True)
    assert [index.name for index in heap.conflicts(version, changed)] == names


def test_a_value_that_is_not_known_is_not_guessed() -> None:
    heap = Heap(catalog_of("CREATE TABLE t (a int DEFAULT made_up());"))
    (column,) = heap.catalog.tables[T].columns
    assert column.default is not None
    with pytest.raises(CannotSimulate, match=r"default of a: made_up\(\)"):
        heap.compute(column.default, {}, "default of a")
