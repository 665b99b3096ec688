"""Which expressions can end in an error instead of a value, and with which SQLSTATE.

Only values that an expression can get count: a strict function or operator is not called with NULL. Overflow of ``+``,
``-`` and ``*`` counts if the values are not known.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ondelete.catalog.expressions import Call, Case, Cast, Opaque, Operation, children
from ondelete.deletion.expressions.evaluate import evaluate, truth
from ondelete.deletion.expressions.functions import (
    COMPARISONS,
    STRICT_FUNCTIONS,
    STRICT_OPERATORS,
    TESTS,
    TOTAL_FUNCTIONS,
    operation,
)
from ondelete.deletion.expressions.values import NULL
from ondelete.deletion.sqlstates import SqlState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.catalog.expressions import Tree
    from ondelete.deletion.expressions.values import Possible, Value

_NEVER = (TOTAL_FUNCTIONS - frozenset(["repeat", "abs", "substr", "ascii"])) | frozenset(
    """
    coalesce greatest least nullif num_nulls num_nonnulls * concat concat_ws lower upper jsonb_typeof array_length
    array_ndims array_lower array_upper array_position isempty isfinite round trunc
    """.split()
)
_SILENT_OPERATORS = COMPARISONS | (TESTS - frozenset("~ ~* !~ !~*".split())) | frozenset(["||"])
_SILENT_TYPES = ("text", "character varying", "boolean")
_WIDE_TYPES = ("bigint", "numeric")
_INTEGERS = 2**31


def raises(tree: Tree, row: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the SQLSTATEs with which an expression can fail for a row, each once; none if it cannot fail."""
    return tuple(dict.fromkeys(_raises(tree, row)))


def _raises(tree: Tree, row: Mapping[str, Value]) -> Iterator[str]:
    match tree:
        case Case():
            yield from _in_branches(tree, row)
            return
        case Operation():
            yield from _by_operator(tree.operator, [evaluate(o, row) for o in tree.operands])
        case Call(function="mod", arguments=arguments):
            yield from _by_operator("%", [evaluate(a, row) for a in arguments])
        case Call():
            yield from _by_function(tree.function, [evaluate(a, row) for a in tree.arguments])
        case Cast():
            yield from _by_cast(tree, evaluate(tree.operand, row))
        case Opaque(functions=functions) if functions:
            yield from _of_call(functions)
        case _:
            pass
    for child in children(tree):
        yield from _raises(child, row)


def _in_branches(tree: Case, row: Mapping[str, Value]) -> Iterator[str]:
    for condition, result in tree.branches:
        yield from _raises(condition, row)
        outcome = truth(condition, row)
        if True in outcome:
            yield from _raises(result, row)
        if outcome == {True}:
            return
    yield from _raises(tree.otherwise, row)


def _by_operator(operator: str, operands: list[Possible]) -> Iterator[str]:
    if operator in _SILENT_OPERATORS or (operator in STRICT_OPERATORS and NULL in operands):
        return
    divisor = operands[-1]
    if operator in ("/", "%"):
        if 0 not in divisor.excluded and (divisor.values is None or any(value in (0, "0") for value in divisor.values)):
            yield SqlState.DIVISION_BY_ZERO
    elif operator in ("+", "-", "*", "^"):
        if any(operand.values is None for operand in operands) or _is_wide(operator, operands):
            yield SqlState.NUMERIC_OUT_OF_RANGE
    else:
        yield SqlState.DATA_EXCEPTION


def _is_wide(operator: str, operands: list[Possible]) -> bool:
    """Whether the result may be beyond what an integer holds, the narrowest type that it is likely to have."""
    found = operation(operator, tuple(operands)).values or ()
    return any(not isinstance(v, str) and not Decimal(v).is_nan() and abs(Decimal(v)) >= _INTEGERS for v in found)


def _by_function(function: str, arguments: list[Possible]) -> Iterator[str]:
    if function not in _NEVER and not (function in STRICT_FUNCTIONS and NULL in arguments):
        yield from _of_call((function,))


def _of_call(functions: tuple[str, ...]) -> Iterator[str]:
    yield SqlState.DATA_EXCEPTION
    if any("." in function for function in functions):  # one of the file, as Call writes it
        yield SqlState.RAISE_EXCEPTION


def _by_cast(tree: Cast, operand: Possible) -> Iterator[str]:
    known = operand.values is not None and evaluate(Cast(tree.operand, tree.type), {}).values is not None
    # A wide number holds what a column of another number type does; only a computed text may be none.
    silent = tree.type in _SILENT_TYPES or (tree.type in _WIDE_TYPES and not isinstance(tree.operand, Call | Cast))
    if operand != NULL and not known and not silent:
        yield SqlState.DATA_EXCEPTION
