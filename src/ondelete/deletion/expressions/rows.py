"""What a condition says about the rows of one table: its columns, the whole row, and fields of composite values.

The reader of SQL builds a tree without knowing the table. What the tree leaves open is resolved here, once for each
condition.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import CompositeType
from ondelete.catalog.expressions import (
    WHOLE_ROW,
    BooleanOp,
    BooleanTest,
    Call,
    Case,
    Cast,
    ColumnRef,
    Distinct,
    Expression,
    Membership,
    NullTest,
    Opaque,
    Operation,
    children,
)
from ondelete.deletion.expressions.types import type_of
from ondelete.deletion.expressions.values import Possible, convert, number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ondelete.catalog import Catalog, Column, QualifiedName, Table
    from ondelete.catalog.expressions import Tree
    from ondelete.deletion.expressions.values import Concrete

_NUMBERS = ("smallint", "integer", "bigint", "numeric", "oid")
_ONE_SPELLING = frozenset((*_NUMBERS, "boolean", "text", "character varying", "character", "bpchar", "name", "uuid"))
_COLLATIONS = frozenset(["C", "POSIX", "default", "ucs_basic", "und-x-icu", "en_US", "en_US.utf8", "C.UTF-8"])


class RowReader:
    """How conditions read the rows of one table; a bound condition is kept."""

    def __init__(self, catalog: Catalog, table: Table) -> None:
        self._catalog, self._columns = catalog, table.columns
        self._bound: dict[Expression, Expression] = {}

    @cached_property
    def inexact(self) -> frozenset[str]:
        """Columns whose values have several spellings, or an equality of their own."""
        return frozenset(c.name for c in self._columns if not is_exact(self._catalog, c))

    @cached_property
    def types(self) -> Mapping[str, str]:
        """By column its type, that of its innermost domain if it has one."""
        return {c.name: _base(self._catalog, c)[0] for c in self._columns}

    @cached_property
    def _names(self) -> dict[str, None]:
        return dict.fromkeys(column.name for column in self._columns)

    @cached_property
    def _fields(self) -> frozenset[str]:
        return frozenset(c.name for c in self._columns if _has_fields(self._catalog, c))

    def bind(self, expression: Expression) -> Expression:
        """Return the condition with the whole row and NULL tests of composite values expanded."""
        known = self._bound.get(expression)
        if known is None:
            tree = _rewritten(expression.tree, self._node)
            known = self._bound[expression] = Expression(expression.sql, tree)
        return known

    def _node(self, tree: Tree) -> Tree:
        match tree:
            case NullTest(operand=Call(function=called)) if called == WHOLE_ROW and self._names:
                return BooleanOp("and", tuple(NullTest(ColumnRef(name), tree.is_null) for name in self._names))
            case NullTest() if not tree.composite and self._mentions_fields(tree.operand):
                return replace(tree, composite=True)
            case Cast() if self._catalog.casts and (function := self._own_cast(tree)) is not None:
                return Call(function, (tree.operand,))
            case ColumnRef() if tree.name not in self._names:
                return Call(WHOLE_ROW, tuple(map(ColumnRef, self._names)))
            case Opaque() if not self._names.keys() >= set(tree.columns):
                return replace(tree, columns=tuple({**dict.fromkeys(tree.columns), **self._names}))
            case _:
                return tree

    def _own_cast(self, tree: Cast) -> str | None:
        """Return the function of CREATE CAST that a cast calls, also if it is not known from which type it casts."""
        source, target = type_of(tree.operand, self.types), tree.type.split("(")[0]
        casts = self._catalog.casts.items()
        return next((name for (one, other), name in casts if source in (one, None) and other == target), None)

    def _mentions_fields(self, tree: Tree) -> bool:
        pending = [tree]
        while pending:
            node = pending.pop()
            if isinstance(node, ColumnRef) and node.name in self._fields:
                return True
            pending.extend(children(node))
        return False


def is_exact(catalog: Catalog, column: Column) -> bool:
    """Whether constants with different texts are always different values of a column."""
    if column.collation is not None and column.collation not in _COLLATIONS:
        return False  # CREATE COLLATION (deterministic = false) makes different texts equal
    base, name = _base(catalog, column)
    return base.split("(")[0].strip() in _ONE_SPELLING or (catalog.enum(name) is not None and not base.endswith("[]"))


def stored(catalog: Catalog, column: Column, value: Possible) -> Possible:
    """Return the value of a column after an assignment; unknown if the type may change its spelling."""
    unknown = Possible(None, null=value.null)
    if value.values is None or not is_exact(catalog, column):
        return unknown if value.values is not None else value
    base, _ = _base(catalog, column)
    found = [_stored(each, base) for each in value.values]
    return unknown if None in found else Possible(frozenset(v for v in found if v is not None), null=value.null)


def _stored(value: Concrete, base: str) -> Concrete | None:
    name = base.split("(")[0].strip()
    if name == "boolean":
        return convert(value, True)
    if name not in _NUMBERS:
        return value if isinstance(value, str) else None
    found = number(value) if isinstance(value, str) else value
    if isinstance(found, bool) or (base != "numeric" and not isinstance(found, int)):
        return None  # it is rounded
    return found


@lru_cache(maxsize=8)
def _readers(_catalog: Catalog) -> dict[QualifiedName, RowReader]:
    return {}


def row_reader(catalog: Catalog, table: Table) -> RowReader:
    """Return the reader of a table of the catalog, made once."""
    known = _readers(catalog)
    if table.name not in known:
        known[table.name] = RowReader(catalog, table)
    return known[table.name]


def _base(catalog: Catalog, column: Column) -> tuple[str, QualifiedName | None]:
    """Return the type under the domains of a column, as text and by its name if it is one of the file."""
    base, name = column.type, column.type_name
    if name is None:
        return base, None
    for _ in range(len(catalog.types)):  # no more: domains of a broken file may stand in a circle
        domain = catalog.domain(name) if not base.endswith("[]") else None
        if domain is None:
            break
        base, name = domain.base, domain.base_name
    return base, name


def _has_fields(catalog: Catalog, column: Column) -> bool:
    """Whether a column holds composite values."""
    base, name = _base(catalog, column)
    if name is None or base.endswith("[]"):
        return False
    return isinstance(catalog.types.get(name), CompositeType) or name in catalog.tables


def _rewritten(tree: Tree, change: Callable[[Tree], Tree]) -> Tree:
    """Return a tree whose nodes are changed, operands first."""
    match tree:
        case BooleanOp() | Operation():
            tree = replace(tree, operands=tuple(_rewritten(o, change) for o in tree.operands))
        case NullTest() | BooleanTest() | Cast():
            tree = replace(tree, operand=_rewritten(tree.operand, change))
        case Distinct():
            tree = replace(tree, left=_rewritten(tree.left, change), right=_rewritten(tree.right, change))
        case Membership():
            elements = tuple(_rewritten(e, change) for e in tree.elements)
            tree = replace(tree, operand=_rewritten(tree.operand, change), elements=elements)
        case Call():
            tree = replace(tree, arguments=tuple(_rewritten(a, change) for a in tree.arguments))
        case Case():
            branches = tuple((_rewritten(c, change), _rewritten(r, change)) for c, r in tree.branches)
            tree = replace(tree, branches=branches, otherwise=_rewritten(tree.otherwise, change))
        case _:
            pass
    return change(tree)
