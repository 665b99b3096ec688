"""The order in which tables can be emptied, and filled again, without violating a foreign key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.analyses.cycles import Component, cycles
from ondelete.catalog import QualifiedName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ondelete.graph import ForeignKeyGraph

Steps = tuple[tuple[QualifiedName, ...], ...]


class Order(msgspec.Struct, frozen=True):
    """Steps of tables: those within one step do not depend on each other.

    ``load`` fills referenced tables before the ones that reference them; ``delete`` empties the referencing ones first.
    ``cycles`` are the components in which no order works by itself. Both orders work if the foreign keys in their
    ``break_at`` do not count: if they are deferred to COMMIT, or NULL while the tables are emptied and filled. Every
    table of the schema is included, partitions beside their root; external tables are not.
    """

    delete: Steps
    load: Steps
    cycles: tuple[Component, ...]


def delete_order(graph: ForeignKeyGraph) -> Order:
    """Return the order for the whole schema. Cost: linear in tables and keys."""
    components = cycles(graph)
    broken = [key.id for component in components for key in component.break_at]
    return Order(
        delete=_expanded(graph, graph.levels(without=broken, referenced_first=False)),
        load=_expanded(graph, graph.levels(without=broken)),
        cycles=components,
    )


def _expanded(graph: ForeignKeyGraph, levels: Iterable[Iterable[QualifiedName]]) -> Steps:
    """Put each partition beside its root, leave external tables out, and sort the steps by name."""
    members: dict[QualifiedName, list[QualifiedName]] = {}
    for table in graph.catalog.tables:
        members.setdefault(graph.node(table), []).append(table)
    steps = (tuple(sorted(name for table in level for name in members.get(table, ()))) for level in levels)
    return tuple(step for step in steps if step)
