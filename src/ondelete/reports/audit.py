"""The answer of ``audit``: the findings of a policy, grouped by table."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

import msgspec

from ondelete.audit import at_least
from ondelete.catalog import quote_identifier
from ondelete.findings import Audit, Finding, Severity
from ondelete.report import Block, Line, Paragraph, Records, Report, Section, Span, Style, Table, line, name
from ondelete.report import Column as Heading
from ondelete.reports.base import FixEntry, Names, WhatIfAnswer, fix_entry, skipped_entries, source_of
from ondelete.reports.key_shares import KeyShares, key_shares, shares_sections
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog

_STYLES: dict[Severity, Style] = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.INFO: "dim"}
_ACCEPTED = {
    "config": "ignored by the configuration",
    "comment": "ignored by a COMMENT in the database",
    "baseline": "known from the baseline",
}


class Shown(msgspec.Struct, frozen=True):
    """What the text shows: findings of a severity or a higher one (None: all), or only ``statistics``."""

    min_severity: str | None = None
    statistics: bool = False


class RelatedEntry(msgspec.Struct, frozen=True):
    """Another place that a finding is about."""

    path: str
    line: int


class FindingEntry(msgspec.Struct, frozen=True):
    """A finding; ``fingerprint`` is made of names, so it does not change if other lines do.

    ``related`` are other places that it is about: for a finding about a model, the key. It is there if there are some.
    """

    rule: str
    severity: Severity
    message: str
    table: str | None
    key: str | None
    columns: tuple[str, ...]
    path: str
    line: int
    fingerprint: str
    fix: FixEntry | None
    related: tuple[RelatedEntry, ...] | msgspec.UnsetType = msgspec.UNSET


class AcceptedEntry(msgspec.Struct, frozen=True):
    """A finding that does not count, what accepts it, and why."""

    rule: str
    severity: Severity
    message: str
    table: str | None
    key: str | None
    path: str
    line: int
    fingerprint: str
    by: Literal["config", "comment", "baseline"]
    reason: str


class FindingRecord(msgspec.Struct, frozen=True):
    """A finding as a row of a spreadsheet; ``columns`` are written as in SQL, ``fix`` is SQL.

    For an accepted finding, ``accepted`` says what accepts it, and ``reason`` why; both are None for others.
    """

    rule: str
    severity: Severity
    message: str
    table: str | None
    key: str | None
    columns: str
    path: str
    line: int
    fingerprint: str
    fix: str | None
    accepted: str | None
    reason: str | None


class Summary(msgspec.Struct, frozen=True):
    """How many findings there are, by severity and by rule, by which policy, in how many tables and foreign keys.

    ``ignored`` findings are accepted by the configuration or a comment, ``known`` ones by the baseline.
    """

    policy: str
    findings: int
    error: int
    warning: int
    info: int
    ignored: int
    known: int
    rules: dict[str, int]
    tables: int
    foreign_keys: int


class AuditAnswer(WhatIfAnswer, frozen=True, kw_only=True):
    """JSON of ``ondelete audit``, most severe findings first; ``accepted`` ones count nowhere else.

    ``not_run`` says which rules were skipped, and why; it is there if some were. ``key_shares`` is there with
    --statistics.
    """

    findings: tuple[FindingEntry, ...]
    accepted: tuple[AcceptedEntry, ...]
    summary: Summary
    not_run: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    key_shares: KeyShares | msgspec.UnsetType = msgspec.UNSET


def report_audit(audit: Audit, catalog: Catalog, shown: Shown = Shown()) -> Report:  # noqa: B008 - a frozen value
    """Return the findings by table, tables with the most severe findings first, and counts by rule."""
    lowest = Severity(shown.min_severity or Severity.INFO)
    findings, accepted = at_least(audit.findings, lowest), at_least(audit.accepted, lowest)
    shares = key_shares(catalog) if shown.statistics else None
    data = AuditAnswer(
        skipped=skipped_entries(catalog),
        complete=not catalog.skipped,
        findings=tuple(map(finding_entry, findings)),
        accepted=tuple(map(_accepted_entry, audit.accepted)),
        summary=_summary(audit, catalog),
        not_run=audit.notes or msgspec.UNSET,
        key_shares=shares or msgspec.UNSET,
    )
    body = (*shares_sections(shares), *_by_table(findings, catalog)) if shares else _details(findings, catalog)
    return Report(
        title=line("Audit, policy ", name(audit.policy)),
        source=source_of(catalog),
        verdict=_verdict(data.summary),
        sections=(*body, *_by_rule(findings), *_not_counted(audit, len(findings)), *_notes(audit)),
        data=data,
        records=Records(FindingRecord, tuple(map(_record, (*findings, *accepted)))),
        audit=msgspec.structs.replace(audit, findings=findings, accepted=accepted),
    )


def _verdict(summary: Summary) -> Line:
    examined = f"{count(summary.tables, 'table')} and {count(summary.foreign_keys, 'foreign key')}"
    if not summary.findings:
        return line(Span("CLEAN", "good"), f": no findings in {examined}.")
    return line(
        Span(count(summary.error, "error"), "bad" if summary.error else "plain"),
        ", ",
        Span(count(summary.warning, "warning"), "warn" if summary.warning else "plain"),
        f" and {count(summary.info, 'info')}, in {examined}.",
    )


def _details(findings: Sequence[Finding], catalog: Catalog) -> Iterator[Section]:
    for title, group in _grouped(findings, catalog).items():
        heading = line(*title, Span(f"  {count(len(group), 'finding')}", "dim"))
        yield Section(heading, tuple(_blocks(group)))


def _grouped(findings: Sequence[Finding], catalog: Catalog) -> dict[Line, list[Finding]]:
    names = Names(catalog)
    groups: dict[Line, list[Finding]] = {}
    for finding in findings:
        title = line(names.table(finding.table)) if finding.table else line("The schema as a whole")
        groups.setdefault(title, []).append(finding)
    return groups


def _blocks(findings: Sequence[Finding]) -> Iterator[Block]:
    for finding in findings:
        severity = Span(finding.severity.value, _STYLES[finding.severity])
        place = Span(str(finding.location), "name")
        also = [Span(f", {place}", "name") for place in finding.related]
        yield Paragraph(line(severity, f"  {finding.rule}  ", place, *also), indent=1, hang=1)
        yield Paragraph(line(finding.message), indent=2)


def _by_rule(findings: Sequence[Finding]) -> Iterator[Section]:
    if findings:
        counts = Counter(finding.rule for finding in findings).most_common()
        rows = tuple((line(f"{number:,}"), line(rule)) for rule, number in counts)
        table = Table((Heading("", "right"), Heading("")), rows, indent=1)
        yield Section(line("By rule ('ondelete rules NAME' says why, and how to fix it)"), (table,))


def _by_table(findings: Sequence[Finding], catalog: Catalog) -> Iterator[Section]:
    groups = sorted(_grouped(findings, catalog).items(), key=lambda entry: -len(entry[1]))
    if groups:
        headings = (Heading("error", "right"), Heading("warning", "right"), Heading("info", "right"), Heading("table"))
        rows = tuple((*_counts(group), title) for title, group in groups)
        yield Section(line("By table"), (Table(headings, rows, indent=1),))


def _counts(group: Sequence[Finding]) -> Iterator[Line]:
    counts = Counter(finding.severity for finding in group)
    return (line(f"{counts[severity]:,}" if counts[severity] else "") for severity in Severity)


def _not_counted(audit: Audit, shown: int) -> Iterator[Section]:
    """Say which findings are not shown, and why."""
    counts = Counter(finding.accepted.by for finding in audit.accepted if finding.accepted)
    rows = [(number, _ACCEPTED[by]) for by, number in sorted(counts.items())]
    hidden = len(audit.findings) - shown
    if hidden:
        rows.append((hidden, "less severe than --min-severity"))
    if rows:
        lines = tuple((line(f"{number:,}"), line(words)) for number, words in rows)
        yield Section(line("Not shown"), (Table((Heading("", "right"), Heading("")), lines, indent=1),))


def _notes(audit: Audit) -> Iterator[Section]:
    if audit.notes:
        yield Section(line("Not run"), tuple(Paragraph(line(note), indent=1) for note in audit.notes))


def _summary(audit: Audit, catalog: Catalog) -> Summary:
    severities = Counter(finding.severity for finding in audit.findings)
    known = sum(finding.accepted is not None and finding.accepted.by == "baseline" for finding in audit.accepted)
    return Summary(
        policy=audit.policy,
        findings=len(audit.findings),
        error=severities[Severity.ERROR],
        warning=severities[Severity.WARNING],
        info=severities[Severity.INFO],
        ignored=len(audit.accepted) - known,
        known=known,
        rules=dict(Counter(finding.rule for finding in audit.findings).most_common()),
        tables=len(catalog.tables),
        foreign_keys=len(catalog.foreign_keys),
    )


def finding_entry(finding: Finding) -> FindingEntry:
    """Return a finding as JSON has it."""
    return FindingEntry(
        rule=finding.rule,
        severity=finding.severity,
        message=finding.message,
        table=str(finding.table) if finding.table else None,
        key=finding.key,
        columns=finding.columns,
        path=finding.location.path,
        line=finding.location.line,
        fingerprint=finding.fingerprint,
        fix=fix_entry(finding.fix),
        related=tuple(RelatedEntry(each.path, each.line) for each in finding.related) or msgspec.UNSET,
    )


def _accepted_entry(finding: Finding) -> AcceptedEntry:
    assert finding.accepted is not None  # noqa: S101 - what the caller selects by
    return AcceptedEntry(
        rule=finding.rule,
        severity=finding.severity,
        message=finding.message,
        table=str(finding.table) if finding.table else None,
        key=finding.key,
        path=finding.location.path,
        line=finding.location.line,
        fingerprint=finding.fingerprint,
        by=finding.accepted.by,
        reason=finding.accepted.reason,
    )


def _record(finding: Finding) -> FindingRecord:
    entry, accepted = finding_entry(finding), finding.accepted
    return FindingRecord(
        rule=entry.rule,
        severity=entry.severity,
        message=entry.message,
        table=entry.table,
        key=entry.key,
        columns=", ".join(map(quote_identifier, entry.columns)),
        path=entry.path,
        line=entry.line,
        fingerprint=entry.fingerprint,
        fix=entry.fix.sql if entry.fix else None,
        accepted=accepted.by if accepted else None,
        reason=accepted.reason if accepted else None,
    )
