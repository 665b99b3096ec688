"""Which stored generated columns of a changed row cannot be computed, and with which SQLSTATE."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.static.row_checks import ChangedRow
from ondelete.deletion.static.row_generated import cast_failures, generation_failures, virtual_failures

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


DOMAINS = (
    "CREATE DOMAIN pos AS int CONSTRAINT k CHECK (VALUE > 0);"
    "CREATE DOMAIN small AS pos CONSTRAINT s CHECK (VALUE < 9);"
    "CREATE DOMAIN nn AS int NOT NULL; CREATE SCHEMA s; CREATE DOMAIN s.pos AS int CONSTRAINT o CHECK (VALUE > 5);"
)


def changed(table: str, after: int | None, *, came: bool = False) -> ChangedRow:
    catalog = catalog_of(DOMAINS + table)
    to = "null" if after is None else "default"
    return ChangedRow(
        catalog, catalog.tables[NAME], {}, {"a": after}, {"a": frozenset({to})}, frozenset(), came=came
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rest", "after", "expected"),
    [
        (", CHECK (a::pos <> 7)", 0, "check k"),
        (", CHECK (a::pos <> 7)", 1, ""),
        (", CHECK (a::pos <> 7)", None, ""),
        (", CHECK (coalesce(a, -1)::pos <> 7)", None, "check k"),
        (", CHECK (a::small <> 7)", 0, "check k"),
        (", CHECK (a::small <> 7)", 10, "check s"),
        (", CHECK (a::s.pos <> 7)", 3, "check o"),
        (", CHECK (a::nn IS DISTINCT FROM 7)", None, "not null "),
        (", CHECK (a::nn IS DISTINCT FROM 7)", 5, ""),
        (", b int, CHECK (b::pos <> 7)", 0, ""),
        (", CHECK (a::pos <> 7) NOT ENFORCED", 0, ""),
        (", g int GENERATED ALWAYS AS (a::pos + 1) STORED", 0, "check k"),
        (", g int GENERATED ALWAYS AS (a::pos + 1) VIRTUAL", 0, ""),
        ("); CREATE INDEX ON c ((a::pos)", 0, "check k"),
        ("); CREATE INDEX ON c (a) WHERE (a::pos > 1", 0, "check k"),
        (", CHECK (a <> 7)", 0, ""),
    ],
)
def test_a_cast_to_a_domain(rest: str, after: int | None, expected: str) -> None:
    row = changed(f"CREATE TABLE c (a int{rest});", after)
    found = [f"{failure.kind} {failure.constraint or ''}" for failure in cast_failures(row)]
    assert found == ([expected] if expected else [])
    assert all(not failure.certain and failure.columns == ("a",) for failure in cast_failures(row))


def test_an_index_of_the_table_above() -> None:
    above = "CREATE TABLE r (a int) PARTITION BY LIST (a); CREATE INDEX ON r ((a::pos));"
    row = changed(f"{above} CREATE TABLE c PARTITION OF r FOR VALUES IN (1);", 0)
    assert {failure.constraint for failure in cast_failures(row)} == {"k"}


VIRTUAL = "CREATE TABLE c (a int, b int, g int GENERATED ALWAYS AS (6 / coalesce({}, 0)) VIRTUAL{});"


@pytest.mark.parametrize(
    ("column", "rest", "after", "came", "expected"),
    [
        ("a", ", CONSTRAINT k CHECK (g IS NOT NULL)", None, False, ["k"]),
        ("a", ", CONSTRAINT k CHECK (g IS NOT NULL)", 2, False, []),
        ("a", ", CONSTRAINT k CHECK (g IS NOT NULL) NOT ENFORCED", None, False, []),
        ("a", ", CONSTRAINT k CHECK (b IS NOT NULL)", None, False, []),
        ("a", "", None, False, []),
        ("b", ", CONSTRAINT k CHECK (g IS NOT NULL)", None, False, []),
        ("b", ", CONSTRAINT k CHECK (g IS NOT NULL)", None, True, ["k"]),
    ],
)
def test_a_virtual_column(column: str, rest: str, after: int | None, came: bool, expected: list[str]) -> None:
    row = changed(VIRTUAL.format(column, rest), after, came=came)
    found = list(virtual_failures(row))
    assert [failure.constraint for failure in found] == expected
    assert all((failure.sqlstate, failure.certain) == ("22012", False) for failure in found)
    assert [failure.columns for failure in found] == [("a",) if column == "a" else ("g",) for _ in found]


def test_a_stored_column_is_computed_when_it_is_written() -> None:
    row = changed(VIRTUAL.format("a", ", CHECK (g IS NOT NULL)").replace("VIRTUAL", "STORED"), None)
    assert list(virtual_failures(row)) == []
