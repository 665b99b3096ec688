"""The answers about several schemas, each a schema of its own, as one report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ondelete.findings import Audit
from ondelete.report import Column, Records, Report, Section, Span, Table, line, name
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.report import Line


class SchemaAnswer(msgspec.Struct, frozen=True):
    """What was found out about one schema: a report and its exit status, or why there is none."""

    path: str
    report: Report | None
    status: int
    error: str | None = None


class SchemaSummary(msgspec.Struct, frozen=True):
    """One schema in a line: its exit status, its verdict in words, or why it could not be read.

    ``unread`` counts the statements that were not understood.
    """

    path: str
    status: int
    verdict: str | None
    unread: int
    error: str | None


class UnneededEntry(msgspec.Struct, frozen=True):
    """A setting that no schema needs: what a rule says of it, and where it stands."""

    rule: str
    message: str
    path: str
    line: int


class EachAnswer(msgspec.Struct, frozen=True):
    """JSON of ``--each``: the answer about every schema that could be read, with its ``path``, and a line for each.

    ``unneeded`` are settings of the configuration that none of the schemas needs.
    """

    schemas: tuple[dict[str, Any], ...]
    summary: tuple[SchemaSummary, ...]
    unneeded: tuple[UnneededEntry, ...] = ()
    schema_version: int = 1


def report_each(answers: Sequence[SchemaAnswer], *, of_all: bool = False) -> Report:
    """Return a table with a row for each schema, then what is said of each.

    Args:
        answers: in the order in which the files were named.
        of_all: whether they are all schemas that the configuration knows, so that what none of them needs is too much.
    """
    unneeded = tuple(_unneeded(answers)) if of_all else ()
    read = [(answer.path, answer.report) for answer in answers if answer.report is not None]
    failed = len(answers) - len(read)
    rest = f", {failed:,} of which cannot be read" if failed else ""
    return Report(
        title=line("Each schema on its own"),
        source="",
        verdict=line(f"{count(len(answers), 'schema')}{rest}."),
        sections=(Section((), (_summary(answers),)), *_about_settings(unneeded), *_details(read)),
        data=EachAnswer(
            schemas=tuple({"path": path, **msgspec.to_builtins(report.data)} for path, report in read),
            summary=tuple(map(_line_of, answers)),
            unneeded=unneeded,
        ),
        records=_records(read),
        audit=_audit([report.audit for _, report in read if report.audit is not None]),
        parts=tuple(report for _, report in read),
    )


def _unneeded(answers: Sequence[SchemaAnswer]) -> Iterator[UnneededEntry]:
    """Yield what the rules say of settings in every schema: one that another schema needs is no complaint."""
    audits = [
        answer.report.audit for answer in answers if answer.report is not None and answer.report.audit is not None
    ]
    if not audits or len(audits) < len(answers):
        return
    others = [{(finding.rule, finding.location) for finding in audit.unneeded} for audit in audits[1:]]
    for finding in audits[0].unneeded:
        if all((finding.rule, finding.location) in known for known in others):
            yield UnneededEntry(finding.rule, finding.message, finding.location.path, finding.location.line)


def _about_settings(unneeded: Sequence[UnneededEntry]) -> Iterator[Section]:
    if unneeded:
        rows = tuple(
            (line(name(f"{each.path}:{each.line}")), line(f"{each.rule}: {each.message}")) for each in unneeded
        )
        yield Section(line("Settings that no schema needs"), (Table((Column("place"), Column("why")), rows),))


def _summary(answers: Sequence[SchemaAnswer]) -> Table:
    rows = tuple((line(name(answer.path)), _answer(answer)) for answer in answers)
    return Table((Column("schema"), Column("answer")), rows)


def _answer(answer: SchemaAnswer) -> Line:
    if answer.report is None:
        return line(Span(answer.error or "", "bad"))
    unread = _unread(answer.report)
    words = f" {count(unread, 'statement was', 'statements were')} not understood." if unread else ""
    return line(*answer.report.verdict, Span(words, "warn"))


def _unread(report: Report) -> int:
    return len(getattr(report.data, "skipped", ()))


def _details(read: Sequence[tuple[str, Report]]) -> Iterator[Section]:
    for path, report in read:
        for number, section in enumerate(report.sections):
            title: Line = (Span(path, "name"), Span(": "), *section.title) if section.title else (Span(path, "name"),)
            yield msgspec.structs.replace(section, title=title if number == 0 or section.title else ())


def _line_of(answer: SchemaAnswer) -> SchemaSummary:
    verdict = "".join(span.text for span in answer.report.verdict) if answer.report else None
    unread = _unread(answer.report) if answer.report else 0
    return SchemaSummary(answer.path, answer.status, verdict, unread, answer.error)


def _records(read: Sequence[tuple[str, Report]]) -> Records | None:
    """Return the rows of all schemas, with the schema as first field."""
    found = [(path, report.records) for path, report in read if report.records is not None]
    if not found:
        return None
    own = found[0][1].type
    fields = [(field.name, field.type) for field in msgspec.structs.fields(own)]
    type_ = msgspec.defstruct("EachRecord", [("schema", str), *fields], frozen=True)
    return Records(
        type_, tuple(type_(path, *msgspec.structs.astuple(row)) for path, records in found for row in records.rows)
    )


def _audit(audits: Sequence[Audit]) -> Audit | None:
    """Return all findings as those of one audit, for formats that know no runs."""
    if not audits:
        return None
    rules = {rule.name: rule for audit in audits for rule in audit.rules}
    return Audit(
        policy=audits[0].policy,
        findings=tuple(finding for audit in audits for finding in audit.findings),
        accepted=tuple(finding for audit in audits for finding in audit.accepted),
        rules=tuple(sorted(rules.values(), key=lambda rule: rule.code)),
        compared=any(audit.compared for audit in audits),
    )
