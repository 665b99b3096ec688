"""Which expressions can end in an error."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.deletion.expressions.raising import raises
from ondelete.deletion.expressions.values import SOME_VALUE, Possible, Value


@pytest.mark.parametrize(
    ("condition", "row", "sqlstates"),
    [
        ("1 / n > 0", {"n": SOME_VALUE}, ("22012",)),
        ("1 / n > 0", {"n": 0}, ("22012",)),
        ("1 / n > 0", {"n": 2}, ()),
        ("1 / n > 0", {"n": None}, ()),
        ("1 / n > 0", {"n": Possible(None, null=False, excluded=frozenset({0}))}, ()),
        ("CASE WHEN n = 0 THEN true ELSE 1 / n > 0 END", {"n": 0}, ()),
        ("n + 1 > 0", {"n": SOME_VALUE}, ("22003",)),
        ("n + 1 > 0", {"n": 1}, ()),
        ("n > 0", {"n": SOME_VALUE}, ()),
        ("length(a) > 0", {"a": SOME_VALUE}, ()),
        ("made_up(a) > 0", {"a": SOME_VALUE}, ("22000",)),
        ("a::int > 0", {"a": SOME_VALUE}, ("22000",)),
        ("a::text > ''", {"a": SOME_VALUE}, ()),
    ],
)
def test_sqlstates(condition: str, row: dict[str, Value], sqlstates: tuple[str, ...]) -> None:
    (check,) = catalog_of(f"CREATE TABLE c (a text, n int, CHECK ({condition}));").checks
    assert raises(check.expression.tree, row) == sqlstates
