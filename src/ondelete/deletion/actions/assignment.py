"""What happens to a value of another type that an action writes into a column (ON UPDATE CASCADE).

Sources: the assignment casts of pg_cast and the length coercions of numeric.c, varchar.c, varbit.c and timestamp.c.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from ondelete.deletion.sqlstates import SqlState
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from ondelete.deletion.expressions.values import Concrete

_TYPE = later(
    r"(?P<name>(?>[a-z\"]++(?: (?!with)[a-z\"]++)*))"
    r"(?:\s*+\((?P<first>-?\d{1,9})(?:,(?P<second>-?\d{1,9}))?\))?(?P<rest> with.*)?\Z"
)
_DIGITS = {"smallint": 5, "integer": 10, "bigint": 19}
_BITS = {"smallint": 15, "integer": 31, "bigint": 63}
_FLOATS = {"real": 24, "double precision": 53}
_TEXTS = frozenset(["text", "character varying", "character", "bpchar", "name"])
_TIMES = frozenset(["timestamp", "time", "interval"])

_SAME: tuple[bool, tuple[str, ...]] = (False, ())


class _Type(NamedTuple):
    name: str
    first: int | None
    second: int | None
    rest: str


def narrowing(source: str, target: str) -> tuple[bool, tuple[str, ...]]:
    """Return what can happen to a value of one type in a column of another.

    Args:
        source: the type of the referenced column, as format_type prints it, under its domains.
        target: the type of the referencing one.

    Returns:
        Whether the column can end up with another value (rounded, cut), and the SQLSTATEs of refused values.
    """
    one, other = _parsed(source), _parsed(target)
    if one is None or other is None or one == other:
        return _SAME
    if other.name in _BITS:
        return _to_integer(one, other)
    if other.name == "numeric":
        return _to_numeric(one, other)
    if other.name in _FLOATS:
        return _to_float(one, other)
    if other.name in _TEXTS:
        return _to_text(one, other)
    return _to_other(one, other)


def refusal(value: Concrete, target: str) -> str | None:
    """Return the SQLSTATE with which a column of a type refuses a value; None if it accepts it or this is unknown."""
    kind = _parsed(target)
    if kind is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        return _refused_text(value, kind)
    if kind.name in _BITS:
        whole = Decimal(value).to_integral_value(ROUND_HALF_UP) if Decimal(value).is_finite() else Decimal("Infinity")
        return None if -(2 ** _BITS[kind.name]) <= whole < 2 ** _BITS[kind.name] else SqlState.NUMERIC_OUT_OF_RANGE
    if kind.name == "numeric" and kind.first is not None and Decimal(value).is_finite():
        scale = kind.second or 0
        # The value is rounded first. A bound beside it is enough: nothing lies between.
        limit = Decimal(10) ** (kind.first - scale) - Decimal(5) / Decimal(10) ** (scale + 1)
        return None if abs(Decimal(value)) < limit else SqlState.NUMERIC_OUT_OF_RANGE
    return None


def _refused_text(value: str, kind: _Type) -> str | None:
    if kind.name in ("character varying", "character"):
        # What is beyond the length may be blank.
        return None if kind.first is None or len(value.rstrip(" ")) <= kind.first else SqlState.STRING_TOO_LONG
    return None


def is_bounded(target: str) -> bool:
    """Whether a type has a length or a precision, so that it cannot hold every value of its kind."""
    kind = _parsed(target)
    bounded = ("character varying", "character", "bit", "bit varying", "numeric")
    return kind is not None and kind.first is not None and kind.name in bounded


def _parsed(text: str) -> _Type | None:
    found = _TYPE.match(text)
    if found is None:
        return None
    first, second = (int(found[g]) if found[g] is not None else None for g in ("first", "second"))
    return _Type(found["name"].strip(), first, second, (found["rest"] or "").strip())


def _to_integer(one: _Type, other: _Type) -> tuple[bool, tuple[str, ...]]:
    if one.name in _BITS:
        return False, (SqlState.NUMERIC_OUT_OF_RANGE,) if _BITS[one.name] > _BITS[other.name] else ()
    if one.name == "numeric":
        # NaN and the infinities are refused with a state of their own (numeric_int8 and the like in numeric.c).
        return True, (SqlState.NUMERIC_OUT_OF_RANGE, SqlState.FEATURE_NOT_SUPPORTED)
    return (True, (SqlState.NUMERIC_OUT_OF_RANGE,)) if one.name in _FLOATS else _SAME


def _to_numeric(one: _Type, other: _Type) -> tuple[bool, tuple[str, ...]]:
    if other.first is None:
        return one.name in _FLOATS, ()
    scale = other.second or 0
    room = other.first - scale
    if one.name in _DIGITS:
        return scale < 0, (SqlState.NUMERIC_OUT_OF_RANGE,) if _DIGITS[one.name] > room else ()
    if one.name == "numeric" and one.first is not None:
        lossy = (one.second or 0) > scale
        return lossy, (SqlState.NUMERIC_OUT_OF_RANGE,) if one.first - (one.second or 0) + lossy > room else ()
    return (True, (SqlState.NUMERIC_OUT_OF_RANGE,)) if one.name == "numeric" or one.name in _FLOATS else _SAME


def _to_float(one: _Type, other: _Type) -> tuple[bool, tuple[str, ...]]:
    if one.name in _BITS:
        return _BITS[one.name] > _FLOATS[other.name], ()
    if one.name in _FLOATS:
        wider = _FLOATS[one.name] > _FLOATS[other.name]
        return wider, (SqlState.NUMERIC_OUT_OF_RANGE,) if wider else ()
    return (True, (SqlState.NUMERIC_OUT_OF_RANGE,)) if one.name == "numeric" else _SAME


def _to_text(one: _Type, other: _Type) -> tuple[bool, tuple[str, ...]]:
    if one.name not in _TEXTS:
        return _SAME
    if other.name == "name":
        return True, ()  # cut at 63 bytes without an error
    if other.first is None or other.name not in ("character varying", "character"):
        return _SAME
    return False, (SqlState.STRING_TOO_LONG,) if one.first is None or one.first > other.first else ()


def _to_other(one: _Type, other: _Type) -> tuple[bool, tuple[str, ...]]:
    if one.name == "timestamp" and (other.name in ("date", "time") or one.rest != other.rest):
        return True, ()
    if other.name in _TIMES and other.first is not None and one.name == other.name:
        return one.first is None or one.first > other.first, ()
    if other.name == "bit varying" and other.first is not None:
        return False, (SqlState.STRING_TOO_LONG,) if one.first is None or one.first > other.first else ()
    if other.name == "bit" and one.name in ("bit", "bit varying"):
        return False, (SqlState.BIT_LENGTH_MISMATCH,)
    return _SAME
