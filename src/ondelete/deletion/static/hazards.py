"""The double-update hazard: keys that may be checked again and fail, because the schema does not exclude it (R9).

PostgreSQL re-checks *all* keys of a row if the current transaction wrote its old version. So if two referential actions
update a row in turn, every key of it is checked, and the check fails if a referenced row is gone by then while the row
itself is still there.

A hazard that is not yielded here cannot happen, by one of the arguments of docs/semantics.md (R9): the depths do not
meet, one update sets to NULL the columns by which the other finds the row, or a CHECK refuses a row with all the
references. Of a graph that is too dense for these arguments, all are yielded that they have not excluded in time.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ondelete.catalog import ForeignKey, QualifiedName, ReferentialAction
from ondelete.catalog.expressions import Cast, Constant
from ondelete.deletion.actions.changes import changed, default_expression, nulled
from ondelete.deletion.actions.partitions import may_move
from ondelete.deletion.effects import Chain, Path
from ondelete.deletion.expressions.evaluate import check_outcome
from ondelete.deletion.expressions.values import SOME_VALUE
from ondelete.deletion.kinds import StepOutcome
from ondelete.deletion.static.depths import FAR, Depths, depths_in, later, up_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog, Expression
    from ondelete.deletion.actions.changes import Changes
    from ondelete.deletion.static.events import Event, EventGraph, Firing

MOST_CHAINS = 3
"""Number of chains to the vanishing row that are yielded for each of its depths."""

MOST_DEPTHS = 2
"""Number of depths at which one pair of updates is yielded: behind a cycle it can happen at any depth."""


class Hazard(msgspec.Struct, frozen=True):
    """A row of ``key.table`` that two actions update, and that references a row which disappears.

    ``first`` and ``second`` are chains whose last key updates the row. ``vanishing`` are chains to the row of
    ``key.referenced_table`` that ``key`` references, if it is deleted or loses its key; there are none if the row may
    reference nothing from the beginning, as behind a NOT VALID key. All chains have lengths at which the hazard can
    happen.
    """

    key: ForeignKey
    first: Path
    second: Path
    vanishing: tuple[Path, ...]


class _Update(NamedTuple):
    """One clause of one key that updates a row: its firings, the depths of their sources, whether once is enough."""

    firings: Sequence[Firing]
    sources: int
    twice: bool

    @property
    def key(self) -> ForeignKey:
        return self.firings[0].key

    @property
    def changes(self) -> Changes:
        target = self.firings[0].target
        return {} if target is None else target.changes or {}

    @property
    def nulls(self) -> frozenset[str]:
        return nulled(self.changes)

    @property
    def fills(self) -> frozenset[str]:
        """The columns that were NULL and can have a value afterwards."""
        return frozenset(c for c, to in self.changes.items() if to & {"default", "value"})


def restricts_checked_again(graph: EventGraph) -> frozenset[str]:
    """Return the ids of RESTRICT keys that can be checked again before they block: the error is 23503 then."""
    found = (next(hazards, None) for hazards in candidates_by_key(graph, restricting=True))
    return frozenset(hazard.key.id for hazard in found if hazard is not None)


def candidates_by_key(graph: EventGraph, *, restricting: bool = False) -> Iterator[Iterator[Hazard]]:
    """Yield, key by key, the combinations that make the hazard possible, nearest first.

    Take only as many as you need: there is one for each pair of updating keys and each event, and more. A key that
    only checks is a blocker already, so its re-check is left out; ``restricting``: yield those of RESTRICT instead.
    """
    catalog = graph.catalog
    firings: dict[QualifiedName, list[Firing]] = {}
    for firing in graph.firings:
        if firing.outcome is StepOutcome.UPDATED:
            firings.setdefault(catalog.root_of(firing.key.table), []).append(firing)
    if not firings:
        return
    vanishing: dict[QualifiedName, list[Event]] = {}
    for event in graph.events:
        if not event.is_root and not event.stops:
            vanishing.setdefault(catalog.root_of(event.table), []).append(event)
    search = _Search(graph)
    for table, found in firings.items():
        updates = search.updates(found)
        if len(updates) > 1 or any(update.twice for update in updates):
            for key in _keys(graph, table):
                if restricting and ReferentialAction.RESTRICT not in (key.on_delete, key.on_update):
                    continue
                # What waits for COMMIT finds the row gone together with the one that it references.
                waits = key.timing.initially_deferred
                events = vanishing.get(catalog.root_of(key.referenced_table), ()) if not waits else ()
                gone = [event for event in events if search.takes(event, key, restricting=restricting)]
                yield search.candidates(key, updates, gone)


class _Search:
    """The hazards of one event graph."""

    def __init__(self, graph: EventGraph) -> None:
        self.graph, self.catalog = graph, graph.catalog

    @cached_property
    def depths(self) -> Depths:
        """The depths of all events."""
        return Depths(self.graph)

    def updates(self, firings: Sequence[Firing]) -> list[_Update]:
        """Return the firings by key and clause."""
        grouped: dict[int, list[Firing]] = {}
        for firing in firings:
            grouped.setdefault(id(firing.target), []).append(firing)
        found = []
        for group in grouped.values():
            sources = 0
            for firing in group:
                sources |= self.depths.of(firing.source)
            found.append(_Update(group, sources, self._is_enough(group[0])))
        return found

    def takes(self, event: Event, key: ForeignKey, *, restricting: bool) -> bool:
        """Whether an event removes the referenced row of ``key``, and the key does what is asked for."""
        if event.changes is not None and changed(event.changes).isdisjoint(key.referenced_columns):
            return False
        action = key.on_delete if event.changes is None else key.on_update
        return action is ReferentialAction.RESTRICT if restricting else not action.checks_only

    def candidates(self, key: ForeignKey, updates: list[_Update], gone: list[Event]) -> Iterator[Hazard]:
        """Yield the combinations in which ``key`` can be checked while its row is gone."""
        fitting = [update for update in updates if update.nulls.isdisjoint(key.columns)]
        if self.graph.work.is_exhausted:
            yield from self._unexamined(key, fitting, gone)
            return
        pairs = [(u, u) for u in fitting if u.twice]
        self.graph.work.spend(len(fitting) ** 2)
        meeting = [
            (one, other)
            for place, one in enumerate(fitting)
            for other in fitting[:place]
            if not _exclude_each_other(one, other)
        ]
        for event in gone:
            self.graph.work.spend(len(fitting))
            goes = self.depths.of(event)
            near = [u for u in fitting if (later(u.sources, 1) | later(u.sources, 2)) & goes]
            if not near:
                continue
            close = {id(update.firings) for update in near}
            self.graph.work.spend(len(meeting) + len(pairs))
            for one, other in (*reversed(meeting), *pairs):
                if (id(one.firings) in close or id(other.firings) in close) and self._can_be_set(key, one, other):
                    yield from self._hazards(key, (other, one), event, goes)
        if not key.validated:
            for one, other in (*reversed(meeting), *pairs):
                if self._can_be_set(key, one, other):
                    paths = [Chain(u.firings[0].source.path, u.key) for u in (other, one)]
                    yield Hazard(key, paths[0], paths[1], ())

    def _unexamined(self, key: ForeignKey, fitting: list[_Update], gone: list[Event]) -> Iterator[Hazard]:
        """Yield one combination of a key, if there are any that could make the hazard possible."""
        self.graph.work.spend(len(fitting))
        if (gone or not key.validated) and (len(fitting) > 1 or any(update.twice for update in fitting)):
            first, second = (Chain(u.firings[0].source.path, u.key) for u in (fitting[0], fitting[-1]))
            yield Hazard(key, first, second, tuple(event.path for event in gone[:1]))

    def _hazards(self, key: ForeignKey, pair: tuple[_Update, _Update], event: Event, goes: int) -> Iterator[Hazard]:
        """Yield a pair at each depth of its later update at which the referenced row can be gone, nearest first."""
        one, other = pair
        given = 0
        for depth in depths_in(one.sources | other.sources):
            ends = [n for n in depths_in(goes) if n in (depth + 1, depth + 2) or (n == FAR <= depth + 2)]
            levels = [self._levels(update, other_update, depth) for update, other_update in (pair, pair[::-1])]
            level = next((found for found in levels if found is not None), None)
            if not ends or level is None:
                continue
            lengths = level if level is levels[0] else level[::-1]
            paths = [self._path(update, length) for update, length in zip(pair, lengths, strict=True)]
            vanishing = tuple(
                chain for end in ends for chain in islice(self.depths.chains(event, end), MOST_CHAINS)
            ) or (event.path,)
            yield Hazard(key, paths[0], paths[1], vanishing)
            given += 1
            if given == MOST_DEPTHS:
                return

    def _levels(self, last: _Update, first: _Update, depth: int) -> tuple[int, int] | None:
        """Return the depths of the sources if ``last`` updates at ``depth`` and ``first`` not after it."""
        if not last.sources & (1 << depth):
            return None
        before = up_to(first.sources, depth)
        return None if before is None else (depth, before)

    def _path(self, update: _Update, depth: int) -> Path:
        firing = next(each for each in update.firings if self.depths.of(each.source) & (1 << depth))
        chain = next(iter(self.depths.chains(firing.source, depth)), firing.source.path)
        return Chain(chain, firing.key)

    def _is_enough(self, firing: Firing) -> bool:
        """Whether one key alone can update a row twice, or once so that all its keys are checked.

        An ON UPDATE action can, if the referenced row is updated twice. SET DEFAULT can, if the default varies and the
        new referenced row is deleted, too. A move to another partition inserts the row there.
        """
        if firing.clause == "update":
            return True
        changes = firing.target.changes or {} if firing.target is not None else {}
        if may_move(self.catalog, firing.key.table, changed(changes)):
            return True
        return firing.action is ReferentialAction.SET_DEFAULT and _default_varies(self.catalog, firing.key)

    def _can_be_set(self, key: ForeignKey, one: _Update, other: _Update) -> bool:
        """Whether one row can have all three references, but for columns that get their value on the way."""
        columns = {c for each in (key, one.key, other.key) for c in each.columns}
        return can_be_set(self.catalog, key.table, frozenset(columns - one.fills - other.fills))


@lru_cache(maxsize=8)
def _settable(_catalog: Catalog) -> dict[tuple[QualifiedName, frozenset[str]], bool]:
    """Return what ``can_be_set`` has answered of a catalog, which goes with the catalog."""
    return {}


def can_be_set(catalog: Catalog, table: QualifiedName, columns: frozenset[str]) -> bool:
    """Whether a row can have a value in all of these columns, by each of its CHECKs alone.

    A NOT VALID CHECK excludes nothing, because older rows need not satisfy it.
    """
    known = _settable(catalog)
    if (table, columns) not in known:
        known[table, columns] = _can_be_set(catalog, table, columns)
    return known[table, columns]


def _can_be_set(catalog: Catalog, table: QualifiedName, columns: frozenset[str]) -> bool:
    given = dict.fromkeys(columns, SOME_VALUE)
    checks = (check for check in catalog.checks_of.get(table, ()) if check.enforced and check.validated)
    return not any(check_outcome(check.expression, given) == "must fail" for check in checks)


def _exclude_each_other(one: _Update, other: _Update) -> bool:
    """Whether each update sets to NULL a column by which the other one finds the row: then only one finds it."""
    return not one.nulls.isdisjoint(other.key.columns) and not other.nulls.isdisjoint(one.key.columns)


def _default_varies(catalog: Catalog, key: ForeignKey) -> bool:
    table = catalog.tables.get(key.table)
    columns = [table.column(name) if table is not None else None for name in key.set_columns or key.columns]
    for column in columns:
        expression = default_expression(catalog, column) if column is not None else None
        if column is None or column.identity is not None or (expression is not None and not _is_constant(expression)):
            return True
    return False


def _is_constant(expression: Expression) -> bool:
    tree = expression.tree
    while isinstance(tree, Cast):
        tree = tree.operand
    return isinstance(tree, Constant)


def _keys(graph: EventGraph, table: QualifiedName) -> Iterator[ForeignKey]:
    """Yield the keys whose re-check can fail: a deferred one waits, and can fail only if it is NOT VALID."""
    family = (table, *graph.catalog.partitions_below(table))
    for key in (k for name in family for k in graph.catalog.foreign_keys_from.get(name, ())):
        if key.enforced and not (key.timing.initially_deferred and key.validated):
            yield key
