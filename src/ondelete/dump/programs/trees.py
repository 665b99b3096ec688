"""Parse nodes of expressions in a function -> the catalog's algebra, with the qualifier of every column kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ondelete.catalog import expressions as algebra
from ondelete.dump.nodes.expressions import ExpressionNode
from ondelete.dump.nodes.trees import Builder

if TYPE_CHECKING:
    from ondelete.catalog.expressions import Tree
    from ondelete.dump.nodes.expressions import ColumnRef, Indirection

IN_A_QUERY = "?."
"""Stands before a bare name where a column of some relation, or a variable, can have it."""
_ARGUMENTS = "tg_argv"


class _Qualified(Builder):
    def __init__(self, *, among_relations: bool) -> None:
        super().__init__(lambda _parts: None, lambda _name: False)
        self._bare = IN_A_QUERY if among_relations else ""

    def column(self, reference: ColumnRef) -> Tree:
        names = [algebra.WHOLE_ROW if node.string is None else node.string.sval for node in reference.fields][-2:]
        if len(names) > 1:
            return algebra.ColumnRef(".".join(names))
        return algebra.ColumnRef(names[0] if names[0] in _NEVER_COLUMNS else self._bare + names[0])

    def indirection(self, node: ExpressionNode, inner: Indirection) -> Tree:
        """Read ``(OLD).name`` as ``OLD.name``, and ``TG_ARGV[0]`` as a value of its own."""
        name = _only_name(inner.arg.column_ref)
        last = inner.indirection[0] if len(inner.indirection) == 1 else {}
        if name == _ARGUMENTS and "A_Indices" in last:
            index = last["A_Indices"].get("uidx", {}).get("A_Const", {}).get("ival")
            if isinstance(index, dict):
                return algebra.ColumnRef(f"{_ARGUMENTS}[{index.get('ival', 0)}]")
        if name in ("old", "new") and "String" in last:
            return algebra.ColumnRef(f"{name}.{last['String'].get('sval', '')}")
        return super().indirection(node, inner)


_NEVER_COLUMNS = frozenset(("old", "new", "tg_op", "tg_when", "tg_level", "tg_table_name", "tg_argv", "tg_nargs"))


def _only_name(reference: ColumnRef | None) -> str:
    fields = reference.fields if reference is not None else ()
    return fields[0].string.sval if len(fields) == 1 and fields[0].string is not None else ""


def tree_of(node: Any, *, among_relations: bool) -> Tree:
    """Return the tree of an expression, given as a dictionary; deeper ones than can be read are opaque.

    Args:
        node: the node.
        among_relations: whether a bare name can be a column of a relation.
    """
    if node is None:
        return algebra.Opaque(())
    try:
        typed = msgspec.convert(node, ExpressionNode)
    except msgspec.ValidationError:
        return algebra.Opaque(())
    return _Qualified(among_relations=among_relations).tree(typed, 0)
