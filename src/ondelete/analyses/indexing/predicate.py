"""Is a partial index usable for every value? What follows from "no key column is NULL", as the planner proves it.

The RI query compares every key column by a strict operator with a parameter, so the planner knows that none is
NULL, and in a generic plan nothing else (PostgreSQL: ``predicate_implied_by`` in predtest.c, after
``eval_const_expressions`` and ``canonicalize_qual`` have simplified the predicate).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog.expressions import (
    BooleanOp,
    Call,
    Cast,
    ColumnRef,
    Constant,
    Distinct,
    NullTest,
    Opaque,
    Operation,
    children,
)
from ondelete.deletion.expressions.evaluate import truth

if TYPE_CHECKING:
    from collections.abc import Collection

    from ondelete.catalog.expressions import Tree


def is_implied(predicate: Tree, not_null: Collection[str], *, negated: bool = False) -> bool:
    """Whether a predicate (or its negation) is proved true by ``not_null`` columns alone.

    False means that the planner cannot prove it, whether it is true or not.
    """
    constant = _constant_truth(predicate)
    if constant is not None:
        return constant is not negated
    match predicate:
        case BooleanOp(operator="not", operands=(operand,)):
            return is_implied(operand, not_null, negated=not negated)
        case BooleanOp(operator=operator, operands=operands):
            proved = (is_implied(operand, not_null, negated=negated) for operand in operands)
            return all(proved) if (operator == "and") is not negated else any(proved)
        case NullTest(operand=operand, is_null=is_null):
            return _null_test(operand, is_null is not negated, not_null)
        case Distinct(left=left, right=right, negated=same):
            for one, other in ((left, right), (right, left)):
                if _is_null(other):
                    return _null_test(one, same is not negated, not_null)
            return False
        case Operation(operator="=" | "<>" as operator, operands=(left, right)):
            return _equality(left, right, (operator == "<>") is not negated, not_null)
        case _:
            return _boolean(predicate) is (not negated)


def _null_test(operand: Tree, is_null: bool, not_null: Collection[str]) -> bool:
    if _is_null(operand) or isinstance(_bare(operand), Constant):
        return is_null is _is_null(operand)
    column = _bare(operand)
    return not is_null and isinstance(column, ColumnRef) and column.name in not_null


def _equality(left: Tree, right: Tree, negated: bool, not_null: Collection[str]) -> bool:
    """``x = true`` is x to the planner, ``x = false`` is NOT x, and two equal numbers are true."""
    for one, other in ((left, right), (right, left)):
        truth = _boolean(other)
        if truth is not None:
            return is_implied(one, not_null, negated=truth is negated)
    constants = isinstance(left, Constant) and isinstance(right, Constant) and left.kind == right.kind == "number"
    return constants and left == right and not negated


def _constant_truth(tree: Tree) -> bool | None:
    """Return the value of a condition without columns, which the planner computes beforehand; None if it is unknown."""
    pending = [tree]
    for node in pending:  # grows while it is read
        if isinstance(node, ColumnRef | Opaque | Call):
            return None
        pending.extend(children(node))
    found = truth(tree, {})
    return next(iter(found)) if len(found) == 1 else None


def _boolean(tree: Tree) -> bool | None:
    tree = _bare(tree)
    if isinstance(tree, Constant) and tree.text is not None and tree.kind in ("boolean", "string"):
        return {"true": True, "t": True, "false": False, "f": False}.get(tree.text)
    return None


def _is_null(tree: Tree) -> bool:
    tree = _bare(tree)
    return isinstance(tree, Constant) and tree.kind == "null"


def _bare(tree: Tree) -> Tree:
    """Remove the casts of a constant, which the planner evaluates beforehand."""
    operand = tree
    while isinstance(operand, Cast):
        operand = operand.operand
    return operand if isinstance(operand, Constant) else tree
