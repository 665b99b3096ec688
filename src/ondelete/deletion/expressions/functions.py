"""The results of casts, operators and functions for values that are partly known."""

from __future__ import annotations

from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow, localcontext
from itertools import product
from typing import TYPE_CHECKING

from ondelete.deletion.expressions import values
from ondelete.deletion.expressions.values import ANYTHING, EITHER, NULL, Possible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

COMPARISONS = frozenset("= <> < <= > >=".split())
STRICT_OPERATORS = COMPARISONS | frozenset(
    "+ - * / % ^ ~~ !~~ ~~* !~~* ~ ~* !~ !~* @> <@ && -> ->> #> #>> ? ?| ?& @@".split()
)
"""Operators whose built-in forms all give NULL when an operand is NULL (pg_proc.proisstrict of pg_operator.oprcode).
``||`` is not one: an array with a NULL appended is no NULL."""

TESTS = frozenset("~~ !~~ ~~* !~~* ~ ~* !~ !~*".split())
"""Strict operators that give true or false, never NULL, for non-null operands (textlike, textregexeq, ...)."""

STRICT_FUNCTIONS = frozenset(
    """
    abs array_length array_ndims array_upper array_lower ascii bit_length btrim cardinality ceil ceiling
    char_length character_length date_part date_trunc exp floor initcap isfinite json_typeof jsonb_typeof left length
    lower ltrim md5 mod
    octet_length power regexp_replace repeat replace reverse right round rtrim sign split_part sqrt starts_with
    strpos substr substring to_char translate trunc upper
    """.split()
)
"""Functions whose overloads in pg_catalog are all strict: NULL if an argument is NULL (pg_proc.proisstrict)."""

TOTAL_FUNCTIONS = frozenset(
    """
    abs ascii bit_length btrim cardinality ceil ceiling char_length character_length floor initcap json_typeof
    jsonb_typeof left length ltrim md5 octet_length repeat replace reverse right rtrim sign starts_with strpos
    substr translate
    """.split()
)
"""Those of them that never give NULL for non-null arguments (array_length of an empty array does, lower of a range)."""

_EXACT = Context(prec=500, traps=[Inexact, InvalidOperation, Overflow])


def cast(operand: Possible, type_name: str) -> Possible:
    """Return the possible values of ``operand::type_name`` (type as format_type prints it); NULL stays NULL."""
    if operand.values is None:
        return Possible(None, operand.null)
    converted = [_convert(value, type_name) for value in operand.values]
    if None in converted:
        return Possible(None, operand.null)
    return values.one_of((v for v in converted if v is not None), null=operand.null)


def _convert(value: values.Concrete, type_name: str) -> values.Concrete | None:
    base = type_name.split("(")[0].strip()
    if base in ("integer", "bigint", "smallint"):
        found = values.number(value) if isinstance(value, str) else value
        return int(found) if isinstance(found, int) else None
    if base in ("numeric", "decimal"):
        rounded = "(" in type_name
        return None if rounded else values.number(value) if isinstance(value, str) else value
    if base == "boolean":
        return values.convert(value, True)
    if base in ("text", "character varying"):
        # An explicit cast to varchar(n) cuts the text; a number or boolean becomes its spelling.
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return text if "(" not in type_name or len(text) <= int(type_name.split("(")[1].rstrip(" )")) else None
    # A quoted literal cast to an enum, a domain, a date keeps its text.
    return value if isinstance(value, str) and not base.startswith(("character", "bit", '"char"')) else None


def operation(operator: str, operands: tuple[Possible, ...]) -> Possible:
    """Return the possible results of an operator that is no comparison; an unknown one can give anything."""
    strict = operator in STRICT_OPERATORS
    if strict and NULL in operands:
        return NULL
    null = not strict or any(o.null for o in operands)
    if operator in TESTS:
        return values.from_truth(EITHER | {None} if null else EITHER)
    if operator in _CALCULATED and len(operands) == 2:
        return _arithmetic(operator, operands[0], operands[1], null=null)
    return ANYTHING


def _remainder(a: int | Decimal, b: int | Decimal) -> int | Decimal:
    """Return the remainder of a division that truncates toward zero; it has the sign of ``a``."""
    left = Decimal(a) % Decimal(b)
    return int(left) if isinstance(a, int) and isinstance(b, int) else left


_CALCULATED: dict[str, Callable[[int | Decimal, int | Decimal], int | Decimal]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "%": _remainder,
}


def _arithmetic(operator: str, left: Possible, right: Possible, *, null: bool) -> Possible:
    if left.values is None or right.values is None:
        return Possible(None, null)
    found: set[values.Concrete] = set()
    for a, b in product(left.values, right.values):
        if isinstance(a, bool | str) or isinstance(b, bool | str):
            return Possible(None, null)
        try:
            with localcontext(_EXACT):
                found.add(_CALCULATED[operator](a, b))
        except ArithmeticError:
            return Possible(None, null)
    return values.one_of(found, null=null)


def call(function: str, arguments: tuple[Possible, ...]) -> Possible:
    """Return the possible results of a function (bare lower-case name); an unknown one can give anything."""
    match function:
        case "coalesce":
            return _coalesce(arguments)
        case "greatest" | "least":
            # They ignore NULLs, so the result is NULL only if every argument is.
            return Possible(None, null=all(a.null for a in arguments)) if NULL not in arguments else ANYTHING
        case "nullif" if len(arguments) == 2:
            first = arguments[0]
            equal = values.compare("=", first, arguments[1])
            return Possible(first.values, first.null or True in equal, first.excluded)
        case "num_nulls" | "num_nonnulls":
            return _count(arguments, nulls=function == "num_nulls")
        case "mod" if len(arguments) == 2:
            return operation("%", arguments)
        case _ if function in STRICT_FUNCTIONS and NULL in arguments:
            return NULL
        case _ if function in TOTAL_FUNCTIONS:
            return Possible(None, null=any(a.null for a in arguments))
        case _:
            return ANYTHING


def _coalesce(arguments: Iterable[Possible]) -> Possible:
    found = []
    for argument in arguments:
        found.append(Possible(argument.values, null=False, excluded=argument.excluded))
        if not argument.null:
            return values.join(found)
    return values.join([*found, NULL])


def _count(arguments: Iterable[Possible], *, nulls: bool) -> Possible:
    least = most = 0
    for argument in arguments:
        filled = argument.values is None or bool(argument.values)
        can, can_not = (argument.null, filled) if nulls else (filled, argument.null)
        least += can and not can_not
        most += can
    return values.one_of(range(least, most + 1))
