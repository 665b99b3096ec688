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


TOLD: dict[str, tuple[str, dict[str, object], str]] = {
    "of changed columns": ("CHECK (k IS NOT NULL)", {}, "must check (k): changing k violates CHECK n: k IS NOT NULL"),
    "perhaps": (
        "CHECK (k > 0 OR b > 0)",
        {"after": SOME_VALUE},
        "may check (k): changing k can violate CHECK n: k > 0 OR b > 0",
    ),
    "of others, in a partition that the row comes to": (
        "CHECK (b > d)",
        {"came": True},
        "may check (b, d): CHECK n was never checked for the row: b > d",
    ),
    "of others, NOT VALID": (
        "CHECK (b > d) NOT VALID",
        {},
        "may check (b, d): CHECK n is NOT VALID, and a row that already violates it fails any update: b > d",
    ),
    "of others, by a function that is not known": (
        "CHECK (made_up(b))",
        {},
        "may check (b): CHECK n calls made_up(), so it can be false now for a row for which it was true: made_up(b)",
    ),
    "that raises for the new value": (
        "CHECK (b = power(coalesce(k, 0), b))",
        {},
        "may raise 2201F 22003 (k): CHECK n can raise an error for the new value of k: b = power(coalesce(k, 0), b)",
    ),
    "of others that raises where the row comes to": (
        "CHECK (1 / b > d)",
        {"came": True},
        "may raise 22012 (b, d): CHECK n can raise an error: 1 / b > d",
    ),
    "of others that raises, NOT VALID": (
        "CHECK (1 / b > d) NOT VALID",
        {},
        "may raise 22012 (b, d): CHECK n can raise an error: 1 / b > d",
    ),
    "that allows one of two, of a row that satisfies it": (
        "CHECK (num_nonnulls(k, b) = 1)",
        {},
        "must check (k): changing k violates CHECK n: num_nonnulls(k, b) = 1",
    ),
    "that allows one of two, NOT VALID": (
        "CHECK (num_nonnulls(k, b) = 1) NOT VALID",
        {},
        "may check (k): changing k can violate CHECK n: num_nonnulls(k, b) = 1",
    ),
    "that allows one of two, in a partition that the row comes to": (
        "CHECK (num_nonnulls(k, b) = 1)",
        {"came": True},
        "may check (k): changing k can violate CHECK n: num_nonnulls(k, b) = 1",
    ),
    "of others that raises, valid": ("CHECK (1 / b > d)", {}, ""),
}


def told(check: str, *, after: object = None, came: bool = False) -> list[str]:
    catalog = catalog_of(f"CREATE TABLE c (k int, b int, d int); ALTER TABLE c ADD CONSTRAINT n {check};")
    table = catalog.tables[QualifiedName("public", "c")]
    changes = {"k": frozenset({"null" if after is None else "value"})}
    row = ChangedRow(catalog, table, {"k": SOME_VALUE}, {"k": after}, changes, (), came=came)  # type: ignore[arg-type,dict-item]
    found = [failure for each in catalog.checks for failure in row.check_failures(each)]
    assert all(failure.constraint == "n" for failure in found)
    return [
        f"{'must' if f.certain else 'may'} {f.kind}"
        f"{' ' + ' '.join((f.sqlstate, *f.also)) if f.kind == 'raise' else ''} ({', '.join(f.columns)}): {f.reason}"
        for f in found
    ]


@pytest.mark.parametrize("name", TOLD)
def test_everything_that_is_told(name: str) -> None:
    check, more, expected = TOLD[name]
    found = told(check, **more)  # type: ignore[arg-type]
    assert found[:1] == ([expected] if expected else [])
    assert len(found) <= 2


@pytest.mark.parametrize("length", [59, 60, 61, 62])
def test_a_long_condition_is_cut(length: int) -> None:
    condition = f"k > {'1' * (length - 4)}"
    (found,) = told(f"CHECK ({condition})", after=SOME_VALUE)
    shown = condition if length <= 60 else condition[:59] + "…"
    assert found.endswith(f"CHECK n: {shown}")


def test_a_row_is_where_it_was_if_nothing_else_is_said() -> None:
    catalog = catalog_of("CREATE TABLE c (k int);")
    table = catalog.tables[QualifiedName("public", "c")]
    row = ChangedRow(catalog, table, {}, {}, {}, ())
    assert not row.came
    assert row.declared is table
    assert row.of(table, came=True).declared is table
