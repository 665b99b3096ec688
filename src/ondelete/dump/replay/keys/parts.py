"""Keys of partitions that become a part of a key above: they are no keys of their own any more.

Source: tryAttachPartitionForeignKey and addFkRecurseReferencing in tablecmds.c. A partition that is attached, or is
there when its parent gets a key, gives an equal key of its own; else it gets a copy, which no catalog lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.dump.replay.model.relation import KeyPart

if TYPE_CHECKING:
    from ondelete.catalog import ForeignKey, Location, QualifiedName
    from ondelete.dump.replay.model.state import State


def take_equal_keys(parent: QualifiedName, child: QualifiedName, state: State) -> None:
    """Let a new partition give its part of every key that its parent has, be it a copy of a key further up."""
    above: QualifiedName | None = parent
    while above is not None:
        for key in state.foreign_keys.of(above):
            take_equal_key(key, child, state)
        table = state.tables.get(above)
        above = table.parents[0] if table is not None and table.is_partition else None


def take_equal_key(key: ForeignKey, child: QualifiedName, state: State) -> None:
    """Let a partition give its part of a key. If it has no equal key, the partitions below it do."""
    for own in state.foreign_keys.of(child):
        if _is_part(own, key):
            state.foreign_keys.remove(own)
            part = KeyPart(own.name, own.set_columns)
            state.of(child).key_parts[state.of(key.table), key.name] = part
            return
    for below in state.partitions(child):
        take_equal_key(key, below, state)


def _is_part(own: ForeignKey, key: ForeignKey) -> bool:
    """Whether two keys are equal to a server, which does not look at the columns of ON DELETE SET.

    A NOT VALID one becomes a part from PostgreSQL 18 on; before, it stays a second key, as it does here.
    """
    as_of_parent = replace(own, table=key.table, name=key.name, location=key.location, set_columns=key.set_columns)
    return as_of_parent == replace(key, validated=True) and bool(key.referenced_columns)


def give_keys_back(parent: QualifiedName, child: QualifiedName, location: Location, state: State) -> None:
    """Give a table that is no partition any more the keys above it: its own one that became a part, or a copy."""
    relation = state.of(child)
    parts, relation.key_parts = relation.key_parts, {}
    above: QualifiedName | None = parent
    while above is not None:
        for key in state.foreign_keys.of(above):
            part = parts.get((state.of(key.table), key.name))
            own = replace(key, table=child, location=location)
            if part is not None:
                own = replace(own, name=part.name, set_columns=part.set_columns, validated=True)
            if not state.foreign_keys.has(child, own.name):
                state.foreign_keys.add(own)
        table = state.tables.get(above)
        above = table.parents[0] if table is not None and table.is_partition else None
