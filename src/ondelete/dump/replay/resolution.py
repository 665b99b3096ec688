"""What came too early in a file, looked at again at its end: keys and indexes of tables that it defined only later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.dump.replay.changes.drops import remove_index, remove_key
from ondelete.dump.replay.keys.columns import primary_key_of, require_columns, require_key_columns
from ondelete.dump.replay.model.refusals import NotReplayed

if TYPE_CHECKING:
    from ondelete.catalog import ForeignKey, Index, QualifiedName
    from ondelete.dump.replay.model.state import State


def resolve(state: State) -> None:
    """Give keys the columns that they reference, and take away what has a column that its table lacks."""
    for key in state.foreign_keys:
        if not key.referenced_columns and key.referenced_table in state.tables:
            _find_referenced(key, state)
    for table in sorted(each.name for each in state.records() if each.late):
        _look_again(table, state)


def _find_referenced(key: ForeignKey, state: State) -> None:
    columns = primary_key_of(key.referenced_table, state)
    if len(columns) == len(key.columns):
        state.foreign_keys.replace(key, replace(key, referenced_columns=columns))
    else:
        state.foreign_keys.remove(key)
        reason = f"table {key.referenced_table} has no primary key that foreign key {key.name} can reference"
        state.skip(key.location, reason, f"FOREIGN KEY of {key.table}")


def _look_again(table: QualifiedName, state: State) -> None:
    for key in state.foreign_keys.touching(table):
        try:
            require_key_columns(key, state)
        except NotReplayed as refused:
            state.foreign_keys.remove(key)
            state.skip(key.location, str(refused), f"FOREIGN KEY of {key.table}")
    for index in state.indexes.of(table):
        try:
            require_columns(table, [*filter(None, index.columns), *index.include], state)
        except NotReplayed as refused:
            remove_key(index, state)
            remove_index(index, state)
            state.skip(index.location, str(refused), f"INDEX of {table}")
    _tell_order(table, state)


def _tell_order(table: QualifiedName, state: State) -> None:
    """Say, once for a table, that something in the same file needs it before it is there."""
    made = state.tables[table].location if table in state.tables else None
    if made is None:
        return
    needing: list[ForeignKey | Index] = [*state.foreign_keys.touching(table), *state.indexes.of(table)]
    # Another table can need it in the same line: the tables inside of a CREATE SCHEMA.
    early = [
        each.location
        for each in needing
        if each.location.path == made.path and each.location.line < made.line + (each.table != table)
    ]
    if early:
        first = min(early, key=lambda place: place.line)
        reason = f"table {table} is only made in line {made.line}, so a server refuses this; it counts all the same"
        state.skip(first, reason, f"what needs {table}")
