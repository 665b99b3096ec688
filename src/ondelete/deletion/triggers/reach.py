"""All statements that triggers run in one DELETE: how far each is from it, and which trigger leads there."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from ondelete.catalog import Trigger

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.catalog import QualifiedName
    from ondelete.deletion.triggers.statements import Consequence, Fired, Statement, Statements


class Reached(NamedTuple):
    """A statement in reach.

    Attributes:
        consequence: what follows from it.
        by: the trigger that runs it on the shortest way, "" for the DELETE itself.
        depth: the steps from the DELETE to its rows on that way; a trigger is one step.
        longest: the steps on the longest way, None if there is no limit.
    """

    consequence: Consequence
    by: str
    depth: int
    longest: int | None


class Reach:
    """The statements that a DELETE runs by triggers, breadth first; the DELETE itself comes first."""

    def __init__(self, statements: Statements, root: Consequence) -> None:
        self._statements = statements
        self.root = root
        self._consequences: dict[Statement | None, Consequence] = {None: root}
        self._near: dict[Statement | None, tuple[str, int]] = {None: ("", 0)}
        self._walk()
        self._far = self._longest()

    def __iter__(self) -> Iterator[Reached]:
        """Iterate over the statements, nearest first."""
        for statement, consequence in self._consequences.items():
            by, depth = self._near[statement]
            yield Reached(consequence, by, depth, self._far.get(statement))

    def _walk(self) -> None:
        pending: deque[Statement | None] = deque([None])
        while pending:
            source = pending.popleft()
            depth = self._near[source][1]
            for fired in self._consequences[source].fired:
                for statement, _ in fired.statements:
                    if statement not in self._consequences:
                        self._consequences[statement] = self._statements.of(statement)
                        self._near[statement] = (fired.id, depth + fired.body.event.low + 1)
                        pending.append(statement)

    def _edges(self, source: Statement | None) -> Iterator[tuple[Statement, int | None]]:
        for fired in self._consequences[source].fired:
            for statement, _ in fired.statements:
                far = fired.body.event.high
                yield statement, None if far is None else far + 1

    def _longest(self) -> Mapping[Statement | None, int]:
        """Return the longest way to each statement; those on or behind a circle or an endless cascade are left out."""
        waiting: dict[Statement | None, int] = dict.fromkeys(self._consequences, 0)
        for source in self._consequences:
            for target, _ in self._edges(source):
                waiting[target] += 1
        best: dict[Statement | None, int] = {None: 0}
        found: dict[Statement | None, int] = {}
        ready: list[Statement | None] = [None] if not waiting[None] else []
        endless: set[Statement | None] = set()
        for source in ready:  # grows while it is read
            if source not in endless:
                found[source] = best[source]
            for target, steps in self._edges(source):
                if steps is None or source in endless:
                    endless.add(target)
                else:
                    best[target] = max(best.get(target, 0), best[source] + steps)
                waiting[target] -= 1
                if not waiting[target]:
                    ready.append(target)
        return found

    def tables_touched(self, fired: Fired) -> frozenset[QualifiedName]:
        """Return the tables whose rows the statements of a trigger, with all that follows, delete or update."""
        found: set[QualifiedName] = set()
        pending = [statement for statement, _ in fired.statements if not statement.quiet]
        for statement in pending:  # grows while it is read
            consequence = self._consequences[statement]
            if consequence.graph is not None:
                found.update(event.table for event in consequence.graph.events)
            elif statement.verb == "truncate":
                found.add(statement.table)
            more = [each for other in consequence.fired for each, _ in other.statements if not each.quiet]
            pending += [each for each in dict.fromkeys(more) if each not in pending]
        return frozenset(found)

    def endless(self) -> frozenset[Statement]:
        """Return the statements that run themselves again, directly or through others, and may never end.

        An AFTER ROW trigger that deletes what a DELETE has left ends: there are only so many rows, if nothing in the
        circle inserts.
        """
        behind = {s: self._behind(s, every=True) for s in self._consequences if s is not None}
        found = set()
        for statement in (s for s, others in behind.items() if s in others):
            circle = {s for s in behind[statement] if statement in behind[s]}
            inserts = any(s.verb == "insert" for s in circle)
            if inserts or statement in self._behind(statement, every=False):
                found.add(statement)
        return frozenset(found)

    def _behind(self, start: Statement, *, every: bool) -> set[Statement]:
        """Return the statements that follow from one, or only those that do not take a row each time."""
        found: dict[Statement, None] = {}
        pending = list(self._next(start, every=every))
        for each in pending:  # grows while it is read
            if each not in found:
                found[each] = None
                pending += self._next(each, every=every)
        return set(found)

    def _next(self, statement: Statement, *, every: bool) -> Iterator[Statement]:
        for fired in self._consequences[statement].fired:
            entry = fired.body.entry
            takes = fired.body.verb == "delete" and isinstance(entry, Trigger) and entry.row and entry.timing == "after"
            for target, _ in fired.statements:
                if every or not (takes and target.verb == "delete"):
                    yield target
