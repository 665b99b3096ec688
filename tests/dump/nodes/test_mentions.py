"""The columns and functions that an expression mentions, in the order of the text, however deep they stand."""

from __future__ import annotations

import pytest

from dump.nodes.parsed import expression
from ondelete.dump.nodes.mentions import columns, function_names

MENTIONED = {
    "a + t.b": (["a", "b"], set()),
    "f(a, g(b), a)": (["a", "b", "a"], {("f",), ("g",)}),
    "CASE WHEN a THEN s.f(b) END": (["a", "b"], {("s", "f")}),
    "t.* IS NULL": (["*"], set()),
    "(SELECT max(x) FROM u WHERE u.y = a)": (["x", "y", "a"], {("max",)}),
    "a > CURRENT_DATE": (["a"], {("pg_catalog", "current_date")}),
    "xmlconcat(a, xmlelement(name b, CURRENT_USER))": (["a"], {("pg_catalog", "current_user")}),
    "1": ([], set()),
}


@pytest.mark.parametrize("sql", MENTIONED)
def test_what_is_mentioned(sql: str) -> None:
    named, called = MENTIONED[sql]
    node = expression(sql)
    assert sorted(columns(node)) == sorted(named)
    assert set(function_names(node)) == called


def test_columns_come_in_the_order_of_the_text() -> None:
    assert list(columns(expression("a + b > f(c) AND d = ANY (ARRAY[e, g])"))) == list("abcdeg")


def test_a_deep_expression_takes_no_recursion() -> None:
    assert len(list(columns(expression("a" + " + a" * 300)))) == 301
