"""The answer of ``fix``: the SQL, or the Rails migrations, of all fixes in an order in which they can run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from ondelete.report import Code, Line, Paragraph, Report, Section, join, line, name
from ondelete.reports.base import Answer, skipped_entries, source_of
from ondelete.reports.sections import incomplete_sections
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog
    from ondelete.findings import Finding, Fix
    from ondelete.fixes.plan import FixPlan, Step


class FixedEntry(msgspec.Struct, frozen=True):
    """A finding, by its rule, its subject and its fingerprint."""

    rule: str
    subject: str
    message: str
    fingerprint: str


class StepEntry(msgspec.Struct, frozen=True):
    """A fix and the findings that it fixes. ``rails`` is None if there is no migration for it."""

    table: str | None
    sql: str
    rails: str | None
    findings: tuple[FixedEntry, ...]


class FixAnswer(Answer, frozen=True, kw_only=True):
    """JSON of ``ondelete fix``, in the order in which the fixes run.

    The fixes of ``postponed`` findings change something that an earlier fix changes: run that one, and audit again.
    ``unfixed`` findings have no fix. Those of ``undecided`` findings wait for a decision.
    """

    policy: str
    fixes: tuple[StepEntry, ...]
    postponed: tuple[FixedEntry, ...]
    unfixed: tuple[FixedEntry, ...]
    undecided: tuple[FixedEntry, ...] = ()


def report_fix(plan: FixPlan, catalog: Catalog, policy: str, *, rails: bool) -> Report:
    """Return the plan as a script, with its text as comments."""
    steps = [step for step in plan.steps if not rails or step.fix.rails]
    language: Literal["ruby", "sql"] = "ruby" if rails else "sql"
    sections = [Section(_title(step), (Code(_script(step.fix, rails=rails), language),)) for step in steps]
    nothing = [Section((), (Code("", language),))]
    return Report(
        title=line("Fixes for findings of policy ", name(policy)),
        source=source_of(catalog),
        verdict=_verdict(plan, len(steps), rails=rails),
        sections=(*incomplete_sections(catalog.skipped), *(sections or nothing), *_left(plan)),
        data=FixAnswer(
            skipped=skipped_entries(catalog),
            complete=not catalog.skipped,
            policy=policy,
            fixes=tuple(map(_step_entry, plan.steps)),
            postponed=tuple(map(_finding_entry, plan.postponed)),
            unfixed=tuple(map(_finding_entry, plan.unfixed)),
            undecided=tuple(map(_finding_entry, plan.undecided)),
        ),
    )


def _verdict(plan: FixPlan, shown: int, *, rails: bool) -> Line:
    findings = sum(len(step.findings) for step in plan.steps)
    if not plan.steps:
        return line("Nothing to run: no finding has a fix.")
    how = "make a migration from each of them" if rails else _way_to_run(plan)
    missing = "" if shown == len(plan.steps) else f" ({len(plan.steps) - shown:,} more have SQL only)"
    return line(f"{count(shown, 'fix', 'fixes')} for {count(findings, 'finding')}{missing}; {how}.")


def _way_to_run(plan: FixPlan) -> str:
    if any("CONCURRENTLY" in (step.fix.sql or "") for step in plan.steps):
        return "run them outside a transaction, because CONCURRENTLY does not work in one"
    return "run them outside a transaction, so that each statement releases its locks"


def _title(step: Step) -> Line:
    return join([line(f"{finding.rule}: ", finding.message) for finding in step.findings], " ")


def _script(fix: Fix, *, rails: bool) -> str:
    return (fix.rails or "").rstrip() if rails else fix.sql or ""


def _left(plan: FixPlan) -> Iterator[Section]:
    if plan.postponed:
        title = line(
            "Not yet: these change what a fix above changes. Run that fix, dump the schema, and run this again"
        )
        yield Section(title, tuple(_listed(plan.postponed)))
    if plan.undecided:
        rules = ", ".join(f"--rule {rule}" for rule in dict.fromkeys(finding.rule for finding in plan.undecided))
        title = line(f"Somebody has to decide first; {rules} prints the fixes to run")
        yield Section(title, tuple(_listed(plan.undecided)))
    if plan.unfixed:
        yield Section(line("These have no fix: you have to decide"), tuple(_listed(plan.unfixed)))


def _listed(findings: tuple[Finding, ...]) -> Iterator[Paragraph]:
    for finding in findings:
        yield Paragraph(line(f"{finding.rule}: ", finding.message), indent=1, hang=1)


def _step_entry(step: Step) -> StepEntry:
    table = step.findings[0].table
    return StepEntry(
        table=str(table) if table else None,
        sql=step.fix.sql or "",
        rails=step.fix.rails,
        findings=tuple(map(_finding_entry, step.findings)),
    )


def _finding_entry(finding: Finding) -> FixedEntry:
    return FixedEntry(finding.rule, finding.subject, finding.message, finding.fingerprint)
