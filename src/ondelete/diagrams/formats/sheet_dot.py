"""A sheet as DOT text: one node whose HTML-like label is the page, so that Graphviz draws it in every format.

The page is 660 points wide: 900 pixels with the margin, of which the smallest letters take 12.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import ReferentialAction
from ondelete.diagrams.formats.flow import Text, cut, fitted, flow, font, lines_of, row, space, text_row, with_commas
from ondelete.diagrams.formats.labels import FONT, html, text_width
from ondelete.diagrams.formats.style import LIGHT, Theme, badge_colours
from ondelete.diagrams.scenes.scene import Fate
from ondelete.text.counts import count
from ondelete.text.runner_commands import XML, disarmed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ondelete.diagrams.scenes.sheet import Figure, Panel, Sheet, Source, Stopper

PAGE = 660
BODY, SMALL, HEAD, TITLE = 9.5, 9, 11, 16
"""Sizes of letters in points; 9 points are 12 pixels."""
_HALF = (PAGE - 12) // 2
_COLUMNS = (66, 244, 150, PAGE - 66 - 244 - 150)
"""Widths of the table of what can stop the delete: outcome, columns, action, way."""
_MOST_STOPPERS, _MOST_SURE, _MOST_SOURCES, _MOST_TARGETS, _MOST_NAMES, _MOST_UNREAD = 18, 60, 12, 4, 24, 6
_LINE = 1.22
"""The height of a line, in sizes of its letters."""


def render(sheet: Sheet, theme: Theme = LIGHT) -> str:
    """Return the DOT text of a sheet."""
    from graphviz import Digraph

    dot = Digraph("ondelete", node_attr={"shape": "plain", "fontname": FONT, "fontsize": str(BODY)})
    dot.attr("graph", id="diagram", bgcolor=theme.paper, pad="0.1", margin="0", charset="UTF-8")
    dot.attr("node", fontcolor=theme.ink)
    dot.node("sheet", f"<{_table(_rows(sheet, theme))}>", id="sheet")
    text: str = dot.source
    return disarmed(text, XML)


def _rows(sheet: Sheet, theme: Theme) -> Iterator[str]:
    yield _bar(sheet, theme)
    yield _figures(sheet.figures, theme)
    if sheet.stoppers:
        yield from _heading("What can stop it")
        yield _stoppers(sheet, theme)
    yield from _panels(sheet, theme)
    if sheet.further:
        yield from _heading(f"{count(sheet.far, 'table')} deleted further down")
        yield from _further(sheet, theme)
    yield from _lists(sheet, theme)


def _bar(sheet: Sheet, theme: Theme) -> str:
    style = theme.fates[Fate.ROOT]
    badge = sheet.verdict.says
    title = fitted(sheet.title, 380, TITLE, bold=True)
    room = PAGE - text_width(title, TITLE, bold=True) - text_width(badge, HEAD + 2, bold=True) - 70
    below = room < 160
    words = flow(sheet.because.split(" "), PAGE - 24 if below else room, BODY)
    fill, ink = badge_colours(sheet.verdict, theme)
    cells = (
        f'<TD ALIGN="LEFT">{font(f"<B>{html(title)}</B>", TITLE, style.text)}</TD>'
        f'<TD BGCOLOR="{fill}" CELLPADDING="5">{font(f"<B>{badge}</B>", HEAD + 2, ink)}</TD>'
    )
    told = font(lines_of(words), BODY, style.text)
    first = f'<TR>{cells}<TD ALIGN="LEFT" WIDTH="{max(room, 10)}">{"" if below else told}</TD></TR>'
    more = f'<TR><TD ALIGN="LEFT" COLSPAN="3">{told}</TD></TR>' if below else ""
    inner = f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="4" CELLPADDING="4">{first}{more}</TABLE>'
    return row(inner, f' BGCOLOR="{style.fill}"')


def _figures(figures: Sequence[Figure], theme: Theme) -> str:
    cells = "".join(
        f'<TD ALIGN="LEFT" SIDES="R" BORDER="1" COLOR="{theme.frame}" CELLPADDING="6">'
        f'{font(f"<B>{html(figure.number)}</B>", HEAD + 3)}<BR ALIGN="LEFT"/>'
        f'{font(html(figure.label), SMALL)}<BR ALIGN="LEFT"/></TD>'
        for figure in figures
    )
    return row(f'<TABLE BORDER="0" CELLSPACING="0"><TR>{cells}</TR></TABLE>')


def _stoppers(sheet: Sheet, theme: Theme) -> str:
    sure = [stopper for stopper in sheet.stoppers if stopper.sure][:_MOST_SURE]
    shown = [*sure, *(stopper for stopper in sheet.stoppers if not stopper.sure)][: max(_MOST_STOPPERS, len(sure))]
    rows = [_stopper(stopper, sheet, theme) for stopper in shown]
    hidden = sum(len(stopper.keys) for stopper in sheet.stoppers) - sum(len(stopper.keys) for stopper in shown)
    if hidden:
        more = f"… and {hidden:,} more: ondelete explain --blockers lists them"
        rows.append(f'<TR><TD ALIGN="LEFT" COLSPAN="4">{font(html(more), SMALL, theme.dim)}</TD></TR>')
    return row(f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="1" CELLPADDING="2">{"".join(rows)}</TABLE>')


def _stopper(stopper: Stopper, sheet: Sheet, theme: Theme) -> str:
    """Return a row of what stops the delete, in the colour of a blocked table if it always does."""
    fill = theme.fates[Fate.BLOCKS].fill if stopper.sure else _pale(theme)
    place = sheet.label(stopper.place)
    columns = [", ".join(columns) for columns in stopper.keys if columns]
    texts = (
        f"<B>{lines_of(flow(stopper.outcome.split(), _COLUMNS[0], SMALL))}</B>",
        lines_of(
            flow(
                [f"{place}.{columns[0]}" if len(columns) == 1 else place, *with_commas(columns[1:] and columns)],
                _COLUMNS[1],
                SMALL,
            )
        ),
        lines_of(flow([stopper.action, *stopper.why.split()], _COLUMNS[2], SMALL)),
        lines_of(flow(_chain([*map(sheet.label, stopper.way)]), _COLUMNS[3], SMALL)),
    )
    cells = (
        f'<TD ALIGN="LEFT" BGCOLOR="{fill}" WIDTH="{width}">{font(text, SMALL)}</TD>'
        for width, text in zip(_COLUMNS, texts, strict=True)
    )
    return f"<TR>{''.join(cells)}</TR>"


def _pale(theme: Theme) -> str:
    return theme.actions[ReferentialAction.RESTRICT].fill


def _chain(tables: Sequence[str]) -> list[str]:
    if not tables:
        return ["direct"]
    if len(tables) > 3:
        tables = [tables[0], f"… {len(tables) - 2} more …", tables[-1]]
    return ["through", *(f"{table} →" for table in tables[:-1]), tables[-1]]


def _panel(panel: Panel, sheet: Sheet, theme: Theme) -> list[Text]:
    room = _HALF - 14
    by = [f"{column} ×{number:,}" if number > 1 else column for column, number in panel.columns[:6]]
    if len(panel.columns) > len(by):
        by.append(f"{len(panel.columns) - len(by):,} others")
    texts = [Text(flow(panel.title.split(" "), room, HEAD), HEAD, bold=True)]
    if by:
        texts.append(Text(flow(["by", *with_commas(by)], room, SMALL), SMALL, theme.dim))
    bare = [sheet.label(table) for table in panel.unindexed]
    if bare:
        named = [*bare[:6], *([f"{len(bare) - 6:,} more"] if len(bare) > 6 else [])]
        texts.append(Text(flow(["⚠ no index:", *with_commas(named)], room, SMALL), SMALL))
    names = [f"{family.name} {family.number:,}" if family.number > 1 else family.name for family in panel.families]
    texts.append(Text(flow(with_commas(cut(names, _MOST_NAMES)), room, BODY), BODY))
    return texts


def _panels(sheet: Sheet, theme: Theme) -> Iterator[str]:
    """Yield what goes at once beside what is kept, in frames of one height."""
    found = [
        (_panel(panel, sheet, theme), theme.fates[fate])
        for panel, fate in ((sheet.deleted, Fate.DELETED), (sheet.kept, Fate.NULLED))
        if panel is not None
    ]
    if not found:
        return
    highest = max(_height(texts) for texts, _ in found)
    frames = []
    for texts, style in found:
        line = f' STYLE="{style.line}"' if style.line != "solid" else ""
        frames.append(
            f'<TABLE BORDER="1" COLOR="{style.colour}"{line} CELLBORDER="0" CELLSPACING="0" CELLPADDING="4">'
            f'<TR><TD WIDTH="{_HALF - 14}" HEIGHT="1"></TD></TR>{"".join(map(text_row, texts))}'
            f"{space(highest - _height(texts))}</TABLE>"
        )
    yield space(6)
    yield _beside(frames)


def _height(texts: Sequence[Text]) -> int:
    """Return about how many points texts take, one below the other."""
    return round(sum(len(text.lines) * text.points * _LINE + 8 for text in texts))


def _beside(parts: Sequence[str]) -> str:
    cells = "".join(f'<TD ALIGN="LEFT" VALIGN="TOP" WIDTH="{_HALF}">{part}</TD>' for part in parts)
    return row(f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="2" CELLPADDING="0"><TR>{cells}</TR></TABLE>')


def _further(sheet: Sheet, theme: Theme) -> Iterator[str]:
    """Yield the tables further down, source by source in two columns of about the same height."""
    shown = sheet.further[:_MOST_SOURCES]
    entries = [_source(source, sheet) for source in shown]
    half, height = len(entries), sum(map(len, entries))
    while half and sum(map(len, entries[:half])) > height / 2 + 1:
        half -= 1
    parts = [part for part in (entries[:half], entries[half:]) if part]
    highest = max(sum(map(_entry_height, part)) for part in parts)
    yield _beside([_stacked(part, highest - sum(map(_entry_height, part))) for part in parts])
    hidden = sheet.further[_MOST_SOURCES:]
    if hidden:
        tables = sum(len(source.targets) for source in hidden)
        words = f"… and {tables:,} more tables, by way of {len(hidden):,} others"
        yield text_row(Text([words], SMALL, theme.dim))


def _entry_height(entry: Sequence[str]) -> int:
    return round(len(entry) * BODY * _LINE + 4)


def _stacked(entries: Sequence[list[str]], below: int) -> str:
    rows = "".join(row(font(lines_of(entry, escape=False), BODY)) for entry in entries)
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="2">{rows}{space(below)}</TABLE>'


def _source(source: Source, sheet: Sheet) -> list[str]:
    """Return the lines of one source, as HTML: its name in bold, then where its deletes go."""
    name = sheet.label(source.table)
    targets = [sheet.label(table) for table in source.targets[:_MOST_TARGETS]]
    more = len(source.targets) - len(targets)
    words = [f"{name} →", *with_commas(targets)] + ([f"+{more:,}"] if more else [])
    first, *rest = flow(words, _HALF - 8, BODY)
    bold = f"<B>{html(first[: len(name)])}</B>{html(first[len(name) :])}" if first.startswith(name) else html(first)
    return [bold, *map(html, rest)]


def _lists(sheet: Sheet, theme: Theme) -> Iterator[str]:
    """Yield the keys without an index, the triggers and rules that are not read, and the notes."""
    bare = [f"{sheet.label(table)}.{', '.join(columns)}" for table, columns in sheet.unindexed]
    unread = [f"{name} on {sheet.label(table)}" for name, table in sheet.unread]
    for title, names, most in (
        ("⚠ Keys without an index", bare, _MOST_NAMES),
        ("⚙ Not modelled", unread, _MOST_UNREAD),
    ):
        if names:
            yield from _heading(f"{title}: {len(names):,}")
            yield text_row(Text(flow(with_commas(cut(names, most)), PAGE - 8, SMALL), SMALL))
    for note in sheet.notes:
        yield text_row(Text(flow(note.split(), PAGE, SMALL), SMALL, theme.dim))


def _heading(text: str) -> Iterator[str]:
    yield space(6)
    yield text_row(Text([text], HEAD, bold=True))


def _table(rows: Iterable[str]) -> str:
    return (
        '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="2">'
        f'<TR><TD WIDTH="{PAGE}" HEIGHT="1"></TD></TR>{"".join(rows)}</TABLE>'
    )
