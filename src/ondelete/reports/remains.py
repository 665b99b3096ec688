"""The answer of ``remains``: what still says something about a deleted row, a record for a data-protection review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.analyses.remains import How
from ondelete.report import Line, Paragraph, Records, Report, Section, Span, line, name
from ondelete.reports.base import Answer, Names, skipped_entries, source_of
from ondelete.reports.sections import incomplete_sections
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.analyses.remains import Remain
    from ondelete.catalog import Catalog, QualifiedName

_TITLES = {
    How.BLOCKED: "Protected: the delete fails while these rows are there",
    How.NULL: "Kept, with NULL in place of the reference",
    How.DEFAULT: "Kept, with the default in place of the reference",
    How.NO_KEY: "Kept, because no key declares the reference",
    How.POLYMORPHIC: "Kept, if its type column names the table",
    How.LOOSE: "Left to a job of the application",
    How.TRIGGER: "Perhaps written elsewhere, by triggers and rules",
    How.VIEW: "Copied into materialized views, until they are refreshed",
}
_UNSEEN = "No schema shows backups, logs, queues, caches, files, search indexes and other stores: look there too."


class RemainEntry(msgspec.Struct, frozen=True):
    """Something that stays in ``table``.

    ``columns`` held, or hold, the reference. ``personal`` are columns of the table that look like personal data.
    ``about`` is the table whose deleted row it speaks of, None if that can be any. ``way`` says why it stays,
    ``remedy`` what would remove it.
    """

    table: str
    columns: tuple[str, ...]
    how: How
    personal: tuple[str, ...]
    about: str | None
    way: str
    remedy: str
    path: str
    line: int


class RemainRow(msgspec.Struct, frozen=True):
    """The same as a row of a spreadsheet: lists are joined by spaces."""

    table: str
    columns: str
    how: str
    personal: str
    about: str
    way: str
    remedy: str
    path: str
    line: int


class RemainsAnswer(Answer, frozen=True, kw_only=True):
    """JSON of ``ondelete remains``. ``unseen`` says what no schema can show."""

    table: str
    remains: tuple[RemainEntry, ...]
    unseen: str


def report_remains(table: QualifiedName, found: Sequence[Remain], catalog: Catalog) -> Report:
    """Return what stays after a delete on a table, grouped by how it stays."""
    names = Names(catalog)
    entries = tuple(map(_entry, found))
    return Report(
        title=line("What remains of a deleted row of ", names.table(table)),
        source=source_of(catalog),
        verdict=_verdict(table, found, names),
        sections=(
            *incomplete_sections(catalog.skipped),
            *_sections(found, names),
            Section(line("Not in a schema"), (Paragraph(line(_UNSEEN), indent=1),)),
        ),
        data=RemainsAnswer(
            skipped=skipped_entries(catalog),
            complete=not catalog.skipped,
            table=str(table),
            remains=entries,
            unseen=_UNSEEN,
        ),
        records=Records(RemainRow, tuple(map(_row, entries))),
    )


def _verdict(table: QualifiedName, found: Sequence[Remain], names: Names) -> Line:
    row = line("a deleted row of ", names.table(table))
    if not found:
        return line(Span("NOTHING", "good"), " that the schema shows says anything about ", *row, ".")
    tables = count(len({remain.table for remain in found}), "table")
    personal = len({remain.table for remain in found if remain.personal})
    marked = f"; {count(personal, 'of them has', 'of them have')} columns that look like personal data"
    return line(Span(tables, "warn"), " can still say something about ", *row, marked if personal else "", ".")


def _sections(found: Sequence[Remain], names: Names) -> list[Section]:
    groups: dict[How, list[Remain]] = {}
    for remain in found:
        groups.setdefault(remain.how, []).append(remain)
    return [
        Section(
            line(Span(_TITLES[how], "strong")), tuple(block for remain in members for block in _told(remain, names))
        )
        for how, members in groups.items()
    ]


def _told(remain: Remain, names: Names) -> Iterator[Paragraph]:
    where = names.columns(remain.table, remain.columns) if remain.columns else (names.table(remain.table),)
    about = names.table(remain.about) if remain.about is not None else Span("any table")
    place = names.place(remain.location.path, remain.location.line)
    yield Paragraph(line(*where, " → ", about, "  ", *place), indent=1, hang=1)
    yield Paragraph(line(f"{remain.way}."), indent=2)
    yield Paragraph(line(Span(f"To remove: {remain.remedy}.", "dim")), indent=2)
    if remain.personal:
        yield Paragraph(line(Span("⚠ looks like personal data: ", "warn"), name(", ".join(remain.personal))), indent=2)


def _entry(remain: Remain) -> RemainEntry:
    return RemainEntry(
        table=str(remain.table),
        columns=remain.columns,
        how=remain.how,
        personal=remain.personal,
        about=str(remain.about) if remain.about is not None else None,
        way=remain.way,
        remedy=remain.remedy,
        path=remain.location.path,
        line=remain.location.line,
    )


def _row(entry: RemainEntry) -> RemainRow:
    return RemainRow(
        table=entry.table,
        columns=" ".join(entry.columns),
        how=entry.how.value,
        personal=" ".join(entry.personal),
        about=entry.about or "",
        way=entry.way,
        remedy=entry.remedy,
        path=entry.path,
        line=entry.line,
    )
