"""What can forbid a change of a column: views, triggers and generated columns that use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.dump.replay.model.refusals import NotReplayed

if TYPE_CHECKING:
    from ondelete.catalog import QualifiedName
    from ondelete.dump.replay.model.state import State


def require_unused(table: QualifiedName, column: str, state: State) -> None:
    """Refuse a change of a column that something uses, and doubt it if something may.

    Raises:
        NotReplayed: a server refuses the change.
    """
    for trigger in state.triggers.of(table):
        if column in trigger.columns:
            raise NotReplayed(f"trigger {trigger.name} of {table} uses column {column}")
    for other in state.tables[table].columns:
        if other.generation is not None and other.name != column and column in other.generation.columns:
            raise NotReplayed(f"column {other.name} of {table} is generated from column {column}")
    for view in [each for each in state.of(table).views if column in each.uses]:
        if view.name in state.tables:
            what = f"a rule or policy of {view.name}"
        elif view.sure and len(view.reads) == 1:
            raise NotReplayed(f"view {view.name} uses column {column} of {table}")
        elif view.name in state.relations:
            what = f"view {view.name}"
        else:
            continue
        state.doubts.append(f"if {what} uses column {column}, a server refuses this; it counts all the same")


def require_no_partition_key(table: QualifiedName, column: str, state: State) -> None:
    """Refuse a change of a column by which a table is partitioned; CASCADE does not help.

    Raises:
        NotReplayed: the column is in the partition key, or in an expression of it.
    """
    key = state.tables[table].partition_key
    if key is not None and column in key.reads:
        raise NotReplayed(f"column {column} is part of the partition key of table {table}")


def doubt_rules(table: QualifiedName, column: str | None, state: State) -> None:
    """Doubt what a CASCADE leaves of rules that may read a table or a column: each goes with what it reads."""
    for reader in state.of(table).views:
        has_rules = bool(state.rules.of(reader.name)) and (reader.name != table or column is not None)
        if has_rules and (column is None or column in reader.uses):
            what = table if column is None else f"column {column} of {table}"
            state.doubts.append(f"a rule of {reader.name} that reads {what} goes with it; its rules count all the same")


def doubt_defaults(name: QualifiedName, state: State) -> None:
    """Doubt what a drop leaves of defaults that read the sequence of a serial column: they hang on the sequence."""
    table = state.tables.get(name)
    for column in table.columns if table is not None else ():
        users = state.sequence_users.get(column.default.sql, {}) if column.default is not None else {}
        users.pop(name, None)
        while users and (other := next(iter(users))) not in state.tables:
            del users[other]
        if users:
            said = f"if the sequence of {name}.{column.name} goes with it, {other} loses a default that reads it"
            state.doubts.append(f"{said}; its default counts all the same")
