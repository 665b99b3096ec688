"""Which indexes can refuse a changed row."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.expressions.values import SOME_VALUE, Value
from ondelete.deletion.static.row_checks import ChangedRow
from ondelete.deletion.static.row_indexes import index_failures


@pytest.mark.parametrize(
    ("index", "after", "expected"),
    [
        ("UNIQUE INDEX i ON c (k)", SOME_VALUE, ["unique 23505"]),
        ("UNIQUE INDEX i ON c (k)", None, []),
        ("UNIQUE INDEX i ON c (k) NULLS NOT DISTINCT", None, ["unique 23505"]),
        ("UNIQUE INDEX i ON c (b)", SOME_VALUE, []),
        ("INDEX i ON c (k)", SOME_VALUE, []),
        ("UNIQUE INDEX i ON c (b) WHERE k IS NULL", None, ["unique 23505"]),
        ("UNIQUE INDEX i ON c (b) WHERE k IS NOT NULL", None, []),
        ("UNIQUE INDEX i ON c (coalesce(k, 0))", None, ["unique 23505"]),
        ("INDEX i ON c ((1 / coalesce(k, 0)))", None, ["raise 22012"]),
    ],
)
def test_one_index(index: str, after: Value, expected: list[str]) -> None:
    catalog = catalog_of(f"CREATE TABLE c (k int, b int); CREATE {index};")
    table = catalog.tables[QualifiedName("public", "c")]
    changes = {"k": frozenset({"null" if after is None else "value"})}
    row = ChangedRow(catalog, table, {"k": SOME_VALUE}, {"k": after}, changes, ())  # type: ignore[arg-type]
    (found,) = catalog.indexes
    assert [f"{f.kind} {f.sqlstate}" for f in index_failures(found, None, row)] == expected


TOLD: dict[str, tuple[str, dict[str, object], list[str]]] = {
    "an expression that is always NULL": ("UNIQUE INDEX i ON c ((k + 1))", {}, []),
    "NULLs that are not distinct": (
        "UNIQUE INDEX i ON c ((k + 1)) NULLS NOT DISTINCT",
        {},
        ["unique 23505 (k): the changed row can collide in i: another row can have the same k"],
    ),
    "an expression of other columns": ("UNIQUE INDEX i ON c ((b + 1))", {}, []),
    "an expression of other columns, in a new partition": (
        "UNIQUE INDEX i ON c ((b % 9), d)",
        {"came": True},
        ["unique 23505 (b, d): the changed row can collide in i: another row can have the same (b, d)"],
    ),
    "an expression that raises, in a new partition": (
        "INDEX i ON c ((power(b, d)))",
        {"came": True},
        ["raise 2201F 22003 (b, d): an expression of index i can raise an error"],
    ),
    "an expression that raises for the new value": (
        "INDEX i ON c ((power(coalesce(k, 0), b)))",
        {},
        ["raise 2201F 22003 (k): an expression of index i can raise an error for the new value of k"],
    ),
    "an expression of other columns raised before": ("INDEX i ON c ((power(b, d)))", {}, []),
    "the column that changes, of two": (
        "UNIQUE INDEX i ON c (b, k)",
        {"after": SOME_VALUE},
        ["unique 23505 (k): the changed row can collide in i: another row can have the same k"],
    ),
    "a row that comes into the index by its predicate": (
        "UNIQUE INDEX i ON c (b) WHERE k IS NULL",
        {},
        ["unique 23505 (k): the changed row can collide in i: another row can have the same k"],
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_everything_that_is_told(name: str) -> None:
    index, more, expected = TOLD[name]
    after = more.get("after")
    catalog = catalog_of(f"CREATE TABLE c (k int, b int, d int); CREATE {index};")
    table = catalog.tables[QualifiedName("public", "c")]
    changes = {"k": frozenset({"null" if after is None else "value"})}
    came = bool(more.get("came"))
    row = ChangedRow(catalog, table, {"k": SOME_VALUE}, {"k": after}, changes, (), came=came)  # type: ignore[arg-type,dict-item]
    (found,) = catalog.indexes
    failures = list(index_failures(found, None, row))
    assert not any(failure.certain for failure in failures)
    assert [
        f"{f.kind} {' '.join((f.sqlstate, *f.also))} ({', '.join(f.columns)}): {f.reason}" for f in failures
    ] == expected


def test_only_a_changed_column_counts_as_touched() -> None:
    catalog = catalog_of("CREATE TABLE c (k int, b int); CREATE UNIQUE INDEX i ON c (k, b);")
    table = catalog.tables[QualifiedName("public", "c")]
    changes = {"k": frozenset({"value"}), "b": frozenset({"same"})}
    row = ChangedRow(catalog, table, {}, {"k": SOME_VALUE, "b": SOME_VALUE}, changes, ())  # type: ignore[arg-type]
    (found,) = index_failures(catalog.indexes[0], None, row)
    assert found.columns == ("k",)


def test_the_expression_of_a_column_that_stays_does_not_raise() -> None:
    catalog = catalog_of("CREATE TABLE c (k int, b int); CREATE INDEX i ON c (k, (1 / b));")
    table = catalog.tables[QualifiedName("public", "c")]
    changes = {"k": frozenset({"value"}), "b": frozenset({"same"})}
    row = ChangedRow(catalog, table, {}, {"k": SOME_VALUE, "b": SOME_VALUE}, changes, ())  # type: ignore[arg-type]
    assert list(index_failures(catalog.indexes[0], None, row)) == []
