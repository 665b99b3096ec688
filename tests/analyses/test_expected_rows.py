"""How many rows go with one, by estimates."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.expected_rows import expected_rows, expected_updates
from ondelete.catalog import QualifiedName
from ondelete.graph import ForeignKeyGraph

CHAIN = (
    "CREATE TABLE a (id int PRIMARY KEY);\n"
    "CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a ON DELETE CASCADE);\n"
    "CREATE TABLE c (id int PRIMARY KEY, b_id int REFERENCES b ON DELETE CASCADE);\n"
)
DIAMOND = CHAIN + "ALTER TABLE c ADD a_id int REFERENCES a ON DELETE CASCADE;"
CIRCLE = CHAIN + "ALTER TABLE b ADD c_id int REFERENCES c ON DELETE CASCADE;"
PARTITIONED = (
    "CREATE TABLE a (id int PRIMARY KEY);\n"
    "CREATE TABLE b (id int, a_id int REFERENCES a ON DELETE CASCADE) PARTITION BY LIST (id);\n"
    "CREATE TABLE b1 PARTITION OF b FOR VALUES IN (1); CREATE TABLE b2 PARTITION OF b DEFAULT;\n"
)
KEPT = CHAIN + "CREATE TABLE d (c_id int REFERENCES c ON DELETE SET NULL);"


@pytest.mark.parametrize(
    ("sql", "rows", "expected"),
    [
        (CHAIN, {"a": 10, "b": 100, "c": 1000}, {"b": 10, "c": 100}),
        (CHAIN, {"a": 1, "b": 100, "c": 50}, {"b": 100, "c": 50}),
        (CHAIN, {"a": 0, "b": 7, "c": 7}, {"b": 7, "c": 7}),
        (CHAIN, {"a": 10, "c": 1000}, {"b": None, "c": None}),
        (CHAIN, {"a": 10, "b": 100}, {"b": 10, "c": None}),
        (DIAMOND, {"a": 10, "b": 100, "c": 1000}, {"b": 10, "c": 200}),
        (DIAMOND, {"a": 2, "b": 100, "c": 100}, {"b": 50, "c": 100}),
        (DIAMOND, {"a": 1, "b": 100, "c": 100}, {"b": 100, "c": 100}),  # both ways lead to the same rows
        (CIRCLE, {"a": 10, "b": 100, "c": 1000}, {"b": 100, "c": 1000}),
        (PARTITIONED, {"a": 10, "b": 50}, {"b": 5}),
        (PARTITIONED, {"a": 10, "b1": 50, "b2": 150}, {"b": 20}),
        (PARTITIONED, {"a": 10, "b1": 50}, {"b": None}),
        (KEPT, {"a": 1, "b": 1, "c": 1, "d": 9}, {"b": 1, "c": 1}),
    ],
)
def test_rows_that_go_with_one(sql: str, rows: dict[str, float], expected: dict[str, float | None]) -> None:
    named = {QualifiedName("public", table): float(number) for table, number in rows.items()}
    found = expected_rows(ForeignKeyGraph(catalog_of(sql)), named, QualifiedName("public", "a"))
    assert {table.name: number for table, number in found.items()} == expected


TWICE = (
    CHAIN + "CREATE TABLE d (c_id int REFERENCES c ON DELETE SET NULL, a_id int REFERENCES a ON DELETE SET DEFAULT);"
)


@pytest.mark.parametrize(
    ("sql", "rows", "expected"),
    [
        (CHAIN, {"a": 10, "b": 100, "c": 1000}, {}),
        (KEPT, {"a": 10, "b": 100, "c": 100, "d": 500}, {"d": 50}),
        (KEPT, {"a": 1, "b": 1, "c": 1, "d": 9}, {"d": 9}),
        (KEPT, {"a": 10, "b": 100, "c": 100}, {"d": None}),
        (TWICE, {"a": 10, "b": 100, "c": 100, "d": 500}, {"d": 100}),  # 50 by each key
        (TWICE, {"a": 1, "b": 100, "c": 100, "d": 500}, {"d": 500}),  # never more than there are
    ],
)
def test_rows_that_stay_and_change(sql: str, rows: dict[str, float], expected: dict[str, float | None]) -> None:
    named = {QualifiedName("public", table): float(number) for table, number in rows.items()}
    found = expected_updates(ForeignKeyGraph(catalog_of(sql)), named, QualifiedName("public", "a"))
    assert {table.name: number for table, number in found.items()} == expected
