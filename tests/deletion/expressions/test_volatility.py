"""Which conditions can be false another day for a row that they were true for."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.deletion.expressions.volatility import unstable

TYPES = {"a": "text", "z": "timestamp with time zone", "n": "integer"}


@pytest.mark.parametrize(
    ("condition", "what"),
    [
        ("n > 0", None),
        ("lower(a) = a", None),
        ("length(a) > 0", None),
        ("coalesce(n, 0) > 0", None),
        ("z < now()", "now()"),
        ("made_up(a)", "made_up()"),
        ("z::date > '2020-01-01'", "a cast from timestamp with time zone to date"),
        ("n::text > ''", None),
        ("a::timestamptz IS NOT NULL", "a cast from text to timestamp with time zone"),
    ],
)
def test_what_changes_by_itself(condition: str, what: str | None) -> None:
    (check,) = catalog_of(f"CREATE TABLE c (a text, n int, z timestamptz, CHECK ({condition}));").checks
    assert unstable(check.expression.tree, TYPES) == what
