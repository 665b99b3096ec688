"""The answer of ``order``: in which order to empty tables, and to load them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ondelete.report import Column, Line, Paragraph, Report, Section, Span, Table, join, line
from ondelete.reports.base import Answer, Names, skipped_entries, source_of
from ondelete.reports.sections import incomplete_sections
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.analyses.delete_order import Order, Steps
    from ondelete.catalog import Catalog, QualifiedName


class OrderAnswer(Answer, frozen=True, kw_only=True):
    """JSON of ``ondelete order``: tables of one step are independent; ``broken`` foreign keys are ignored."""

    delete: tuple[tuple[str, ...], ...]
    load: tuple[tuple[str, ...], ...]
    broken: tuple[str, ...]


def report_order(order: Order, catalog: Catalog) -> Report:
    """Return both orders as numbered steps, and the foreign keys that no order satisfies."""
    names = Names(catalog)
    broken = [key for component in order.cycles for key in component.break_at if not key.is_self_reference]
    own = sum(len(component.tables) == 1 for component in order.cycles)
    sections = [
        _steps(catalog, "To delete: empty the tables in this order", order.delete),
        _steps(catalog, "To load: fill the tables in this order", order.load),
    ]
    if broken:
        advice = Paragraph(line("Defer them to COMMIT, or set their columns to NULL first and fill them in last."), 1)
        keys = (Paragraph(names.declared(key), indent=1, hang=1) for key in broken)
        title = line(Span("Foreign keys on cycles, which no order satisfies", "warn"))
        sections.insert(0, Section(title, (*keys, advice)))
    if own:
        who = count(own, "table references itself", "tables reference themselves")
        words = f"{who}: delete or insert all its rows with one statement."
        sections.append(Section((), (Paragraph(line(words)),)))
    trouble = f", if you set aside {count(len(broken), 'foreign key')} on cycles"
    return Report(
        title=line("Order of deletes and loads"),
        source=source_of(catalog),
        verdict=line(
            f"{count(len(catalog.tables), 'table')} in {count(len(order.delete), 'step')}{trouble if broken else ''}."
        ),
        sections=(*incomplete_sections(catalog.skipped), *(section for section in sections if section.blocks)),
        data=OrderAnswer(
            skipped=skipped_entries(catalog),
            complete=not catalog.skipped,
            delete=_named(order.delete),
            load=_named(order.load),
            broken=tuple(key.id for key in broken),
        ),
    )


def _steps(catalog: Catalog, title: str, steps: Steps) -> Section:
    rows = tuple((line(f"{number}."), _step(catalog, step)) for number, step in enumerate(steps, 1))
    table = Table((Column("", "right"), Column("")), rows, indent=1)
    return Section(line(Span(title, "strong")), (table,) if rows else ())


def _step(catalog: Catalog, step: Sequence[QualifiedName]) -> Line:
    """Return the tables of a step; partitions are counted with their root."""
    names = Names(catalog)
    partitions = Counter(root for table in step if (root := catalog.root_of(table)) != table)
    listed = []
    for table in step:
        if catalog.root_of(table) == table:
            more = f" (and {count(partitions[table], 'partition')})" if table in partitions else ""
            listed.append(line(names.table(table), more))
    return join(listed)


def _named(steps: Steps) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(str, step)) for step in steps)
