"""The static prediction: everything that a DELETE on one table can do, for any rows, from the schema alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.deletion.effects import Deleted, Failure, Prediction, Refusal, Step, Updated, verdict_of
from ondelete.deletion.kinds import FailureKind, StepOutcome
from ondelete.deletion.sqlstates import SqlState
from ondelete.deletion.static.events import EventGraph, Firing
from ondelete.deletion.static.failures import failures_of
from ondelete.deletion.static.hazards import restricts_checked_again
from ondelete.deletion.static.order import Order, other_order
from ondelete.deletion.static.refusals import refusal_by_publication, refusal_by_recursion
from ondelete.deletion.triggers.answers import triggered_by
from ondelete.deletion.triggers.rescues import with_rescues
from ondelete.deletion.witness.rechecks import candidates_of, rechecks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName
    from ondelete.deletion.static.work import Work


def predict_delete(catalog: Catalog, table: QualifiedName) -> Prediction:
    """Return what ``DELETE FROM table`` can do, as PostgreSQL 15 to 18 do it.

    It is sound: what is not in the prediction does not happen (unless a trigger or rule is not modelled).

    Args:
        catalog: the schema.
        table: a table of it, a partition, or an external table that its keys reference.
    """
    graph = EventGraph(catalog, table)
    return _prediction(graph, rechecks_of(graph))


def predict_statically(catalog: Catalog, table: QualifiedName, work: Work | None = None) -> Prediction:
    """Return the prediction without simulating anything, so that no re-check has rows that show it.

    Verdict and keys are those of ``predict_delete``. ``work`` counts its cost.
    """
    graph = EventGraph(catalog, table, work)
    return _prediction(graph, candidates_of(graph))


def _prediction(graph: EventGraph, rechecks: tuple[Failure, ...]) -> Prediction:
    failures = (*_with_restricts(graph, failures_of(graph, Order(graph))), *rechecks)
    code = triggered_by(graph)
    if code.reach is not None:
        failures = tuple(with_rescues(graph.catalog, code.reach, failures))
    unsettled = _unsettled(graph)
    refusals = tuple(_refusals(graph))
    steps = tuple(Step(a.key, a.source.table, a.clause, a.outcome, a.source.low) for a in graph.firings)
    return Prediction(
        table=graph.roots[0].table,
        verdict=verdict_of(failures, code.not_modelled, refusals, triggers=code.triggers, trigger_errors=code.errors),
        deleted=(*_deleted(graph, unsettled), *code.deleted),
        updated=(*_updated(graph, unsettled), *code.updated),
        failures=failures,
        not_modelled=code.not_modelled,
        steps=(*steps, *code.steps),
        notes=tuple(_notes(graph)),
        refusals=refusals,
        replaced=graph.replaced,
        triggers=code.triggers,
        trigger_updates=code.updates,
        trigger_errors=code.errors,
    )


def _with_restricts(graph: EventGraph, failures: tuple[Failure, ...]) -> tuple[Failure, ...]:
    """Return the errors; those of RESTRICT keys that can be checked again before they block say so."""
    restricting = any(SqlState.RESTRICT_VIOLATION in failure.sqlstates for failure in failures)
    again = restricts_checked_again(graph) if restricting else frozenset[str]()
    return tuple(
        msgspec.structs.replace(failure, checked_again=True)
        if failure.key.id in again and failure.kind is FailureKind.BLOCK
        else failure
        for failure in failures
    )


def _refusals(graph: EventGraph) -> Iterator[Refusal]:
    """Yield why the DELETE itself is refused: it names the table, and finds rows of tables that inherit from it."""
    recursion = refusal_by_recursion(graph.catalog, graph.roots[0].table, "delete")
    if recursion is not None:
        yield recursion
    for root in () if graph.replaced else graph.roots:
        refusal = refusal_by_publication(graph.catalog, root.table, "delete")
        if refusal is not None:
            yield refusal


def _deleted(graph: EventGraph, unsettled: Mapping[int, str]) -> Iterator[Deleted]:
    keys: dict[int, dict[int, ForeignKey]] = {}
    for firing in graph.firings:
        if firing.outcome is StepOutcome.DELETED and firing.target is not None:
            keys.setdefault(id(firing.target), {})[firing.order] = firing.key
    for event in graph.events:
        if event.changes is None and event not in graph.roots[:1]:
            ways = tuple(key for _, key in sorted(keys.get(id(event), {}).items()))
            yield Deleted(event.table, event.low, event.high, ways, event.path, unsettled.get(id(event)))


def _updated(graph: EventGraph, unsettled: Mapping[int, str]) -> Iterator[Updated]:
    for event in graph.events:
        if event.key is None or event.changes is None or event.stops:
            continue
        for to in ("null", "default", "value"):
            columns = tuple(c for c, choices in event.changes.items() if to in choices)
            if columns:
                yield Updated(event.table, columns, event.key, to, event.clause, event.path, unsettled.get(id(event)))


def _unsettled(graph: EventGraph) -> dict[int, str]:
    """Return, by event, what depends on the creation order of two keys on every way to it (R5, R8)."""
    if all(firing.rival is None for firing in graph.firings):
        return {}
    leaving: dict[int, list[Firing]] = {}
    for firing in graph.firings:
        if firing.target is not None and firing.outcome.goes_on:
            leaving.setdefault(id(firing.source), []).append(firing)
    settled = {id(root) for root in graph.roots}
    pending = [id(root) for root in graph.roots]
    for source in pending:  # grows while it is read
        for firing in leaving.get(source, ()):
            if firing.rival is None and id(firing.target) not in settled:
                settled.add(id(firing.target))
                pending.append(id(firing.target))
    found: dict[int, str] = {}
    for event in graph.events:  # breadth first: what leads to an event comes before it
        for firing in leaving.get(id(event), ()):
            words = found.get(id(event)) or other_order(firing)
            if words is not None and id(firing.target) not in settled:
                found.setdefault(id(firing.target), words)
    return found


def _notes(graph: EventGraph) -> Iterator[str]:
    """Yield what the file does not say, and what rows that are older than a constraint can do."""
    reached = {event.table: None for event in graph.events}
    for table in reached:
        if table not in graph.catalog.tables:
            yield f"{table.shown} is not defined in the file, so its columns and constraints are unknown."
    for table in {event.table: None for event in graph.events if event.changes is not None}:
        for check in graph.catalog.checks_of.get(table, ()):
            if check.enforced and not check.validated:
                yield f"{check.name} on {table.shown} is NOT VALID: a row that already violates it fails any update."
