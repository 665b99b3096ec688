"""The answer of ``indexes``: whether each foreign key has an index for the lookup of a delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.analyses.index_coverage import Verdict
from ondelete.catalog import ReferentialAction, quote_identifier
from ondelete.fixes.indexes import index_fixes
from ondelete.report import Block, Code, Line, Paragraph, Records, Report, Section, Span, Style, line
from ondelete.reports.base import FixEntry, Names, WhatIfAnswer, fix_entry, skipped_entries, source_of
from ondelete.reports.sections import incomplete_sections
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ondelete.analyses.index_coverage import KeyCoverage
    from ondelete.catalog import Catalog
    from ondelete.findings import Fix

_TITLES: dict[Verdict, tuple[str, Style]] = {
    Verdict.NONE: ("No index", "bad"),
    Verdict.WEAK: ("Weak index", "warn"),
    Verdict.FULL: ("Index", "good"),
}


class KeyEntry(msgspec.Struct, frozen=True):
    """A foreign key and its index verdict; ``index`` is the best or nearest one, ``fix`` adds a missing one."""

    key: str
    table: str
    columns: tuple[str, ...]
    referenced_table: str
    on_delete: ReferentialAction
    verdict: Verdict
    index: str | None
    reason: str
    fix: FixEntry | None


class KeyRecord(msgspec.Struct, frozen=True):
    """A foreign key as a row of a spreadsheet; ``columns`` are written as in SQL, ``fix`` is SQL."""

    key: str
    table: str
    columns: str
    referenced_table: str
    on_delete: ReferentialAction
    verdict: Verdict
    index: str | None
    reason: str
    fix: str | None


class IndexesAnswer(WhatIfAnswer, frozen=True, kw_only=True):
    """JSON of ``ondelete indexes``: the enforced foreign keys in creation order."""

    keys: tuple[KeyEntry, ...]


def report_indexes(coverage: Sequence[KeyCoverage], catalog: Catalog, *, full: bool) -> Report:
    """Return the foreign keys with no index or a weak index, each with its fix; if ``full``, also the others."""
    names, fixes = Names(catalog), index_fixes(catalog, coverage)
    groups = {verdict: [found for found in coverage if found.verdict is verdict] for verdict in _TITLES}
    shown = [verdict for verdict in _TITLES if groups[verdict] and (full or verdict is not Verdict.FULL)]
    return Report(
        title=line("Indexes of foreign keys"),
        source=source_of(catalog),
        verdict=_verdict(coverage, groups),
        sections=(
            *incomplete_sections(catalog.skipped),
            *(Section(line(Span(*_TITLES[each])), tuple(_blocks(names, groups[each], fixes))) for each in shown),
        ),
        data=IndexesAnswer(
            skipped=skipped_entries(catalog),
            complete=not catalog.skipped,
            keys=tuple(_entry(found, fixes) for found in coverage),
        ),
        records=Records(KeyRecord, tuple(_record(found, fixes) for found in coverage)),
    )


def _verdict(coverage: Sequence[KeyCoverage], groups: dict[Verdict, list[KeyCoverage]]) -> Line:
    if not coverage:
        return line("The schema has no enforced foreign key.")
    none, weak = len(groups[Verdict.NONE]), len(groups[Verdict.WEAK])
    if not none and not weak:
        return line(Span("ALL INDEXED", "good"), f": {count(len(coverage), 'foreign key')}, each with an index.")
    return line(
        f"Of {count(len(coverage), 'foreign key')}, ",
        Span(f"{none:,} {'has' if none == 1 else 'have'} no index", "bad" if none else "plain"),
        f" and {weak:,} {'has' if weak == 1 else 'have'} a weak index" if weak else "",
        ". There, each deleted row of the referenced table costs a scan of the referencing table.",
    )


def _blocks(names: Names, group: Sequence[KeyCoverage], fixes: Mapping[str, Fix]) -> Iterator[Block]:
    for found in group:
        yield Paragraph(names.declared(found.key), indent=1, hang=1)
        yield Paragraph(line(found.reason), indent=2)
        fix = fixes.get(found.key.id)
        if fix and fix.sql:
            yield Code(fix.sql, "sql", indent=2)


def _entry(found: KeyCoverage, fixes: Mapping[str, Fix]) -> KeyEntry:
    return KeyEntry(
        key=found.key.id,
        table=str(found.key.table),
        columns=found.key.columns,
        referenced_table=str(found.key.referenced_table),
        on_delete=found.key.on_delete,
        verdict=found.verdict,
        index=found.index,
        reason=found.reason,
        fix=fix_entry(fixes.get(found.key.id)),
    )


def _record(found: KeyCoverage, fixes: Mapping[str, Fix]) -> KeyRecord:
    entry = _entry(found, fixes)
    return KeyRecord(
        key=entry.key,
        table=entry.table,
        columns=", ".join(map(quote_identifier, entry.columns)),
        referenced_table=entry.referenced_table,
        on_delete=entry.on_delete,
        verdict=entry.verdict,
        index=entry.index,
        reason=entry.reason,
        fix=entry.fix.sql if entry.fix else None,
    )
