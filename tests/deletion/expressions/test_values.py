"""Sets of possibilities: what they join to, and what comparisons can make of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ondelete.deletion.expressions.values import (
    ANYTHING,
    EITHER,
    NULL,
    SOME_VALUE,
    UNKNOWN,
    Concrete,
    Possible,
    compare,
    convert,
    from_truth,
    join,
    number,
    one_of,
    possible,
    truth,
)

TRUE, FALSE = frozenset({True}), frozenset({False})


@pytest.mark.parametrize(
    ("operator", "left", "right", "expected"),
    [
        ("=", 1, 1, TRUE),
        ("<>", 1, 1, FALSE),
        ("<", 1, 2, TRUE),
        (">=", 1, 2, FALSE),
        ("=", 1, "1", TRUE),
        ("=", 1, "one", EITHER),
        ("=", "a", "a", TRUE),
        ("=", "a", "b", FALSE),
        ("=", "a", "A ", EITHER),
        ("=", "1.0", "1", EITHER),
        ("<", "a", "b", EITHER),
        ("=", Decimal("1.0"), 1, TRUE),
        ("=", False, "f", TRUE),
        ("=", Decimal("NaN"), "nan", TRUE),
        (">", Decimal("NaN"), 10**9, TRUE),
        ("<", "NaN", 1, FALSE),
        ("<=", Decimal("NaN"), Decimal("NaN"), TRUE),
        ("<", "sNaN", 1, EITHER),
        ("=", None, 1, frozenset({None})),
        ("=", SOME_VALUE, 1, EITHER),
        ("=", Possible(None, null=False, excluded=frozenset({1})), 1, FALSE),
        ("<>", Possible(None, null=False, excluded=frozenset({1})), 1, TRUE),
        ("=", ANYTHING, 1, UNKNOWN),
        ("=", SOME_VALUE, None, frozenset({None})),
    ],
)
def test_comparisons(operator: str, left: Concrete, right: Concrete, expected: frozenset[bool | None]) -> None:
    assert compare(operator, possible(left), possible(right)) == expected


def test_unions() -> None:
    assert join([possible(1), possible(2), NULL]) == Possible(frozenset({1, 2}), null=True)
    assert join([possible(1), SOME_VALUE]) == SOME_VALUE
    assert join([]) == Possible(frozenset(), null=False)


def test_a_large_set_is_any_value() -> None:
    assert one_of(range(64)).values == frozenset(range(64))
    assert one_of(range(65)) == SOME_VALUE
    assert join([one_of(range(40)), one_of(range(30, 80))]) == SOME_VALUE


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (possible(True), TRUE),
        (possible("off"), FALSE),
        (possible("perhaps"), EITHER),
        (NULL, frozenset({None})),
        (ANYTHING, UNKNOWN),
    ],
)
def test_a_value_as_a_boolean(value: Possible, expected: frozenset[bool | None]) -> None:
    assert truth(value) == expected
    assert truth(from_truth(expected)) == expected


@pytest.mark.parametrize(
    ("value", "like", "expected"),
    [("7", 1, 7), ("x", 1, None), (7, "x", None), ("yes", True, True), (1, True, True), (True, 1, True), (2, 3, 2)],
)
def test_a_literal_takes_the_type_beside_it(value: Concrete, like: Concrete, expected: Concrete | None) -> None:
    assert convert(value, like) == expected


def test_numbers() -> None:
    assert [number(text) for text in ("12", "-1", "1.50", "1e2", "x")] == [12, -1, Decimal("1.50"), Decimal(100), None]
