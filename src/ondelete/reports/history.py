"""The answer of ``history``: the versions of a schema file in figures, and what each of them brought."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from ondelete.changes.versions import TableFacts, VersionFacts
from ondelete.deletion.kinds import Verdict
from ondelete.report import Column, Line, Paragraph, Records, Report, Section, Span, Table, line, name
from ondelete.reports.base import Answer
from ondelete.reports.verdicts import VERDICTS
from ondelete.repository import CommitFacts
from ondelete.text.counts import count, several

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.changes.versions import Introduced

_DIGITS = 7
_LISTED = 8


class Row(msgspec.Struct, frozen=True):
    """A version: its commit, and its figures, or why there are none."""

    commit: CommitFacts
    facts: VersionFacts | None
    error: str | None


class TableEntry(msgspec.Struct, frozen=True):
    """What a delete on the table that was asked for does in a version.

    ``blockers`` are the keys that can stop it, ``hard`` those of them that always do.
    """

    verdict: Verdict
    deleted: tuple[str, ...]
    blockers: tuple[str, ...]
    hard: tuple[str, ...]


class VersionEntry(msgspec.Struct, frozen=True):
    """A version, oldest first. If it could not be read, ``error`` says why and the figures are None.

    ``keys`` counts foreign keys by their ON DELETE, ``blocked`` the tables on which a delete is BLOCKED.
    """

    revision: str
    date: str
    subject: str
    tables: int | None
    keys: dict[str, int] | None
    blocked: int | None
    can_fail: int | None
    unindexed: int | None
    findings: int | None
    unread: int | None
    table: TableEntry | None
    error: str | None


class IntroducedEntry(msgspec.Struct, frozen=True):
    """What the newest version has, and the revision that brought it: a "blocker", or a table that is "deleted"."""

    what: Literal["blocker", "deleted"]
    name: str
    revision: str


class HistoryAnswer(Answer, frozen=True, kw_only=True):
    """JSON of ``ondelete history``; ``introduced`` is there with ``--table``, newest first."""

    path: str
    versions: tuple[VersionEntry, ...]
    introduced: tuple[IntroducedEntry, ...] = ()


class VersionRecord(msgspec.Struct, frozen=True):
    """A version as a row of a spreadsheet."""

    revision: str
    date: str
    subject: str
    tables: int | None
    foreign_keys: int | None
    blocked: int | None
    can_fail: int | None
    unindexed: int | None
    findings: int | None
    verdict: str | None
    deleted: int | None
    blockers: int | None
    error: str | None


def report_history(rows: Sequence[Row], brought: Sequence[Introduced], path: str, table: str | None) -> Report:
    """Return the versions in a table, oldest first, and who brought what.

    Args:
        rows: the versions, oldest first.
        brought: what the newest one has, by the version that brought it.
        path: the file, from the root of the repository.
        table: the table that was asked for, None if none was.
    """
    sections = [Section((), (_versions(rows, table),))] if rows else []
    sections += _who(rows, brought)
    return Report(
        title=line("History of deletes", *((" on ", name(table)) if table else ())),
        source=path,
        verdict=_verdict(rows, table),
        sections=tuple(sections),
        data=HistoryAnswer(
            path=path,
            versions=tuple(map(_entry, rows)),
            introduced=tuple(IntroducedEntry(each.what, each.name, rows[each.version].commit.oid) for each in brought),
        ),
        records=Records(VersionRecord, tuple(map(_record, rows))),
    )


def _verdict(rows: Sequence[Row], table: str | None) -> Line:
    said = _figures(rows, table)
    if any(row.commit.is_cut for row in rows):
        words = " This shallow clone has no older ones: 'git fetch --unshallow' fetches them."
        return line(*said, Span(words, "warn"))
    return said


def _figures(rows: Sequence[Row], table: str | None) -> Line:
    unread = sum(row.facts is None for row in rows)
    read = [row.facts for row in rows if row.facts is not None]
    head = count(len(rows), "version")
    if unread:
        head += f", {unread:,} of which cannot be read"
    if not read:
        return line(f"{head}.")
    first, last = read[0], read[-1]
    if table is None:
        change = f"tables {first.tables:,} → {last.tables:,}, BLOCKED {first.blocked:,} → {last.blocked:,}"
        return line(f"{head}: {change}, no index {first.unindexed:,} → {last.unindexed:,}.")
    return line(f"{head}: ", _verdict_of(first.table), " → ", _verdict_of(last.table), ".")


def _verdict_of(facts: TableFacts | None) -> Span:
    if facts is None:
        return Span("not there", "dim")
    words = VERDICTS[facts.verdict]
    return Span(words.says, words.style)


def _versions(rows: Sequence[Row], table: str | None) -> Table:
    titles = ("verdict", "deleted", "blockers") if table else ("tables", "keys", "BLOCKED", "no index", "findings")
    heads = (Column("date"), Column("commit"), *(Column(title, _side(title)) for title in titles), Column("subject"))
    return Table(heads, tuple(_cells(row, table, len(titles)) for row in rows))


def _side(title: str) -> Literal["left", "right"]:
    return "left" if title == "verdict" else "right"


def _cells(row: Row, table: str | None, number: int) -> tuple[Line, ...]:
    head = (line(_date(row.commit)), line(Span(row.commit.oid[:_DIGITS], "dim")))
    subject = line(name(row.commit.subject))
    facts = row.facts
    if facts is None:
        blank = tuple(line("–") for _ in range(number))
        return (*head, *blank, line(*subject, Span(f"  cannot be read: {row.error}", "warn")))
    if table is None:
        keys = sum(facts.keys.values())
        figures = (facts.tables, keys, facts.blocked, facts.unindexed, facts.findings)
        return (*head, *(line(f"{figure:,}") for figure in figures), subject)
    if facts.table is None:
        return (*head, line(_verdict_of(None)), line("–"), line("–"), subject)
    found = facts.table
    return (*head, line(_verdict_of(found)), line(f"{len(found.deleted):,}"), line(f"{len(found.blockers):,}"), subject)


def _who(rows: Sequence[Row], brought: Sequence[Introduced]) -> Iterator[Section]:
    """Yield what the newest version has, by the commit that brought it, newest first."""
    if not brought:
        return
    by_version: dict[int, list[Introduced]] = {}
    for each in brought:
        by_version.setdefault(each.version, []).append(each)
    blocks = []
    for place, found in by_version.items():
        commit = rows[place].commit
        blocks.append(Paragraph(line(f"{_date(commit)} {commit.oid[:_DIGITS]} ", name(commit.subject)), indent=1))
        for what, words in (("blocker", "can stop the delete"), ("deleted", "loses rows")):
            names = [name(each.name) for each in found if each.what == what]
            if names:
                told = several(names, shown=_LISTED)
                plural = words if len(names) == 1 else words.replace("loses", "lose")
                blocks.append(Paragraph(line(*told, f" {plural}"), indent=2, hang=3))
    yield Section(line("Which commit brought what the newest version has"), tuple(blocks))


def _date(commit: CommitFacts) -> str:
    try:
        return datetime.fromtimestamp(commit.time, UTC).date().isoformat()
    except (OverflowError, OSError, ValueError):
        return "unknown"


def _entry(row: Row) -> VersionEntry:
    facts = row.facts
    table = facts.table if facts is not None else None
    return VersionEntry(
        revision=row.commit.oid,
        date=_date(row.commit),
        subject=row.commit.subject,
        tables=facts.tables if facts is not None else None,
        keys=facts.keys if facts is not None else None,
        blocked=facts.blocked if facts is not None else None,
        can_fail=facts.can_fail if facts is not None else None,
        unindexed=facts.unindexed if facts is not None else None,
        findings=facts.findings if facts is not None else None,
        unread=facts.unread if facts is not None else None,
        table=TableEntry(table.verdict, table.deleted, table.blockers, table.hard) if table is not None else None,
        error=row.error,
    )


def _record(row: Row) -> VersionRecord:
    entry = _entry(row)
    table = entry.table
    return VersionRecord(
        revision=entry.revision,
        date=entry.date,
        subject=entry.subject,
        tables=entry.tables,
        foreign_keys=sum(entry.keys.values()) if entry.keys is not None else None,
        blocked=entry.blocked,
        can_fail=entry.can_fail,
        unindexed=entry.unindexed,
        findings=entry.findings,
        verdict=table.verdict.value if table is not None else None,
        deleted=len(table.deleted) if table is not None else None,
        blockers=len(table.blockers) if table is not None else None,
        error=entry.error,
    )
