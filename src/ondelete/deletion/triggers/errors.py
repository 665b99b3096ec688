"""The errors of triggers and rules: those that they raise, and those that follow from their statements.

What only odd data could break is no error: a row that an audit log takes breaks no CHECK. An error of a statement is
told if the schema makes it certain, or if the DELETE itself can cause it: a key to a row that goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import Rule, column_list
from ondelete.deletion.actions.changes import changed, nulled
from ondelete.deletion.kinds import Certainty, FailureKind
from ondelete.deletion.sqlstates import SqlState
from ondelete.deletion.static.failures import failures_of
from ondelete.deletion.static.order import Order
from ondelete.deletion.triggers.code.conditions import catches
from ondelete.deletion.triggers.written import WriteErrors, error_of, keys_from
from ondelete.deletion.witness.rechecks import candidates_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog
    from ondelete.deletion.static.events import Event
    from ondelete.deletion.trigger_effects import TriggerError
    from ondelete.deletion.triggers.code.found import Raised, Written
    from ondelete.deletion.triggers.reach import Reach, Reached
    from ondelete.deletion.triggers.statements import Fired, Statement

_TRIGGERED_DATA_CHANGE, _STACK_TOO_DEEP = "27000", "54001"


def errors_of(catalog: Catalog, reach: Reach, reached: list[Reached]) -> Iterator[TriggerError]:
    """Yield every error, each once, nearest first."""
    seen: dict[tuple[object, ...], None] = {}
    numbers: dict[str, int] = {}
    for error in _Errors(catalog, reach, reached).all():
        what = (error.kind, error.trigger, error.table, error.columns, error.sqlstates, error.constraint, error.line)
        if what in seen:
            continue
        seen[what] = None
        number = numbers[error.trigger] = numbers.get(error.trigger, 0) + 1
        name = f"trigger:{error.trigger}" + (f":{number}" if number > 1 else "")
        yield replace(error, id=name)


class _Errors:
    def __init__(self, catalog: Catalog, reach: Reach, reached: list[Reached]) -> None:
        self.catalog, self.reach, self.reached = catalog, reach, reached
        graphs = [each.consequence.graph for each in reached if each.consequence.graph is not None]
        roots = {each.consequence.statement.table for each in reached if _empties(each)}
        losing = {event.table for graph in graphs for event in graph.events if event.changes is None} | roots
        self._writes = WriteErrors(catalog, frozenset(catalog.root_of(table) for table in losing))
        self.endless = reach.endless()
        first = reach.root.graph
        self.root = first.roots[0] if first is not None else None
        self._vetoes = [f for f in reach.root.fired if f.run.veto != "no" and f.body.event is self.root]

    def all(self) -> Iterator[TriggerError]:
        for each in self.reached:
            for fired in each.consequence.fired:
                yield from self._of_run(each, fired)
        for each in self.reached[1:]:
            yield from self._of_cascade(each)
            yield from self._checked_again(each)

    def _of_run(self, each: Reached, fired: Fired) -> Iterator[TriggerError]:
        direct = not each.by and fired.body.event is self.root and fired.body.holder == self.root.table
        always = direct and all(other is fired for other in self._vetoes)
        for raised in fired.run.raised:
            yield self._raised(fired, raised, direct=always)
        for statement, written in fired.statements:
            if statement.quiet:
                yield from self._writes.of_new(fired, statement.table)
            if written is not None:
                yield from self._writes.errors(fired, written, direct=always)
            if statement in self.endless:
                line = written.place.line if written is not None else fired.body.entry.location.line
                yield error_of(
                    fired,
                    line,
                    (_STACK_TOO_DEEP,),
                    f"it fires itself again by a change of {statement.table.shown}, and may never end",
                )
        yield from self._of_own_row(fired)

    def _raised(self, fired: Fired, raised: Raised, *, direct: bool) -> TriggerError:
        when = f" while {' AND '.join(raised.place.when)}" if raised.place.when else ""
        states = (raised.sqlstate,) if raised.sqlstate else ()
        return error_of(
            fired,
            raised.place.line,
            states,
            f"{raised.reason}{when}",
            certain=raised.place.sure,
            direct=direct,
            missing=raised.missing,
        )

    def _of_own_row(self, fired: Fired) -> Iterator[TriggerError]:
        """Yield the error of a row that is changed while a BEFORE trigger of the same row runs (27000)."""
        body, entry = fired.body, fired.body.entry
        if isinstance(entry, Rule) or entry.timing != "before":
            return
        if body.verb not in ("delete", "update"):
            return
        touched = {self.catalog.root_of(table) for table in self.reach.tables_touched(fired)}
        related = {self.catalog.root_of(name) for name in (body.holder, *self.catalog.descendants(body.holder))}
        if related & touched and not (fired.run.veto == "must" and self._changes_this_row_only(fired)):
            line = fired.run.written[0].place.line if fired.run.written else entry.location.line
            yield error_of(
                fired,
                line,
                (_TRIGGERED_DATA_CHANGE,),
                f"what it writes can change the row of {body.holder.shown} that is being {body.verb}d",
            )

    def _changes_this_row_only(self, fired: Fired) -> bool:
        """Whether all that a trigger writes is its own row, found by its primary key."""
        holder = fired.body.holder
        primary = next((key for key in self.catalog.keys_of.get(holder, ()) if key.kind == "primary key"), None)
        pairs = {column: column for column in primary.columns} if primary is not None else {}
        return bool(pairs) and all(
            written is not None
            and written.table == holder
            and written.write.command == "update"
            and pairs.items() <= written.matched.items()
            and {event.table for event in self._events(statement)} <= {holder}
            for statement, written in fired.statements
        )

    def _events(self, statement: Statement) -> list[Event]:
        graphs = [each.consequence.graph for each in self.reached if each.consequence.statement == statement]
        return [event for graph in graphs if graph is not None for event in graph.events]

    def _of_cascade(self, each: Reached) -> Iterator[TriggerError]:
        """Yield the errors of keys that act on what a trigger has deleted or updated."""
        graph = each.consequence.graph
        if graph is None:
            return
        fired, written = self._runner(each)
        if fired is None:
            return
        line = written.place.line if written is not None else fired.body.entry.location.line
        caught = written.place.caught if written is not None else ()
        for failure in (*failures_of(graph, Order(graph)), *candidates_of(graph)):
            if failure.certainty is not Certainty.DEFERRED and any(
                all(catches(condition, state) for state in failure.sqlstates) for condition in caught
            ):
                continue
            kept = failure.certainty is Certainty.DEFERRED
            yield error_of(
                fired,
                line,
                failure.sqlstates,
                failure.reason,
                kind=failure.kind,
                table=failure.table,
                columns=failure.columns,
                key=failure.key,
                constraint=failure.constraint or failure.key.name,
                certainty=Certainty.DEFERRED if kept else Certainty.MAY,
            )

    def _runner(self, each: Reached) -> tuple[Fired | None, Written | None]:
        """Return the trigger that runs a statement on the shortest way, and where it does."""
        for other in self.reached:
            for fired in other.consequence.fired:
                for statement, written in fired.statements:
                    if fired.id == each.by and statement == each.consequence.statement:
                        return fired, written
        return None, None

    def _checked_again(self, each: Reached) -> Iterator[TriggerError]:
        """Yield the keys of updated rows that are checked again, although the row that they reference is gone (R9)."""
        graph = each.consequence.graph
        if graph is None:
            return
        fired, written = self._runner(each)
        losing = self._writes.losing
        events = {event.table: event for event in reversed(graph.events) if event.changes is not None}
        quiet = graph.roots if each.consequence.statement.quiet else ()
        pairs = [(event, key) for event in events.values() for key in keys_from(self.catalog, event.table)]
        for event, key in pairs:
            if fired is None or self.catalog.root_of(key.referenced_table) not in losing:
                continue
            if not nulled(event.changes or {}).isdisjoint(key.columns):
                continue  # NULL references nothing
            if event in quiet and changed(event.changes or {}).isdisjoint(key.columns):
                continue  # that row is written once, whatever the trigger makes of it
            line = written.place.line if written is not None else fired.body.entry.location.line
            yield error_of(
                fired,
                line,
                (SqlState.FOREIGN_KEY_VIOLATION,),
                f"a row of {key.table.shown} that is written twice is checked again by {column_list(key.columns)},"
                f" and its row of {key.referenced_table.shown} can be gone by then",
                kind=FailureKind.RECHECK,
                table=key.table,
                columns=key.columns,
                key=key,
                constraint=key.name,
                certainty=Certainty.DEFERRED if key.timing.initially_deferred else Certainty.MAY,
            )


def _empties(reached: Reached) -> bool:
    """Whether a statement takes rows of its table, although no cascade was followed from there."""
    return reached.consequence.graph is None and reached.consequence.statement.verb in ("delete", "truncate")
