"""Which stored generated columns of a changed row cannot be computed, and with which SQLSTATE."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.static.row_checks import ChangedRow
from ondelete.deletion.static.row_generated import generation_failures

NAME = QualifiedName("public", "c")
COLUMNS = "a int, b varchar(9), d text"


@pytest.mark.parametrize(
    ("column", "after", "expected"),
    [
        ("int GENERATED ALWAYS AS (1 / coalesce(a, 0)) STORED", None, ["22012"]),
        ("int GENERATED ALWAYS AS (1 / coalesce(a, 0)) STORED", 1, []),
        ("int GENERATED ALWAYS AS (1 / coalesce(a, 0)) VIRTUAL", None, []),
        ("smallint GENERATED ALWAYS AS (coalesce(a, 40000)) STORED", None, ["22003"]),
        ("smallint GENERATED ALWAYS AS (coalesce(a, 40000)) STORED", 7, []),
        ("numeric(3,1) GENERATED ALWAYS AS (coalesce(a, 99.96)) STORED", None, ["22003"]),
        ("numeric(3,1) GENERATED ALWAYS AS (coalesce(a, 99.94)) STORED", None, []),
        ("varchar(3) GENERATED ALWAYS AS (coalesce(a::text, 'none')) STORED", None, ["22001"]),
        ("varchar(9) GENERATED ALWAYS AS (CASE WHEN a IS NULL THEN b END) STORED", None, []),
        ("varchar(8) GENERATED ALWAYS AS (CASE WHEN a IS NULL THEN b END) STORED", None, ["22001"]),
        ("varchar(9) GENERATED ALWAYS AS (CASE WHEN a IS NULL THEN d ELSE 'x' END) STORED", None, ["22001"]),
        ("text GENERATED ALWAYS AS (coalesce(a::text, d || 'x')) STORED", None, []),
    ],
)
def test_a_column_that_is_computed_from_the_changed_one(column: str, after: int | None, expected: list[str]) -> None:
    catalog = catalog_of(f"CREATE TABLE c ({COLUMNS}, g {column});")
    row = ChangedRow(catalog, catalog.tables[NAME], {}, {"a": after}, {"a": frozenset({"null"})}, frozenset())
    found = list(generation_failures(row))
    assert [failure.sqlstate for failure in found] == expected
    assert all((failure.constraint, failure.certain) == ("g", False) for failure in found)
