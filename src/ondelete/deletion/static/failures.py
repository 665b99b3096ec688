"""All errors that one DELETE can end in, each with its certainty and a sentence that says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import MatchType, ReferentialAction, column_list
from ondelete.deletion.actions.changes import changed, nulled, row_before
from ondelete.deletion.actions.movement import movement
from ondelete.deletion.effects import Chain, Failure
from ondelete.deletion.kinds import Certainty, FailureKind, StepOutcome
from ondelete.deletion.sqlstates import VERSIONS, SqlState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName
    from ondelete.deletion.actions.changes import Changes
    from ondelete.deletion.effects import Path, Refusal
    from ondelete.deletion.static.events import Event, EventGraph, Firing
    from ondelete.deletion.static.order import Judgement, Order
    from ondelete.deletion.static.rows import RowFailure


def failures_of(graph: EventGraph, order: Order) -> tuple[Failure, ...]:
    """Return every error of the events, each once, breadth first.

    An error on a key that references a deleted row of the table itself keeps the certainty that it has there.
    Otherwise the weakest of its occurrences counts.
    """
    found: dict[str, Failure] = {}
    direct: set[str] = set()
    for firing in graph.firings:
        if firing.refusal is None and firing.outcome in (StepOutcome.DELETED, StepOutcome.SHADOWED):
            continue
        for failure in _failures_of_act(graph.catalog, firing, order):
            known = found.get(failure.id)
            found[failure.id] = failure if known is None else _both(known, failure, keep=failure.id in direct)
            if firing.source.is_root:
                direct.add(failure.id)
    return tuple(found.values())


def _both(known: Failure, other: Failure, *, keep: bool) -> Failure:
    """Merge two occurrences of one error: all columns and SQLSTATEs, and the weaker claim unless ``keep``."""
    weaker = other if not keep and _weaker(other, known) else known
    columns = tuple(dict.fromkeys((*known.columns, *other.columns)))
    sqlstates = tuple(dict.fromkeys((*known.sqlstates, *other.sqlstates)))
    versions = tuple(sorted({*known.versions, *other.versions}))
    return msgspec.structs.replace(weaker, columns=columns, sqlstates=sqlstates, versions=versions)


def _weaker(one: Failure, other: Failure) -> bool:
    return one.certainty.facts.strength < other.certainty.facts.strength


def _failures_of_act(catalog: Catalog, firing: Firing, order: Order) -> Iterator[Failure]:
    path = Chain(firing.source.path, firing.key)
    if firing.refusal is not None:
        yield _from_refusal(firing, firing.refusal, path)
        if firing.refusal.certain or firing.outcome is StepOutcome.DELETED:
            return
    judgement = order.judge(firing)
    if firing.target is None:
        yield _block(firing, judgement, path)
        return
    # Certain ones first: if two columns give the same error, the certain one counts.
    for row_failure in sorted(firing.target.failures, key=lambda failure: not failure.certain):
        yield _from_row(firing, row_failure, judgement, path)
    yield from _left_by_rule(catalog, firing, path)
    if not firing.target.stops:
        sure = Certainty.MAY if firing.rival is not None else judgement.certainty
        yield from _key_checks(catalog, firing, firing.target, sure, path)


def _from_refusal(firing: Firing, refusal: Refusal, path: Path) -> Failure:
    return Failure(
        refusal.kind,
        firing.key,
        firing.key.table,
        firing.key.columns,
        Certainty.MUST if refusal.certain else Certainty.MAY,
        (refusal.sqlstate,),
        refusal.reason,
        path,
        refusal.name,
        versions=refusal.versions,
        sure_on=refusal.sure_on,
    )


def _block(firing: Firing, judgement: Judgement, path: Path) -> Failure:
    restrict = firing.action is ReferentialAction.RESTRICT
    sqlstates = FailureKind.BLOCK.facts.sqlstates if restrict else (SqlState.FOREIGN_KEY_VIOLATION,)
    table, key = firing.key.table.shown, firing.key
    row, event = ("deleted row", "") if firing.clause == "delete" else ("row", ", whose key changes")
    another = "another row" if key.table == firing.source.table else "a row"
    referenced = firing.source.table.shown
    reason = f"{another} of {table} references the {row} of {referenced} by {column_list(key.columns)}{event}"
    if judgement.certainty is Certainty.DEFERRED:
        reason += "; the check waits for COMMIT"
    return Failure(
        FailureKind.BLOCK,
        key,
        key.table,
        key.columns,
        judgement.certainty,
        sqlstates,
        reason,
        path,
        note=judgement.note,
        other_order=judgement.other_order,
        either_way=judgement.either_way,
    )


def _from_row(firing: Firing, failure: RowFailure, judgement: Judgement, path: Path) -> Failure:
    certainty = judgement.certainty if failure.certain else Certainty.MAY
    reason, note, other = failure.reason, "", judgement.other_order
    if failure.always:
        certainty, other = Certainty.MUST, None
        reason += ", even if no row references it"
    elif failure.deferred:
        certainty = Certainty.DEFERRED
    elif failure.certain:
        note = judgement.note
    sure_on: tuple[int, ...] = ()
    if failure.versions != VERSIONS and certainty is Certainty.MUST and firing.target and not firing.target.stops:
        certainty, sure_on = Certainty.MAY, failure.versions
    return Failure(
        failure.kind,
        firing.key,
        firing.key.table,
        failure.columns,
        certainty,
        (failure.sqlstate, *failure.also),
        reason,
        path,
        failure.constraint,
        note,
        other_order=other,
        versions=failure.versions,
        sure_on=sure_on,
    )


def _key_checks(catalog: Catalog, firing: Firing, event: Event, sure: Certainty, path: Path) -> Iterator[Failure]:
    """Yield the errors of the row's own foreign keys, checked after the update (R10 step 3, R12, R13)."""
    changes = event.changes or {}
    written = changed(changes)
    arriving = movement(catalog, firing.key.table, row_before(firing.key), changes).arriving
    for key in _keys_of_row(catalog, firing.key.table):
        if written.isdisjoint(key.columns):
            if key.table in arriving or not arriving.isdisjoint(catalog.partitions_below(key.table)):
                yield _first_check(key, path)
            continue
        partial = _partly_null(key, changes)
        if partial:
            certain = partial == "must" and key is firing.key
            certainty = sure if certain else Certainty.MAY
            if key.timing.initially_deferred:
                certainty = Certainty.DEFERRED
            touched = tuple(c for c in key.columns if c in written)
            whole = column_list(key.columns)
            reason = f"{column_list(touched)} becomes NULL, but MATCH FULL requires all of {whole} or none"
            yield Failure(
                FailureKind.MATCH_FULL,
                key,
                key.table,
                touched,
                certainty,
                FailureKind.MATCH_FULL.facts.sqlstates,
                reason,
                path,
            )
        if _gets_value(key, changes) and not (key is firing.key and firing.action is ReferentialAction.CASCADE):
            yield _missing_row(firing, key, changes, path)


