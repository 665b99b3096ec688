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
