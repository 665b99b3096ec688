"""The foreign keys of a catalog as a directed multigraph.

An edge goes from the *referencing* to the *referenced* table. A delete travels in the opposite direction. Two foreign
keys between two tables are two edges. A NOT ENFORCED foreign key does nothing and is no edge.
"""

from __future__ import annotations

from collections import deque
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from ondelete.catalog import Catalog, ForeignKey, QualifiedName, ReferentialAction

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from networkx import MultiDiGraph


KeyFilter: TypeAlias = "Callable[[ForeignKey], bool]"
"""Which foreign keys a question follows."""


class Edge(msgspec.Struct, frozen=True):
    """An enforced foreign key between two tables of the graph; a partition may be represented by its root."""

    referencing: QualifiedName
    referenced: QualifiedName
    key: ForeignKey


class Arrival(msgspec.Struct, frozen=True):
    """A table that a delete reaches.

    ``depth`` is the number of steps of the shortest chain, ``longest`` that of the longest one, None if the table is on
    or behind a cycle (no limit). ``via`` is the last edge of a shortest chain, ``edges`` are the last edges of all
    chains.
    """

    table: QualifiedName
    depth: int
    longest: int | None
    via: Edge
    edges: tuple[Edge, ...]


def cascades(key: ForeignKey) -> bool:
    """Whether deleting a referenced row deletes the rows that reference it."""
    return key.on_delete is ReferentialAction.CASCADE


def every_key(_key: ForeignKey) -> bool:
    """Accept every foreign key: the filter of questions that do not depend on the action."""
    return True


