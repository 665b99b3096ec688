"""Where a row of a partitioned table lives, whether a change moves it, and in which order a scan visits tables."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.actions.partitions import (
    CannotSimulate,
    belongs,
    in_hash_partition,
    key_columns,
    leaves,
    may_move,
    route,
    scanned,
)

SCHEMA = """
CREATE TABLE r (a int, b text) PARTITION BY RANGE (a);
CREATE TABLE high PARTITION OF r FOR VALUES FROM ('10') TO (MAXVALUE);
CREATE TABLE low PARTITION OF r FOR VALUES FROM (MINVALUE) TO (10) PARTITION BY LIST (b);
CREATE TABLE low_x PARTITION OF low FOR VALUES IN ('x', 'it''s');
CREATE TABLE low_null PARTITION OF low FOR VALUES IN (NULL);
CREATE TABLE d (a int) PARTITION BY LIST (a);
CREATE TABLE rest PARTITION OF d DEFAULT;
CREATE TABLE one PARTITION OF d FOR VALUES IN (1);
CREATE TABLE h (a int) PARTITION BY HASH (a);
CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE e (a int) PARTITION BY LIST ((a + 1));
CREATE TABLE e1 PARTITION OF e FOR VALUES IN (1);
CREATE TABLE plain (a int);
CREATE TABLE below () INHERITS (plain);
"""
CATALOG = catalog_of(SCHEMA)


def name(text: str) -> QualifiedName:
    return QualifiedName("public", text)


@pytest.mark.parametrize(
    ("table", "row", "leaf"),
    [
        ("r", {"a": 10, "b": "x"}, "high"),
        ("r", {"a": 9, "b": "x"}, "low_x"),
        ("r", {"a": 9, "b": "it's"}, "low_x"),
        ("r", {"a": -5, "b": None}, "low_null"),
        ("r", {"a": 9, "b": "y"}, None),
        ("r", {"a": None, "b": "x"}, None),
        ("d", {"a": 1}, "one"),
        ("d", {"a": 2}, "rest"),
        ("d", {"a": None}, "rest"),
        ("plain", {"a": 1}, "plain"),
    ],
)
def test_the_partition_of_a_row(table: str, row: dict[str, int | str | None], leaf: str | None) -> None:
    assert route(CATALOG, name(table), row) == (leaf and name(leaf))


def test_an_expression_decides_if_its_value_is_known() -> None:
    assert route(CATALOG, name("e"), {"a": 0}) == name("e1")
    with pytest.raises(CannotSimulate, match="the partition key"):
        route(
            catalog_of(
                "CREATE TABLE f (a int) PARTITION BY LIST ((abs(a))); CREATE TABLE f1 PARTITION OF f FOR VALUES IN (1);"
            ),
            name("f"),
            {"a": 0},
        )


def test_the_order_of_a_scan() -> None:
    assert [table.name for table in leaves(CATALOG, name("r"))] == ["low_x", "low_null", "high"]
    assert [table.name for table in leaves(CATALOG, name("d"))] == ["one", "rest"]
    assert [table.name for table in scanned(CATALOG, name("plain"))] == ["plain", "below"]
    assert [table.name for table in scanned(CATALOG, name("d"))] == ["one", "rest"]


def test_a_row_belongs_to_every_level() -> None:
    assert belongs(CATALOG, name("low_x"), {"a": 9, "b": "x"})
    assert not belongs(CATALOG, name("low_x"), {"a": 10, "b": "x"})
    assert belongs(CATALOG, name("plain"), {"a": 1})
    assert key_columns(CATALOG, name("low_x")) == {"a", "b"}
    assert key_columns(CATALOG, name("plain")) == frozenset()


def test_whose_rows_lie_where_a_hash_says() -> None:
    assert [in_hash_partition(CATALOG, name(table)) for table in ("h0", "one", "plain")] == [True, False, False]


@pytest.mark.parametrize(
    ("table", "written", "moves"),
    [("r", "a", True), ("r", "b", True), ("low", "a", False), ("low", "b", True), ("low_x", "b", False)],
)
def test_a_change_of_a_partition_key_moves_a_row(table: str, written: str, moves: bool) -> None:
    assert may_move(CATALOG, name(table), frozenset({written})) is moves
    assert not may_move(CATALOG, name(table), frozenset())


def test_an_expression_moves_a_row_by_the_columns_that_it_reads() -> None:
    assert may_move(CATALOG, name("e"), frozenset({"a"}))
    assert not may_move(CATALOG, name("e"), frozenset({"anything"}))
