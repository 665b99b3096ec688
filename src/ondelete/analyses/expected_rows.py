"""How many rows go with one? Row estimates along every chain of cascades."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from ondelete.catalog import ForeignKey, QualifiedName, ReferentialAction

if TYPE_CHECKING:
    from ondelete.graph import Arrival, ForeignKeyGraph


ExpectedRows: TypeAlias = Mapping[QualifiedName, float | None]
"""By reached table, the rows that go with one deleted row; None if an estimate on the way is missing."""


class RowEstimates:
    """Estimated rows by table of a graph; a partitioned table without an estimate has the sum of its partitions."""

    def __init__(self, graph: ForeignKeyGraph, rows: Mapping[QualifiedName, float]) -> None:
        self._graph, self._rows = graph, rows

    def of(self, table: QualifiedName) -> float | None:
        """Return the estimate of a table, None if there is none."""
        if table in self._rows:
            return self._rows[table]
        catalog = self._graph.catalog
        if not catalog.is_partitioned(table):
            return None
        parts = [self.of(child) for child in catalog.children_of.get(table, ())]
        known = [part for part in parts if part is not None]
        return sum(known) if parts and len(known) == len(parts) else None


def expected_rows(graph: ForeignKeyGraph, rows: Mapping[QualifiedName, float], table: QualifiedName) -> ExpectedRows:
    """Return how many rows of each reached table go, on average, when one row of ``table`` is deleted.

    For each deleted row, a key passes on (rows of the referencing table / rows of the referenced table) rows; several
    ways to one table add up. In a cycle of cascades this sum would have no limit, so a table never counts more than its
    own rows. It is an upper estimate: a key that can be NULL counts as always set, and a row that is reached twice
    counts twice.

    Args:
        graph: the keys.
        rows: estimated rows by table.
        table: where one row is deleted.

    Returns:
        By reached table the number of rows, None if an estimate on the way is missing.
    """
    estimates = RowEstimates(graph, rows)
    start = graph.node(table)
    arrivals = graph.reach(referenced=start)
    found: dict[QualifiedName, float | None] = dict.fromkeys((start, *graph.catalog.descendants(start)), 1.0)
    for arrival in _in_order(arrivals):
        found[arrival.table] = _expected(arrival, found, estimates)
    reached = {arrival.table for arrival in arrivals}
    return {name: number for name, number in found.items() if name in reached}


def expected_updates(graph: ForeignKeyGraph, rows: Mapping[QualifiedName, float], table: QualifiedName) -> ExpectedRows:
    """Return how many rows of each table stay and change, on average, when one row of ``table`` is deleted.

    They are those whose key is SET NULL or SET DEFAULT, estimated as ``expected_rows`` does. An UPDATE writes a row and
    most of its index entries anew: it is no less work than a DELETE.
    """
    estimates, start = RowEstimates(graph, rows), graph.node(table)
    going: dict[QualifiedName, float | None] = dict.fromkeys((start, *graph.catalog.descendants(start)), 1.0)
    going.update(expected_rows(graph, rows, table))
    found: dict[QualifiedName, float | None] = {}
    for edge in (edge for each in going for edge in graph.edges_to(referenced=each) if sets(edge.key)):
        own, there, gone = estimates.of(edge.referencing), estimates.of(edge.referenced), going[edge.referenced]
        if own is None or there is None or gone is None:
            found[edge.referencing] = None
        elif (known := found.get(edge.referencing, 0.0)) is not None:
            found[edge.referencing] = min(known + gone * own / max(there, 1.0), own)
    return found


def sets(key: ForeignKey) -> bool:
    """Whether a delete changes the rows that reference by a key, and leaves them there."""
    return key.on_delete in (ReferentialAction.SET_NULL, ReferentialAction.SET_DEFAULT)


def _in_order(arrivals: tuple[Arrival, ...]) -> list[Arrival]:
    """Return arrivals so that each comes after those from which it gets rows; those without a limit need no order."""
    return sorted(arrivals, key=lambda arrival: arrival.longest if arrival.longest is not None else -1)


def _expected(arrival: Arrival, found: Mapping[QualifiedName, float | None], estimates: RowEstimates) -> float | None:
    own = estimates.of(arrival.table)
    if own is None or arrival.longest is None:
        return own
    total = 0.0
    for edge in arrival.edges:
        going, there = found.get(edge.referenced), estimates.of(edge.referenced)
        if going is None or there is None:
            return None
        total += going * own / max(there, 1.0)
    return min(total, own)
