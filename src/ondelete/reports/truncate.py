"""The answer of ``explain --truncate``: what TRUNCATE empties, and which foreign keys refuse it without CASCADE."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.deletion.effects import last_keys
from ondelete.report import Column, Line, Paragraph, Report, Section, Span, Table, line
from ondelete.reports.base import Names, WhatIfAnswer, skipped_entries, source_of
from ondelete.reports.explain_entries import ErrorEntry, NotModelledEntry, not_modelled_entry
from ondelete.reports.sections import first_of, incomplete_sections, not_modelled_section
from ondelete.reports.trigger_entries import TriggerEntry, trigger_entry, trigger_error_entry
from ondelete.reports.trigger_text import trigger_sections
from ondelete.text.counts import count, several

if TYPE_CHECKING:
    from ondelete.catalog import Catalog
    from ondelete.deletion.static.truncate import Emptied, Truncation
    from ondelete.reports.tree_rows import View

_SHOWN = 30
_KEYS = 100  # of a chain, in data: a chain of n tables would take n² names


class EmptiedEntry(msgspec.Struct, frozen=True):
    """A table that TRUNCATE ... CASCADE also empties, at the end of a shortest chain of ``steps`` foreign keys.

    ``path`` are the foreign keys of the chain, at most the last 100.
    """

    table: str
    path: tuple[str, ...]
    steps: int


class TruncateAnswer(WhatIfAnswer, frozen=True, kw_only=True):
    """JSON of ``ondelete explain --truncate``.

    Because of the foreign keys ``refused_by``, TRUNCATE without CASCADE fails with ``sqlstates``. ``with_it`` are
    partitions and inheriting tables, which are emptied with or without CASCADE.
    """

    table: str
    refused_by: tuple[str, ...]
    sqlstates: tuple[str, ...]
    with_it: tuple[str, ...]
    emptied: tuple[EmptiedEntry, ...]
    not_modelled: tuple[NotModelledEntry, ...]
    triggers: tuple[TriggerEntry, ...] = ()
    errors: tuple[ErrorEntry, ...] = ()


def report_truncate(truncation: Truncation, catalog: Catalog, view: View) -> Report:
    """Return what TRUNCATE does, with and without CASCADE, whatever the rows are."""
    names = Names(catalog)
    sections = (
        _refused(truncation, names),
        _with_it(truncation, names),
        _emptied(truncation, names, full=view.full),
        *trigger_sections(truncation.triggers, truncation.trigger_errors, names, full=view.full),
        not_modelled_section(truncation.not_modelled, names, full=view.full),
    )
    return Report(
        title=line("TRUNCATE ", names.table(truncation.table)),
        source=source_of(catalog),
        verdict=_verdict(truncation),
        sections=(*incomplete_sections(catalog.skipped), *(section for section in sections if section)),
        data=TruncateAnswer(
            skipped=skipped_entries(catalog),
            complete=not catalog.skipped,
            table=str(truncation.table),
            refused_by=tuple(key.id for key in truncation.refused_by),
            sqlstates=("0A000",) if truncation.refused_by else (),
            with_it=tuple(map(str, truncation.with_it)),
            emptied=tuple(map(_emptied_entry, truncation.emptied)),
            not_modelled=tuple(map(not_modelled_entry, truncation.not_modelled)),
            triggers=tuple(map(trigger_entry, truncation.triggers)),
            errors=tuple(map(trigger_error_entry, truncation.trigger_errors)),
        ),
    )


def _verdict(truncation: Truncation) -> Line:
    if not truncation.refused_by and truncation.trigger_errors:
        return line(Span("CAN FAIL", "warn"), ": no foreign key stops TRUNCATE, but a trigger can.")
    if not truncation.refused_by:
        return line(Span("CLEAR", "good"), ": no foreign key stops TRUNCATE.")
    keys = count(len(truncation.refused_by), "foreign key from another table", "foreign keys from other tables")
    return line(
        Span("REFUSED", "bad"),
        f" without CASCADE, because of {keys}, even if no row references it (SQLSTATE 0A000). ",
        f"With CASCADE it empties {count(len(truncation.emptied), 'more table')}, whatever the ON DELETE actions are.",
    )


def _refused(truncation: Truncation, names: Names) -> Section | None:
    keys = tuple(Paragraph(names.declared(key), indent=1, hang=1) for key in truncation.refused_by)
    return Section(line("Foreign keys that refuse TRUNCATE without CASCADE"), keys) if keys else None


def _with_it(truncation: Truncation, names: Names) -> Section | None:
    listed = line(*several([names.table(table) for table in truncation.with_it], shown=_SHOWN))
    title = line("Emptied with it: partitions and inheriting tables")
    return Section(title, (Paragraph(listed, indent=1),)) if listed else None


def _emptied(truncation: Truncation, names: Names, *, full: bool) -> Section | None:
    shown, rest = first_of(truncation.emptied, full=full, most=_SHOWN)
    rows: list[tuple[Line, ...]] = [(line(names.table(entry.table)), _way(entry, names)) for entry in shown]
    table = Table((Column(""), Column("")), tuple(rows), indent=1)
    return Section(line("CASCADE also empties"), (table, *rest)) if rows else None


def _emptied_entry(entry: Emptied) -> EmptiedEntry:
    return EmptiedEntry(str(entry.table), tuple(key.id for key in last_keys(entry.path, _KEYS)), len(entry.path))


def _way(entry: Emptied, names: Names) -> Line:
    last = entry.path[-1]
    steps = "" if len(entry.path) == 1 else f" ({count(len(entry.path), 'step')})"
    return line("by ", *names.key(last), Span(steps, "dim") if steps else "")