def _left_by_rule(catalog: Catalog, firing: Firing, path: Path) -> Iterator[Failure]:
    """Yield the second look of SET DEFAULT: it finds the row as it was if a rule runs in place of the update (R13)."""
    if firing.action is not ReferentialAction.SET_DEFAULT:
        return
    for rule in catalog.rules_of.get(firing.key.table, ()):
        if rule.event == "update" and rule.instead and rule.is_active:
            reason = f"rule {rule.name} can leave the row as it is, and SET DEFAULT looks again for what references"
            sqlstates = FailureKind.DEFAULT.facts.sqlstates
            columns = firing.key.columns
            yield Failure(
                FailureKind.DEFAULT, firing.key, firing.key.table, columns, Certainty.MAY, sqlstates, reason, path
            )
            return


def _keys_of_row(catalog: Catalog, table: QualifiedName) -> Iterator[ForeignKey]:
    """Yield the enforced keys that a row of a table must satisfy: those of the table, its root and its partitions."""
    root = catalog.root_of(table)
    names = (root, *catalog.partitions_below(root)) if catalog.is_partitioned(root) else (table,)
    for name in names:
        yield from (key for key in catalog.foreign_keys_from.get(name, ()) if key.enforced)


def _partly_null(key: ForeignKey, changes: Changes) -> str:
    if key.match is not MatchType.FULL or len(key.columns) == 1:
        return ""
    gone = nulled(changes)
    maybe = [c for c in key.columns if "null" in changes.get(c, ())]
    if not maybe or all(c in gone for c in key.columns):
        return ""
    return "must" if any(c in gone for c in maybe) else "may"


def _gets_value(key: ForeignKey, changes: Changes) -> bool:
    gone = nulled(changes)
    return any(changes.get(c, frozenset()) & {"default", "value"} for c in key.columns) and not any(
        c in gone for c in key.columns
    )


def _first_check(key: ForeignKey, path: Path) -> Failure:
    """Return the error of a row that moves to the partition of a key, which never checked it before (R15)."""
    reason = (
        f"{key.name} checks a row that moves to {key.table.shown} for the first time, and the row may reference"
        f" nothing in {key.referenced_table.shown}"
    )
    certainty = Certainty.DEFERRED if key.timing.initially_deferred else Certainty.MAY
    sqlstates = FailureKind.DEFAULT.facts.sqlstates
    return Failure(FailureKind.DEFAULT, key, key.table, key.columns, certainty, sqlstates, reason, path)


def _missing_row(firing: Firing, key: ForeignKey, changes: Changes, path: Path) -> Failure:
    touched = tuple(c for c in key.columns if changes.get(c, frozenset()) & {"default", "value"})
    certainty = Certainty.MAY
    if key is firing.key:
        reason = (
            f"the default of {column_list(touched)} needs a row in {key.referenced_table.shown},"
            " so that row cannot be deleted"
        )
    else:
        reason = f"the new value of {column_list(touched)} needs a row in {key.referenced_table.shown}"
        if key.timing.initially_deferred:
            certainty = Certainty.DEFERRED
    sqlstates = FailureKind.DEFAULT.facts.sqlstates
    return Failure(FailureKind.DEFAULT, key, key.table, touched, certainty, sqlstates, reason, path)
