"""What single columns of a changed row refuse, in the order of a server."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.static.row_columns import column_failures, is_not_null, not_null_columns, passed_on_failures

DOMAINS = "CREATE DOMAIN filled AS int NOT NULL; CREATE DOMAIN small AS int CHECK (VALUE < 10);"
NAME = QualifiedName("public", "c")


@pytest.mark.parametrize(
    ("column", "to", "expected"),
    [
        ("a int", "null", []),
        ("a int NOT NULL", "null", ["must not null 23502"]),
        ("a int NOT NULL", "same", []),
        ("a filled", "null", ["must not null 23502"]),
        ("a small", "value", ["may check 23514"]),
        ("a int GENERATED ALWAYS AS IDENTITY", "null", ["must identity 428C9"]),
        ("a int GENERATED ALWAYS AS IDENTITY", "default", []),
    ],
)
def test_one_column(column: str, to: str, expected: list[str]) -> None:
    catalog = catalog_of(f"{DOMAINS} CREATE TABLE c ({column});")
    table = catalog.tables[NAME]
    found = column_failures(catalog, table, table.columns[0], {"a": frozenset({to})})  # type: ignore[arg-type]
    assert [f"{'must' if f.certain else 'may'} {f.kind} {f.sqlstate}" for f in found] == expected


def test_which_columns_refuse_null() -> None:
    catalog = catalog_of(f"{DOMAINS} CREATE TABLE c (a int, b int NOT NULL, d filled, e filled[], id int PRIMARY KEY);")
    refusing = [c.name for c in catalog.tables[NAME].columns if is_not_null(catalog, NAME, c)]
    assert refusing == ["b", "d", "id"]


@pytest.mark.parametrize(("column", "sqlstates"), [("a smallint", ["22003"]), ("a bigint", [])])
def test_a_value_that_does_not_fit(column: str, sqlstates: list[str]) -> None:
    catalog = catalog_of(
        f"CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c ({column} REFERENCES t ON UPDATE CASCADE);"
    )
    found = passed_on_failures(catalog, catalog.foreign_keys[0], {"a": frozenset({"value"})})
    assert [failure.sqlstate for failure in found] == sqlstates


def test_all_columns_that_refuse_null_at_once() -> None:
    catalog = catalog_of(
        "CREATE DOMAIN strict AS int NOT NULL; CREATE DOMAIN over AS strict CHECK (VALUE > 0);"
        "CREATE DOMAIN loose AS int; CREATE TABLE t (a int, b int, c int NOT NULL, d int GENERATED ALWAYS AS IDENTITY,"
        " e over, f loose, g int UNIQUE, h strict, PRIMARY KEY (a, b));"
    )
    table = catalog.tables[QualifiedName("public", "t")]
    found = not_null_columns(catalog, table)
    assert sorted(found) == ["a", "b", "c", "d", "e", "h"]
    assert found == {c.name for c in table.columns if is_not_null(catalog, table.name, c)}
