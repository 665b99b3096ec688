"""The answer of ``plan`` as data: the JSON contract, and the entries that make it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import quote_identifier
from ondelete.deletion.kinds import Verdict
from ondelete.planning.contract import contract_of
from ondelete.planning.script import index_of, steps_of
from ondelete.reports.base import WhatIfAnswer, skipped_entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import Catalog, ForeignKey
    from ondelete.deletion.effects import Prediction
    from ondelete.planning.plan import Plan


class TableOutcome(msgspec.Struct, frozen=True):
    """The verdict on deletes on a table, before and after."""

    table: str
    before: str
    after: str


class ChangeEntry(msgspec.Struct, frozen=True):
    """A changed key: its action before and after, in the words of SQL.

    ``set_columns`` is the column list of SET NULL, null if there is none. ``nullable`` are columns of its table that
    lose NOT NULL. ``decide`` is the question that somebody has to answer first. ``index`` is the SQL of the index that
    the key lacks, null if it has one.
    """

    key: str
    table: str
    columns: tuple[str, ...]
    referenced_table: str
    before: str
    after: str
    set_columns: tuple[str, ...] | None
    nullable: tuple[str, ...]
    reason: str
    decide: str | None
    index: str | None
    path: str
    line: int


class JobEntry(msgspec.Struct, frozen=True):
    """A statement that a job repeats until it finds no row, before the row is deleted; $1 is its referenced value."""

    key: str
    table: str
    sql: str


class LeftEntry(msgspec.Struct, frozen=True):
    """Something that stays, and can stop the delete: a key, trigger, rule or publication of ``table``."""

    table: str
    name: str
    reason: str


class NulledEntry(msgspec.Struct, frozen=True):
    """Columns of a table that no delete cleared before."""

    table: str
    columns: tuple[str, ...]


class StepEntry(msgspec.Struct, frozen=True):
    """A step of the migration; ``rails`` is the body of a migration, null if there is none."""

    sql: str
    rails: str | None


class AlternativeEntry(msgspec.Struct, frozen=True):
    """Another plan."""

    changes: tuple[ChangeEntry, ...]
    after: str
    kept: tuple[str, ...]
    newly_deleted: tuple[str, ...]
    newly_nulled: tuple[NulledEntry, ...]


class PlanAnswer(WhatIfAnswer, frozen=True, kw_only=True):
    """JSON of ``ondelete plan``.

    ``before`` and ``after`` are the worst verdicts on the tables. ``possible``: after the changes the rows can be
    deleted, but for what is ``kept`` (keys that go on blocking) and ``left``; if not, ``obstacles`` say why.
    ``smallest``: no plan changes fewer keys. ``newly_deleted`` are tables that lost no rows before.
    """

    before: str
    after: str
    tables: tuple[TableOutcome, ...]
    possible: bool
    smallest: bool
    changes: tuple[ChangeEntry, ...]
    kept: tuple[str, ...]
    jobs: tuple[JobEntry, ...]
    left: tuple[LeftEntry, ...]
    obstacles: tuple[LeftEntry, ...]
    newly_deleted: tuple[str, ...]
    newly_nulled: tuple[NulledEntry, ...]
    migration: tuple[StepEntry, ...]
    contract: str
    alternatives: tuple[AlternativeEntry, ...]


def worst(predictions: Sequence[Prediction]) -> Verdict:
    """Return the verdict on the table that is worst off."""
    found = {prediction.verdict for prediction in predictions}
    return next(verdict for verdict in Verdict if verdict in found)


def batch(key: ForeignKey) -> str:
    """Return the statement that a job repeats: it deletes some of the rows that reference the row."""
    condition = " AND ".join(f"{quote_identifier(column)} = ${n}" for n, column in enumerate(key.columns, 1))
    table = key.table.sql
    some = f"SELECT ctid FROM {table} WHERE {condition} LIMIT 1000"  # noqa: S608 - a script for people to read
    return f"DELETE FROM {table} WHERE ctid IN ({some});"  # noqa: S608 - the same


def plan_answer(plans: Sequence[Plan], catalog: Catalog) -> PlanAnswer:
    """Return the first of some plans as JSON has it, with the others as alternatives."""
    plan = plans[0]
    return PlanAnswer(
        skipped=skipped_entries(catalog),
        complete=not catalog.skipped,
        before=worst(plan.before).value,
        after=worst(plan.after).value,
        tables=tuple(
            TableOutcome(str(table), before.verdict.value, after.verdict.value)
            for table, before, after in zip(plan.tables, plan.before, plan.after, strict=True)
        ),
        possible=plan.possible,
        smallest=plan.smallest,
        changes=_change_entries(plan, catalog),
        kept=tuple(kept.key.id for kept in plan.kept),
        jobs=tuple(JobEntry(k.key.id, str(k.key.table), batch(k.key)) for k in plan.kept if k.why == "job"),
        left=tuple(LeftEntry(str(left.table), left.name, left.reason) for left in plan.left),
        obstacles=tuple(LeftEntry(str(o.table), o.name, o.reason) for o in plan.obstacles),
        newly_deleted=tuple(map(str, plan.newly_deleted)),
        newly_nulled=_nulled_entries(plan),
        migration=tuple(StepEntry(step.sql or "", step.rails) for step in steps_of(plan, catalog)),
        contract=contract_of(plan),
        alternatives=tuple(
            AlternativeEntry(
                changes=_change_entries(other, catalog),
                after=worst(other.after).value,
                kept=tuple(kept.key.id for kept in other.kept),
                newly_deleted=tuple(map(str, other.newly_deleted)),
                newly_nulled=_nulled_entries(other),
            )
            for other in plans[1:]
        ),
    )


def _nulled_entries(plan: Plan) -> tuple[NulledEntry, ...]:
    return tuple(NulledEntry(str(table), columns) for table, columns in plan.newly_nulled)


def _change_entries(plan: Plan, catalog: Catalog) -> tuple[ChangeEntry, ...]:
    return tuple(
        ChangeEntry(
            key=change.before.id,
            table=str(change.before.table),
            columns=change.before.columns,
            referenced_table=str(change.before.referenced_table),
            before=change.before.on_delete.value,
            after=change.after.on_delete.value,
            set_columns=change.after.set_columns,
            nullable=change.nullable,
            reason=change.reason,
            decide=change.decide,
            index=index_of(plan, catalog, change),
            path=change.before.location.path,
            line=change.before.location.line,
        )
        for change in plan.changes
    )
