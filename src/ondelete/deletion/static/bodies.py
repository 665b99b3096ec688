"""Triggers and rules whose bodies run in a delete: which of them fire, for which event (semantics R15, R16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from ondelete.catalog import QualifiedName, ReferentialAction, Rule, Trigger
from ondelete.deletion.actions.changes import Changes, row_before, written_by
from ondelete.deletion.actions.movement import movement
from ondelete.deletion.effects import NotModelled
from ondelete.deletion.kinds import StepOutcome
from ondelete.deletion.static.events import Event

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ondelete.catalog import Catalog
    from ondelete.deletion.actions.changes import To
    from ondelete.deletion.static.events import EventGraph

Verb: TypeAlias = Literal["delete", "update", "insert", "truncate"]


class Body(NamedTuple):
    """A trigger or rule that runs.

    Attributes:
        entry: the trigger or rule.
        verb: what fires it.
        holder: the table that holds the row, or that the statement names.
        changes: for an update, what is written; None for any other.
        event: the event that fires it.
    """

    entry: Trigger | Rule
    verb: Verb
    holder: QualifiedName
    changes: Changes | None
    event: Event


def bodies_of(graph: EventGraph) -> tuple[Body, ...]:
    """Return the triggers and rules that run, each once for each event and table, nearest first."""
    found: dict[tuple[object, ...], Body] = {}
    for body in _bodies_in(graph):
        found.setdefault((body.entry.table, body.entry.name, body.verb, body.holder, id(body.event)), body)
    return tuple(found.values())


def direct_bodies(catalog: Catalog, table: QualifiedName) -> Iterator[Body]:
    """Yield the triggers and rules of one table that run when its rows are deleted, or when a key updates them."""
    deleted = Event(table)
    deleted.is_root = True
    yield from _on_table(catalog, deleted)
    for key in catalog.foreign_keys_from.get(table, ()):
        written = written_by(catalog, key, "delete", {}) if key.enforced else None
        if written is not None:
            updated = Event(table, key)
            updated.changes = written
            yield from _on_table(catalog, updated)


def _on_table(catalog: Catalog, event: Event) -> Iterator[Body]:
    verb: Verb = "delete" if event.changes is None else "update"
    yield from _rules(catalog, event, verb)
    yield from _statement_triggers(catalog, event, event.table, verb, event.changes)
    yield from _row_triggers(catalog, event)


def inserting_bodies(catalog: Catalog, table: QualifiedName) -> Iterator[Body]:
    """Yield the triggers and rules that run when a statement inserts rows into a table."""
    event = Event(table)
    yield from _rules(catalog, event, "insert")
    yield from _statement_triggers(catalog, event, table, "insert", None)
    yield from _at(catalog, event, _holders(catalog, table), "insert", None)


def truncating_bodies(catalog: Catalog, tables: Iterable[QualifiedName]) -> Iterator[Body]:
    """Yield the triggers that run when tables are truncated."""
    for table in tables:
        yield from _statement_triggers(catalog, Event(table), table, "truncate", None)


def _bodies_in(graph: EventGraph) -> Iterator[Body]:
    for event in graph.events:
        yield from _bodies_on(graph, event)
    yield from _of_idle_statements(graph)


def _bodies_on(graph: EventGraph, event: Event) -> Iterator[Body]:
    verb: Verb = "delete" if event.changes is None else "update"
    # The statement names one table, so statement triggers and rules of other tables do not run.
    if not event.is_root or event is graph.roots[0]:
        yield from _rules(graph.catalog, event, verb)
        if event.is_root and graph.replaced:
            return
        yield from _statement_triggers(graph.catalog, event, event.table, verb, event.changes)
    yield from _row_triggers(graph.catalog, event)


def _row_triggers(catalog: Catalog, event: Event) -> Iterator[Body]:
    """Yield the row triggers that fire: those of the tables that contain the rows, or get them."""
    held = _holders(catalog, event.table)
    if event.changes is None:
        yield from _at(catalog, event, held, "delete", None)
        return
    moves = movement(catalog, event.table, row_before(event.key) if event.key is not None else {}, event.changes)
    # A row that moves to another partition is deleted there and inserted here, and no AFTER UPDATE trigger fires.
    # Nothing is known of rows below a table whose partitions the file lacks.
    absent = [name for name in held if catalog.is_partitioned(name)]
    stays = [name for name in held if name in moves.staying] if catalog.is_partitioned(event.table) else held
    yield from _at(catalog, event, [*stays, *absent], "update", event.changes)
    yield from _at(catalog, event, moves.leaving, "update", event.changes, timing="before")
    if moves.columns:
        yield from _at(catalog, event, [*moves.leaving, *absent], "delete", None)
        yield from _at(catalog, event, [*moves.arriving, *absent], "insert", None)


def _holders(catalog: Catalog, table: QualifiedName) -> list[QualifiedName]:
    """Return the tables that contain the rows of one, and those below it whose partitions the file lacks."""
    below = catalog.partitions_below(table) if catalog.is_partitioned(table) else ()
    return [name for name in (table, *below) if not catalog.is_partitioned(name) or not catalog.children_of.get(name)]


def _at(
    catalog: Catalog,
    event: Event,
    holders: Iterable[QualifiedName],
    verb: Verb,
    written: Changes | None,
    *,
    timing: str | None = None,
) -> Iterator[Body]:
    """Yield the row triggers that fire at any of some tables: a partition's own copy of a trigger hides that one."""
    for holder in holders:
        seen = set[str]()
        for name in (holder, *catalog.partitioned_above(holder)):
            for trigger in catalog.triggers_of.get(name, ()):
                if trigger.row and trigger.name not in seen:
                    seen.add(trigger.name)
                    if _fires(trigger, verb, written) and timing in (None, trigger.timing):
                        yield Body(trigger, verb, holder, written, event)


