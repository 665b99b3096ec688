"""Triggers: the copies that partitions have of row triggers above them, and which triggers call a function.

A copy follows its trigger, so it is held only if it was switched on or off by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import QualifiedName, Trigger
    from ondelete.dump.nodes.statements.objects import ObjectNode
    from ondelete.dump.replay.model.state import State


def inherited_triggers(table: QualifiedName, state: State) -> Iterator[Trigger]:
    """Yield the row triggers of the partitioned tables above a partition, the farthest first."""
    entry = state.tables.get(table)
    if entry is not None and entry.is_partition and entry.parents:
        yield from inherited_triggers(entry.parents[0], state)
        yield from (trigger for trigger in state.triggers.of(entry.parents[0]) if trigger.row)


def trigger_of(table: QualifiedName, name: str, state: State) -> Trigger | None:
    """Return a trigger of a table, its own or the one that it has a copy of."""
    found = state.triggers.get(table, name)
    return found if found is not None else {each.name: each for each in inherited_triggers(table, state)}.get(name)


def partitions_of(table: QualifiedName, state: State) -> list[QualifiedName]:
    """Return the direct partitions of a table: tables that inherit have no copies of its triggers."""
    return [name for name in state.partitions(table) if state.tables[name].is_partition]


def copies_below(table: QualifiedName, name: str, state: State) -> Iterator[Trigger]:
    """Yield the copies of a trigger that are held for the partitions of a table, at any depth."""
    for partition in partitions_of(table, state):
        copy = state.triggers.get(partition, name)
        if copy is not None:
            yield copy
        yield from copies_below(partition, name, state)


def remove_trigger(trigger: Trigger, state: State) -> None:
    """Drop a trigger with its copies."""
    for copy in list(copies_below(trigger.table, trigger.name, state)):
        state.triggers.remove(copy)
    state.triggers.remove(trigger)


def triggers_calling(function: ObjectNode, state: State) -> list[Trigger]:
    """Return the triggers of a function as a statement names it: none if it has arguments, as theirs has none."""
    if function.function is not None and function.function.objargs:
        return []
    return [trigger for name in _names_of(function.parts, state) for trigger in state.triggers.calling(name)]


def _names_of(named: tuple[str, ...], state: State) -> Iterator[str]:
    """Yield the names that a function may have in a trigger; a bare one is found in the search path only."""
    *schemas, bare = named[-2:]
    if schemas:
        yield f"{schemas[0]}.{bare}"
    if not schemas or schemas[0] in state.search_path:
        yield bare
    for schema in () if schemas else state.search_path:
        yield f"{schema}.{bare}"
