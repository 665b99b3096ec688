"""Which of its own constraints a changed row can break, and whether it must (semantics R10)."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.actions.changes import Changes
from ondelete.deletion.static.rows import is_not_null, remembered_failures, row_failures

NULL, DEFAULT, VALUE = (frozenset({to}) for to in ("null", "default", "value"))

TABLES = """
CREATE TABLE t (id int PRIMARY KEY);
CREATE DOMAIN filled AS int NOT NULL;
CREATE DOMAIN small AS int CHECK (VALUE < 10);
"""


def failures(columns: str, changes: dict[str, frozenset[str]], more: str = "") -> list[str]:
    """Return what a row of ``c`` can break as words."""
    catalog = catalog_of(f"{TABLES} CREATE TABLE c ({columns}, k int REFERENCES t); {more}")
    written: Changes = changes  # type: ignore[assignment]
    return [
        " ".join(filter(None, ("must" if f.certain else "may", f.kind, f.sqlstate, f.constraint or "")))
        for f in row_failures(catalog, catalog.foreign_keys[0], written)
    ]


@pytest.mark.parametrize(
    ("columns", "changes", "expected"),
    [
        ("a int", {"a": NULL}, []),
        ("a int NOT NULL", {"a": NULL}, ["must not null 23502"]),
        ("a int NOT NULL", {"a": NULL | VALUE}, ["may not null 23502"]),
        ("a int NOT NULL", {"a": VALUE}, []),
        ("a int PRIMARY KEY", {"a": NULL}, ["must not null 23502"]),
        ("a filled", {"a": NULL}, ["must not null 23502"]),
        ("a int GENERATED ALWAYS AS IDENTITY", {"a": NULL}, ["must identity 428C9"]),
        ("a int GENERATED ALWAYS AS IDENTITY", {"a": DEFAULT}, []),
        ("a small DEFAULT 10", {"a": DEFAULT}, ["must check 23514 small_check"]),
        ("a small", {"a": VALUE}, ["may check 23514 small_check"]),
        ("b int, CONSTRAINT one CHECK (num_nonnulls(k, b) = 1)", {"k": NULL}, ["must check 23514 one"]),
        ("b int, CONSTRAINT filled CHECK (num_nonnulls(k, b) >= 1)", {"k": NULL}, ["may check 23514 filled"]),
        ("a int, CONSTRAINT set CHECK (a IS NOT NULL)", {"a": NULL}, ["must check 23514 set"]),
        ("a int, b int, CONSTRAINT other CHECK (b > 0)", {"a": NULL}, []),
        ("a int UNIQUE", {"a": NULL}, []),
        ("a int UNIQUE", {"a": DEFAULT}, ["may unique 23505 c_a_key"]),
        ("a int UNIQUE NULLS NOT DISTINCT", {"a": NULL}, ["may unique 23505 c_a_key"]),
        ("a int, EXCLUDE USING gist (a WITH =)", {"a": VALUE}, ["may exclude 23P01 c_a_excl"]),
    ],
)
def test_what_a_row_can_break(columns: str, changes: dict[str, frozenset[str]], expected: list[str]) -> None:
    assert failures(columns, changes) == expected


PARTITIONED = """
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE c (k int REFERENCES t, b int) PARTITION BY LIST (k);
CREATE TABLE c1 PARTITION OF c (CONSTRAINT here CHECK (b > 0)) FOR VALUES IN (1);
{more}
"""


@pytest.mark.parametrize(
    ("more", "column", "expected"),
    [
        ("", "k", ["must partition 23514"]),
        ("CREATE TABLE rest PARTITION OF c DEFAULT;", "k", []),
        ("CREATE TABLE c2 PARTITION OF c FOR VALUES IN (NULL);", "k", []),
        ("", "b", ["may check 23514"]),
    ],
)
def test_partitions(more: str, column: str, expected: list[str]) -> None:
    catalog = catalog_of(PARTITIONED.format(more=more))
    to = NULL if column == "k" else VALUE
    found = row_failures(catalog, catalog.foreign_keys[0], {column: to})  # type: ignore[dict-item]
    assert [f"{'must' if f.certain else 'may'} {f.kind} {f.sqlstate}" for f in found] == expected


def test_what_was_found_once_is_remembered() -> None:
    catalog = catalog_of("CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c (t int NOT NULL REFERENCES t);")
    changes: Changes = {"t": NULL}  # type: ignore[dict-item]
    known = remembered_failures(catalog)
    assert known is remembered_failures(catalog)
    first = known.of(0, catalog.foreign_keys[0], changes)
    assert first == tuple(row_failures(catalog, catalog.foreign_keys[0], changes))
    assert known.of(0, catalog.foreign_keys[0], changes) is first


def test_which_columns_refuse_null() -> None:
    catalog = catalog_of(f"{TABLES} CREATE TABLE c (a int, b int NOT NULL, d filled, e filled[], id int PRIMARY KEY);")
    name = QualifiedName("public", "c")
    refusing = [c.name for c in catalog.tables[name].columns if is_not_null(catalog, name, c)]
    assert refusing == ["b", "d", "id"]
