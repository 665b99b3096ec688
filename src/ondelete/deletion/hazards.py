"""The double-update hazard: where the schema alone cannot rule out that a key is checked again and fails (R9).

PostgreSQL re-checks *all* keys of a row whose old version was written by the current transaction. So a row that
two referential actions update in turn has every key checked, and fails if one of its referenced rows is gone by
then while the row itself is still there.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import ForeignKey, QualifiedName
from ondelete.deletion.changes import changed, nulled
from ondelete.deletion.effects import Chain, Path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.deletion.events import Act, Event, EventGraph


class Hazard(msgspec.Struct, frozen=True):
    """A row of ``key.table`` that two actions update, and that references a row which goes away.

    ``first`` and ``second`` are shortest chains whose last key updates the row; ``vanishing`` is a shortest
    chain to the row of ``key.referenced_table`` that ``key`` references, where it is deleted or loses its key.
    """

    key: ForeignKey
    first: Path
    second: Path
    vanishing: Path


def recheck_candidates(graph: EventGraph) -> Iterator[Hazard]:
    """Yield every combination whose depths make the hazard possible, nearest first."""
    catalog = graph.catalog
    updates: dict[QualifiedName, list[Act]] = {}
    for act in graph.acts:
        if act.outcome == "updated":
            updates.setdefault(catalog.root_of(act.key.table), []).append(act)
    vanishing: dict[QualifiedName, list[Event]] = {}
    for event in graph.events:
        if not event.is_root and not event.stops:
            vanishing.setdefault(catalog.root_of(event.table), []).append(event)
    for table, acts in updates.items():
        for key in _keys(graph, table):
            gone = [e for e in vanishing.get(catalog.root_of(key.referenced_table), ()) if _takes(e, key)]
            for event in gone:
                for first, second in _pairs(graph, acts):
                    if _possible(first, second, key, event):
                        yield Hazard(key, _chain(first), _chain(second), event.path)


def _keys(graph: EventGraph, table: QualifiedName) -> Iterator[ForeignKey]:
    """Yield the keys whose re-check is news: one that only checks is a blocker already, a deferred one waits."""
    family = (table, *graph.keys.partitions(table))
    for key in (k for name in family for k in graph.catalog.keys_from.get(name, ())):
        if key.enforced and not key.timing.initially_deferred:
            yield key


def _takes(event: Event, key: ForeignKey) -> bool:
    if event.changes is None:
        return not key.on_delete.checks_only
    return not key.on_update.checks_only and not changed(event.changes).isdisjoint(key.referenced_columns)


def _pairs(graph: EventGraph, acts: list[Act]) -> Iterator[tuple[Act, Act]]:
    yield from combinations(acts, 2)
    # One key can update a row twice where the referenced row itself is updated twice. One update is enough where it
    # moves the row to another partition: there it is inserted, and all its keys are checked.
    yield from ((act, act) for act in acts if act.clause == "update" or _moves(graph, act))


def _moves(graph: EventGraph, act: Act) -> bool:
    differs = changed(act.target.changes or {}) if act.target is not None else frozenset()
    for name in (act.key.table, *graph.keys.partitions(act.key.table)):
        table = graph.catalog.tables.get(name)
        if (
            table is not None
            and table.partition_key is not None
            and not differs.isdisjoint(table.partition_key.columns)
        ):
            return True
    return False


def _possible(first: Act, second: Act, key: ForeignKey, event: Event) -> bool:
    for act in (first, second):
        changes = act.target.changes if act.target is not None else None
        # A NULL in the key leaves nothing to check, under MATCH FULL it fails for that reason.
        if changes is not None and not nulled(changes).isdisjoint(key.columns):
            return False
    nearest = max(first.source.low, second.source.low)
    highs = (first.source.high, second.source.high)
    farthest = None if None in highs else max(h for h in highs if h is not None)
    too_early = event.high is not None and event.high < nearest + 1
    too_late = farthest is not None and event.low > farthest + 2
    return not too_early and not too_late


def _chain(act: Act) -> Path:
    return Chain(act.source.path, act.key)
