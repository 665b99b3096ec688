"""The answer of ``reach``: every table of the schema in one line of figures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from ondelete.deletion.kinds import Verdict
from ondelete.report import Column, Paragraph, Records, Report, Section, Span, Table, line
from ondelete.reports.base import Names, WhatIfAnswer, skipped_entries, source_of
from ondelete.reports.sections import incomplete_sections
from ondelete.reports.undeclared import UndeclaredEntry, counted, undeclared_entry, undeclared_section
from ondelete.reports.verdicts import VERDICTS
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ondelete.analyses.reach import TableReach
    from ondelete.analyses.references import Reference
    from ondelete.catalog import Catalog, QualifiedName

SortKey: TypeAlias = Literal["deleted", "updated", "longest", "blockers", "unindexed", "undeclared", "verdict", "table"]

_WEIGHT: dict[str, int] = {verdict.value: weight for weight, verdict in enumerate(Verdict)}
_UNDECIDED: Literal["undecided"] = "undecided"
_NOTE = (
    "In a schema this dense, deciding all tables would take too many steps. To answer for one table, use "
    "'ondelete explain TABLE'."
)


def _verdict(verdict: Literal["must block", "may block", "clear", "undecided"]) -> Span:
    if verdict == _UNDECIDED:
        return Span(verdict, "warn")
    words = VERDICTS[Verdict(verdict)]
    return Span(words.says, words.style)


class ReachEntry(msgspec.Struct, frozen=True):
    """Figures of a delete on one table.

    ``deleted`` counts tables that lose rows, ``updated`` changed columns, ``longest`` the steps of the longest chain
    (None: no limit), ``blockers`` foreign keys that can stop it, ``unindexed`` foreign keys on the way with no index,
    ``undeclared`` columns that reference the table itself without a foreign key. ``rows`` is the average number of rows
    that are deleted or changed with one row, None without row estimates.
    If the ``verdict`` is "undecided", there are no figures: the schema is so dense that the work reached its limit.
    """

    table: str
    verdict: Literal["must block", "may block", "clear", "undecided"]
    deleted: int | None
    updated: int | None
    longest: int | None
    blockers: int | None
    unindexed: int | None
    undeclared: int = 0
    rows: float | None = None


class ReachAnswer(WhatIfAnswer, frozen=True, kw_only=True):
    """JSON of ``ondelete reach``, in the order of ``--sort``; ``undecided`` counts the tables without a verdict."""

    tables: tuple[ReachEntry, ...]
    undecided: int = 0
    undeclared: tuple[UndeclaredEntry, ...] = ()


def report_reach(
    survey: Iterable[TableReach],
    catalog: Catalog,
    sort: SortKey,
    undeclared: Sequence[Reference] = (),
    *,
    list_undeclared: bool = False,
    work: Mapping[QualifiedName, float] | None = None,
) -> Report:
    """Return the figures of all tables, largest first by the chosen one; ties by name.

    Args:
        survey: the figures of each table.
        catalog: the schema, for names.
        sort: the figure to sort by.
        undeclared: the references without a foreign key; if there are none, the report does not mention them.
        list_undeclared: whether to list them.
        work: the rows that are deleted or changed with one row of each table, if sizes are declared.
    """
    names = Names(catalog)
    to = Counter(reference.to for reference in counted(undeclared))
    sized = work or {}
    found = ((_entry(one, to[one.table], sized.get(one.table)), one.table) for one in survey)
    reached = sorted(found, key=lambda pair: _order(pair[0], sort))
    entries = tuple(entry for entry, _ in reached)
    more = bool(to)
    titles = ("lost", "set", "steps", "stop", "bare", *(("keyless",) if more else ()), *(("rows",) if sized else ()))
    headings = (Column("verdict"), *(Column(title, "right") for title in titles), Column("table"))
    rows = tuple(
        (
            line(_verdict(entry.verdict)),
            line(_figure(entry.deleted)),
            line(_figure(entry.updated)),
            line("∞" if entry.longest is None and entry.verdict != _UNDECIDED else _figure(entry.longest)),
            line(_figure(entry.blockers)),
            line(_figure(entry.unindexed)),
            *((line(_figure(entry.undeclared)),) if more else ()),
            *((line(_rows(entry.rows)),) if sized else ()),
            line(names.table(table)),
        )
        for entry, table in reached
    )
    listed = undeclared_section(undeclared, names, every=True) if list_undeclared else None
    numbers = {verdict: sum(entry.verdict == verdict for entry in entries) for verdict in Verdict}
    undecided = sum(entry.verdict == _UNDECIDED for entry in entries)
    return Report(
        title=line("Reach of a delete, by table"),
        source=source_of(catalog),
        verdict=line(
            f"{count(len(entries), 'table')}: while referencing rows exist, a delete is BLOCKED on ",
            f"{numbers[Verdict.MUST_BLOCK]:,}, CAN FAIL on {numbers[Verdict.MAY_BLOCK]:,}, ",
            f"and is CLEAR on {numbers[Verdict.CLEAR]:,}{', as far as read' if catalog.skipped else ''}.",
            Span(f" {count(undecided, 'table is', 'tables are')} left undecided. {_NOTE}", "warn") if undecided else "",
        ),
        sections=incomplete_sections(catalog.skipped)
        + ((Section((), (_legend(more=more, sized=bool(sized)), Table(headings, rows, lines=True))),) if rows else ())
        + ((listed,) if listed else ()),
        data=ReachAnswer(
            skipped=skipped_entries(catalog),
            complete=not catalog.skipped,
            tables=entries,
            undecided=undecided,
            undeclared=tuple(map(undeclared_entry, undeclared)),
        ),
        records=Records(ReachEntry, entries),
    )


def _legend(*, more: bool, sized: bool) -> Paragraph:
    """Return what the headings mean, which are short so that the names of tables have room."""
    keyless = "; keyless: references to it without a foreign key" if more else ""
    rows = "; rows: deleted or changed with one row on average, by the row estimates" if sized else ""
    words = (
        "lost: tables that lose rows; set: columns that change; steps: longest chain; stop: foreign keys that can stop "
        f"it; bare: foreign keys on the way without an index{keyless}{rows}."
    )
    return Paragraph(line(Span(words, "dim")))


def left_undecided(undecided: int) -> str:
    """Return the sentence about tables that are undecided because of the limit of the work."""
    return f"{count(undecided, 'table is', 'tables are')} left undecided. {_NOTE}"


def _rows(number: float | None) -> str:
    return "?" if number is None else f"{number:,.0f}"


def _figure(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _entry(found: TableReach, undeclared: int, rows: float | None) -> ReachEntry:
    if found.verdict is None:
        return ReachEntry(str(found.table), _UNDECIDED, None, None, None, None, None, undeclared, rows)
    return ReachEntry(
        table=str(found.table),
        verdict=found.verdict.value,
        deleted=len(found.deleted),
        updated=len(found.updated),
        longest=found.longest,
        blockers=len(found.blockers),
        unindexed=len(found.unindexed),
        undeclared=undeclared,
        rows=rows if rows is None else round(rows, 1),
    )


def _order(entry: ReachEntry, sort: SortKey) -> tuple[float, str]:
    """Order by the chosen figure, largest first; no limit counts as the largest, undecided tables come last."""
    if sort == "table":
        return 0, entry.table
    if entry.verdict == _UNDECIDED:
        return float("inf"), entry.table
    figures: dict[str, float | None] = {
        "deleted": entry.deleted,
        "updated": entry.updated,
        "longest": float("inf") if entry.longest is None else entry.longest,
        "blockers": entry.blockers,
        "unindexed": entry.unindexed,
        "undeclared": entry.undeclared,
        "verdict": -_WEIGHT[entry.verdict],
    }
    return -(figures[sort] or 0), entry.table