class ForeignKeyGraph:
    """Tables and the enforced foreign keys between them.

    Args:
        catalog: the schema.
        fold_partitions: count the keys of a partition as keys of its root, and leave partitions out of ``tables``.
    """

    def __init__(self, catalog: Catalog, *, fold_partitions: bool = True) -> None:
        self.catalog = catalog
        self.fold_partitions = fold_partitions
        self._orders: dict[KeyFilter, tuple[Mapping[QualifiedName, int], frozenset[QualifiedName]]] = {}

    def node(self, table: QualifiedName) -> QualifiedName:
        """Return the table of the graph that represents ``table``: its root if partitions are folded."""
        return self.catalog.root_of(table) if self.fold_partitions else table

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """All edges, in the creation order of their keys."""
        node = self.node
        return tuple(
            Edge(node(key.table), node(key.referenced_table), key) for key in self.catalog.foreign_keys if key.enforced
        )

    @cached_property
    def tables(self) -> tuple[QualifiedName, ...]:
        """All tables of the graph: the defined ones in file order, then external ones."""
        names = (*self.catalog.tables, *self.catalog.external, *(end for edge in self.edges for end in _ends(edge)))
        return tuple(dict.fromkeys(self.node(name) for name in names))

    @cached_property
    def _inbound(self) -> Mapping[QualifiedName, tuple[Edge, ...]]:
        return _grouped(self.edges, lambda edge: edge.referenced)

    @cached_property
    def _outbound(self) -> Mapping[QualifiedName, tuple[Edge, ...]]:
        return _grouped(self.edges, lambda edge: edge.referencing)

    def edges_to(self, *, referenced: QualifiedName) -> tuple[Edge, ...]:
        """Return the edges of the keys that reference a table, in creation order: where its deletes travel."""
        return self._inbound.get(referenced, ())

    def edges_from(self, *, referencing: QualifiedName) -> tuple[Edge, ...]:
        """Return the edges of a table's own keys, in creation order."""
        return self._outbound.get(referencing, ())

    def reach(self, *, referenced: QualifiedName, passes: KeyFilter = cascades) -> tuple[Arrival, ...]:
        """Return every table that a delete of rows of ``referenced`` reaches, nearest first.

        Args:
            referenced: where the delete starts; the tables that inherit from it start with it.
            passes: which keys pass the delete on.

        Returns:
            One arrival for each table, in breadth-first order. ``referenced`` itself is among them only if a chain
            leads back to it. The cost is linear in the part of the graph that is reached.
        """
        starts = (referenced, *self.catalog.descendants(referenced))
        first: dict[QualifiedName, tuple[int, Edge]] = {}
        last: dict[QualifiedName, list[Edge]] = {}
        pending = deque((start, 0) for start in starts)
        seen = set(starts)
        while pending:
            table, depth = pending.popleft()
            for edge in self.edges_to(referenced=table):
                if not passes(edge.key):
                    continue
                last.setdefault(edge.referencing, []).append(edge)
                if edge.referencing not in first:
                    first[edge.referencing] = depth + 1, edge
                if edge.referencing not in seen:
                    seen.add(edge.referencing)
                    pending.append((edge.referencing, depth + 1))
        longest = self._longest(starts, last, passes)
        return tuple(
            Arrival(table, depth, longest[table], via, tuple(last[table])) for table, (depth, via) in first.items()
        )

    def _longest(
        self, starts: Iterable[QualifiedName], last: Mapping[QualifiedName, list[Edge]], passes: KeyFilter
    ) -> dict[QualifiedName, int | None]:
        """Longest chain to each reached table, computed once, in the topological order of the components."""
        position, cyclic = self._order(passes)
        steps: dict[QualifiedName, int | None] = {start: None if start in cyclic else 0 for start in starts}
        for table in sorted(last, key=position.__getitem__):
            before = [None if edge.referenced in cyclic else steps[edge.referenced] for edge in last[table]]
            if table in cyclic or None in before:
                steps[table] = None
            else:
                steps[table] = max(steps.get(table) or 0, *(1 + n for n in before if n is not None))
        return steps

    def _order(self, passes: KeyFilter) -> tuple[Mapping[QualifiedName, int], frozenset[QualifiedName]]:
        """Position of each table, so that a delete travels to higher ones, and the tables on cycles."""
        if passes not in self._orders:
            components = self._components(passes)
            cyclic = frozenset(
                table for component in components if self._is_cyclic(component, passes) for table in component
            )
            # The algorithm yields components against the direction of the edges' travel: referenced ones first,
            # which is just the direction in which a delete travels.
            self._orders[passes] = {table: n for n, group in enumerate(components) for table in group}, cyclic
        return self._orders[passes]

    def components(self, passes: KeyFilter = every_key) -> tuple[tuple[QualifiedName, ...], ...]:
        """Return the strongly connected components that contain a cycle, tables in file order, largest first.

        A self-reference is a cycle of one table. Cost: linear; simple cycles are never enumerated.
        """
        rank = {table: n for n, table in enumerate(self.tables)}
        cyclic = [group for group in self._components(passes) if self._is_cyclic(group, passes)]
        ordered = [tuple(sorted(group, key=rank.__getitem__)) for group in cyclic]
        return tuple(sorted(ordered, key=lambda group: (-len(group), rank[group[0]])))

    def edges_within(self, tables: Collection[QualifiedName], passes: KeyFilter = every_key) -> tuple[Edge, ...]:
        """Return the edges with both ends among ``tables``, in creation order within each table."""
        members = frozenset(tables)
        return tuple(
            edge
            for table in tables
            for edge in self.edges_from(referencing=table)
            if edge.referenced in members and passes(edge.key)
        )

    def levels(
        self, without: Collection[str] = (), *, referenced_first: bool = True
    ) -> tuple[tuple[QualifiedName, ...], ...]:
        """Return the tables in steps so that every key references a table of an earlier step.

        If referenced tables come later, a table also comes after those that inherit from it, unless keys forbid that:
        DELETE FROM it also deletes their rows, which others may still reference.

        Args:
            without: ids of keys that do not count, because cycles are broken there.
            referenced_first: if False, the referenced table comes in a later step instead.

        Raises:
            ValueError: the remaining keys form a cycle.
        """
        # Loaded here, as below, for start-up time: the library costs more than reading most schemas.
        from networkx import NetworkXUnfeasible, is_directed_acyclic_graph, topological_generations

        broken = frozenset(without)
        graph = self._multigraph(lambda key: key.id not in broken)
        below = self.catalog.descendants
        inherited = [] if referenced_first else [(name, table) for table in self.tables for name in below(table)]
        if inherited:
            larger = graph.copy()
            larger.add_edges_from(inherited)
            graph = larger if is_directed_acyclic_graph(larger) else graph
        try:
            steps = topological_generations(graph.reverse(copy=False) if referenced_first else graph)
            return tuple(tuple(step) for step in steps)
        except NetworkXUnfeasible:
            raise ValueError("the keys that remain form a cycle") from None

    def distances(self, *, referencing: QualifiedName) -> Mapping[QualifiedName, int]:
        """Return how many keys, at least, lead from each table that a table references, directly or not, to it."""
        found = {referencing: 0}
        pending = deque([referencing])
        while pending:
            table = pending.popleft()
            for edge in self.edges_from(referencing=table):
                if edge.referenced not in found:
                    found[edge.referenced] = found[table] + 1
                    pending.append(edge.referenced)
        return found

    def _is_cyclic(self, group: Collection[QualifiedName], passes: KeyFilter) -> bool:
        if len(group) > 1:
            return True
        return any(
            edge.referenced == edge.referencing and passes(edge.key)
            for table in group
            for edge in self.edges_from(referencing=table)
        )

    def _components(self, passes: KeyFilter) -> list[set[QualifiedName]]:
        """Return all strongly connected components, referenced ones first."""
        peeled = self._peeled(passes)
        if len(peeled) == len(self.tables):
            return [{table} for table in peeled]
        # The library is not loaded unless there is a cycle.
        from networkx import strongly_connected_components

        return list(strongly_connected_components(self._multigraph(passes)))

    def _peeled(self, passes: KeyFilter) -> list[QualifiedName]:
        """Return the tables that are on no cycle of several tables nor behind one, referenced ones first (Kahn)."""
        waits = dict.fromkeys(self.tables, 0)
        for edge in self.edges:
            waits[edge.referencing] += edge.referencing != edge.referenced and passes(edge.key)
        peeled = [table for table, count in waits.items() if not count]
        for table in peeled:  # grows while it is read
            for edge in self.edges_to(referenced=table):
                if edge.referencing != table and passes(edge.key):
                    waits[edge.referencing] -= 1
                    if not waits[edge.referencing]:
                        peeled.append(edge.referencing)
        return peeled

    def _multigraph(self, passes: KeyFilter) -> MultiDiGraph[QualifiedName]:
        from networkx import MultiDiGraph  # as above

        graph: MultiDiGraph[QualifiedName] = MultiDiGraph()
        graph.add_nodes_from(self.tables)
        graph.add_edges_from((edge.referencing, edge.referenced) for edge in self.edges if passes(edge.key))
        return graph


def _ends(edge: Edge) -> Iterator[QualifiedName]:
    yield edge.referencing
    yield edge.referenced


def _grouped(edges: Iterable[Edge], end: Callable[[Edge], QualifiedName]) -> Mapping[QualifiedName, tuple[Edge, ...]]:
    found: dict[QualifiedName, list[Edge]] = {}
    for edge in edges:
        found.setdefault(end(edge), []).append(edge)
    return {name: tuple(group) for name, group in found.items()}
