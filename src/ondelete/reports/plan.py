"""The answer of ``plan``: which keys to change so that a row can be deleted, why, and the migration that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.planning.contract import contract_of
from ondelete.planning.script import index_of, steps_of
from ondelete.report import Code as CodeBlock
from ondelete.report import Line, Paragraph, Report, Section, Span, join, line, name
from ondelete.reports.base import Names, source_of
from ondelete.reports.plan_entries import batch, plan_answer, worst
from ondelete.reports.sections import incomplete_sections
from ondelete.reports.verdicts import VERDICTS
from ondelete.text.counts import count
from ondelete.whatif import action_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog
    from ondelete.planning.plan import Change, Plan

_WHY = {
    "asked": "kept, as was asked",
    "accepted": "a contract accepts it",
    "job": "its table is large: a job has to clear its rows in batches first",
}


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
        data=plan_answer(plans, catalog),
    )


def _verdict(plan: Plan) -> Line:
    before, after = worst(plan.before), worst(plan.after)
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
                blocks.append(CodeBlock(f"-- {batch(kept.key)}", "sql", indent=1))
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
