"""The answer of ``diff``: what a change does to deletes, one section for each cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import Location
from ondelete.changes import GATES
from ondelete.changes.objects import What
from ondelete.deletion.kinds import Verdict
from ondelete.findings import Audit, Finding, RuleInfo, Severity
from ondelete.report import Line, Records, Report, Span, line
from ondelete.reports.audit import finding_entry
from ondelete.reports.base import skipped_entries, source_of
from ondelete.reports.diff_entries import (
    CauseEntry,
    ChangedEntry,
    ConsequenceEntry,
    ConsequenceRecord,
    DiffAnswer,
    FactsEntry,
    FindingsEntry,
    OutcomeEntry,
    PassedEntry,
    RenamedEntry,
)
from ondelete.reports.diff_text import CLASS_WORDS, DiffWriter
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog
    from ondelete.changes import Cause, Consequence, Review
    from ondelete.diagrams.scenes.scene import Scene

MARKER = "ondelete:diff"
"""By this word a program finds the comment that it wrote before."""


def report_diff(
    review: Review, before: Catalog, after: Catalog, gates: Sequence[str], scene: Scene | None = None
) -> Report:
    """Return the causes with their consequences, the verdicts that changed, the findings, and the facts.

    Args:
        review: what is to be said.
        before: the old schema, as it was read.
        after: the new one.
        gates: what fails the change.
        scene: the picture of the change, which a comment shows if it is small enough.
    """
    writer, failing = DiffWriter(after), review.failing(gates)
    data = _answer(review, before, after, failing)
    return Report(
        title=line("What the change does to deletes"),
        source=f"{source_of(before)} → {source_of(after)}",
        verdict=_verdict(review, data, failing),
        sections=tuple(writer.sections(review)),
        data=data,
        records=Records(ConsequenceRecord, tuple(_records(review))),
        audit=_as_audit(review, writer, after, failing),
        marker=MARKER,
        mermaid=_mermaid(scene),
    )


def _mermaid(scene: Scene | None) -> str:
    if scene is None or not scene.has_edges:
        return ""
    from ondelete.diagrams.formats import as_mermaid  # only a change with consequences has a picture

    return "" if as_mermaid.excess(scene) else as_mermaid.render(scene)


def _verdict(review: Review, data: DiffAnswer, failing: Sequence[str]) -> Line:
    if failing:
        head = line(Span("FAILS", "bad"), f": {', '.join(failing)}. ")
    elif not review.causes and not review.difference.changes and not review.difference.renamed:
        head = line(Span("NO CHANGE", "good"), ": the two schemas are the same to every delete. ")
    elif not review.causes:
        head = line(Span("NO CONSEQUENCE", "good"), ": deletes do what they did before. ")
    else:
        head = line(Span("PASSES", "good"), ": nothing that --fail-on names. ")
    worse = [each for each in data.outcomes if _is_worse(each)]
    words = [
        count(len(review.causes), "cause") if review.causes else "",
        f"verdict worse on {count(len(worse), 'table')}" if worse else "",
        f"better on {len(data.outcomes) - len(worse):,}" if len(data.outcomes) > len(worse) else "",
        count(len(review.new), "new finding") if review.new else "",
        f"{len(review.fixed):,} fixed" if review.fixed else "",
    ]
    rest = ", ".join(word for word in words if word)
    parts = [*head, Span(f"{rest[0].upper()}{rest[1:]}." if rest else "")]
    if not data.complete:
        parts.append(Span(f" {_incomplete(data)}", "warn"))
    return line(*parts)


def _incomplete(data: DiffAnswer) -> str:
    unread = len(data.skipped) + len(data.skipped_before)
    if unread and data.undecided:
        return (
            f"As far as read: {count(unread, 'statement')} not understood, {count(data.undecided, 'table')} undecided."
        )
    if unread:
        return f"As far as read: {count(unread, 'statement was', 'statements were')} not understood."
    return f"{count(data.undecided, 'table was', 'tables were')} left undecided: the schema is too dense."


def _is_worse(outcome: OutcomeEntry) -> bool:
    order = list(Verdict)
    return order.index(outcome.after) < order.index(outcome.before)


def _answer(review: Review, before: Catalog, after: Catalog, failing: Sequence[str]) -> DiffAnswer:
    difference = review.difference
    return DiffAnswer(
        skipped=skipped_entries(after),
        skipped_before=skipped_entries(before),
        base=source_of(before),
        head=source_of(after),
        keys=_facts_entry(What.KEY, review),
        tables=_facts_entry(What.TABLE, review),
        columns=_facts_entry(What.COLUMN, review),
        indexes=_facts_entry(What.INDEX, review),
        triggers=_facts_entry(What.TRIGGER, review),
        rules=_facts_entry(What.RULE, review),
        functions=_facts_entry(What.FUNCTION, review),
        constraints=_facts_entry(What.CONSTRAINT, review),
        publications=_facts_entry(What.PUBLICATION, review),
        types=_facts_entry(What.TYPE, review),
        causes=tuple(_cause_entry(cause) for cause in review.causes),
        outcomes=tuple(OutcomeEntry(str(each.table), each.before, each.after) for each in difference.outcomes),
        findings=FindingsEntry(tuple(map(finding_entry, review.new)), tuple(map(finding_entry, review.fixed))),
        accepted=tuple(_passed(review)),
        failing=tuple(failing),
        undecided=difference.undecided,
        complete=not (before.skipped or after.skipped or difference.undecided),
    )


def _facts_entry(what: What, review: Review) -> FactsEntry:
    changes = [change for change in review.difference.changes if change.object.what is what]
    return FactsEntry(
        added=tuple(change.object.name for change in changes if change.kind == "added"),
        removed=tuple(change.object.name for change in changes if change.kind == "removed"),
        changed=tuple(
            ChangedEntry(change.object.name, change.before.definition, change.after.definition)
            for change in changes
            if change.before is not None and change.after is not None
        ),
        renamed=tuple(RenamedEntry(one.before, one.after) for one in review.difference.renamed if one.what is what),
    )


def _cause_entry(cause: Cause) -> CauseEntry:
    old = cause.old_location
    return CauseEntry(
        id=cause.id,
        what=cause.what,
        name=cause.name,
        change=cause.change,
        before=" ".join(cause.before) if cause.before is not None else None,
        after=" ".join(cause.after) if cause.after is not None else None,
        path=cause.location.path,
        line=cause.location.line,
        old_path=old.path if old is not None else None,
        old_line=old.line if old is not None else None,
        consequences=tuple(
            ConsequenceEntry(one.class_, one.subject, tuple(map(str, one.tables)), one.path, one.before, one.after)
            for one in cause.consequences
        ),
    )


def _passed(review: Review) -> Iterator[PassedEntry]:
    for each in review.accepted:
        place = each.accept.location
        yield PassedEntry(
            each.cause.id, each.consequence.class_, each.accept.reason, place.path, place.line, stale=False
        )
    for stale in review.stale:
        for class_ in stale.classes:
            place = stale.location
            yield PassedEntry(stale.cause, class_, stale.reason, place.path, place.line, stale=True)


def _records(review: Review) -> Iterator[ConsequenceRecord]:
    for cause in review.causes:
        for one in cause.consequences:
            yield ConsequenceRecord(
                cause=cause.id,
                change=cause.change,
                consequence=one.class_,
                subject=one.subject,
                tables=" ".join(map(str, one.tables)),
                way=" ".join(one.path),
                before=one.before,
                after=one.after,
                path=cause.location.path,
                line=cause.location.line,
            )


def _as_audit(review: Review, writer: DiffWriter, after: Catalog, failing: Sequence[str]) -> Audit:
    """Return the consequences and the new findings as findings, for formats that print nothing else.

    They stand at lines of the new files, where a reviewer looks: what is gone stands at its table.
    """
    rules = tuple(
        RuleInfo(f"diff/{gate}", gate, CLASS_WORDS[gate][0], "", None, Severity.WARNING)
        for gate in GATES
        if gate in CLASS_WORDS
    )
    found = tuple(
        _as_finding(cause, one, writer, after, failing) for cause in review.causes for one in cause.consequences
    )
    return Audit("diff", (*found, *review.new), (), (*rules, *review.rules))


def _as_finding(cause: Cause, one: Consequence, writer: DiffWriter, after: Catalog, failing: Sequence[str]) -> Finding:
    sentence = "".join(span.text for span in writer.sentence([one], one.tables))
    table = after.tables.get(cause.table) if cause.table is not None else None
    location = cause.location
    if cause.change == "removed":
        location = table.location if table is not None else Location(after.paths[-1], 1)
    return Finding(
        rule=one.class_,
        severity=Severity.ERROR if one.class_ in failing else Severity.INFO,
        message=f"{CLASS_WORDS[one.class_][0]}: {sentence} ({cause.what} {cause.name}, {cause.change})",
        subject=f"{cause.id} {one.subject}",
        table=one.tables[0] if one.tables else None,
        key=cause.name if cause.what is What.KEY else None,
        columns=(),
        location=location,
    )
