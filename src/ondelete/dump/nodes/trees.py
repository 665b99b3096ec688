"""Parse nodes of expressions -> the catalog's small algebra."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ondelete.catalog import expressions as algebra
from ondelete.dump.nodes import expressions as nodes
from ondelete.dump.nodes.expressions import ExpressionNode
from ondelete.dump.nodes.mentions import column_name, columns, function_names
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.types import format_type

if TYPE_CHECKING:
    from collections.abc import Callable

    from ondelete.catalog import QualifiedName

Find: TypeAlias = "Callable[[tuple[str, ...]], QualifiedName | None]"
Defines: TypeAlias = "Callable[[str], bool]"
_NULL = algebra.Constant("null", None)
# Readers of a tree recurse into it; what nests deeper than this stays opaque to keep them within Python's stack.
_DEEPEST = 100
_TESTS: dict[str, tuple[Literal["true", "false", "unknown"], bool]] = {
    "IS_TRUE": ("true", False),
    "IS_NOT_TRUE": ("true", True),
    "IS_FALSE": ("false", False),
    "IS_NOT_FALSE": ("false", True),
    "IS_UNKNOWN": ("unknown", False),
    "IS_NOT_UNKNOWN": ("unknown", True),
}
_BOOLEAN: dict[str, Literal["and", "or", "not"]] = {"AND_EXPR": "and", "OR_EXPR": "or", "NOT_EXPR": "not"}


def _nothing(_name: str) -> bool:
    return False


def to_tree(node: ExpressionNode | None, find: Find, defines: Defines = _nothing) -> algebra.Tree:
    """Return the tree of an expression.

    Args:
        node: the expression.
        find: resolves user-defined types in casts.
        defines: whether the script defines a function of that bare name, in whatever schema.
    """
    return Builder(find, defines).tree(node, 0)


def first_offset(node: ExpressionNode | None) -> int:
    """Return the byte offset of the leftmost token of an expression; 0 if no node gives an offset."""
    found: list[int] = []
    while node is not None:
        part, node = _leftmost(node)
        found += [part] if part > 0 else []
    return min(found, default=0)


def _leftmost(node: ExpressionNode) -> tuple[int, ExpressionNode | None]:
    if node.operator is not None:
        return node.operator.location, node.operator.lexpr
    if node.boolean is not None:
        return node.boolean.location, node.boolean.args[0]
    if node.indirection is not None:
        return 0, node.indirection.arg
    for part in (node.cast, node.null_test, node.boolean_test, node.collate):
        if part is not None:
            return part.location, part.arg
    return _location(node), None


def _location(node: ExpressionNode) -> int:
    for usual in (node.column_ref, node.call, node.constant):
        if usual is not None:
            return usual.location
    for name in node.__struct_fields__:
        part = getattr(node, name)
        if part is not None:
            location = part.get("location", 0) if isinstance(part, dict) else getattr(part, "location", 0)
            return int(location)
    return 0


class Builder:
    """Builds trees; a subclass can read columns and fields in another way."""

    def __init__(self, find: Find, defines: Defines) -> None:
        self.find, self.defines = find, defines

    def column(self, reference: nodes.ColumnRef) -> algebra.Tree:
        """Return a column by its bare name."""
        return algebra.ColumnRef(column_name(reference))

    def indirection(self, node: ExpressionNode, inner: nodes.Indirection) -> algebra.Tree:
        """Return a field or an element of a value."""
        return self._opaque(node)

    def tree(self, node: ExpressionNode | None, depth: int) -> algebra.Tree:
        """Return the tree of an expression that stands so deep in another."""
        if node is None:
            return _NULL
        if depth > _DEEPEST:
            return self._opaque(node)
        depth += 1
        if node.column_ref is not None:
            return self.column(node.column_ref)
        if node.constant is not None:
            return _constant(node.constant)
        if node.operator is not None:
            return self._operator(node, node.operator, depth)
        if node.boolean is not None:
            return algebra.BooleanOp(_BOOLEAN[node.boolean.boolop], self._trees(node.boolean.args, depth))
        if node.null_test is not None:
            return self._null_test(node.null_test, depth)
        if node.cast is not None:
            return algebra.Cast(self.tree(node.cast.arg, depth), format_type(node.cast.type_name, self.find))
        return self._rare(node, depth)

    def _rare(self, node: ExpressionNode, depth: int) -> algebra.Tree:
        if node.call is not None:
            return self._call(node, node.call, depth)
        if node.coalesce is not None:
            return algebra.Call("coalesce", self._trees(node.coalesce.args, depth))
        if node.min_max is not None:
            name = "least" if node.min_max.op == "IS_LEAST" else "greatest"
            return algebra.Call(name, self._trees(node.min_max.args, depth))
        if node.boolean_test is not None:
            value, negated = _TESTS[node.boolean_test.booltesttype]
            return algebra.BooleanTest(self.tree(node.boolean_test.arg, depth), value, negated)
        if node.case is not None:
            return self._case(node.case, depth)
        if node.collate is not None and _is_plain(node.collate):
            return self.tree(node.collate.arg, depth)
        if node.value_function is not None:
            return algebra.Call(node.value_function.op.removeprefix("SVFOP_").lower(), ())
        if node.indirection is not None:
            return self.indirection(node, node.indirection)
        return self._opaque(node)

    def _call(self, node: ExpressionNode, call: nodes.FuncCall, depth: int) -> algebra.Tree:
        """Return a call; ``VARIADIC ARRAY[a, b]`` is the same as ``a, b``."""
        arguments = self._trees(call.args[:-1] if call.func_variadic else call.args, depth)
        if call.func_variadic:
            elements = self._elements(call.args[-1], depth)
            if elements is None:
                return self._opaque(node)
            arguments = (*arguments, *elements)
        return algebra.Call(self._function(strings(call.funcname)), arguments)

    def _null_test(self, test: nodes.NullTest, depth: int) -> algebra.Tree:
        """Return a NULL test; one of ``ROW(a, b)`` asks each of the expressions."""
        is_null = test.nulltesttype == "IS_NULL"
        fields = test.arg.row.args if test.arg is not None and test.arg.row is not None else ()
        if not fields:
            return algebra.NullTest(self.tree(test.arg, depth), is_null)
        tests = tuple(algebra.NullTest(field, is_null) for field in self._trees(fields, depth))
        return algebra.BooleanOp("and", tests) if len(tests) > 1 else tests[0]

    def _function(self, names: tuple[str, ...]) -> str:
        """Return a function's name as ``Call`` has it."""
        if len(names) > 1 and names[-2] == "pg_catalog":
            return names[-1].lower()
        name = ".".join(names[-2:])
        return f".{name}" if self.defines(names[-1]) else name

    def _opaque(self, node: ExpressionNode) -> algebra.Opaque:
        called = (self._function(names) for names in function_names(node))
        return algebra.Opaque(tuple(dict.fromkeys(columns(node))), tuple(dict.fromkeys(called)))

    def _trees(self, operands: tuple[ExpressionNode, ...], depth: int) -> tuple[algebra.Tree, ...]:
        return tuple(self.tree(operand, depth) for operand in operands)

    def _operator(self, node: ExpressionNode, operator: nodes.OperatorExpr, depth: int) -> algebra.Tree:
        kind, symbol = operator.kind, _symbol(strings(operator.name))
        if kind in ("AEXPR_OP_ANY", "AEXPR_OP_ALL", "AEXPR_IN"):
            return self._membership(node, operator, symbol, depth)
        if kind in ("AEXPR_BETWEEN", "AEXPR_NOT_BETWEEN"):
            return self._between(operator, kind == "AEXPR_NOT_BETWEEN", depth)
        if kind in ("AEXPR_BETWEEN_SYM", "AEXPR_NOT_BETWEEN_SYM"):
            return self._opaque(node)
        right = self.tree(operator.rexpr, depth)
        if operator.lexpr is None:
            return algebra.Operation(symbol, (right,))
        left = self.tree(operator.lexpr, depth)
        if kind in ("AEXPR_DISTINCT", "AEXPR_NOT_DISTINCT"):
            return algebra.Distinct(left, right, kind == "AEXPR_NOT_DISTINCT")
        if kind == "AEXPR_NULLIF":
            return algebra.Call("nullif", (left, right))
        return algebra.Operation(symbol, (left, right))

    def _between(self, operator: nodes.OperatorExpr, negated: bool, depth: int) -> algebra.Tree:
        operand = self.tree(operator.lexpr, depth)
        members = operator.rexpr.members.items if operator.rexpr and operator.rexpr.members else ()
        low, high = self._trees(members, depth)
        if negated:
            below, above = algebra.Operation("<", (operand, low)), algebra.Operation(">", (operand, high))
            return algebra.BooleanOp("or", (below, above))
        return algebra.BooleanOp(
            "and", (algebra.Operation(">=", (operand, low)), algebra.Operation("<=", (operand, high)))
        )

    def _membership(self, node: ExpressionNode, operator: nodes.OperatorExpr, symbol: str, depth: int) -> algebra.Tree:
        elements = self._elements(operator.rexpr, depth)
        if elements is None:
            return self._opaque(node)
        every = operator.kind == "AEXPR_OP_ALL" or (operator.kind == "AEXPR_IN" and symbol == "<>")
        return algebra.Membership(self.tree(operator.lexpr, depth), symbol, elements, every)

    def _elements(self, node: ExpressionNode | None, depth: int) -> tuple[algebra.Tree, ...] | None:
        """Return the elements of a list or of an ``ARRAY[...]`` under any casts, each under its element's cast."""
        if node is None:
            return None
        if node.members is not None:
            return self._trees(node.members.items, depth)
        if node.array is not None:
            return self._trees(node.array.elements, depth)
        if node.cast is None:
            return None
        inner = self._elements(node.cast.arg, depth + 1)
        element = format_type(node.cast.type_name, self.find).removesuffix("[]")
        return None if inner is None else tuple(algebra.Cast(each, element) for each in inner)

    def _case(self, case: nodes.CaseExpr, depth: int) -> algebra.Tree:
        subject = self.tree(case.arg, depth) if case.arg is not None else None
        branches: list[tuple[algebra.Tree, algebra.Tree]] = []
        for [branch] in (entry.values() for entry in case.args):
            condition = self.tree(branch.expr, depth)
            if subject is not None:
                condition = algebra.Operation("=", (subject, condition))
            branches.append((condition, self.tree(branch.result, depth)))
        return algebra.Case(tuple(branches), self.tree(case.defresult, depth))


def _constant(constant: nodes.Constant) -> algebra.Tree:
    if constant.isnull:
        return _NULL
    if constant.sval is not None:
        return algebra.Constant("string", constant.sval.sval)
    if constant.ival is not None:
        return algebra.Constant("number", str(constant.ival.ival))
    if constant.boolval is not None:
        return algebra.Constant("boolean", "true" if constant.boolval.boolval else "false")
    if constant.fval is not None:
        return algebra.Constant("number", constant.fval.fval)
    return algebra.Opaque(())


def _symbol(names: tuple[str, ...]) -> str:
    """Return an operator's symbol; one of another schema than pg_catalog has the schema before it."""
    return names[-1] if len(names) == 1 or names[-2] == "pg_catalog" else ".".join(names[-2:])


def _is_plain(collate: nodes.CollateClause) -> bool:
    """Whether a collation is certainly one of pg_catalog: under them only equal texts are equal."""
    names = strings(collate.collname)
    return names[-1:] == ("C",) or names[-1:] == ("POSIX",) or names[-2:-1] == ("pg_catalog",)
