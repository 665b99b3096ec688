"""The answer of ``cycles``: tables that reference each other in cycles, and where to break them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.report import Block, Line, Paragraph, Report, Section, Span, line
from ondelete.reports.base import Answer, Names, skipped_entries, source_of
from ondelete.reports.sections import incomplete_sections
from ondelete.text.counts import count, several

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.analyses.cycles import Component
    from ondelete.catalog import Catalog, ForeignKey

_SHOWN = 12


class ComponentEntry(msgspec.Struct, frozen=True):
    """Tables that reach each other through foreign keys.

    ``keys`` are all foreign keys between them. ``all_cascade`` says whether each of them cascades, ``insertable``
    whether rows can be inserted by one statement after another. ``break_at`` are foreign keys that break all cycles.
    """

    tables: tuple[str, ...]
    keys: tuple[str, ...]
    all_cascade: bool
    insertable: bool
    break_at: tuple[str, ...]


class CyclesAnswer(Answer, frozen=True, kw_only=True):
    """JSON of ``ondelete cycles``, largest component first."""

    components: tuple[ComponentEntry, ...]


def report_cycles(components: Sequence[Component], catalog: Catalog) -> Report:
    """Return cycles through several tables first, then the self-references in one list."""
    names = Names(catalog)
    several_tables = [component for component in components if len(component.tables) > 1]
    own = [component for component in components if len(component.tables) == 1]
    sections = [_section(names, component) for component in several_tables]
    if own:
        sections.append(_self_references(names, own))
    return Report(
        title=line("Cycles of foreign keys"),
        source=source_of(catalog),
        verdict=_verdict(several_tables, own),
        sections=(*incomplete_sections(catalog.skipped), *sections),
        data=CyclesAnswer(
            skipped=skipped_entries(catalog), complete=not catalog.skipped, components=tuple(map(_entry, components))
        ),
    )


def _verdict(several_tables: Sequence[Component], own: Sequence[Component]) -> Line:
    if not several_tables and not own:
        return line(Span("NONE", "good"), ": no table references itself, directly or through others.")
    own_keys = "1 table references itself" if len(own) == 1 else f"{len(own):,} tables reference themselves"
    if not several_tables:
        return line(f"No cycle through several tables; {own_keys}.")
    stuck = sum(not component.insertable for component in several_tables)
    return line(
        f"{count(len(several_tables), 'group')} of tables in cycles",
        f"; into {stuck} of them no row can be inserted" if stuck else "",
        f"; {own_keys}." if own else ".",
    )


def _section(names: Names, component: Component) -> Section:
    remarks = ["every foreign key cascades, so a delete has no limit"] if component.all_cascade else []
    if not component.insertable:
        remarks.append("no row can be inserted: some cycle has no nullable or deferrable key")
    tables = [names.table(table) for table in component.tables]
    blocks: list[Block] = [Paragraph(line(*several(tables, shown=_SHOWN)), indent=1)]
    blocks += [Paragraph(line(Span(remark, "warn")), indent=1) for remark in remarks]
    blocks.append(Paragraph(line("Break at"), indent=1))
    blocks.extend(_keys(names, component.break_at, indent=2))
    size = f"{count(len(component.tables), 'table')}, {count(len(component.keys), 'foreign key')}"
    return Section(line(Span(size, "strong")), tuple(blocks))


def _self_references(names: Names, components: Sequence[Component]) -> Section:
    keys = [key for component in components for key in component.keys]
    return Section(line(Span("Tables that reference themselves", "strong")), _keys(names, keys, indent=1))


def _keys(names: Names, keys: Sequence[ForeignKey], indent: int) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(names.declared(key), indent=indent, hang=1) for key in keys)


def _entry(component: Component) -> ComponentEntry:
    return ComponentEntry(
        tables=tuple(map(str, component.tables)),
        keys=tuple(key.id for key in component.keys),
        all_cascade=component.all_cascade,
        insertable=component.insertable,
        break_at=tuple(key.id for key in component.break_at),
    )
