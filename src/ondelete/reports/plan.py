"""The answer of ``plan``: which keys to change so that a row can be deleted, why, and the migration that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import quote_identifier
from ondelete.deletion.kinds import Verdict
from ondelete.planning.contract import contract_of
from ondelete.planning.script import index_of, steps_of
from ondelete.report import Code as CodeBlock
from ondelete.report import Line, Paragraph, Report, Section, Span, join, line, name
from ondelete.reports.base import Names, WhatIfAnswer, skipped_entries, source_of
from ondelete.reports.sections import incomplete_sections
from ondelete.reports.verdicts import VERDICTS
from ondelete.text.counts import count
from ondelete.whatif import action_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog, ForeignKey
    from ondelete.deletion.effects import Prediction
    from ondelete.planning.plan import Change, Plan

_WHY = {
    "asked": "kept, as was asked",
    "accepted": "a contract accepts it",
    "job": "its table is large: a job has to clear its rows in batches first",
}


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


def report_plan(plans: Sequence[Plan], catalog: Catalog, *, rails: bool) -> Report:
    """Return the first of some plans, with its migration, and what is different in the others."""
    plan, names = plans[0], Names(catalog)
    sections = [
        *incomplete_sections(catalog.skipped),
        *_protected(plan, names),
        *_changes(plan, names, catalog, line(Span("Changes", "strong"))),
        *_decisions(plan, names),
        *_kept(plan, names),
        *_migration(plan, catalog, rails=rails),
        *(_contract(plan) if plan.changes or plan.kept else ()),
    ]
    for number, other in enumerate(plans[1:], 1):
        sections += _changes(other, names, catalog, line(f"Alternative {number}: ", *_counted(other)))
    return Report(
        title=line("A plan to delete rows of ", *join([line(names.table(table)) for table in plan.tables])),
        source=source_of(catalog),
        verdict=_verdict(plan),
        sections=tuple(sections),
        data=_answer(plans, catalog),
    )


def _verdict(plan: Plan) -> Line:
    before, after = _worst(plan.before), _worst(plan.after)
    if not plan.possible:
        return line(Span("NO PLAN", "bad"), ": no change of keys lets the row go. What stands in the way is below.")
    if not plan.is_needed:
        return line(Span(VERDICTS[before].says, VERDICTS[before].style), ": nothing in the schema stops the delete.")
    if not plan.changes:
        return line("Nothing to change: only what is kept or left below stops the delete.")
    says = line(
        Span(VERDICTS[before].says, VERDICTS[before].style), " → ", Span(VERDICTS[after].says, VERDICTS[after].style)
    )
    least = "" if plan.smallest else " (a smaller plan may exist)"
    return line(*says, " with ", *_counted(plan), f"{_but_for(plan)}{least}.")


def _but_for(plan: Plan) -> str:
    return f", but for {count(len(plan.kept), 'key that goes', 'keys that go')} on blocking" if plan.kept else ""


def _counted(plan: Plan) -> Line:
    asked = sum(change.decide is not None for change in plan.changes)
    more = f", {asked:,} of them to decide" if asked else ""
    return line(f"{count(len(plan.changes), 'changed key')}{more}")


def _worst(predictions: Sequence[Prediction]) -> Verdict:
    found = {prediction.verdict for prediction in predictions}
    return next(verdict for verdict in Verdict if verdict in found)


def _protected(plan: Plan, names: Names) -> Iterator[Section]:
    if not plan.newly_deleted and not plan.newly_nulled:
        return
    rows = [Paragraph(line(names.table(table), "  rows are deleted"), indent=1) for table in plan.newly_deleted]
    for table, columns in plan.newly_nulled:
        rows.append(Paragraph(line(*names.columns(table, columns), "  becomes NULL"), indent=1))
    yield Section(line(Span("Protected so far, and no longer", "warn")), tuple(rows))


def _changes(plan: Plan, names: Names, catalog: Catalog, title: Line) -> Iterator[Section]:
    if plan.changes:
        blocks = (block for change in plan.changes for block in _told(change, names, index_of(plan, catalog, change)))
        yield Section(title, tuple(blocks))
    if not plan.possible:
        obstacles = (
            Paragraph(line(names.table(o.table), "  ", name(o.name), f": {o.reason}"), indent=1, hang=1)
            for o in plan.obstacles
        )
        yield Section(line(Span("What stands in the way", "bad")), tuple(obstacles))


def _told(change: Change, names: Names, index: str | None) -> Iterator[Paragraph]:
    """Yield the key, what it does now and then, and the index that it lacks; below, why."""
    freed = f", with DROP NOT NULL on {', '.join(change.nullable)}" if change.nullable else ""
    words = f"  {action_words(change.before)} → {action_words(change.after)}{freed}"
    missing = ("  ", Span("⚠ no index", "warn")) if index is not None else ()
    yield Paragraph(line(*names.key(change.before), words, *missing), indent=1, hang=1)
    yield Paragraph(line(f"{'decide: ' if change.decide else ''}{change.reason}"), indent=2)


def _decisions(plan: Plan, names: Names) -> Iterator[Section]:
    asked = [change for change in plan.changes if change.decide is not None]
    if asked:
        blocks = (
            Paragraph(line(*names.key(change.before), f": {change.decide}"), indent=1, hang=1) for change in asked
        )
        yield Section(line(Span("Decide first", "warn")), tuple(blocks))


def _kept(plan: Plan, names: Names) -> Iterator[Section]:
    if plan.kept:
        blocks: list[Paragraph | CodeBlock] = []
        for kept in plan.kept:
            blocks.append(Paragraph(line(*names.declared(kept.key), f": {_WHY[kept.why]}"), indent=1, hang=1))
            if kept.why == "job":
                blocks.append(CodeBlock(f"-- {_batch(kept.key)}", "sql", indent=1))
        yield Section(line("These go on blocking"), tuple(blocks))
    if plan.left and plan.possible:
        rest = (
            Paragraph(line(names.table(left.table), "  ", name(left.name), f": {left.reason}"), indent=1, hang=1)
            for left in plan.left
        )
        yield Section(line(Span("Left: these can still stop the delete", "warn")), tuple(rest))


def _migration(plan: Plan, catalog: Catalog, *, rails: bool) -> Iterator[Section]:
    steps = steps_of(plan, catalog)
    if not steps:
        return
    title = line("Migration: run it outside a transaction; each statement is one of its own")
    if rails:
        text = "\n".join((step.rails or "").rstrip() + "\n" for step in steps).rstrip()
        yield Section(line("Migrations: make one from each body"), (CodeBlock(text, "ruby"),))
    else:
        yield Section(title, (CodeBlock("\n\n".join(step.sql or "" for step in steps), "sql"),))


def _contract(plan: Plan) -> Iterator[Section]:
    yield Section(line("Keep it so, in ondelete.toml"), (CodeBlock(contract_of(plan), "toml"),))


def _batch(key: ForeignKey) -> str:
    """Return the statement that a job repeats: it deletes some of the rows that reference the row."""
    condition = " AND ".join(f"{quote_identifier(column)} = ${n}" for n, column in enumerate(key.columns, 1))
    table = key.table.sql
    some = f"SELECT ctid FROM {table} WHERE {condition} LIMIT 1000"  # noqa: S608 - a script for people to read
    return f"DELETE FROM {table} WHERE ctid IN ({some});"  # noqa: S608 - the same


def _answer(plans: Sequence[Plan], catalog: Catalog) -> PlanAnswer:
    plan = plans[0]
    return PlanAnswer(
        skipped=skipped_entries(catalog),
        complete=not catalog.skipped,
        before=_worst(plan.before).value,
        after=_worst(plan.after).value,
        tables=tuple(
            TableOutcome(str(table), before.verdict.value, after.verdict.value)
            for table, before, after in zip(plan.tables, plan.before, plan.after, strict=True)
        ),
        possible=plan.possible,
        smallest=plan.smallest,
        changes=_change_entries(plan, catalog),
        kept=tuple(kept.key.id for kept in plan.kept),
        jobs=tuple(JobEntry(k.key.id, str(k.key.table), _batch(k.key)) for k in plan.kept if k.why == "job"),
        left=tuple(LeftEntry(str(left.table), left.name, left.reason) for left in plan.left),
        obstacles=tuple(LeftEntry(str(o.table), o.name, o.reason) for o in plan.obstacles),
        newly_deleted=tuple(map(str, plan.newly_deleted)),
        newly_nulled=_nulled_entries(plan),
        migration=tuple(StepEntry(step.sql or "", step.rails) for step in steps_of(plan, catalog)),
        contract=contract_of(plan),
        alternatives=tuple(
            AlternativeEntry(
                changes=_change_entries(other, catalog),
                after=_worst(other.after).value,
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