def _of_idle_statements(graph: EventGraph) -> Iterator[Body]:
    """Yield the statement triggers of a key that finds no row because another one came first: its query still runs."""
    for firing in graph.firings:
        if firing.outcome is StepOutcome.SHADOWED and not firing.action.checks_only:
            deletes = firing.clause == "delete" and firing.action is ReferentialAction.CASCADE
            verb: Verb = "delete" if deletes else "update"
            same: frozenset[To] = frozenset({"same"})
            written = None if deletes else dict.fromkeys(firing.key.columns, same)
            yield from _statement_triggers(graph.catalog, firing.source, firing.key.table, verb, written)


def _statement_triggers(
    catalog: Catalog, event: Event, table: QualifiedName, verb: Verb, written: Changes | None
) -> Iterator[Body]:
    for trigger in catalog.triggers_of.get(table, ()):
        if not trigger.row and _fires(trigger, verb, written):
            yield Body(trigger, verb, table, written, event)


def not_modelled(body: Body, reason: str) -> NotModelled:
    """Return a trigger or rule as one whose code is not known, and why."""
    entry, verb = body.entry, body.verb
    if isinstance(entry, Rule):
        detail = f"ON {verb.upper()} DO {'INSTEAD' if entry.instead else 'ALSO'}"
        return NotModelled("rule", entry.table, entry.name, verb, detail, reason)
    detail = f"{entry.timing.upper()} {verb.upper()}, {entry.function}()"
    return NotModelled("trigger", entry.table, entry.name, verb, detail, reason)


def _fires(trigger: Trigger, verb: Verb, written: Collection[str] | None) -> bool:
    """Whether a trigger fires; UPDATE OF looks at the columns that are written, even with their old values."""
    if verb not in trigger.events or not trigger.is_active:
        return False
    return verb != "update" or not trigger.columns or not set(written or ()).isdisjoint(trigger.columns)


def _rules(catalog: Catalog, event: Event, verb: Verb) -> Iterator[Body]:
    for rule in catalog.rules_of.get(event.table, ()):
        if rule.event == verb and rule.is_active:
            yield Body(rule, verb, event.table, event.changes, event)
