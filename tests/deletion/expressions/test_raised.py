"""The SQLSTATEs of operators and casts by the types of their operands; tests/postgres/test_raised.py asks servers."""

from __future__ import annotations

import pytest

from ondelete.deletion.expressions.functions import COMPARISONS
from ondelete.deletion.expressions.raised import FUNCTIONS, SILENT_OPERATORS, states_of_cast, states_of_operator


@pytest.mark.parametrize(
    ("operator", "types", "states"),
    [
        ("+", ("integer", "integer"), "22003"),
        ("+", ("date", "integer"), "22008"),
        ("+", ("integer", "date"), "22008"),
        ("-", ("timestamp(3) without time zone", "interval"), "22008"),
        ("-", (None, None), "22003 22008"),
        ("-", (None, "integer"), "22003"),
        ("-", ("jsonb", "text"), "22003 22023"),
        ("*", ("interval", "numeric"), "22008"),
        ("^", ("numeric", "numeric"), "22003 2201F"),
        ("~", ("text", "text"), "2201B"),
        ("&", ("integer", "integer"), ""),
        ("#", ("bit(3)", "bit(3)"), "22026 22023"),
        ("<%>", ("text", "text"), "22000"),
    ],
)
def test_operators(operator: str, types: tuple[str | None, ...], states: str) -> None:
    assert states_of_operator(operator, types) == tuple(states.split())


@pytest.mark.parametrize(
    ("source", "target", "states"),
    [
        ("text", "integer", "22P02 22003"),
        (None, "integer", "22P02 22003"),
        ("text", "timestamp(3) with time zone", "22007 22008"),
        ("text", "boolean", "22P02"),
        ("jsonb", "boolean", "22023"),
        ("jsonb", "numeric", "22003 22023"),
        ("integer", "boolean", ""),
        (None, "boolean", ""),
        ("integer", "text", ""),
        ("integer", "character varying(2)", ""),
        ("text", "bit varying(2)", "22P02 22026 22001"),
        ("text", "uuid", "22P02 22000"),
        ("text", "integer[]", "22P02 22000"),
        ("smallint", "bigint", ""),
        ("bigint", "bigint", ""),
        ("bigint", "integer", "22003"),
        ("integer", "numeric(3,1)", "22003"),
        ("double precision", "integer", "22003"),
        ("date", "timestamp without time zone", "22008"),
        ("uuid", "app.mine", "22P02 22000"),
    ],
)
def test_casts(source: str | None, target: str, states: str) -> None:
    assert states_of_cast(source, target) == tuple(states.split())


def test_silent_operators_are_those_that_no_call_ends() -> None:
    assert COMPARISONS <= SILENT_OPERATORS
    assert {"->>", "@>", "~~", "!~~*", "||"} <= SILENT_OPERATORS
    assert SILENT_OPERATORS.isdisjoint({"~", "!~*", "+", "-", "*", "/", "%", "^", "#-"})


def test_no_function_stands_twice() -> None:
    assert FUNCTIONS["substring"] == ("22011", "2201B", "22025")
    assert FUNCTIONS["current_setting"] == ("42704",)
    assert all(len(set(states)) == len(states) for states in FUNCTIONS.values())
