"""What goes with a function or a sequence that is dropped with CASCADE: the expressions that call it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.dump.replay.changes.drops import drop_column, remove_index, remove_key

if TYPE_CHECKING:
    from ondelete.catalog import Expression, Index, QualifiedName
    from ondelete.dump.replay.model.state import State


def drop_users_of_sequence(name: QualifiedName, state: State) -> None:
    """Drop the defaults that take their value from a sequence."""
    schema, own = (rf'"?{re.escape(part)}"?' for part in name)
    _drop_users(re.compile(rf"(?i)\bnextval\s*\(\s*'(?:{schema}\s*\.\s*)?{own}'"), state)


def drop_users_of_function(parts: tuple[str, ...], state: State) -> None:
    """Drop the defaults, generated columns, CHECKs and indexes that call a function."""
    schema = rf'"?{re.escape(parts[-2])}"?\s*\.\s*' if len(parts) > 1 else ""
    own = re.escape(parts[-1])
    _drop_users(re.compile(rf'(?<![\w$.])(?:{schema})?(?:"{own}"|{own})\s*\('), state)


def _drop_users(called: re.Pattern[str], state: State) -> None:
    def calls(expression: Expression | None) -> bool:
        return expression is not None and called.search(expression.sql) is not None

    for table, column in [(known.name, column) for known in state.tables.values() for column in known.columns]:
        if calls(column.generation):
            drop_column(table, column.name, True, state)
        elif calls(column.default):
            state.change_column(table, column.name, default=None)
    for check in state.checks:
        if calls(check.expression):
            state.checks.remove(check)
    for index in state.indexes:
        if state.indexes.has(index.table, index.name) and any(map(calls, _expressions(index))):
            remove_key(index, state)
            remove_index(index, state)


def _expressions(index: Index) -> tuple[Expression | None, ...]:
    return (*index.expressions, index.predicate)
