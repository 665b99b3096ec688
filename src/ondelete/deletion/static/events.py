"""Every event that one DELETE can cause: the least fixpoint of semantics R6, R10 and R11 over a schema.

An event is of one kind: rows of a table are deleted, or rows of a table are updated by one clause of one key. A firing
is one key that acts on an event. There are few events and firings (as many as reached tables and keys), so no code has
to look at paths one by one.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from ondelete.catalog import ReferentialAction
from ondelete.deletion.actions.changes import changed, row_before, written_by
from ondelete.deletion.actions.keys import key_order
from ondelete.deletion.actions.movement import movement
from ondelete.deletion.effects import Chain
from ondelete.deletion.kinds import StepOutcome
from ondelete.deletion.sqlstates import VERSIONS
from ondelete.deletion.static.refusals import remembered_refusals
from ondelete.deletion.static.rows import remembered_failures, row_failures
from ondelete.deletion.static.work import FIRING, Work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, Clause, ForeignKey, QualifiedName
    from ondelete.deletion.actions.changes import Changes, To
    from ondelete.deletion.actions.keys import KeyOrder, OrderedKey
    from ondelete.deletion.actions.movement import Movement
    from ondelete.deletion.effects import Path, Refusal
    from ondelete.deletion.static.rows import RowFailure


class Event:
    """Rows of ``table`` deleted (``changes`` is None), or updated by ``key`` on ``clause``.

    ``low`` and ``high`` are the smallest and the largest number of steps from the DELETE; ``high`` is None if a cycle
    leaves no limit. ``path`` is a shortest chain. ``detached``: the event of only one firing, which is refused whatever
    else happens.
    """

    __slots__ = (
        "changes",
        "clause",
        "detached",
        "failures",
        "high",
        "is_root",
        "key",
        "low",
        "path",
        "table",
    )

    def __init__(self, table: QualifiedName, key: ForeignKey | None = None, clause: Clause = "delete") -> None:
        self.table, self.key, self.clause = table, key, clause
        self.changes: Changes | None = None
        self.failures: tuple[RowFailure, ...] = ()
        self.is_root = False
        self.detached = False
        self.path: Path = ()
        self.low = 0
        self.high: int | None = None

    @property
    def stops(self) -> bool:
        """Whether the row's own constraints refuse the update, so that nothing follows from it."""
        if any(failure.stops for failure in self.failures):
            return True
        certain = [failure.versions for failure in self.failures if failure.certain and not failure.deferred]
        return bool(certain) and all(any(version in each for each in certain) for version in VERSIONS)


class Firing(NamedTuple):
    """One key that acts on an event. ``target`` is the event that follows, even if that one stops at once.

    ``rival`` is another key on the same columns that does something else: the one that was created first acts (R8).
    """

    source: Event
    order: int
    key: ForeignKey
    clause: Clause
    outcome: StepOutcome
    target: Event | None
    refusal: Refusal | None = None
    rival: OrderedKey | None = None

    @property
    def action(self) -> ReferentialAction:
        """The referential action that acts."""
        return self.key.action_on(self.clause)

    @property
    def is_late(self) -> bool:
        """Whether the rival acts instead, if the keys were created in the order of the file."""
        return self.rival is not None and self.rival.order < self.order


