"""Which CHECKs a changed row can break."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.expressions.values import SOME_VALUE
from ondelete.deletion.static.row_checks import ChangedRow


@pytest.mark.parametrize(
    ("check", "came", "expected"),
    [
        ("CHECK (k IS NOT NULL)", False, ["must check 23514"]),
        ("CHECK (k IS NOT NULL OR b IS NOT NULL)", False, ["may check 23514"]),
        ("CHECK (k > 0)", False, []),
        ("CHECK (b > 0)", False, []),
        ("CHECK (b > 0)", True, ["may check 23514"]),
        ("CHECK (made_up(b))", False, ["may check 23514"]),
        ("CHECK (coalesce(k, 0) + b > 0)", False, ["may raise 22003", "may check 23514"]),
    ],
)
def test_one_check(check: str, came: bool, expected: list[str]) -> None:
    catalog = catalog_of(f"CREATE TABLE c (k int, b int, {check});")
    table = catalog.tables[QualifiedName("public", "c")]
    row = ChangedRow(catalog, table, {"k": SOME_VALUE}, {"k": None}, {"k": frozenset({"null"})}, (), came=came)
    found = [failure for each in catalog.checks for failure in row.check_failures(each)]
    assert [f"{'must' if f.certain else 'may'} {f.kind} {f.sqlstate}" for f in found] == expected
    assert row.of(table, came=True).came
