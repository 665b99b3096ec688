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
from ondelete.deletion.actions.changes import changed, nulled
from ondelete.deletion.actions.partitions import may_move
from ondelete.deletion.effects import Chain, Path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.deletion.static.events import Act, Event, EventGraph


class Hazard(msgspec.Struct, frozen=True):
    """A row of ``key.table`` that two actions update, and that references a row which goes away.

    ``first`` and ``second`` are shortest chains whose last key updates the row; ``vanishing`` is a shortest
    chain to the row of ``key.referenced_table`` that ``key`` references, where it is deleted or loses its key.
    """

    key: ForeignKey
    first: Path
    second: Path
    vanishing: Path


def candidates_by_key(graph: EventGraph) -> Iterator[Iterator[Hazard]]:
    """Yield, key by key, the combinations whose depths make the hazard possible, nearest first.

    They are to be taken as far as wanted: there is one for each pair of keys and event.
    """
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
        twice = [act for act in acts if act.clause == "update" or _moves(graph, act)]
        for key in _keys(graph, table):
            gone = [e for e in vanishing.get(catalog.root_of(key.referenced_table), ()) if _takes(e, key)]
            yield _candidates(key, acts, twice, gone)


def _candidates(key: ForeignKey, acts: list[Act], twice: list[Act], gone: list[Event]) -> Iterator[Hazard]:
    for event in gone:
        for first, second in _pairs(acts, twice, key, event):
            yield Hazard(key, _chain(first), _chain(second), event.path)


def _keys(graph: EventGraph, table: QualifiedName) -> Iterator[ForeignKey]:
    """Yield the keys whose re-check is news: one that only checks is a blocker already, a deferred one waits."""
    family = (table, *graph.catalog.partitions_below(table))
    for key in (k for name in family for k in graph.catalog.keys_from.get(name, ())):
        if key.enforced and not key.timing.initially_deferred:
            yield key


def _takes(event: Event, key: ForeignKey) -> bool:
    if event.changes is None:
        return not key.on_delete.checks_only
    return not key.on_update.checks_only and not changed(event.changes).isdisjoint(key.referenced_columns)


def _pairs(acts: list[Act], twice: list[Act], key: ForeignKey, event: Event) -> Iterator[tuple[Act, Act]]:
    """Yield the pairs of acts between or after which ``key`` can be checked while ``event`` has taken its row.

    One key can update a row twice where the referenced row itself is updated twice. One update is enough where it
    moves the row to another partition: there it is inserted, and all its keys are checked.
    """
    fitting = [act for act in acts if _leaves(act, key) and not _too_late(act, event)]
    for first, second in combinations(fitting, 2) if any(_is_late_enough(act, event) for act in fitting) else ():
        if _is_late_enough(first, event) or _is_late_enough(second, event):
            yield first, second
    for act in twice:
        if _leaves(act, key) and not _too_late(act, event) and _is_late_enough(act, event):
            yield act, act


def _moves(graph: EventGraph, act: Act) -> bool:
    differs = changed(act.target.changes or {}) if act.target is not None else frozenset()
    return may_move(graph.catalog, act.key.table, differs)


def _leaves(act: Act, key: ForeignKey) -> bool:
    """Whether there is something to check: a NULL in the key leaves nothing, under MATCH FULL it fails for that."""
    changes = act.target.changes if act.target is not None else None
    return changes is None or nulled(changes).isdisjoint(key.columns)


def _too_late(act: Act, event: Event) -> bool:
    """Whether even the first turn of the act comes after the last one at which the referenced row can go."""
    return event.high is not None and event.high < act.source.low + 1


def _is_late_enough(act: Act, event: Event) -> bool:
    """Whether the last turn of the act can come once the referenced row is gone."""
    return act.source.high is None or event.low <= act.source.high + 2


def _chain(act: Act) -> Path:
    return Chain(act.source.path, act.key)
