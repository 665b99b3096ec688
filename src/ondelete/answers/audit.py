"""The answer of ``audit``: the findings of a policy, grouped by table."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from ondelete.answers.base import Answer, FixEntry, Names, count, fix_entry, skipped_entries, source_of
from ondelete.findings import Finding, Severity
from ondelete.report import Block, Line, Paragraph, Report, Section, Span, Style, Table, line, name
from ondelete.report import Column as Heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog

_STYLES: dict[Severity, Style] = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.INFO: "dim"}


class FindingEntry(msgspec.Struct, frozen=True):
    """A finding; ``fingerprint`` is made of names, so it survives an edit elsewhere in the file."""

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


class Summary(msgspec.Struct, frozen=True):
    """How many findings there are, by severity and by rule, under which policy, of how many tables and keys."""

    policy: str
    findings: int
    error: int
    warning: int
    info: int
    rules: dict[str, int]
    tables: int
    foreign_keys: int


class AuditAnswer(Answer, frozen=True, kw_only=True):
    """JSON of ``ondelete audit``, most severe findings first."""

    findings: tuple[FindingEntry, ...]
    summary: Summary


def report_audit(findings: Sequence[Finding], catalog: Catalog, policy: str) -> Report:
    """Return the findings by table, the tables with the heaviest first, and counts by rule."""
    names = Names(catalog)
    groups: dict[Line, list[Finding]] = {}
    for finding in findings:
        title = line(names.table(finding.table)) if finding.table else line("The schema as a whole")
        groups.setdefault(title, []).append(finding)
    sections = [
        Section(line(*title, Span(f"  {count(len(group), 'finding')}", "dim")), tuple(_blocks(group)))
        for title, group in groups.items()
    ]
    data = AuditAnswer(
        skipped=skipped_entries(catalog),
        findings=tuple(map(_entry, findings)),
        summary=_summary(findings, catalog, policy),
    )
    return Report(
        title=line("Audit, policy ", name(policy)),
        source=source_of(catalog),
        verdict=_verdict(data.summary),
        sections=(*sections, *_by_rule(data.summary)),
        data=data,
    )


def _verdict(summary: Summary) -> Line:
    examined = f"{count(summary.tables, 'table')} and {count(summary.foreign_keys, 'foreign key')}"
    if not summary.findings:
        return line(Span("CLEAN", "good"), f": no findings in {examined}.")
    return line(
        Span(count(summary.error, "error"), "bad" if summary.error else "plain"),
        ", ",
        Span(count(summary.warning, "warning"), "warn" if summary.warning else "plain"),
        f" and {summary.info:,} for information, in {examined}.",
    )


def _blocks(findings: Sequence[Finding]) -> Iterator[Block]:
    for finding in findings:
        severity = Span(finding.severity.value, _STYLES[finding.severity])
        place = Span(str(finding.location), "name")
        yield Paragraph(line(severity, f"  {finding.rule}  ", place), indent=1, hang=1)
        yield Paragraph(line(finding.message), indent=2)


def _by_rule(summary: Summary) -> Iterator[Section]:
    if summary.findings:
        rows = tuple((line(f"{number:,}"), line(rule)) for rule, number in summary.rules.items())
        table = Table((Heading("", "right"), Heading("")), rows, indent=1)
        yield Section(line("By rule ('ondelete rules NAME' says why, and how to fix it)"), (table,))


def _summary(findings: Sequence[Finding], catalog: Catalog, policy: str) -> Summary:
    severities = Counter(finding.severity for finding in findings)
    return Summary(
        policy=policy,
        findings=len(findings),
        error=severities[Severity.ERROR],
        warning=severities[Severity.WARNING],
        info=severities[Severity.INFO],
        rules=dict(Counter(finding.rule for finding in findings).most_common()),
        tables=len(catalog.tables),
        foreign_keys=len(catalog.foreign_keys),
    )


def _entry(finding: Finding) -> FindingEntry:
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
    )
