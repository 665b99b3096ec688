"""Which expressions can end in an error instead of a value, and with which SQLSTATE.

Only values that an expression can get count: a strict function or operator is not called with NULL. Overflow of ``+``,
``-`` and ``*`` counts if the values are not known.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from ondelete.catalog.expressions import Call, Case, Cast, Constant, Opaque, Operation, children
from ondelete.deletion.expressions.evaluate import evaluate, truth
from ondelete.deletion.expressions.functions import (
    STRICT_FUNCTIONS,
    STRICT_OPERATORS,
    TESTS,
    TOTAL_FUNCTIONS,
    operation,
)
from ondelete.deletion.expressions.raised import FUNCTIONS, SILENT_OPERATORS, states_of_cast, states_of_operator
from ondelete.deletion.expressions.types import type_of
from ondelete.deletion.expressions.values import NULL
from ondelete.deletion.sqlstates import SqlState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ondelete.catalog.expressions import Tree
    from ondelete.deletion.expressions.values import Possible, Value

Cause: TypeAlias = Literal["operator", "cast", "function", "own function"]
"""What raises; an *own function* is one that the script defines."""


class Raised(NamedTuple):
    """An error with which an expression can end, and what raises it."""

    sqlstate: str
    cause: Cause


_NEVER = (TOTAL_FUNCTIONS - frozenset(["repeat", "abs", "substr", "ascii"])) | frozenset(
    """
    coalesce greatest least nullif num_nulls num_nonnulls * concat concat_ws lower upper jsonb_typeof array_length
    array_ndims array_lower array_upper array_position isempty isfinite round trunc
    """.split()
)
_WIDE_TYPES = ("bigint", "numeric")
_INTEGERS = 2**31
_PARTS_OF = ("date_part", "date_trunc", "extract")
_PARTS = frozenset("century day decade millennium month quarter week year".split())


def raises(tree: Tree, row: Mapping[str, Value], types: Mapping[str, str]) -> tuple[str, ...]:
    """Return the SQLSTATEs with which an expression can fail for a row, each once; none if it cannot fail.

    Args:
        tree: the expression.
        row: what is known of the columns.
        types: the types of the columns, as format_type prints them.
    """
    return tuple(dict.fromkeys(each.sqlstate for each in _raises(tree, row, types)))


def causes(tree: Tree, row: Mapping[str, Value]) -> frozenset[Cause]:
    """Return what can raise an error while an expression is computed for a row."""
    return frozenset(each.cause for each in _raises(tree, row, {}))


def _raises(tree: Tree, row: Mapping[str, Value], types: Mapping[str, str]) -> Iterator[Raised]:
    match tree:
        case Case():
            yield from _in_branches(tree, row, types)
            return
        case Operation():
            yield from _of("operator", _by_operator(tree, row, types))
        case Call(function="mod", arguments=arguments):
            yield from _of("operator", _by_operator(Operation("%", arguments), row, types))
        case Call():
            yield from _by_function(tree, row, types)
        case Cast():
            yield from _of("cast", _by_cast(tree, evaluate(tree.operand, row), types))
        case Opaque(functions=functions):
            for function in functions:
                yield from _of_call(function)
        case _:
            pass
    for child in children(tree):
        yield from _raises(child, row, types)


def _of(cause: Cause, states: Iterable[str]) -> Iterator[Raised]:
    return (Raised(state, cause) for state in states)


def _in_branches(tree: Case, row: Mapping[str, Value], types: Mapping[str, str]) -> Iterator[Raised]:
    for condition, result in tree.branches:
        yield from _raises(condition, row, types)
        outcome = truth(condition, row)
        if True in outcome:
            yield from _raises(result, row, types)
        if outcome == {True}:
            return
    yield from _raises(tree.otherwise, row, types)


def _by_operator(tree: Operation, row: Mapping[str, Value], types: Mapping[str, str]) -> Iterator[str]:
    operator, operands = tree.operator, [evaluate(o, row) for o in tree.operands]
    if operator in TESTS:
        yield from _by_pattern(tree, operands)
        return
    if operator in SILENT_OPERATORS or (operator in STRICT_OPERATORS and NULL in operands):
        return
    states = states_of_operator(operator, [_known_type(o, types) for o in tree.operands])
    if operator in ("/", "%"):
        divisor = operands[-1]
        if 0 not in divisor.excluded and (divisor.values is None or any(value in (0, "0") for value in divisor.values)):
            yield SqlState.DIVISION_BY_ZERO
    elif operator not in ("+", "-", "*", "^") or _is_unknown(operands) or _is_wide(operator, operands):
        yield from states


def _by_pattern(tree: Operation, operands: list[Possible]) -> Iterator[str]:
    """Yield what a pattern raises, if it is no constant: that would have raised for the rows before, too."""
    pattern = operands[-1].values
    if NULL in operands or evaluate(tree.operands[-1], {}).values is not None:
        return
    if "~~" not in tree.operator:
        yield SqlState.INVALID_REGULAR_EXPRESSION
    elif pattern is None or any(isinstance(each, str) and each.endswith("\\") for each in pattern):
        yield SqlState.INVALID_ESCAPE_SEQUENCE


def _known_type(tree: Tree, types: Mapping[str, str]) -> str | None:
    if isinstance(tree, Constant) and tree.kind == "number":
        return "numeric"
    return type_of(tree, types)


def _is_unknown(operands: list[Possible]) -> bool:
    return any(operand.values is None for operand in operands)


def _is_wide(operator: str, operands: list[Possible]) -> bool:
    """Whether the result may be beyond what an integer holds, the narrowest type that it is likely to have."""
    found = operation(operator, tuple(operands)).values or ()
    return any(not isinstance(v, str) and not Decimal(v).is_nan() and abs(Decimal(v)) >= _INTEGERS for v in found)


def _by_function(tree: Call, row: Mapping[str, Value], types: Mapping[str, str]) -> Iterator[Raised]:
    function, arguments = tree.function, [evaluate(a, row) for a in tree.arguments]
    silent = function in _NEVER or (function in STRICT_FUNCTIONS and NULL in arguments) or _takes_part(tree, types)
    if not silent:
        yield from _of_call(function)


def _takes_part(tree: Call, types: Mapping[str, str]) -> bool:
    """Whether a call takes a part of a date that every date has; which part it takes is a constant."""
    if tree.function not in _PARTS_OF or len(tree.arguments) != 2 or not isinstance(tree.arguments[0], Constant):
        return False
    known = type_of(tree.arguments[1], types) or ""
    return tree.arguments[0].text in _PARTS and known.startswith(("date", "timestamp"))


def _of_call(function: str) -> Iterator[Raised]:
    if "." in function:  # one of the file, as Call writes it
        yield from _of("own function", (SqlState.DATA_EXCEPTION, SqlState.RAISE_EXCEPTION))
    else:
        yield from _of("function", FUNCTIONS.get(function, (SqlState.DATA_EXCEPTION,)))


def _by_cast(tree: Cast, operand: Possible, types: Mapping[str, str]) -> Iterator[str]:
    known = operand.values is not None and evaluate(Cast(tree.operand, tree.type), {}).values is not None
    source = _known_type(tree.operand, types)
    # A wide number holds what a column of another number type does; only a computed text may be none.
    silent = source is None and tree.type in _WIDE_TYPES and not isinstance(tree.operand, Call | Cast)
    if operand != NULL and not known and not silent:
        yield from states_of_cast(source, tree.type)
