"""Of which type an expression is, as far as its text and the types of the columns tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog.expressions import Call, Case, Cast, ColumnRef, Constant, Operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ondelete.catalog.expressions import Tree

_CHOOSING = ("coalesce", "greatest", "least", "nullif")
_UNBOUNDED = {"character varying": "text", "character": "text"}


def type_of(tree: Tree, types: Mapping[str, str]) -> str | None:
    """Return the type of what an expression gives, None if it is not known; ``types`` are those of the columns."""
    match tree:
        case ColumnRef():
            return types.get(tree.name)
        case Cast():
            return tree.type
        case Operation(operator="||" | "->>" | "#>>"):
            return "text"
        case Operation(operator="->" | "#>"):
            return type_of(tree.operands[0], types)
        case Operation(operator="+" | "-" | "*" | "/" | "%"):
            return _common(tree.operands, types)
        case Call() if tree.function in _CHOOSING:
            return _common(tree.arguments, types)
        case Case():
            return _common([*(result for _, result in tree.branches), tree.otherwise], types)
        case _:
            return None


def _common(trees: Iterable[Tree], types: Mapping[str, str]) -> str | None:
    """Return the type of a choice among expressions: with a literal among them, its length is not bounded."""
    found = {type_of(tree, types) for tree in trees if not isinstance(tree, Constant)}
    if len(found) != 1:
        return None
    only = found.pop()
    if only is not None and any(isinstance(tree, Constant) and tree.text is not None for tree in trees):
        base = only.split("(")[0]
        return _UNBOUNDED.get(base, base)
    return only
