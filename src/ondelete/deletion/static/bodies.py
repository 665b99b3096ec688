"""Triggers and rules whose bodies run in a delete: which of them fire, for which event (semantics R15, R16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ondelete.catalog import ReferentialAction
from ondelete.deletion.actions.changes import changed
from ondelete.deletion.actions.partitions import may_move
from ondelete.deletion.effects import NotModelled
from ondelete.deletion.kinds import StepOutcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ondelete.catalog import QualifiedName, Trigger
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
    catalog, verb = graph.catalog, _verb(event)
    # The statement names one table: statement triggers and rules of others do not run.
    named = not event.is_root or event is graph.roots[0]
    moves = event.changes is not None and may_move(catalog, event.table, changed(event.changes))
    if named:
        yield from _rules(graph, event.table, verb)
        if event.is_root and graph.replaced:
            return
        yield from _triggers(graph, event.table, verb, event.changes, row=False)
    for name in (*catalog.partitioned_above(event.table), event.table, *catalog.partitions_below(event.table)):
        yield from _triggers(graph, name, verb, event.changes, row=True)
        # A row that moves to another partition is deleted there and inserted here.
        for moving in ("delete", "insert") if moves else ():
            yield from _triggers(graph, name, moving, None, row=True)


def _of_idle_statements(graph: EventGraph) -> Iterator[NotModelled]:
    """Yield the statement triggers of a key that finds no row, because another one came first: its query runs."""
    for firing in graph.firings:
        if firing.outcome is StepOutcome.SHADOWED and not firing.action.checks_only:
            deletes = firing.clause == "delete" and firing.action is ReferentialAction.CASCADE
            verb: Verb = "delete" if deletes else "update"
            written = None if deletes else firing.key.columns
            yield from _triggers(graph, firing.key.table, verb, written, row=False)


def _verb(event: Event) -> Verb:
    return "delete" if event.changes is None else "update"


def _triggers(
    graph: EventGraph, table: QualifiedName, verb: Verb, written: Collection[str] | None, *, row: bool
) -> Iterator[NotModelled]:
    for trigger in graph.catalog.triggers_of.get(table, ()):
        if trigger.row is row and _fires(trigger, verb, written):
            detail = f"{trigger.timing.upper()} {verb.upper()}, {trigger.function}()"
            yield NotModelled("trigger", table, trigger.name, verb, detail)


def _fires(trigger: Trigger, verb: Verb, written: Collection[str] | None) -> bool:
    """Whether a trigger fires; UPDATE OF goes by the columns that are written, also with the value they have."""
    if verb not in trigger.events or not trigger.is_active:
        return False
    return verb != "update" or not trigger.columns or not set(written or ()).isdisjoint(trigger.columns)


def _rules(graph: EventGraph, table: QualifiedName, verb: Verb) -> Iterator[NotModelled]:
    for rule in graph.catalog.rules_of.get(table, ()):
        if rule.event == verb and rule.is_active:
            detail = f"ON {verb.upper()} DO {'INSTEAD' if rule.instead else 'ALSO'}"
            yield NotModelled("rule", table, rule.name, verb, detail)
