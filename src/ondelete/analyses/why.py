"""Why does a delete on one table affect another? The chains of foreign keys between them.

A chain follows what PostgreSQL does: ON DELETE CASCADE passes a delete on. SET NULL and SET DEFAULT change columns, and
if others reference these columns, the change goes on through their ON UPDATE clauses. The last foreign key of a chain
may also be one that only checks (NO ACTION, RESTRICT): it can stop the delete.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from ondelete.catalog import ForeignKey, QualifiedName, ReferentialAction
from ondelete.deletion.actions.changes import row_before
from ondelete.deletion.actions.movement import movement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.catalog import Catalog, Clause
    from ondelete.deletion.actions.changes import To
    from ondelete.deletion.effects import Path, Prediction
    from ondelete.graph import Edge, ForeignKeyGraph

MAX_CHAINS = 100
MAX_STEPS = 100_000

Change: TypeAlias = "frozenset[str] | None"
"""What happens to the row at the end of a chain: None if it is deleted, or else the columns that change."""


class Link(msgspec.Struct, frozen=True):
    """One key of a chain and which of its clauses acts: ON DELETE, or ON UPDATE of a changed referenced row."""

    key: ForeignKey
    event: Literal["delete", "update"]

    @property
    def action(self) -> ReferentialAction:
        """The referential action that the clause names."""
        return self.key.action_on(self.event)


Chain: TypeAlias = tuple[Link, ...]


class Chains(msgspec.Struct, frozen=True):
    """The chains from ``table`` to ``other``, shortest first, in the order in which the delete travels.

    ``complete`` is False if a limit cut the search short: there can be more chains.
    """

    table: QualifiedName
    other: QualifiedName
    chains: tuple[Chain, ...]
    complete: bool


class _Stop(msgspec.Struct, frozen=True):
    """Where a chain stands: at a table, with what happened to its row; ``ends`` where nothing is passed on.

    ``left`` are partitions that the row may have left for another one: for keys to them it is deleted.
    """

    table: QualifiedName
    change: Change
    ends: bool = False
    left: frozenset[QualifiedName] = frozenset()


def why(graph: ForeignKeyGraph, table: QualifiedName, other: QualifiedName) -> Chains:
    """Return one shortest chain from ``table`` to ``other``, or none. Cost: linear in the reach of ``table``."""
    table, other = graph.node(table), graph.node(other)
    came: dict[_Stop, tuple[_Stop, Link]] = {}
    starts = [_Stop(start, None) for start in (table, *graph.catalog.descendants(table))]
    pending = deque(starts)
    while pending:
        stop = pending.popleft()
        for link, following in _steps(graph, stop):
            if following.table == other:
                return Chains(table, other, ((*_walk_back(came, stop), link),), complete=False)
            if following not in came and following not in starts:
                came[following] = stop, link
                pending.append(following)
    return Chains(table, other, (), complete=True)


def why_all(
    graph: ForeignKeyGraph,
    table: QualifiedName,
    other: QualifiedName,
    *,
    max_chains: int = MAX_CHAINS,
    max_steps: int = MAX_STEPS,
) -> Chains:
    """Return all chains from ``table`` to ``other`` that visit no table twice, shortest first.

    Their number can be exponential, so the search ends at ``max_chains`` chains or ``max_steps`` looked-at keys;
    the answer says whether it was cut.
    """
    table, other = graph.node(table), graph.node(other)
    search = _Search(graph, other, max_chains, max_steps)
    starts = [_Stop(start, None) for start in (table, *graph.catalog.descendants(table)) if start in search.distances]
    length = min((max(1, search.distances[start.table]) for start in starts), default=0)
    while starts and not search.is_spent:
        search.shortened = False
        for start in starts:
            search.chains_of(start, length)
        if not search.shortened and not search.is_spent:
            return Chains(table, other, tuple(search.found), complete=True)
        length += 1
    return Chains(table, other, tuple(search.found), complete=not starts)


def blocking_chains(graph: ForeignKeyGraph, prediction: Prediction, other: QualifiedName) -> Chains:
    """Return a shortest chain to each key of ``other`` that can stop a delete, shortest first.

    Unlike the chains of ``why_all`` they may visit a table twice: a key from a table to itself can stop a delete, too.
    """
    other = graph.node(other)
    failures = {failure.key.id: failure for failure in prediction.failures if graph.node(failure.table) == other}
    # A key that is checked again is another one than that which changes the row.
    paths = ((*f.path, *(() if f.path and f.path[-1] == f.key else (f.key,))) for f in failures.values())
    chains = sorted(map(_links, paths), key=len)
    return Chains(graph.node(prediction.table), other, tuple(chains), complete=True)


def _links(path: Path) -> Chain:
    """Return a path with the clause of each key: its ON UPDATE, once a key before it keeps the row."""
    links: list[Link] = []
    event: Clause = "delete"
    for key in path:
        links.append(Link(key, event))
        if event == "delete" and key.on_delete is not ReferentialAction.CASCADE:
            event = "update"
    return tuple(links)


class _Search:
    """A depth-first search for chains of exactly one length, repeated for growing lengths."""

    def __init__(self, graph: ForeignKeyGraph, other: QualifiedName, max_chains: int, max_steps: int) -> None:
        self.graph, self.other = graph, other
        self.distances = graph.distances(referencing=other)
        self.found: list[Chain] = []
        self.shortened = False
        self._chains_left, self._steps_left = max_chains, max_steps

    @property
    def is_spent(self) -> bool:
        return self._chains_left <= 0 or self._steps_left <= 0

    def chains_of(self, start: _Stop, length: int) -> None:
        """Add the chains of ``length`` keys from ``start``; note in ``shortened`` whether longer ones are possible."""
        chain: list[Link] = []
        visited = {start.table}
        visits: list[QualifiedName] = [start.table]
        stack = [_steps(self.graph, start)]
        while stack and not self.is_spent:
            step = next(stack[-1], None)
            if step is None:
                stack.pop()
                visited.discard(visits.pop())
                if chain:
                    chain.pop()
                continue
            self._steps_left -= 1
            link, stop = step
            if stop.table == self.other:
                self._arrive((*chain, link), length)
            elif not stop.ends and stop.table not in visited and self._is_near(stop, length - len(chain) - 1):
                chain.append(link)
                visited.add(stop.table)
                visits.append(stop.table)
                stack.append(_steps(self.graph, stop))

    def _arrive(self, chain: Chain, length: int) -> None:
        if len(chain) == length:
            self.found.append(chain)
            self._chains_left -= 1

    def _is_near(self, stop: _Stop, left: int) -> bool:
        if stop.table not in self.distances:
            return False
        if self.distances[stop.table] > left:
            self.shortened = True
            return False
        return True


def _walk_back(came: dict[_Stop, tuple[_Stop, Link]], stop: _Stop) -> Chain:
    links: list[Link] = []
    while stop in came:
        stop, link = came[stop]
        links.append(link)
    return tuple(reversed(links))


def _steps(graph: ForeignKeyGraph, stop: _Stop) -> Iterator[tuple[Link, _Stop]]:
    """Yield the keys that act when the row at ``stop`` is deleted or changed, and where that leads."""
    if stop.ends:
        return
    for edge in graph.edges_to(referenced=stop.table):
        if stop.change is None:
            yield Link(edge.key, "delete"), _after_delete(graph.catalog, edge)
        elif stop.change.intersection(edge.key.referenced_columns):
            yield Link(edge.key, "update"), _after_update(graph.catalog, edge, stop.change)
        if edge.key.referenced_table in stop.left:
            yield Link(edge.key, "delete"), _after_delete(graph.catalog, edge)


def _after_delete(catalog: Catalog, edge: Edge) -> _Stop:
    key = edge.key
    if key.on_delete is ReferentialAction.CASCADE:
        return _Stop(edge.referencing, None)
    return _changed(catalog, edge, frozenset(key.set_columns or key.columns), key.on_delete)


def _after_update(catalog: Catalog, edge: Edge, change: frozenset[str]) -> _Stop:
    key = edge.key
    changed = frozenset(key.columns)
    if key.on_update is ReferentialAction.CASCADE:
        pairs = zip(key.columns, key.referenced_columns, strict=False)
        changed = frozenset(column for column, other in pairs if other in change)
    return _changed(catalog, edge, changed, key.on_update)


_WRITTEN: Mapping[ReferentialAction, frozenset[To]] = {
    ReferentialAction.SET_NULL: frozenset({"null"}),
    ReferentialAction.SET_DEFAULT: frozenset({"default"}),
}
_SOMETHING: frozenset[To] = frozenset({"null", "value"})


def _changed(catalog: Catalog, edge: Edge, written: frozenset[str], action: ReferentialAction) -> _Stop:
    table = edge.referencing
    if action.checks_only:
        return _Stop(table, written, ends=True)
    changed = _with_generated(catalog, table, written)
    changes = {c: _WRITTEN.get(action, _SOMETHING) if c in written else _SOMETHING for c in changed}
    moves = movement(catalog, table, row_before(edge.key), changes)
    return _Stop(table, changed, left=moves.leaving - moves.refused)


def _with_generated(catalog: Catalog, table: QualifiedName, changed: frozenset[str]) -> frozenset[str]:
    """Return changed columns, and the generated ones that follow them."""
    definition = catalog.tables.get(table)
    columns = definition.columns if definition is not None else ()
    follow = (c.name for c in columns if c.generation is not None and not c.generation.columns.isdisjoint(changed))
    return changed.union(follow)
