"""Whether a CHECK holds for a row of known values, and which values a CHECK mentions."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import Expression
from ondelete.deletion.expressions.values import Concrete
from ondelete.deletion.witness.filling.checks import constants_of, holds

TRUE, FALSE, UNKNOWN = frozenset({True}), frozenset({False}), frozenset({None})


def check(condition: str) -> Expression:
    (found,) = catalog_of(f"CREATE TABLE c (a text, n int, l int[], d date, CHECK ({condition}));").checks
    return found.expression


@pytest.mark.parametrize(
    ("condition", "row", "expected"),
    [
        ("length(a) = 3", {"a": "abc"}, TRUE),
        ("char_length(a) < 3", {"a": "abc"}, FALSE),
        ("octet_length(a) = 2", {"a": "\\x00ff"}, TRUE),
        ("lower(a) = 'abc'", {"a": "Abc"}, TRUE),
        ("a ~ '^[a-z]+$'", {"a": "abc"}, TRUE),
        ("a LIKE 'b%'", {"a": "abc"}, FALSE),
        ("a OPERATOR(public.~) '^[a-z]+$'::public.citext", {"a": "ABC"}, TRUE),
        ("a OPERATOR(public.!~~) 'B%'::public.citext", {"a": "bcd"}, FALSE),
        ("cardinality(l) = 2", {"l": "{1,2}"}, TRUE),
        ("cardinality(l) = 0", {"l": "{}"}, TRUE),
        ("array_length(l, 1) > 0", {"l": "{}"}, UNKNOWN),
        ("d < '2020-02-01'::date", {"d": "2020-01-31"}, TRUE),
        ("json_typeof(a) = 'object'", {"a": "{}"}, TRUE),
        ("jsonb_typeof(a) = 'array'", {"a": "{}"}, FALSE),
        ("jsonb_typeof(a) = 'array'", {"a": None}, UNKNOWN),
        ("array_position(l, NULL::int) IS NULL", {"l": "{1,2}"}, TRUE),
        ("public.icount(l) > 1", {"l": "{1,2}"}, TRUE),
        ("public.icount(l) > 1", {"l": None}, UNKNOWN),
        ("n > 0", {"n": None}, UNKNOWN),
        ("n > 0 OR a IS NULL", {"n": None, "a": None}, TRUE),
    ],
)
def test_conditions(condition: str, row: dict[str, Concrete | None], expected: frozenset[bool | None]) -> None:
    assert holds(check(condition), row) == expected


def test_what_is_not_known_is_left_open() -> None:
    assert {True, False} <= holds(check("made_up(a) = 1"), {"a": "x"})
    assert {True, False} <= holds(check("array_position(l, NULL::int) IS NULL"), {"l": "{NULL}"})


def test_a_function_of_the_script_is_not_that_of_an_extension() -> None:
    function = "CREATE FUNCTION public.icount(int[]) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 9';"
    (found,) = catalog_of(f"{function} CREATE TABLE c (l int[], CHECK (public.icount(l) > 1));").checks
    assert {True, False} <= holds(found.expression, {"l": "{1,2}"})


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ("n = 5", {5, 4, 6}),
        ("a IN ('x', 'y')", {"x", "y"}),
        ("length(a) = 2", {2, 1, 3, "00", "aa", "\\x0000"}),
        ("a ~ '^[0-9]{3}$'", {"^[0-9]{3}$", "000"}),
        ("cardinality(l) = 2", {2, 1, 3, "{1,1}", "{1,1,1}"}),
        ("jsonb_typeof(a) = 'array'", {"[]"}),
    ],
)
def test_values_that_a_condition_mentions(condition: str, values: set[Concrete]) -> None:
    assert set(constants_of(check(condition))) == values
