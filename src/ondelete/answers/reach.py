"""The answer of ``reach``: every table of the schema in one line of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

import msgspec

from ondelete.answers.base import Answer, Names, count, skipped_entries, source_of
from ondelete.deletion.kinds import Verdict
from ondelete.report import Column, Records, Report, Section, Span, Style, Table, line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ondelete.analyses.reach import TableReach
    from ondelete.catalog import Catalog

SortKey: TypeAlias = Literal["deleted", "updated", "longest", "blockers", "unindexed", "verdict", "table"]

_WEIGHT = {verdict: weight for weight, verdict in enumerate(Verdict)}


def _style(verdict: Verdict) -> Style:
    match verdict:
        case Verdict.MUST_BLOCK:
            return "bad"
        case Verdict.MAY_BLOCK:
            return "warn"
        case Verdict.CLEAR:
            return "good"
        case unknown:
            assert_never(unknown)


class ReachEntry(msgspec.Struct, frozen=True):
    """Figures of a delete on one table.

    ``deleted`` counts tables that lose rows, ``updated`` changed columns, ``longest`` the steps of the longest
    chain (None: no bound), ``blockers`` keys that can stop it, ``unindexed`` keys on the way without an index.
    """

    table: str
    verdict: Verdict
    deleted: int
    updated: int
    longest: int | None
    blockers: int
    unindexed: int


class ReachAnswer(Answer, frozen=True, kw_only=True):
    """JSON of ``ondelete reach``, in the order asked for."""

    tables: tuple[ReachEntry, ...]


def report_reach(survey: Iterable[TableReach], catalog: Catalog, sort: SortKey) -> Report:
    """Return the figures of all tables, largest first by the chosen one; ties by name."""
    names = Names(catalog)
    reached = sorted(((_entry(found), found.table) for found in survey), key=lambda pair: _order(pair[0], sort))
    entries = tuple(entry for entry, _ in reached)
    headings = (
        Column("table"),
        Column("verdict"),
        Column("deleted", "right"),
        Column("updated", "right"),
        Column("longest", "right"),
        Column("blockers", "right"),
        Column("unindexed", "right"),
    )
    rows = tuple(
        (
            line(names.table(table)),
            line(Span(entry.verdict.value, _style(entry.verdict))),
            line(f"{entry.deleted:,}"),
            line(f"{entry.updated:,}"),
            line("∞" if entry.longest is None else f"{entry.longest}"),
            line(f"{entry.blockers:,}"),
            line(f"{entry.unindexed:,}"),
        )
        for entry, table in reached
    )
    numbers = {verdict: sum(entry.verdict is verdict for entry in entries) for verdict in Verdict}
    return Report(
        title=line("Reach of a delete, by table"),
        source=source_of(catalog),
        verdict=line(
            f"{count(len(entries), 'table')}: while referencing rows exist, a delete must block on ",
            f"{numbers[Verdict.MUST_BLOCK]:,}, may block on {numbers[Verdict.MAY_BLOCK]:,}, ",
            f"and nothing stops it on {numbers[Verdict.CLEAR]:,}.",
        ),
        sections=(Section((), (Table(headings, rows),)),) if rows else (),
        data=ReachAnswer(skipped=skipped_entries(catalog), tables=entries),
        records=Records(ReachEntry, entries),
    )


def _entry(found: TableReach) -> ReachEntry:
    return ReachEntry(
        table=str(found.table),
        verdict=found.verdict,
        deleted=len(found.deleted),
        updated=len(found.updated),
        longest=found.longest,
        blockers=len(found.blockers),
        unindexed=len(found.unindexed),
    )


def _order(entry: ReachEntry, sort: SortKey) -> tuple[float, str]:
    """Order by the chosen figure, largest first; no bound is larger than any."""
    figures: dict[str, float] = {
        "deleted": -entry.deleted,
        "updated": -entry.updated,
        "longest": float("-inf") if entry.longest is None else -entry.longest,
        "blockers": -entry.blockers,
        "unindexed": -entry.unindexed,
        "verdict": _WEIGHT[entry.verdict],
        "table": 0,
    }
    return figures[sort], entry.table
