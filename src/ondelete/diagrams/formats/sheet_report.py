"""A sheet as a Report: the same page as text, Markdown and HTML. Nothing that can stop the delete is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.deletion.kinds import Verdict
from ondelete.report import Paragraph, Report, Section, Span, join, line, name
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ondelete.diagrams.scenes.sheet import Panel, Sheet, Stopper
    from ondelete.report import Line, Style

_STYLES: dict[Verdict, Style] = {Verdict.MUST_BLOCK: "bad", Verdict.MAY_BLOCK: "warn", Verdict.CLEAR: "good"}
_MOST = 12


def sheet_report(sheet: Sheet) -> Report:
    """Return the sheet as a report of its own."""
    return Report(
        title=line(sheet.title), source="", verdict=verdict(sheet), sections=tuple(sections(sheet)), data=sheet
    )


def verdict(sheet: Sheet) -> Line:
    """Return the verdict, and by what."""
    said = Span(sheet.verdict.says, _STYLES[sheet.verdict])
    return line(said, f": {sheet.because}." if sheet.verdict is Verdict.CLEAR else f" {sheet.because}.")


def sections(sheet: Sheet) -> Iterator[Section]:
    """Yield the figures, what can stop the delete, what goes, what is kept, and the keys without an index."""
    figures = ", ".join(f"{figure.number} {figure.label}" for figure in sheet.figures)
    yield Section((), (Paragraph(line(f"{figures}.")),))
    if sheet.stoppers:
        yield Section(line("What can stop it"), tuple(_stopper(sheet, stopper) for stopper in sheet.stoppers))
    for panel in (sheet.deleted, sheet.kept):
        if panel is not None:
            yield Section(line(panel.title), tuple(_panel(sheet, panel)))
    if sheet.further:
        sources = [
            _flow([name(sheet.label(each.table)), " → "], map(sheet.label, each.targets)) for each in sheet.further
        ]
        shown = [Paragraph(text, indent=1, hang=1) for text in sources[:_MOST]]
        if len(sources) > len(shown):
            hidden = sum(len(each.targets) for each in sheet.further[_MOST:])
            more = f"… and {count(hidden, 'more table')}, by way of {count(len(sources) - len(shown), 'other')}"
            shown.append(Paragraph(line(Span(more, "dim")), indent=1))
        yield Section(line(f"{count(sheet.far, 'table')} deleted further down"), tuple(shown))
    yield from _lists(sheet)


def _lists(sheet: Sheet) -> Iterator[Section]:
    if sheet.unindexed:
        bare = (f"{sheet.label(table)}.{', '.join(columns)}" for table, columns in sheet.unindexed)
        title = f"⚠ {count(len(sheet.unindexed), 'key')} without an index"
        yield Section(line(title), (Paragraph(_flow([], bare), indent=1, hang=1),))
    if sheet.unread:
        unread = (f"{what} on {sheet.label(table)}" for what, table in sheet.unread)
        yield Section(line("Not modelled"), (Paragraph(_flow([], unread), indent=1, hang=1),))
    if sheet.notes:
        yield Section(line("Notes"), tuple(Paragraph(line(note), indent=1) for note in sheet.notes))


def _stopper(sheet: Sheet, stopper: Stopper) -> Paragraph:
    place = sheet.label(stopper.place)
    columns = [", ".join(each) for each in stopper.keys if each]
    where = [name(f"{place}.{columns[0]}")] if len(columns) == 1 else [name(place), *_listed(columns)]
    way = [sheet.label(table) for table in stopper.way]
    through: Sequence[str | Span] = ("  through ", *_between(way, " → ")) if way else ()
    said = Span(stopper.outcome, "bad" if stopper.sure else "warn")
    action = Span(stopper.action, "strong")
    why = f" {stopper.why}" if stopper.why else ""
    return Paragraph(line(said, "  ", *where, "  ", action, why, *through), indent=1, hang=1)


def _listed(columns: Sequence[str]) -> list[str | Span]:
    return [" (", *_between(columns, ", "), ")"] if columns else []


def _between(names: Sequence[str], separator: str) -> Sequence[Span]:
    return join([line(name(each)) for each in names], separator)


def _panel(sheet: Sheet, panel: Panel) -> Iterator[Paragraph]:
    by = (f"{column} ×{number:,}" if number > 1 else column for column, number in panel.columns)
    if panel.columns:
        yield Paragraph(_flow(["by "], by), indent=1, hang=1)
    if panel.unindexed:
        yield Paragraph(_flow(["⚠ no index: "], map(sheet.label, panel.unindexed)), indent=1, hang=1)
    families = (f"{each.name} {each.number:,}" if each.number > 1 else each.name for each in panel.families)
    yield Paragraph(_flow([], families), indent=1, hang=1)


def _flow(lead: Sequence[str | Span], names: Iterable[str]) -> Line:
    """Return names with commas between them, the first ones if they are many."""
    listed = list(names)
    shown = listed if len(listed) <= _MOST + 1 else listed[:_MOST]
    more = [f", … {len(listed) - len(shown):,} more"] if len(shown) < len(listed) else []
    return line(*lead, *_between(shown, ", "), *more)
