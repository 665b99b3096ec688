"""A table becomes a partition of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.dump.replay.changes.declarations import inherit_checks
from ondelete.dump.replay.changes.indexes import give_parts
from ondelete.dump.replay.changes.inheritance import require_attachable, require_table
from ondelete.dump.replay.keys.parts import take_equal_keys

if TYPE_CHECKING:
    from ondelete.catalog import PartitionBound, QualifiedName
    from ondelete.dump.replay.model.state import State


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