class EventGraph:
    """All events and firings that a delete of rows of one table causes, breadth first; ``work`` counts their cost.

    With ``changes``, the rows are not deleted but updated: that is what they become.
    """

    def __init__(
        self, catalog: Catalog, table: QualifiedName, work: Work | None = None, changes: Changes | None = None
    ) -> None:
        self.catalog = catalog
        self.work = work or Work()
        self.keys: KeyOrder = key_order(catalog)
        self._row_failures = remembered_failures(catalog)
        self._refusals = remembered_refusals(catalog)
        self._deletes: dict[QualifiedName, Event] = {}
        self._updates: dict[tuple[int, Clause], Event] = {}
        self.roots = tuple(Event(name) for name in (table, *catalog.descendants(table)))
        for root in self.roots:
            root.is_root = True
            root.changes = changes
        if self.replaced:
            self.roots = self.roots[:1]
        self._close()
        self.events: list[Event] = []
        self.firings: list[Firing] = []
        self._walk()
        self._measure()
        self.work.spend(FIRING * len(self.firings))

    @property
    def replaced(self) -> bool:
        """Whether a rule replaces the DELETE itself: then it removes no row, and no key acts (R16)."""
        clause: Clause = "delete" if self.roots[0].changes is None else "update"
        return self.catalog.replacing_rule(self.roots[0].table, clause) is not None

    def _close(self) -> None:
        """Grow the set of events until nothing new follows."""
        pending = deque(self.roots)
        while pending:
            source = pending.popleft()
            for firing in self._answers(source):
                if firing.target is None or firing.target.detached:
                    continue
                if self._grow(firing):
                    pending.append(firing.target)

    def _grow(self, firing: Firing) -> bool:
        """Add what ``firing`` writes to its target; return whether anything new follows from the target."""
        target = firing.target
        if target is None:
            return False
        if firing.outcome is StepOutcome.DELETED:
            fresh = target.table not in self._deletes
            self._deletes[target.table] = target
            return fresh
        fresh = (firing.order, firing.clause) not in self._updates
        self._updates[firing.order, firing.clause] = target
        written = written_by(self.catalog, firing.key, firing.clause, firing.source.changes or {}) or {}
        merged = _merge(target.changes, written)
        if not fresh and merged == target.changes:
            return False
        target.changes = merged
        target.failures = self._row_failures.of(firing.order, firing.key, merged)
        return True

    def _answers(self, source: Event) -> Iterator[Firing]:
        """Yield the firings of all keys that act on ``source``."""
        if source.stops or (source is self.roots[0] and self.replaced):
            return
        clause: Clause = "delete" if source.changes is None else "update"
        shadowed = self._silent(clause)
        differs = changed(source.changes or {})
        for order, key in self.keys.acting_on(source.table):
            if clause == "update" and (differs.isdisjoint(key.referenced_columns) or not self._stays(source, key)):
                continue
            if order in shadowed:
                yield self._shadowed(source, order, key, clause)
            else:
                yield self._answer(source, order, key, clause)
        for order, key in self._left_behind(source, differs):
            yield self._answer(source, order, key, "delete")

    def _left_behind(self, source: Event, differs: frozenset[str]) -> Iterator[OrderedKey]:
        """Yield the keys to single partitions: for them, a row that an update moves elsewhere is deleted (R15)."""
        moves = self._movement(source) if differs else None
        if moves is not None:
            for leaf in self.catalog.partitions_below(source.table):
                if leaf in moves.leaving and leaf not in moves.refused:
                    yield from self.keys.acting_on(leaf, directly=True)

    def _movement(self, source: Event) -> Movement:
        before = row_before(source.key) if source.key is not None else {}
        return movement(self.catalog, source.table, before, source.changes or {})

    def _stays(self, source: Event, key: ForeignKey) -> bool:
        """Whether an update can be one to a key that references a partition of the table: the row stays there (R15)."""
        name = key.referenced_table
        if name not in self.catalog.partitions_below(source.table):
            return True
        staying = self._movement(source).staying
        return name in staying or not staying.isdisjoint(self.catalog.partitions_below(name))

    def _silent(self, clause: Clause) -> frozenset[int]:
        return self.keys.shadowed_on_delete if clause == "delete" else self.keys.shadowed_on_update

    def _shadowed(self, source: Event, order: int, key: ForeignKey, clause: Clause) -> Firing:
        """Return the firing of a key that never finds a row: its statement still runs, and can be refused."""
        refusal = self._refusal(order, key, clause)
        if refusal is not None:
            return Firing(source, order, key, clause, StepOutcome.BLOCKS, None, refusal)
        written = written_by(self.catalog, key, clause, source.changes or {}) or {}
        always = tuple(f for f in row_failures(self.catalog, key, written) if f.always) if written else ()
        if not always:
            return Firing(source, order, key, clause, StepOutcome.SHADOWED, None)
        target = Event(key.table, key, clause)
        target.changes, target.failures, target.detached = written, always, True
        return Firing(source, order, key, clause, StepOutcome.BLOCKS, target)

    def _answer(self, source: Event, order: int, key: ForeignKey, clause: Clause) -> Firing:
        rival, action = self.keys.rival_of(order, clause), key.action_on(clause)
        refusal = None if action.checks_only else self._refusal(order, key, clause)
        if action.checks_only or (refusal is not None and refusal.certain):
            return Firing(source, order, key, clause, StepOutcome.BLOCKS, None, refusal, rival)
        if clause == "delete" and action is ReferentialAction.CASCADE:
            target, outcome = self._deletes.get(key.table) or Event(key.table), StepOutcome.DELETED
        else:
            target = self._updates.get((order, clause)) or Event(key.table, key, clause)
            outcome = StepOutcome.BLOCKS if target.stops else StepOutcome.UPDATED
        return Firing(source, order, key, clause, outcome, target, refusal, rival)

    def _refusal(self, order: int, key: ForeignKey, clause: Clause) -> Refusal | None:
        """Return why the key's statement is refused; the result is kept for other deletes."""
        return self._refusals.of(order, key, clause)

    def _walk(self) -> None:
        """List events and firings breadth first; set the shortest depths."""
        self.events = list(self.roots)
        seen = {id(event) for event in self.events}
        for source in self.events:
            for firing in self._answers(source):
                self.firings.append(firing)
                target = firing.target
                if target is None:
                    continue
                if id(target) not in seen:
                    seen.add(id(target))
                    target.low, target.path = source.low + 1, Chain(source.path, firing.key)
                    self.events.append(target)

    def _measure(self) -> None:
        """Set the longest depths: a topological order leaves out exactly the events on or behind a cycle."""
        waiting: dict[int, int] = {}
        leaving: dict[int, list[Firing]] = {}
        for firing in self.firings:
            if firing.target is not None:
                waiting[id(firing.target)] = waiting.get(id(firing.target), 0) + 1
                leaving.setdefault(id(firing.source), []).append(firing)
        ready = deque(self.roots)
        for root in self.roots:
            root.high = 0
        best: dict[int, int] = {}
        while ready:
            source = ready.popleft()
            for firing in leaving.get(id(source), ()):
                target = firing.target
                if target is None or source.high is None:
                    continue
                best[id(target)] = max(best.get(id(target), 0), source.high + 1)
                waiting[id(target)] -= 1
                if not waiting[id(target)]:
                    target.high = best[id(target)]
                    ready.append(target)


def _merge(known: Changes | None, written: Changes) -> Changes:
    if known is None:
        return written
    nothing: frozenset[To] = frozenset()
    same: frozenset[To] = frozenset({"same"})
    columns = {**known, **written}
    return {c: known.get(c, same if c in written else nothing) | written.get(c, same) for c in columns}
