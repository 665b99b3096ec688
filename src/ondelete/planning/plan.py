"""The plan: which keys change and why, what is left, and what was protected before."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Literal

import msgspec

from ondelete.analyses.index_coverage import KeyCoverage, index_coverage
from ondelete.catalog import Catalog, ForeignKey, QualifiedName
from ondelete.deletion.effects import Prediction
from ondelete.deletion.kinds import Certainty, Verdict
from ondelete.deletion.predict import predict_statically
from ondelete.planning.ground import Ground
from ondelete.planning.network import Network
from ondelete.planning.obstacles import Obstacle, obstacles_of
from ondelete.planning.options import Option
from ondelete.planning.reasons import decision_of, reason_of
from ondelete.planning.search import Found, Search, Strictness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.planning.wishes import Wishes


class Change(msgspec.Struct, frozen=True):
    """A key that is changed.

    ``nullable`` are columns of its table that lose NOT NULL. ``reason`` is one clause. ``decide`` is the question that
    somebody has to answer first, None if there is none. ``coverage`` is the verdict on its index.
    """

    before: ForeignKey
    after: ForeignKey
    nullable: tuple[str, ...]
    reason: str
    decide: str | None
    coverage: KeyCoverage | None


class Kept(msgspec.Struct, frozen=True):
    """A key that goes on blocking: because somebody asked for it, a contract accepts it, or a job comes first."""

    key: ForeignKey
    why: Literal["asked", "accepted", "job"]


class Left(msgspec.Struct, frozen=True):
    """Something that can still stop the delete, and that no changed key mends."""

    table: QualifiedName
    name: str
    reason: str


class Plan(msgspec.Struct, frozen=True):
    """A plan for deletes on ``tables``.

    ``before`` and ``after`` are the predictions for each table, ``catalog`` is the schema afterwards. ``newly_deleted``
    are tables whose rows went with no delete before, ``newly_nulled`` columns that no delete cleared. ``possible``: the
    rows can be deleted, but for what is ``kept`` and ``left``; if not, ``obstacles`` stand in the way. ``smallest``: no
    plan changes fewer keys.
    """

    tables: tuple[QualifiedName, ...]
    before: tuple[Prediction, ...]
    after: tuple[Prediction, ...]
    catalog: Catalog
    changes: tuple[Change, ...] = ()
    kept: tuple[Kept, ...] = ()
    left: tuple[Left, ...] = ()
    newly_deleted: tuple[QualifiedName, ...] = ()
    newly_nulled: tuple[tuple[QualifiedName, tuple[str, ...]], ...] = ()
    possible: bool = True
    smallest: bool = True
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def is_needed(self) -> bool:
        """Whether anything stops a delete as things are."""
        return any(found.verdict is not Verdict.CLEAR for found in self.before)


def make_plans(
    catalog: Catalog, tables: Sequence[QualifiedName], wishes: Wishes, *, alternatives: int = 0
) -> tuple[Plan, ...]:
    """Return the smallest plan, and up to so many others, the smaller first; one that is not possible stands alone.

    A column loses NOT NULL, and records go, only in plans for what cannot be mended otherwise; an error that some rows
    can still cause is left only if no plan avoids it.

    Args:
        catalog: the schema.
        tables: the tables whose rows must become deletable.
        wishes: what the plan respects.
        alternatives: how many other plans are wanted.
    """
    ground = Ground(catalog, tuple(dict.fromkeys(tables)), wishes)
    if not any(found.failures or found.refusals or _raises(found) for found in ground.before):
        return (Plan(ground.tables, ground.before, ground.before, catalog, left=tuple(_left(ground, ground.before))),)
    if not any(refusal.certain for found in ground.before for refusal in found.refusals) and not any(
        map(_raises, ground.before)
    ):
        found = _found(ground, 1 + alternatives)
        if found:
            return tuple(_plan(ground, one) for one in found)
    obstacles = tuple(obstacles_of(ground, Network(ground, wide=True)))
    return (Plan(ground.tables, ground.before, ground.before, catalog, possible=False, obstacles=obstacles),)


def _raises(prediction: Prediction) -> bool:
    """Whether a trigger of the DELETE itself stops it, whatever the keys are."""
    return any(error.direct and error.certainty is Certainty.MUST for error in prediction.trigger_errors)


def _found(ground: Ground, number: int) -> tuple[Found, ...]:
    """Return plans of the best kind that there is: what leaves no error comes before what leaves some."""
    stopped = []
    lenient = ground.leniently()
    for strictness in Strictness:
        if ground.wishes.hard_only and strictness is not Strictness.NOTHING_CERTAIN:
            continue
        asked = ground if strictness is Strictness.NOTHING else lenient
        found: dict[frozenset[object], Found] = {}
        for wide in (False, True):
            search = Search(asked, Network(asked, wide=wide), strictness)
            for one in islice(search, number):
                found.setdefault(frozenset(option.name for option in one.choice.changes), one)
            if search.gave_up:
                stopped.append(search)
            if search.gave_up or len(found) >= number:
                break
        if found:
            return tuple(found.values())[:number]
    dived = (search.dive() for search in stopped)
    return tuple(islice((found for found in dived if found is not None), 1))


def _plan(ground: Ground, found: Found) -> Plan:
    changes = found.choice.changes
    covered = index_coverage(found.catalog, [option.after for option in changes])
    kept = tuple(Kept(key, _why_kept(ground, key)) for key in _blocking(found))
    return Plan(
        tables=ground.tables,
        before=ground.before,
        after=found.after,
        catalog=found.catalog,
        changes=tuple(_change(ground, option, covered.get(option.after.id)) for option in changes),
        kept=kept,
        left=(*_left(ground, found.after), *_left_by_order(ground, found)),
        newly_deleted=_newly_deleted(ground, found.after),
        newly_nulled=_newly_nulled(ground.before, found.after),
        smallest=found.smallest,
    )


def _change(ground: Ground, option: Option, coverage: KeyCoverage | None) -> Change:
    reason, decide = reason_of(ground, option), decision_of(ground, option)
    return Change(option.before, option.after, option.nullable, reason, decide, coverage)


def _blocking(found: Found) -> tuple[ForeignKey, ...]:
    failing = {failure.key.id for one in found.after for failure in one.failures}
    options = found.choice.options.values()
    return tuple(option.after for option in options if option.blocks and option.after.id in failing)


def _why_kept(ground: Ground, key: ForeignKey) -> Literal["asked", "accepted", "job"]:
    if ground.is_kept(key):
        return "asked"
    return "job" if ground.is_too_large(key) else "accepted"


def _left(ground: Ground, after: Sequence[Prediction]) -> Iterator[Left]:
    """Yield what can still stop the deletes: errors that nobody accepts, triggers and rules, refusals."""
    seen = set()
    for prediction in after:
        entries = [
            *(Left(f.table, f.key.id, f.reason) for f in prediction.failures if not ground.accepts(f.key)),
            *(
                Left(n.table, n.name, f"{n.kind} {n.name}, {n.event}: what it does is not modelled")
                for n in prediction.not_modelled
            ),
            *(Left(r.table, r.name, r.reason) for r in prediction.refusals),
            *(Left(e.table, e.trigger, e.reason) for e in prediction.trigger_errors),
            *(
                Left(run.table, run.name, f"{run.kind} {run.name} can leave the row as it is")
                for run in prediction.triggers
                if run.vetoes
            ),
        ]
        for entry in entries:
            if (entry.table, entry.name, entry.reason) not in seen:
                seen.add((entry.table, entry.name, entry.reason))
                yield entry


def _left_by_order(ground: Ground, found: Found) -> Iterator[Left]:
    """Yield the errors that there are only because the migration makes the changed keys anew, so that they act last."""
    changed = {option.after.id for option in found.choice.changes}
    keys = sorted(found.catalog.foreign_keys, key=lambda key: key.id in changed)
    known = {failure.id for one in found.after for failure in one.failures}
    migrated = found.catalog.with_foreign_keys(tuple(keys))
    for failure in (f for table in ground.tables for f in predict_statically(migrated, table).failures):
        if failure.id not in known and not ground.accepts(failure.key):
            known.add(failure.id)
            reason = f"with the keys in the order in which the migration makes them, {failure.reason}"
            yield Left(failure.table, failure.key.id, reason)


def _newly_deleted(ground: Ground, after: Sequence[Prediction]) -> tuple[QualifiedName, ...]:
    tables = (entry.table for prediction in after for entry in prediction.deleted)
    return tuple(dict.fromkeys(table for table in tables if table not in ground.reached))


def _newly_nulled(
    before: Sequence[Prediction], after: Sequence[Prediction]
) -> tuple[tuple[QualifiedName, tuple[str, ...]], ...]:
    known = {(entry.table, column) for one in before for entry in one.updated for column in entry.columns}
    fresh: dict[QualifiedName, dict[str, None]] = {}
    for entry in (entry for one in after for entry in one.updated):
        for column in entry.columns:
            if (entry.table, column) not in known:
                fresh.setdefault(entry.table, {})[column] = None
    return tuple((table, tuple(columns)) for table, columns in fresh.items())
