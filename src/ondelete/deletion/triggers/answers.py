"""What the triggers of one DELETE add to its prediction: rows lost and changed, errors, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from ondelete.catalog import Rule, Trigger
from ondelete.deletion.effects import Deleted, NotModelled, Step, Updated
from ondelete.deletion.kinds import Certainty, StepOutcome
from ondelete.deletion.static.bodies import not_modelled
from ondelete.deletion.static.truncate import predict_truncate
from ondelete.deletion.trigger_effects import TriggerEffect, TriggerRun, TriggerUpdate
from ondelete.deletion.triggers.errors import errors_of
from ondelete.deletion.triggers.reach import Reach
from ondelete.deletion.triggers.statements import remembered_statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName
    from ondelete.deletion.actions.changes import To
    from ondelete.deletion.static.events import EventGraph
    from ondelete.deletion.trigger_effects import EffectKind, TriggerError
    from ondelete.deletion.triggers.code.found import Place
    from ondelete.deletion.triggers.reach import Reached
    from ondelete.deletion.triggers.statements import Fired


class Triggered(NamedTuple):
    """What triggers and rules add to a prediction; see Prediction for the fields."""

    triggers: tuple[TriggerRun, ...] = ()
    deleted: tuple[Deleted, ...] = ()
    updated: tuple[Updated, ...] = ()
    updates: tuple[TriggerUpdate, ...] = ()
    errors: tuple[TriggerError, ...] = ()
    not_modelled: tuple[NotModelled, ...] = ()
    steps: tuple[Step, ...] = ()
    reach: Reach | None = None


def triggered_by(graph: EventGraph) -> Triggered:
    """Return what the triggers and rules that a DELETE fires add to its prediction."""
    catalog = graph.catalog
    if not catalog.triggers and not catalog.rules:
        return Triggered()
    statements = remembered_statements(catalog)
    reach = Reach(statements, statements.of_graph(graph))
    if not reach.root.fired:
        return Triggered()
    reached = list(reach)
    return Triggered(
        triggers=tuple(_runs(reached)),
        deleted=tuple(_deleted(catalog, graph, reached)),
        updated=tuple(_updated(reached[1:])),
        updates=tuple(_updates(reached)),
        errors=tuple(errors_of(catalog, reach, reached)),
        not_modelled=tuple(_unknown(reached)),
        steps=tuple(_steps(reached[1:])),
        reach=reach,
    )


def triggered_on(catalog: Catalog, table: QualifiedName) -> Triggered:
    """Return what the triggers and rules of one table do when a delete comes to its rows."""
    statements = remembered_statements(catalog)
    return _triggered(catalog, Reach(statements, statements.of_table(table)))


def triggered_by_truncate(catalog: Catalog, tables: Iterable[QualifiedName]) -> Triggered:
    """Return what the triggers do that a TRUNCATE of these tables fires."""
    statements = remembered_statements(catalog)
    return _triggered(catalog, Reach(statements, statements.of_truncate(tables)))


def _triggered(catalog: Catalog, reach: Reach) -> Triggered:
    reached = list(reach)
    return Triggered(
        triggers=tuple(_runs(reached)),
        errors=tuple(errors_of(catalog, reach, reached)),
        not_modelled=tuple(_unknown(reached)),
        reach=reach,
    )


def _runs(reached: Iterable[Reached]) -> Iterator[TriggerRun]:
    """Yield each trigger and rule with what it does, once for each event that fires it."""
    found: dict[tuple[str, str, str], TriggerRun] = {}
    for each in reached:
        for fired in each.consequence.fired:
            entry, body = fired.body.entry, fired.body
            what = (type(entry).__name__, fired.id, body.verb)
            known = found.get(what)
            effects = tuple(_effects(fired))
            if known is None:
                found[what] = _run(each, fired, effects)
            elif known.effects != effects:
                found[what] = replace(known, effects=_merged(known.effects, effects))
    yield from found.values()


def _run(each: Reached, fired: Fired, effects: tuple[TriggerEffect, ...]) -> TriggerRun:
    entry, body = fired.body.entry, fired.body
    rule = entry if isinstance(entry, Rule) else None
    trigger = entry if isinstance(entry, Trigger) else None
    return TriggerRun(
        kind="trigger" if rule is None else "rule",
        table=entry.table,
        name=entry.name,
        function=trigger.function if trigger is not None else "",
        event=body.verb,
        timing=trigger.timing if trigger is not None else "instead" if rule is not None and rule.instead else "also",
        row=trigger is not None and trigger.row,
        line=entry.location.line,
        effects=effects,
        depth=each.depth + body.event.low,
        by=each.by or None,
    )


def _merged(one: tuple[TriggerEffect, ...], other: tuple[TriggerEffect, ...]) -> tuple[TriggerEffect, ...]:
    """Return the effects of two events: what only one of them has, or is not sure of, is a may."""
    by_place = {_place_of(effect): effect for effect in one}
    found = dict(by_place)
    for effect in other:
        known = by_place.get(_place_of(effect))
        found[_place_of(effect)] = effect if known is not None and known.certainty is Certainty.MUST else _may(effect)
    names = {_place_of(effect) for effect in other}
    return tuple(effect if place in names else _may(effect) for place, effect in found.items())


def _place_of(effect: TriggerEffect) -> tuple[object, ...]:
    return (effect.kind, effect.table, effect.line, effect.sqlstate, effect.detail)


def _may(effect: TriggerEffect) -> TriggerEffect:
    return replace(effect, certainty=Certainty.MAY)


def _effects(fired: Fired) -> Iterator[TriggerEffect]:
    run, table = fired.run, fired.body.holder
    for written in run.written:
        columns = tuple(dict.fromkeys([*written.values, *(a.column for a in written.write.assignments if a.column)]))
        sure = written.place.sure and written.write.always
        yield _effect(written.write.command, written.place, sure=sure, table=written.table, columns=columns)
    for raised in run.raised:
        yield _effect("raise", raised.place, sqlstate=raised.sqlstate, detail=raised.reason)
    for outside in run.outside:
        yield _effect("outside", outside.place, detail=outside.what)
    if run.veto != "no" and run.veto_at is not None:
        yield _effect("veto", run.veto_at, sure=run.veto == "must")
    if run.gives and run.gives_at is not None and fired.body.verb == "update":
        columns = tuple(name for name in run.gives if name != "*")
        yield _effect("changes new row", run.gives_at, table=table, columns=columns)


def _effect(
    kind: EffectKind,
    place: Place,
    *,
    sure: bool | None = None,
    table: QualifiedName | None = None,
    columns: tuple[str, ...] = (),
    sqlstate: str | None = None,
    detail: str = "",
) -> TriggerEffect:
    certain = place.sure if sure is None else sure
    when = " AND ".join(place.when) or None
    certainty = Certainty.MUST if certain else Certainty.MAY
    return TriggerEffect(kind, table, columns, sqlstate, certainty, place.line, when, detail)


def _unknown(reached: Iterable[Reached]) -> Iterator[NotModelled]:
    """Yield the triggers and rules of which a part is not known, each once, with all reasons."""
    found: dict[tuple[str, QualifiedName, str], tuple[Fired, dict[str, None]]] = {}
    for fired in (fired for each in reached for fired in each.consequence.fired if fired.run.unknown):
        entry = fired.body.entry
        what = (type(entry).__name__, entry.table, entry.name)
        reasons = found.setdefault(what, (fired, {}))[1]
        reasons.update({f"line {part.line}: {part.reason}": None for part in fired.run.unknown})
    for fired, reasons in found.values():
        yield not_modelled(fired.body, "; ".join(reasons))


def _deleted(catalog: Catalog, graph: EventGraph, reached: list[Reached]) -> Iterator[Deleted]:
    """Yield the tables that lose rows by a trigger and by no key, nearest first."""
    known = {event.table for event in graph.events if event.changes is None and event is not graph.roots[0]}
    for each in reached[1:]:
        inner, by = each.consequence.graph, each.by
        if each.consequence.statement.verb == "truncate":
            truncation = predict_truncate(catalog, each.consequence.statement.table)
            tables = (truncation.table, *truncation.with_it, *(emptied.table for emptied in truncation.emptied))
            for table in (t for t in tables if t not in known):
                known.add(table)
                yield Deleted(table, each.depth, each.longest, (), (), trigger=by)
            continue
        keys = _keys(inner) if inner is not None else {}
        for event in inner.events if inner is not None else ():
            if event.changes is None and event.table not in known:
                known.add(event.table)
                longest = None if each.longest is None or event.high is None else each.longest + event.high
                ways = tuple(keys.get(id(event), ()))
                yield Deleted(event.table, each.depth + event.low, longest, ways, event.path, trigger=by)


def _keys(graph: EventGraph) -> dict[int, dict[ForeignKey, None]]:
    found: dict[int, dict[ForeignKey, None]] = {}
    for firing in graph.firings:
        if firing.outcome is StepOutcome.DELETED and firing.target is not None:
            found.setdefault(id(firing.target), {})[firing.key] = None
    return found


def _updated(reached: Iterable[Reached]) -> Iterator[Updated]:
    """Yield the columns that keys change in answer to what triggers write."""
    seen: set[str] = set()
    for each in reached:
        graph = each.consequence.graph
        for event in graph.events if graph is not None else ():
            if event.key is None or event.changes is None or event.stops:
                continue
            for to in ("null", "default", "value"):
                columns = tuple(c for c, choices in event.changes.items() if to in choices)
                entry = Updated(event.table, columns, event.key, to, event.clause, event.path, trigger=each.by)
                if columns and entry.id not in seen:
                    seen.add(entry.id)
                    yield entry


def _updates(reached: Iterable[Reached]) -> Iterator[TriggerUpdate]:
    """Yield the columns that triggers change themselves, by an UPDATE or in the row that fires them."""
    found: dict[tuple[str, QualifiedName, To], list[str]] = {}
    for fired in (fired for each in reached for fired in each.consequence.fired):
        for statement, _ in fired.statements:
            for column, choices in statement.changes if statement.verb == "update" else ():
                for to in sorted(choices - {"same"}):
                    columns = found.setdefault((fired.id, statement.table, to), [])
                    columns += [column] if column not in columns else []
    numbers: dict[str, int] = {}
    for (trigger, table, to), columns in found.items():
        number = numbers[trigger] = numbers.get(trigger, 0) + 1
        name = f"trigger:{trigger}" + (f":update:{number}" if number > 1 else "")
        if to != "same":
            yield TriggerUpdate(table, tuple(sorted(columns)), to, trigger, name)


def _steps(reached: Iterable[Reached]) -> Iterator[Step]:
    seen: set[tuple[str, QualifiedName, str]] = set()
    for each in reached:
        for firing in each.consequence.graph.firings if each.consequence.graph is not None else ():
            what = (firing.key.id, firing.source.table, firing.clause)
            if what not in seen:
                seen.add(what)
                depth = each.depth + firing.source.low
                yield Step(firing.key, firing.source.table, firing.clause, firing.outcome, depth, each.by)
