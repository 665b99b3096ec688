"""What casts, operators and functions make of values that are known in part."""

from __future__ import annotations

import pytest

from ondelete.deletion.expressions.functions import call, cast, operation
from ondelete.deletion.expressions.values import ANYTHING, NULL, SOME_VALUE, Concrete, Possible, possible

BOOLEAN = Possible(frozenset({True, False}), null=False)


@pytest.mark.parametrize(
    ("value", "type_name", "expected"),
    [
        ("5", "integer", possible(5)),
        ("x", "integer", SOME_VALUE),
        (5, "text", possible("5")),
        (True, "text", possible("true")),
        ("abcdef", "character varying(3)", SOME_VALUE),
        ("abc", "character varying(3)", possible("abc")),
        ("1.5", "numeric(4,1)", SOME_VALUE),
        ("t", "boolean", possible(True)),
        ("open", "public.state", possible("open")),
        ("a", "character(2)", SOME_VALUE),
        (None, "integer", NULL),
    ],
)
def test_casts(value: Concrete | None, type_name: str, expected: Possible) -> None:
    assert cast(possible(value), type_name) == expected


@pytest.mark.parametrize(
    ("operator", "operands", "expected"),
    [
        ("+", (1, 2), possible(3)),
        ("-", (1, 2), possible(-1)),
        ("*", (3, 2), possible(6)),
        ("/", (6, 2), ANYTHING),
        ("+", (1, None), NULL),
        ("||", ("a", None), ANYTHING),
        ("~~", ("a", "a%"), BOOLEAN),
        ("@@", (1, 2), ANYTHING),
        ("<->", (1, None), ANYTHING),
    ],
)
def test_operators(operator: str, operands: tuple[Concrete | None, ...], expected: Possible) -> None:
    assert operation(operator, tuple(map(possible, operands))) == expected


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [
        ("coalesce", (None, 2), possible(2)),
        ("coalesce", (1, 2), possible(1)),
        ("coalesce", (None, None), NULL),
        ("coalesce", (ANYTHING, 2), SOME_VALUE),
        ("nullif", (1, 1), Possible(frozenset({1}), null=True)),
        ("nullif", (1, 2), possible(1)),
        ("num_nulls", (None, 1, ANYTHING), Possible(frozenset({1, 2}), null=False)),
        ("num_nonnulls", (None, 1, SOME_VALUE), possible(2)),
        ("length", (None,), NULL),
        ("length", ("a",), SOME_VALUE),
        ("array_length", ("{}", 1), ANYTHING),
        ("greatest", (1, 2), SOME_VALUE),
        ("greatest", (1, None), ANYTHING),
        ("made_up", (1,), ANYTHING),
    ],
)
def test_functions(function: str, arguments: tuple[Concrete | Possible | None, ...], expected: Possible) -> None:
    assert call(function, tuple(map(possible, arguments))) == expected
