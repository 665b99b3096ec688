"""Values that are partly known: a set of possibilities, with or without NULL.

A boolean is such a value, too, so SQL's third truth value needs no type of its own: unknown is NULL. Everything here
may widen a set but never narrows one wrongly: if it says that something cannot happen, it cannot happen.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Concrete: TypeAlias = int | str | bool | Decimal
Truth: TypeAlias = frozenset[bool | None]

_LIMIT = 64
_TRUE = frozenset("t tr tru true y ye yes on 1".split())
_FALSE = frozenset("f fa fal fals false n no of off 0".split())
# Infinity is left out: it is a number for some types only. An exponent of more digits is out of range.
_NUMBER = later(r"\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?\s*\Z", re.ASCII)
_LONGEST_NUMBER = 200
# Texts that begin so can be numbers, dates, addresses, arrays, ranges, JSON, bytes: values of several spellings.
_SPELLED = frozenset('+-.0123456789[({\\"<$')
_HEX = later(r"[\s{}:.-]*+(?:[0-9a-fA-F][\s{}:.-]*+){12,}\Z")  # macaddr, uuid
INFINITE = frozenset("inf infinity +infinity -infinity -inf nan epoch now today tomorrow yesterday".split())
"""Texts that are values of numbers, dates and times, and have no place among others by their letters."""
# Dates can begin with a month or a day of the week.
_TIME_WORDS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec sun mon tue wed thu fri sat".split())

EITHER: Truth = frozenset({True, False})
UNKNOWN: Truth = frozenset({True, False, None})


class Possible(msgspec.Struct, frozen=True):
    """A set of possibilities.

    ``values`` are the non-null ones; None stands for any value but those ``excluded``. ``null``: it can be NULL.
    """

    values: frozenset[Concrete] | None
    null: bool
    excluded: frozenset[Concrete] = frozenset()


Value: TypeAlias = Concrete | Possible | None
"""A column as a caller may give it: a concrete value, None for NULL, or a set of possibilities."""

ANYTHING = Possible(None, null=True)
SOME_VALUE = Possible(None, null=False)
NULL = Possible(frozenset(), null=True)


def possible(value: Value) -> Possible:
    """Return a value as a set of possibilities."""
    if isinstance(value, Possible):
        return value
    return NULL if value is None else Possible(frozenset({value}), null=False)


def one_of(values: Iterable[Concrete], *, null: bool = False) -> Possible:
    """Return the set of these values; a large set becomes any value."""
    found = frozenset(values)
    return Possible(found if len(found) <= _LIMIT else None, null)


def join(choices: Iterable[Possible]) -> Possible:
    """Return the union."""
    found: frozenset[Concrete] | None = frozenset()
    excluded: frozenset[Concrete] | None = None
    null = False
    for choice in choices:
        null = null or choice.null
        if choice.values is None:
            excluded = choice.excluded if excluded is None else excluded & choice.excluded
            found = None
        elif found is not None:
            found |= choice.values
    if found is None:
        return Possible(None, null)
    return Possible(found if len(found) <= _LIMIT else None, null)


def truth(value: Possible) -> Truth:
    """Return a value as a boolean: the subset of {True, False, None} that it can be."""
    null: Truth = frozenset({None}) if value.null else frozenset()
    if value.values is None:
        return EITHER | null
    found = {_boolean(v) for v in value.values}
    return null | (EITHER if None in found else frozenset(found))


def from_truth(truths: Truth) -> Possible:
    """Return a subset of {True, False, None} as a value."""
    return Possible(frozenset(t for t in truths if t is not None), null=None in truths)


def compare(operator: str, left: Possible, right: Possible) -> Truth:
    """Return the possible values of ``left operator right``, for ``= <> < <= > >=``; NULL on either side gives NULL."""
    found: set[bool | None] = {None} if left.null or right.null else set()
    if left.values is None or right.values is None:
        found |= _compare_open(operator, left, right)
    else:
        for a in left.values:
            for b in right.values:
                found |= _compare_two(operator, a, b)
    return frozenset(found)


def convert(value: Concrete, like: Concrete) -> Concrete | None:
    """Return ``value`` in the type of ``like``, as PostgreSQL reads a literal beside it; None if it cannot be."""
    if isinstance(value, bool) or isinstance(like, bool):
        return _boolean(value) if isinstance(like, bool) else value if isinstance(value, type(like)) else None
    if isinstance(value, str) and isinstance(like, int | Decimal):
        return number(value)
    if isinstance(value, int | Decimal) and isinstance(like, str):
        return None
    return value


def number(text: str) -> int | Decimal | None:
    """Return the number that ``text`` writes, an int if it is whole and written so; None if it is no number.

    None also for the infinities, and for numbers of very many digits.
    """
    if text.strip().lower() == "nan":
        return Decimal("NaN")
    if len(text) > _LONGEST_NUMBER or _NUMBER.match(text) is None:
        return None
    found = Decimal(text.strip())
    return int(found) if text.strip().lstrip("+-").isdigit() else found


def _boolean(value: Concrete) -> bool | None:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    return True if text in _TRUE else False if text in _FALSE else None


def _compare_open(operator: str, left: Possible, right: Possible) -> Truth:
    if left.values is not None:
        left, right = right, left
    if right.values is not None and not right.values:
        return frozenset()
    excludes = right.values is not None and right.values <= left.excluded
    if excludes and operator in ("=", "<>"):
        return frozenset({operator == "<>"})
    return EITHER


def _compare_two(operator: str, left: Concrete, right: Concrete) -> Truth:
    if isinstance(left, str) and isinstance(right, str):
        return _compare_texts(operator, left, right)
    if isinstance(left, str):
        converted = convert(left, right)
        return EITHER if converted is None else _ordered(operator, converted, right)
    converted = convert(right, left)
    return EITHER if converted is None else _ordered(operator, left, converted)


def _compare_texts(operator: str, left: str, right: str) -> Truth:
    # The type behind a text is not known: citext folds case, char(n) ignores blanks, dates and numbers have
    # several spellings, and < depends on a collation or on an enum's order.
    if left == right:
        return frozenset({operator in ("=", "<=", ">=")})
    return frozenset({operator == "<>"}) if operator in ("=", "<>") and _certainly_differ(left, right) else EITHER


def _certainly_differ(left: str, right: str) -> bool:
    """Whether two texts are different values in every type."""
    one, other = left.strip().casefold(), right.strip().casefold()
    if one == other or (one[:1] in _SPELLED and other[:1] in _SPELLED):
        return False
    if _may_be_time(one) and _may_be_time(other):
        return False
    return _HEX.match(one) is None or _HEX.match(other) is None


def _may_be_time(text: str) -> bool:
    return text in INFINITE or text[:1].isdigit() or text[:3] in _TIME_WORDS


_ORDER: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _ordered(operator: str, left: Concrete, right: Concrete) -> Truth:
    # Booleans are ordered as 0 and 1, and NaN equals itself and is above every number, as in PostgreSQL.
    first, second = Decimal(left), Decimal(right)
    if first.is_nan() or second.is_nan():
        first, second = Decimal(first.is_nan()), Decimal(second.is_nan())
    return frozenset({_ORDER[operator](first, second)})
