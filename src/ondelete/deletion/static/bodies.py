"""Triggers and rules whose bodies run in a delete: which of them fire, for which event (semantics R15, R16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ondelete.catalog import ReferentialAction
from ondelete.deletion.actions.changes import row_before
from ondelete.deletion.actions.movement import movement
from ondelete.deletion.effects import NotModelled
from ondelete.deletion.kinds import StepOutcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ondelete.catalog import Catalog, QualifiedName, Trigger
    from ondelete.deletion.static.events import Event, EventGraph

    Verb: TypeAlias = Literal["delete", "update", "insert"]


def bodies_of(graph: EventGraph) -> tuple[NotModelled, ...]:
    """Return the triggers and rules that run, each once, nearest first."""
    found: dict[tuple[str, QualifiedName, str], NotModelled] = {}
    for event in graph.events:
        for entry in _bodies_on(graph, event):
            found.setdefault((entry.kind, entry.table, entry.name), entry)
    for entry in _of_idle_statements(graph):
        found.setdefault((entry.kind, entry.table, entry.name), entry)
    return tuple(found.values())


def _bodies_on(graph: EventGraph, event: Event) -> Iterator[NotModelled]:
    verb = _verb(event)
    # The statement names one table, so statement triggers and rules of other tables do not run.
    if not event.is_root or event is graph.roots[0]:
        yield from _rules(graph, event.table, verb)
        if event.is_root and graph.replaced:
            return
        yield from _statement_triggers(graph, event.table, verb, event.changes)
    yield from _row_triggers(graph, event)


def _row_triggers(graph: EventGraph, event: Event) -> Iterator[NotModelled]:
    """Yield the row triggers that fire: those of the tables that contain the rows, or get them."""
    catalog, held = graph.catalog, _holders(graph.catalog, event.table)
    if event.changes is None:
        yield from _at(catalog, held, "delete", None)
        return
    moves = movement(catalog, event.table, row_before(event.key) if event.key is not None else {}, event.changes)
    # A row that moves to another partition is deleted there and inserted here, and no AFTER UPDATE trigger fires.
    # Nothing is known of rows below a table whose partitions the file lacks.
    absent = [name for name in held if catalog.is_partitioned(name)]
    stays = [name for name in held if name in moves.staying] if catalog.is_partitioned(event.table) else held
    yield from _at(catalog, [*stays, *absent], "update", event.changes)
    yield from _at(catalog, moves.leaving, "update", event.changes, timing="before")
    if moves.columns:
        yield from _at(catalog, [*moves.leaving, *absent], "delete", None)
        yield from _at(catalog, [*moves.arriving, *absent], "insert", None)


def _holders(catalog: Catalog, table: QualifiedName) -> list[QualifiedName]:
    """Return the tables that contain the rows of one, and those below it whose partitions the file lacks."""
    below = catalog.partitions_below(table) if catalog.is_partitioned(table) else ()
    return [name for name in (table, *below) if not catalog.is_partitioned(name) or not catalog.children_of.get(name)]


def _at(
    catalog: Catalog,
    holders: Iterable[QualifiedName],
    verb: Verb,
    written: Collection[str] | None,
    *,
    timing: str | None = None,
) -> Iterator[NotModelled]:
    """Yield the row triggers that fire at any of some tables: a partition's own copy of a trigger hides that one."""
    for holder in holders:
        seen = set[str]()
        for name in (holder, *catalog.partitioned_above(holder)):
            for trigger in catalog.triggers_of.get(name, ()):
                if trigger.row and trigger.name not in seen:
                    seen.add(trigger.name)
                    if _fires(trigger, verb, written) and timing in (None, trigger.timing):
                        yield _entry(trigger, verb)


def _of_idle_statements(graph: EventGraph) -> Iterator[NotModelled]:
    """Yield the statement triggers of a key that finds no row because another one came first: its query still runs."""
    for firing in graph.firings:
        if firing.outcome is StepOutcome.SHADOWED and not firing.action.checks_only:
            deletes = firing.clause == "delete" and firing.action is ReferentialAction.CASCADE
            verb: Verb = "delete" if deletes else "update"
            written = None if deletes else firing.key.columns
            yield from _statement_triggers(graph, firing.key.table, verb, written)


def _verb(event: Event) -> Verb:
    return "delete" if event.changes is None else "update"


def _statement_triggers(
    graph: EventGraph, table: QualifiedName, verb: Verb, written: Collection[str] | None
) -> Iterator[NotModelled]:
    for trigger in graph.catalog.triggers_of.get(table, ()):
        if not trigger.row and _fires(trigger, verb, written):
            yield _entry(trigger, verb)


def _entry(trigger: Trigger, verb: Verb) -> NotModelled:
    detail = f"{trigger.timing.upper()} {verb.upper()}, {trigger.function}()"
    return NotModelled("trigger", trigger.table, trigger.name, verb, detail)


def _fires(trigger: Trigger, verb: Verb, written: Collection[str] | None) -> bool:
    """Whether a trigger fires; UPDATE OF looks at the columns that are written, even with their old values."""
    if verb not in trigger.events or not trigger.is_active:
        return False
    return verb != "update" or not trigger.columns or not set(written or ()).isdisjoint(trigger.columns)


def _rules(graph: EventGraph, table: QualifiedName, verb: Verb) -> Iterator[NotModelled]:
    for rule in graph.catalog.rules_of.get(table, ()):
        if rule.event == verb and rule.is_active:
            detail = f"ON {verb.upper()} DO {'INSTEAD' if rule.instead else 'ALSO'}"
            yield NotModelled("rule", table, rule.name, verb, detail)
