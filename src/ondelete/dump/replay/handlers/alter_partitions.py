"""ALTER TABLE: partitions and inheritance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import QualifiedName
from ondelete.dump.nodes.statements.alter_table import AlterTableCmd, argument_of
from ondelete.dump.replay.changes.columns import merge_column
from ondelete.dump.replay.changes.declarations import inherit_checks
from ondelete.dump.replay.changes.inheritance import (
    attach_table,
    partition_bound,
    require_inheritable,
    require_table,
)
from ondelete.dump.replay.changes.likes import copy_index
from ondelete.dump.replay.changes.triggers import copies_below, inherited_triggers
from ondelete.dump.replay.dispatch import alters
from ondelete.dump.replay.keys.parts import give_keys_back
from ondelete.dump.replay.model.refusals import NotReplayed
from ondelete.dump.replay.model.state import State

if TYPE_CHECKING:
    from ondelete.catalog import QualifiedName
    from ondelete.dump.statements.slicing import Source


@alters("AttachPartition")
def attach_partition(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """ATTACH PARTITION: the table gets its part of every index of the parent."""
    partition = argument_of(command).partition
    assert partition is not None  # noqa: S101
    assert partition.bound is not None  # noqa: S101
    attach_table(table, state.relation_name(partition.name), partition_bound(partition.bound, source), state)


@alters("DetachPartition")
def detach_partition(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """DETACH PARTITION: the table keeps columns, CHECKs and indexes, on its own."""
    partition = argument_of(command).partition
    assert partition is not None  # noqa: S101
    child = require_table(state.relation_name(partition.name), state)
    if table not in child.parents:
        raise NotReplayed(f"table {child.name} is not a partition of {table}")
    for above in {each.name: each for each in inherited_triggers(child.name, state)}:
        for copy in [*copies_below(child.name, above, state), state.triggers.get(child.name, above)]:
            if copy is not None:
                state.triggers.remove(copy)
    state.put_table(replace(child, parents=(), bound=None))
    for column in (each for each in child.columns if each.identity is not None):
        for name in state.family(child.name):
            state.change_column(name, column.name, identity=None)
    for index in state.indexes.of(child.name):
        state.indexes.replace(index, replace(index, attached_to=None))
    for index in state.indexes.of(table):
        parts, relation = state.of_index(index).parts, state.of(child.name)
        if relation in parts and parts.pop(relation) is None:
            copy_index(index, child.name, source, state)
    give_keys_back(table, child.name, source.location, state)
    for check in state.checks.of(child.name):
        state.checks.replace(check, replace(check, inherited=False))


@alters("AddInherit", "DropInherit")
def inherit(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """INHERIT, NO INHERIT."""
    relation = argument_of(command).table
    assert relation is not None  # noqa: S101
    upper, child = require_table(state.relation_name(relation), state), require_table(table, state)
    parent = upper.name
    if command.subtype == "AT_DropInherit":
        state.put_table(replace(child, parents=tuple(each for each in child.parents if each != parent)))
        state.of(table).local_columns.update(column.name for column in child.columns)
        for check in state.checks.of(table):
            if not any(state.checks.get(each, check.name) for each in state.tables[table].parents):
                state.checks.replace(check, replace(check, inherited=False))
        return
    require_inheritable(upper, child, state)
    state.of(table).local_columns.update(column.name for column in child.columns)
    columns = {column.name: column for column in child.columns}
    for column in state.tables[parent].columns:
        columns[column.name] = merge_column(columns.get(column.name), column)
    state.put_table(replace(child, parents=(*child.parents, parent), columns=tuple(columns.values())))
    inherit_checks(parent, table, state)


@alters("AddOf", "DropOf")
def of_type(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """OF type, NOT OF: the columns stay as they are."""
