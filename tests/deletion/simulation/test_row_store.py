"""Rows as versions in scan order, and the constraints that a row meets alone."""

from __future__ import annotations

import re
from contextlib import nullcontext

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


UNKNOWN = """
CREATE TABLE u (
    id int PRIMARY KEY, a int, b int, r int4range, k int,
    g int GENERATED ALWAYS AS (unheard_of(b)) STORED,
    CONSTRAINT divides CHECK (1 / a > 0), CONSTRAINT off CHECK (1 / b > 0) NOT ENFORCED,
    CONSTRAINT apart EXCLUDE USING gist (r WITH &&), CONSTRAINT sums EXCLUDE USING btree ((a + k) WITH =, k WITH =)
);
CREATE TABLE v (a int, b int, r int4range, CONSTRAINT lasts UNIQUE (a, r WITHOUT OVERLAPS));
CREATE TABLE w (a int, b int);
CREATE INDEX halves ON w ((1 / a));
CREATE INDEX few ON w (a) WHERE 1 / b > 0;
CREATE TABLE part (a int, b int) PARTITION BY LIST (a);
CREATE TABLE part1 PARTITION OF part FOR VALUES IN (1);
CREATE INDEX above ON part ((1 / b));
"""


@pytest.mark.parametrize(
    ("table", "changed", "what"),
    [
        ("u", "a", "CHECK divides can raise an error"),
        ("u", "id", "exclusion constraint sums"),  # its expression can read any column
        ("v", "r", "exclusion constraint lasts"),
        ("v", "b", None),
        ("w", "a", "an expression of index halves can raise an error"),
        ("w", "b", "an expression of index few can raise an error"),
        ("part1", "b", "an expression of index above can raise an error"),
        ("part1", "a", None),
    ],
)
def test_what_has_no_model_is_no_answer(table: str, changed: str, what: str | None) -> None:
    heap = Heap(catalog_of(UNKNOWN))
    name = QualifiedName("public", table)
    row: Row = dict.fromkeys(column.name for column in heap.catalog.tables[name].columns)
    row = {**row, "a": 1, "b": 1, changed: 0}
    if what is None:
        heap.refuse_unknown(name, row, frozenset({changed}))
        return
    with pytest.raises(CannotSimulate, match=re.escape(what)):
        heap.refuse_unknown(name, row, frozenset({changed}))


def test_an_exclusion_constraint_is_asked_if_its_column_changes() -> None:
    heap = Heap(catalog_of("CREATE TABLE x (a int, r int4range, CONSTRAINT apart EXCLUDE USING gist (r WITH &&));"))
    name = QualifiedName("public", "x")
    heap.refuse_unknown(name, {"a": 1, "r": None}, frozenset({"a"}))
    with pytest.raises(CannotSimulate, match="exclusion constraint apart"):
        heap.refuse_unknown(name, {"a": 1, "r": "[1,2)"}, frozenset({"r"}))


def test_a_generated_column_that_reads_nothing_new_stays() -> None:
    heap = Heap(catalog_of(UNKNOWN))
    row: Row = {"id": 1, "a": 1, "b": 1, "g": 7}
    assert heap.generate(QualifiedName("public", "u"), row, frozenset({"a"}))["g"] == 7
    with pytest.raises(CannotSimulate):
        heap.generate(QualifiedName("public", "u"), row, frozenset({"b"}))


@pytest.mark.parametrize(
    ("check", "row", "outcome"),
    [
        ("a > 5 OR unheard_of(b)", {"a": 6, "b": 1}, "holds"),
        ("a > 5 OR unheard_of(b)", {"a": 5, "b": 1}, "unknown"),
        ("a > 5 AND unheard_of(b)", {"a": 5, "b": 1}, "fails"),
        ("a > 5 AND unheard_of(b)", {"a": None, "b": 1}, "unknown"),
        ("a > 5 OR unheard_of(b)", {"a": None, "b": 1}, "holds"),
    ],
)
def test_a_check_that_can_be_false_is_no_answer(check: str, row: Row, outcome: str) -> None:
    heap = Heap(catalog_of(f"CREATE TABLE x (a int, b int, CHECK ({check}));"))
    expected = {"holds": None, "fails": Abort, "unknown": CannotSimulate}[outcome]
    with pytest.raises(expected) if expected is not None else nullcontext():
        heap.check_row(QualifiedName("public", "x"), row, frozenset(row))


@pytest.mark.parametrize(
    ("predicate", "conflict"), [("a > 5 AND unheard_of(b)", False), ("a > 5 OR unheard_of(b)", None)]
)
def test_a_predicate_that_can_be_true_is_no_answer(predicate: str, conflict: bool | None) -> None:
    heap = Heap(catalog_of(f"CREATE TABLE x (a int, b int); CREATE UNIQUE INDEX i ON x (b) WHERE {predicate};"))
    name = QualifiedName("public", "x")
    heap.load(name, {"a": None, "b": 1}, own=False)
    version = heap.load(name, {"a": None, "b": 1}, own=True)
    with pytest.raises(CannotSimulate) if conflict is None else nullcontext():
        assert bool(list(heap.conflicts(version, frozenset({"a", "b"})))) is conflict


def test_the_timing_of_an_index_is_that_of_its_constraint() -> None:
    ddl = "CREATE TABLE x (a int, b int, CONSTRAINT p UNIQUE (a), CONSTRAINT q UNIQUE (b) DEFERRABLE);"
    heap = Heap(catalog_of(f"{ddl} CREATE UNIQUE INDEX r ON x (a, b);"))
    assert [heap.timing(index).deferrable for index in heap.catalog.indexes] == [False, True, False]


def test_a_failure_is_one_of_a_statement_if_nothing_else_is_said() -> None:
    assert not Failed("23505", T).at_commit


@pytest.mark.parametrize("changed", ["k", "b"])
def test_only_an_enforced_check_that_reads_what_changes_can_raise(changed: str) -> None:
    """``divides`` would raise for the a of the row, which stays, and ``off`` is not enforced."""
    heap = Heap(catalog_of(UNKNOWN))
    row: Row = {"id": 1, "a": 0, "b": 0, "r": None, "k": 1, "g": None}
    with pytest.raises(CannotSimulate, match="exclusion constraint sums"):
        heap.refuse_unknown(QualifiedName("public", "u"), row, frozenset({changed}))


def test_only_an_index_that_reads_what_changes_can_raise() -> None:
    Heap(catalog_of(UNKNOWN)).refuse_unknown(QualifiedName("public", "part1"), {"a": 1, "b": 0}, frozenset({"a"}))
