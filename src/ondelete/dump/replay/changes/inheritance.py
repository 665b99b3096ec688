"""Which table may inherit from which, or become its partition, in the words of the server.

Source: ATExecAttachPartition, ATPrepAddInherit, ATExecAddInherit and MergeAttributes in tablecmds.c. Without these
refusals a table could be below itself, and nothing that walks down from it would come to an end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import PartitionBound
from ondelete.dump.replay.changes.declarations import inherit_checks
from ondelete.dump.replay.changes.indexes import give_parts
from ondelete.dump.replay.keys.parts import take_equal_keys
from ondelete.dump.replay.model.refusals import NotReplayed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import QualifiedName, Table
    from ondelete.dump.nodes.statements.tables import PartitionBoundSpec
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source


def partition_bound(spec: PartitionBoundSpec, source: Source) -> PartitionBound:
    """Return FOR VALUES ... or DEFAULT; a NULL in a list takes rows whose key is NULL."""
    takes_null = spec.is_default or any(node.constant is not None and node.constant.isnull for node in spec.listdatums)
    return PartitionBound(source.bound(spec.location, is_default=spec.is_default), spec.is_default, takes_null)


def require_table(name: QualifiedName, state: State) -> Table:
    """Return a table; raise NotReplayed if no file defines it."""
    if name not in state.tables:
        raise NotReplayed(f"table {name} is not defined")
    return state.tables[name]


def require_attachable(parent: Table, child: Table, state: State) -> None:
    """Raise NotReplayed if PostgreSQL refuses to attach one table to the other as a partition."""
    if parent.kind != "partitioned table":
        raise NotReplayed(f'table "{parent.name.name}" is not partitioned')
    if child.is_partition:
        raise NotReplayed(f'"{child.name.name}" is already a partition')
    if child.parents:
        raise NotReplayed("cannot attach inheritance child as partition")
    if child.kind != "partitioned table" and state.partitions(child.name):
        raise NotReplayed("cannot attach inheritance parent as partition")
    _require_no_circle(parent, child, state)


def require_inheritable(parent: Table, child: Table, state: State) -> None:
    """Raise NotReplayed if PostgreSQL refuses ``ALTER TABLE child INHERIT parent``."""
    if child.is_partition:
        raise NotReplayed("cannot change inheritance of a partition")
    if child.kind == "partitioned table":
        raise NotReplayed("cannot change inheritance of partitioned table")
    require_plain_parent(parent)
    _require_no_circle(parent, child, state)
    require_distinct((*child.parents, parent.name))


def require_plain_parent(parent: Table) -> None:
    """Raise NotReplayed if no table can inherit from this one."""
    if parent.kind == "partitioned table":
        raise NotReplayed(f'cannot inherit from partitioned table "{parent.name.name}"')
    if parent.is_partition:
        raise NotReplayed(f'cannot inherit from partition "{parent.name.name}"')


def require_distinct(parents: Sequence[QualifiedName]) -> None:
    """Raise NotReplayed if a parent is named twice."""
    seen: set[QualifiedName] = set()
    for parent in parents:
        if parent in seen:
            raise NotReplayed(f'relation "{parent.name}" would be inherited from more than once')
        seen.add(parent)


def _require_no_circle(parent: Table, child: Table, state: State) -> None:
    above = {parent.name: None}
    # A table with nothing below it closes no circle; else what is above the parent is walked once.
    walk = [parent] if state.partitions(child.name) or parent is child else []
    for table in walk:
        fresh = [each for each in table.parents if each not in above]
        above.update(dict.fromkeys(fresh))
        walk.extend(state.tables[each] for each in fresh)
    if walk and child.name in above:
        upper, lower = parent.name.name, child.name.name
        raise NotReplayed(f'circular inheritance not allowed: "{upper}" is already a child of "{lower}"')


def attach_table(table: QualifiedName, partition: QualifiedName, bound: PartitionBound, state: State) -> None:
    """Make one table a partition of another, with its part of each index, CHECK and key of the parent.

    Raises:
        NotReplayed: PostgreSQL would refuse it.
    """
    child = require_table(partition, state)
    require_attachable(require_table(table, state), child, state)
    state.put_table(replace(child, parents=(table,), bound=bound))
    for column in (each for each in state.tables[table].columns if each.identity is not None):
        # Not those below it: no server gives it to them here.
        state.change_column(child.name, column.name, identity=column.identity)
    inherit_checks(table, child.name, state)
    give_parts(table, child.name, state)
    take_equal_keys(table, child.name, state)
