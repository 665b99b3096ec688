"""Three-valued evaluation of SQL expressions over a row that is partly known, and whether a change violates a CHECK.

``evaluate`` walks an expression with sets of possibilities (``expressions.values``). ``check_outcome`` and
``change_outcome`` split the unknown columns into cases first, so that ``a IS NULL OR a > 0`` does not count as two
independent claims. All three are sound: "must fail" and "cannot fail" are true for every row; in doubt it is "may
fail".
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Literal, TypeAlias

from ondelete.catalog.expressions import (
    BooleanOp,
    BooleanTest,
    Call,
    Case,
    Cast,
    ColumnRef,
    Constant,
    Distinct,
    Membership,
    NullTest,
    Operation,
    children,
)
from ondelete.deletion.expressions import functions, values
from ondelete.deletion.expressions.functions import COMPARISONS
from ondelete.deletion.expressions.values import ANYTHING, NULL, SOME_VALUE, Possible, Truth, Value, possible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ondelete.catalog.expressions import Expression, Tree

CheckOutcome: TypeAlias = Literal["must fail", "may fail", "cannot fail"]

MOST_CASES = 4096
"""Up to this many cases are tried; if there are more, nothing is split, and the answer is "may fail" more often."""


def evaluate(tree: Tree, row: Mapping[str, Value]) -> Possible:
    """Return every value that an expression can have over a row; a column that ``row`` lacks can be anything."""
    match tree:
        case ColumnRef():
            return possible(row[tree.name]) if tree.name in row else ANYTHING
        case Constant():
            return _constant(tree)
        case Cast():
            return functions.cast(evaluate(tree.operand, row), tree.type)
        case Case():
            return _case(tree, row)
        case Call():
            return functions.call(tree.function, tuple(evaluate(a, row) for a in tree.arguments))
        case Operation() if tree.operator not in COMPARISONS:
            return functions.operation(tree.operator, tuple(evaluate(o, row) for o in tree.operands))
        case _:
            known = _truth(tree, row)
            return ANYTHING if known is None else values.from_truth(known)


def truth(tree: Tree, row: Mapping[str, Value]) -> Truth:
    """Return which of True, False and None (NULL) a condition can be over a row."""
    known = _truth(tree, row)
    return values.truth(evaluate(tree, row)) if known is None else known


def check_outcome(expression: Expression, fixed: Mapping[str, Value], not_null: Collection[str] = ()) -> CheckOutcome:
    """Return whether a CHECK fails for a row in which only the columns in ``fixed`` are known.

    Args:
        expression: the CHECK's condition. It fails if it is false; true and NULL pass.
        fixed: the new values, None for NULL.
        not_null: other columns that are never NULL.

    Returns:
        "must fail" if it is false for all values of the other columns, "cannot fail" if for none.
    """
    found: set[bool | None] = set()
    for row in _split(expression, fixed, not_null, constants=False):
        found |= truth(expression.tree, row)
    return _outcome([frozenset(found)])


def change_outcome(
    expression: Expression,
    before: Mapping[str, Value],
    after: Mapping[str, Value],
    not_null: Collection[str] = (),
    inexact: Collection[str] = (),
) -> CheckOutcome:
    """Return whether a CHECK that the row satisfies now fails once columns are changed.

    ``CHECK ((kind = 'user') = (user_id IS NOT NULL))`` with ``before={"user_id": SOME_VALUE}`` and
    ``after={"user_id": None}`` must fail: the row that could be changed has kind 'user'.

    Args:
        expression: the CHECK's condition, which holds (is true or NULL) before.
        before: what is known of the changed columns before, ``SOME_VALUE`` for a referencing column.
        after: their new values.
        not_null: other columns that are never NULL.
        inexact: columns about whose values the spelling of constants says nothing.

    Returns:
        As ``check_outcome``, for the rows that exist; also "cannot fail" if no row can satisfy the CHECK before.
    """
    # Of a changed column that the key does not name, a generated one, nothing is known before.
    fixed = {**dict.fromkeys(after, ANYTHING), **before}
    found = []
    for row in _split(expression, fixed, not_null, inexact, constants=True):
        if truth(expression.tree, {**row, **before}) != {False}:
            found.append(truth(expression.tree, {**row, **after}))
    return _outcome(found)


def _outcome(cases: Collection[Truth]) -> CheckOutcome:
    if not any(False in case for case in cases):
        return "cannot fail"
    return "must fail" if all(case == {False} for case in cases) else "may fail"


def _split(
    expression: Expression,
    fixed: Mapping[str, Value],
    not_null: Collection[str],
    inexact: Collection[str] = (),
    *,
    constants: bool,
) -> Iterator[Mapping[str, Value]]:
    unknown = sorted(expression.columns - fixed.keys())
    known: frozenset[values.Concrete] = frozenset(_constants(expression.tree)) if constants else frozenset()
    other = Possible(None, null=False, excluded=known)
    nulls = {name: [] if name in not_null else [NULL] for name in unknown}
    cases = {name: [*nulls[name], *([SOME_VALUE] if name in inexact else [other, *known])] for name in unknown}
    count = 1
    for choices in cases.values():
        count *= len(choices)
    if count > MOST_CASES:
        yield {**fixed, **{name: SOME_VALUE if name in not_null else ANYTHING for name in unknown}}
        return
    for choice in product(*cases.values()):
        yield {**fixed, **dict(zip(unknown, choice, strict=True))}


def _constants(tree: Tree) -> Iterator[values.Concrete]:
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, Constant):
            yield from _constant(node).values or ()
        pending.extend(children(node))


def _truth(tree: Tree, row: Mapping[str, Value]) -> Truth | None:
    match tree:
        case BooleanOp():
            return _boolean_op(tree.operator, [truth(o, row) for o in tree.operands])
        case NullTest():
            return _null_test(tree, evaluate(tree.operand, row))
        case BooleanTest():
            wanted = {"true": True, "false": False, "unknown": None}[tree.value]
            return frozenset((t is wanted) != tree.negated for t in truth(tree.operand, row))
        case Operation() if tree.operator in COMPARISONS and len(tree.operands) == 2:
            return _comparison(tree.operator, *tree.operands, row)
        case Distinct():
            return _distinct(tree, row)
        case Membership():
            return _membership(tree, row)
        case _:
            return None


def _comparison(operator: str, left: Tree, right: Tree, row: Mapping[str, Value]) -> Truth:
    return values.compare(operator, evaluate(left, row), evaluate(right, row))


def _null_test(tree: NullTest, value: Possible) -> Truth:
    filled = value.values is None or bool(value.values)
    found = [tree.is_null] * value.null + [not tree.is_null] * filled
    # Of a composite value that is no NULL both tests can be false, and IS NULL can be true.
    return frozenset(found + [tree.is_null] * (tree.composite and filled))


def _boolean_op(operator: str, operands: list[Truth]) -> Truth:
    if operator == "not":
        return frozenset(None if t is None else not t for t in operands[0])
    found = operands[0]
    deciding = operator == "or"
    for operand in operands[1:]:
        found = frozenset(_combine(a, b, deciding) for a in found for b in operand)
    return found


def _combine(left: bool | None, right: bool | None, deciding: bool) -> bool | None:
    if left is deciding or right is deciding:
        return deciding
    return None if left is None or right is None else not deciding


def _distinct(tree: Distinct, row: Mapping[str, Value]) -> Truth:
    left, right = evaluate(tree.left, row), evaluate(tree.right, row)
    filled = [v.values is None or bool(v.values) for v in (left, right)]
    found: set[bool] = set()
    if left.null and right.null:
        found.add(False)
    if (left.null and filled[1]) or (right.null and filled[0]):
        found.add(True)
    equal = values.compare("=", left, right) - {None}
    return frozenset(is_distinct != tree.negated for is_distinct in found | {not e for e in equal})


def _membership(tree: Membership, row: Mapping[str, Value]) -> Truth:
    if tree.operator not in COMPARISONS:
        return values.UNKNOWN
    each = [_comparison(tree.operator, tree.operand, element, row) for element in tree.elements]
    neutral: Truth = frozenset({tree.every})
    return _boolean_op("and" if tree.every else "or", [neutral, *each])


def _constant(tree: Constant) -> Possible:
    if tree.text is None:
        return NULL
    if tree.kind == "boolean":
        return values.from_truth(values.truth(possible(tree.text)))
    if tree.kind == "number":
        found = values.number(tree.text)
        return SOME_VALUE if found is None else possible(found)
    return possible(tree.text)


def _case(tree: Case, row: Mapping[str, Value]) -> Possible:
    found = []
    for condition, result in tree.branches:
        outcome = truth(condition, row)
        if True in outcome:
            found.append(evaluate(result, row))
        if outcome == {True}:
            return values.join(found)
    return values.join([*found, evaluate(tree.otherwise, row)])
