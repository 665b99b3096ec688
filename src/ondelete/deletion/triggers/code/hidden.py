"""Functions that run although no statement of a function calls them: in the condition of a trigger, in a default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog.expressions import Call, children
from ondelete.deletion.triggers.code.known_functions import is_harmless

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ondelete.catalog import Table
    from ondelete.catalog.expressions import Tree


def hidden_calls(tree: Tree | None) -> Iterator[str]:
    """Yield the functions in an expression that are, or may be, no built-in ones; these are not followed."""
    pending = [tree] if tree is not None else []
    while pending:
        each = pending.pop()
        if isinstance(each, Call):
            name = each.function.lstrip(".")
            if "." in each.function or not is_harmless((name,)):
                yield name
        pending += children(each)


def called_by_defaults(table: Table, given: Collection[str]) -> Iterator[str]:
    """Yield such functions in the defaults that an INSERT without these columns takes."""
    for column in table.columns:
        if column.default is not None and column.name not in given:
            yield from hidden_calls(column.default.tree)
