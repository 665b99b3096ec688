"""Text for a terminal: aligned, a verdict first, no line over the width unless a single name is longer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from ondelete.report import Code, Line, Paragraph, Report, Section, Span, Style, Table, Tree
from ondelete.text.counts import middle_out
from ondelete.text.runner_commands import disarmed
from ondelete.text.unsafe_characters import visible
from ondelete.text.visible import ascii_only, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Piece: TypeAlias = tuple[str, Style]
"""A run of text that is safe to print, and its style."""

Pieces: TypeAlias = list[Piece]

_STEP = 2
_GAP = 2
_SHORTEST = 16  # no column is squeezed below this
_ANSI: dict[Style, str] = {"strong": "1", "dim": "2", "good": "32", "warn": "33", "bad": "1;31"}
_PLAIN_SYMBOLS = str.maketrans(
    {"→": "->", "←": "<-", "⚠": "!", "…": "...", "↻": "@", "×": "x", "·": "-", "≥": ">=", "–": "-", "∞": "unbounded"}
)
_GUIDES = {True: ("├─ ", "└─ ", "│  ", "   "), False: ("|-- ", "`-- ", "|   ", "    ")}

PRINTS = "report"
"""What of a report is printed: every command that gives it offers this format."""


def render(report: Report, *, width: int = 80, colour: bool = False, unicode: bool = True) -> str:
    """Return the report as lines of text.

    Args:
        report: what to print.
        width: columns of the terminal.
        colour: whether ANSI colours may be used; nothing is said by colour alone.
        unicode: whether the terminal shows more than ASCII.
    """
    pen = _Pen(width, colour, unicode)
    blocks: list[list[str]] = [pen.heading(report), pen.paragraph(report.verdict)]
    for section in report.sections:
        blocks.extend(pen.section(section))
    return disarmed("\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n")


def wrapped(line: Line, *, width: int, unicode: bool = True, indent: int = 0, hang: int = 0) -> list[str]:
    """Return running text as lines of at most ``width`` columns, without colour."""
    return _Pen(width, False, unicode).paragraph(line, indent, hang)


def wrapped_tree(tree: Tree, *, width: int) -> str:
    """Return a tree as lines of at most ``width`` columns, without colour."""
    return "\n".join(_Pen(width, False, True).tree(tree))


class _Pen:
    """How wide, how coloured and in which characters to write."""

    def __init__(self, width: int, colour: bool, unicode: bool) -> None:
        self.width, self.colour, self.unicode = width, colour, unicode

    def heading(self, report: Report) -> list[str]:
        """Return the title, and the source at the right margin, or below if both do not fit."""
        title, source = self.pieces(report.title), self.pieces((Span(report.source, "dim"),))
        room = self.width - _length(title) - _length(source)
        if room >= _GAP:
            return [self.ink(title) + " " * room + self.ink(source)] if source else [self.ink(title)]
        return [*self.paragraph(report.title), *self.paragraph((Span(report.source, "dim"),))]

    def section(self, section: Section) -> Iterator[list[str]]:
        """Yield the blocks of a section; its title stands right above the first."""
        title = self.paragraph(section.title) if section.title else []
        first: list[str] = []
        for block in section.blocks:
            lines = self.block(block)
            if isinstance(block, Paragraph | Table | Code) or not first:
                first.extend(lines)
            else:
                yield [*title, *first]
                title, first = [], lines
        yield [*title, *first]

    def block(self, block: Paragraph | Table | Tree | Code) -> list[str]:
        """Return the lines of one block."""
        if isinstance(block, Paragraph):
            return self.paragraph(block.line, block.indent, block.hang)
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Tree):
            return self.tree(block)
        left = " " * (_STEP * block.indent)
        return [(left + self.safe(Span(line))).rstrip(" ") for line in block.text.split("\n")]

    def paragraph(self, line: Line, indent: int = 0, hang: int = 0) -> list[str]:
        """Break running text at spaces."""
        left, later = " " * (_STEP * indent), " " * (_STEP * (indent + hang))
        lines = _flow(self.pieces(line), self.width - len(left), self.width - len(later))
        return [(later if number else left) + self.ink(pieces) for number, pieces in enumerate(lines)]

    def table(self, table: Table) -> list[str]:
        """Rows under headings; the widest columns are broken into lines if a row would not fit."""
        titles = [self.pieces((Span(column.title, "dim"),)) for column in table.columns]
        rows = [[self.pieces(cell) for cell in row] for row in table.rows]
        if any(column.title for column in table.columns):
            rows.insert(0, titles)
        left = " " * (_STEP * table.indent)
        room = self.width - len(left)
        if table.lines:
            rows = _on_one_line(rows, room, "…" if self.unicode else "...")
        widths = _fit([[(_length(row[n]), _longest(row[n])) for row in rows] for n in range(len(titles))], room)
        right = [column.align == "right" for column in table.columns]
        laid = (self.row([_cell(c, w) for c, w in zip(row, widths, strict=True)], widths, right, room) for row in rows)
        return [left + line for lines in laid for line in lines]

    def tree(self, tree: Tree) -> list[str]:
        """Guides and label in the first column, the other cells in columns of their own."""
        guides = _guides([row.depth for row in tree.rows], self.unicode)
        rows = [[self.pieces(cell) for cell in row.cells] for row in tree.rows]
        count = max((len(row) for row in rows), default=0)
        for row in rows:
            row.extend([] for _ in range(count - len(row)))
        labels = [  # a row of nothing but a label may take the whole line
            (len(first) + _length(row[0]), len(later) + _longest(row[0]))
            for (first, later), row in zip(guides, rows, strict=True)
            if any(row[1:])
        ]
        others = [[(_length(row[number]), _longest(row[number])) for row in rows] for number in range(1, count)]
        widths = _fit([labels, *others], self.width)
        found: list[str] = []
        for (first, later), row in zip(guides, rows, strict=True):
            room = widths[0] if any(row[1:]) else self.width
            broken = _flow(row[0], room - len(first), room - len(later))
            label = [[((later if number else first), _DIM), *pieces] for number, pieces in enumerate(broken)]
            cells = [label, *(_cell(cell, width) for cell, width in zip(row[1:], widths[1:], strict=True))]
            found.extend(self.row(cells, widths, [False] * count, self.width))
        return found

    def row(self, cells: Sequence[list[Pieces]], widths: Sequence[int], right: Sequence[bool], room: int) -> list[str]:
        """Cells side by side; what does not fit beside its neighbours moves to a line below."""
        grid: list[Pieces] = []
        start = 0
        for cell, width, to_right in zip(cells, widths, right, strict=True):
            at = 0
            for pieces in cell if _length(cell[0] if cell else []) else ():
                length = _length(pieces)
                place = start + (max(0, width - length) if to_right else 0)
                place = max(0, min(place, room - length))
                while at < len(grid) and grid[at] and _length(grid[at]) + _GAP > place:
                    at += 1
                grid.extend([] for _ in range(at + 1 - len(grid)))
                grid[at].extend([(" " * (place - _length(grid[at])), "plain"), *pieces])
                at += 1
            start += width + _GAP if width else 0
        return [self.ink(pieces).rstrip(" ") for pieces in grid]

    def pieces(self, line: Line) -> Pieces:
        """Return the spans of a line, made safe to print."""
        return [(self.safe(span), span.style) for span in line if span.text]

    def safe(self, span: Span) -> str:
        """Return the text of a span: controls escaped; in ASCII, symbols of ours replaced and names escaped."""
        text = visible(span.text)
        if self.unicode:
            return text
        return ascii_only(text if span.style == "name" else text.translate(_PLAIN_SYMBOLS))

    def ink(self, pieces: Pieces) -> str:
        """Return the pieces as text, coloured if colours may be used."""
        if not self.colour:
            return "".join(text for text, _ in pieces)
        return "".join(f"\x1b[{_ANSI[style]}m{text}\x1b[0m" if style in _ANSI else text for text, style in pieces)


_DIM: Style = "dim"


def _length(pieces: Pieces) -> int:
    return sum(columns_of(text) for text, _ in pieces)


def _longest(pieces: Pieces) -> int:
    """Return the length of the longest part of the pieces that is never broken: a name, or a word between spaces."""
    parts = ([text] if style == "name" else text.split(" ") for text, style in pieces)
    return max((columns_of(part) for split in parts for part in split), default=0)


def _on_one_line(rows: Sequence[list[Pieces]], room: int, mark: str) -> list[list[Pieces]]:
    """Return rows whose last cell fits beside the others, as far as a name can be shortened."""
    others = [max(_length(row[number]) for row in rows) for number in range(len(rows[0]) - 1)] if rows else []
    left = max(room - sum(others) - _GAP * len(others), _SHORTEST)
    return [[*row[:-1], [(_shortened(text, left, mark), style) for text, style in row[-1]]] for row in rows]


def _shortened(text: str, room: int, mark: str) -> str:
    length = len(text)
    while columns_of(middle_out(text, length, mark)) > room and length > len(mark):
        length -= 1
    return middle_out(text, length, mark)


def _cell(pieces: Pieces, width: int) -> list[Pieces]:
    return _flow(pieces, width, width)


def _flow(pieces: Pieces, first: int, later: int) -> list[Pieces]:
    """Break pieces into lines: at spaces, and between the pieces of a word that is too long for a line."""
    lines: list[Pieces] = [[]]
    room = first
    for spaces, word in _words(pieces):
        length = _length(word)
        if lines[-1] and len(spaces) + length > room:
            lines.append([])
            room = later
        elif lines[-1] and spaces:
            lines[-1].append((spaces, "plain"))
            room -= len(spaces)
        for piece in word:
            taken = columns_of(piece[0])
            if length > room and lines[-1] and taken > room:
                lines.append([])
                room = later
            lines[-1].append(piece)
            room -= taken
            length -= taken
    return lines


def _words(pieces: Pieces) -> Iterator[tuple[str, Pieces]]:
    """Yield words (pieces with no space between them), each with the spaces before it. A name is never cut."""
    spaces = ""
    word: Pieces = []
    for text, style in pieces:
        parts = [text] if style == "name" else re.split(r"( +)", text)
        for part in parts:
            if style != "name" and not part.strip(" "):
                if word and part:
                    yield spaces, word
                    spaces, word = "", []
                spaces += part
            else:
                word.append((part, style))
    if word:
        yield spaces, word


def _fit(columns: Sequence[Sequence[tuple[int, int]]], room: int) -> list[int]:
    """Return column widths that fit the room.

    Args:
        columns: per column, of each cell its length and that of its longest part that cannot be broken.
        room: columns of the terminal.
    """
    widths = [max((length for length, _ in column), default=0) for column in columns]
    longest = [max((longest for _, longest in column), default=0) for column in columns]
    floors = [max(part, min(width, _SHORTEST)) for part, width in zip(longest, widths, strict=True)]
    room -= _GAP * (len([width for width in widths if width]) - 1)
    widths = _squeeze(widths, floors, room)
    return _squeeze(widths, [_SHORTEST] * len(widths), room)


def _squeeze(widths: Sequence[int], floors: Sequence[int], room: int) -> list[int]:
    """Take what is too much from the widest columns, none below its floor."""
    found = list(widths)
    while (excess := sum(found) - room) > 0:
        able = [number for number, width in enumerate(found) if width > floors[number]]
        if not able:
            break
        widest = max(able, key=found.__getitem__)
        next_widest = max((found[number] for number in able if number != widest), default=0)
        found[widest] = max(floors[widest], found[widest] - excess, min(next_widest, found[widest]) - 1)
    return found


def _guides(depths: Sequence[int], unicode: bool) -> list[tuple[str, str]]:
    """Return, for each node, what stands before its label's first line and before its later lines."""
    branch, last, pass_by, blank = _GUIDES[unicode]
    found: list[tuple[str, str]] = []
    more: list[bool] = []  # by depth: does a later sibling follow?
    following = 0
    for depth in reversed(depths):
        more = more[: depth + 1] + [False] * (depth + 1 - len(more))
        before = "".join(pass_by if more[level] else blank for level in range(1, depth))
        own = "" if depth == 0 else (branch if more[depth] else last)
        after = "" if depth == 0 else (pass_by if more[depth] else blank)
        below = pass_by if following > depth else blank
        found.append((before + own, before + after + below))
        more[depth] = True
        following = depth
    return found[::-1]
