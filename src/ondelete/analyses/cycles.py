"""Cycles: which tables reference each other in a cycle, and at which foreign keys to break it."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import ForeignKey, MatchType, QualifiedName, ReferentialAction
from ondelete.deletion.static.rows import is_not_null
from ondelete.graph import cascades, every_key
from ondelete.graph.reaching import reachable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ondelete.catalog import Catalog
    from ondelete.graph import Edge, ForeignKeyGraph, KeyFilter

_SMALL = 1_000_000
"""Up to this product of broken keys and keys, in steps, broken keys are tried for one that can stay after all."""


class Component(msgspec.Struct, frozen=True):
    """Tables that reach each other along foreign keys, or one table that references itself.

    ``keys`` are all foreign keys between them. ``all_cascade``: each of them is ON DELETE CASCADE. ``insertable``: rows
    can be inserted by one INSERT after another, because every cycle through several tables has a foreign key that can
    be NULL or be checked at COMMIT (a row may always reference itself). ``break_at`` is a small set of foreign keys
    that breaks all cycles; those that are cheap to break come first: nullable, deferrable, NO ACTION.
    """

    tables: tuple[QualifiedName, ...]
    keys: tuple[ForeignKey, ...]
    all_cascade: bool
    insertable: bool
    break_at: tuple[ForeignKey, ...]


def cycles(graph: ForeignKeyGraph) -> tuple[Component, ...]:
    """Return the strongly connected components that contain a cycle, largest first."""
    rigid = {table for group in graph.components(_is_rigid_in(graph.catalog)) if len(group) > 1 for table in group}
    return tuple(_component(graph, tables, insertable=rigid.isdisjoint(tables)) for tables in graph.components())


def cascade_cycles(graph: ForeignKeyGraph) -> tuple[Component, ...]:
    """Return the components of only the CASCADE keys: inside one, the schema sets no limit on a delete."""
    return tuple(_component(graph, tables, insertable=True, passes=cascades) for tables in graph.components(cascades))


def closed_cycles(graph: ForeignKeyGraph) -> tuple[Component, ...]:
    """Return the components, through several tables, of keys that must be set and are checked at once.

    No row can be inserted into one of them by itself; ``break_at`` are the keys to defer. A key from a table to itself
    does not count, because a row may reference itself.
    """

    def binds(key: ForeignKey) -> bool:
        return graph.node(key.table) != graph.node(key.referenced_table) and rigid(key)

    rigid = _is_rigid_in(graph.catalog)
    groups = (tables for tables in graph.components(binds) if len(tables) > 1)
    return tuple(_component(graph, tables, insertable=False, passes=binds) for tables in groups)


def _component(
    graph: ForeignKeyGraph, tables: tuple[QualifiedName, ...], *, insertable: bool, passes: KeyFilter = every_key
) -> Component:
    edges = graph.edges_within(tables, passes)
    costs = {edge.key.id: _cost(graph.catalog, edge.key) for edge in edges}
    return Component(
        tables=tables,
        keys=tuple(edge.key for edge in edges),
        all_cascade=all(cascades(edge.key) for edge in edges),
        insertable=insertable,
        break_at=tuple(edge.key for edge in _feedback(tables, edges, costs)),
    )


def _is_rigid_in(catalog: Catalog) -> KeyFilter:
    def is_rigid(key: ForeignKey) -> bool:
        return not key.timing.deferrable and not can_be_empty(catalog, key)

    return is_rigid


def can_be_empty(catalog: Catalog, key: ForeignKey) -> bool:
    """Whether a row can have NULL instead of a reference; one NULL is enough, except that MATCH FULL needs all.

    Columns of a table that the schema does not define count as nullable, because nothing is known about them.
    """
    table = catalog.tables.get(key.table)
    columns = [table.column(name) if table is not None else None for name in key.columns]
    nullable = (column is None or not is_not_null(catalog, key.table, column) for column in columns)
    return all(nullable) if key.match is MatchType.FULL else any(nullable)


def _cost(catalog: Catalog, key: ForeignKey) -> int:
    """Return the cost of breaking a cycle here: none for a deferrable key, little for a nullable one."""
    if key.timing.deferrable:
        return 1
    cost = 3 if can_be_empty(catalog, key) else 12
    return cost - 1 if key.on_delete is ReferentialAction.NO_ACTION else cost


def _feedback(tables: Sequence[QualifiedName], edges: Sequence[Edge], costs: Mapping[str, int]) -> list[Edge]:
    """Return edges whose removal breaks all cycles: those that run backward in a good order of the tables."""
    position = {table: n for n, table in enumerate(_good_order(tables, edges, costs))}
    broken = [edge for edge in edges if position[edge.referencing] >= position[edge.referenced]]
    if len(broken) * len(edges) <= _SMALL:
        return _without_needless(edges, broken, costs)
    return broken


def _good_order(
    tables: Sequence[QualifiedName], edges: Sequence[Edge], costs: Mapping[str, int]
) -> list[QualifiedName]:
    """Order tables so that little weight runs backward: the greedy heuristic of Eades, Lin and Smyth (1993).

    Repeatedly takes the table whose outgoing weight exceeds its incoming weight the most, in O(keys log keys).
    """
    surplus = dict.fromkeys(tables, 0)
    neighbours: dict[QualifiedName, list[tuple[QualifiedName, int]]] = {table: [] for table in tables}
    for edge in edges:
        if edge.referencing != edge.referenced:
            cost = costs[edge.key.id]
            surplus[edge.referencing] += cost
            surplus[edge.referenced] -= cost
            neighbours[edge.referencing].append((edge.referenced, cost))
            neighbours[edge.referenced].append((edge.referencing, -cost))
    heap = [(-weight, table) for table, weight in surplus.items()]
    heapify(heap)
    order: dict[QualifiedName, None] = {}
    while heap:
        weight, table = heappop(heap)
        if table in order or -weight != surplus[table]:
            continue
        order[table] = None
        for neighbour, cost in neighbours[table]:
            if neighbour not in order:
                surplus[neighbour] += cost
                heappush(heap, (-surplus[neighbour], neighbour))
    return list(order)


def _without_needless(edges: Sequence[Edge], broken: Sequence[Edge], costs: Mapping[str, int]) -> list[Edge]:
    """Keep every broken edge that closes no cycle, the most expensive first, and return the others."""
    removed = {edge.key.id for edge in broken}
    following: dict[QualifiedName, list[QualifiedName]] = {}
    for edge in edges:
        if edge.key.id not in removed:
            following.setdefault(edge.referencing, []).append(edge.referenced)
    for edge in sorted(broken, key=lambda edge: -costs[edge.key.id]):
        if edge.referencing not in reachable(following, edge.referenced):
            removed.discard(edge.key.id)
            following.setdefault(edge.referencing, []).append(edge.referenced)
    return [edge for edge in broken if edge.key.id in removed]
