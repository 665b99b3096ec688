"""What every format can print: a verdict, sections of blocks for people, and typed data for programs.

A report contains names exactly as the dump has them. Each format escapes them itself, at the last moment, and decides
on the width, the colours and the length of its lines.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from ondelete.findings import Audit

Style: TypeAlias = Literal["plain", "name", "strong", "dim", "good", "warn", "bad"]


class Span(msgspec.Struct, frozen=True):
    """A run of text in one style. ``name`` marks text that came out of the dump: no format may rewrite it."""

    text: str
    style: Style = "plain"


Line: TypeAlias = tuple[Span, ...]


class Paragraph(msgspec.Struct, frozen=True):
    """Running text, wrapped to the available width. ``indent`` and ``hang`` (for later lines) count steps."""

    line: Line
    indent: int = 0
    hang: int = 0


class Column(msgspec.Struct, frozen=True):
    """A column of a table: its heading, and how its cells are aligned."""

    title: str
    align: Literal["left", "right"] = "left"


class Table(msgspec.Struct, frozen=True):
    """Rows of cells under headings; a table whose headings are all empty is printed without them.

    ``lines``: in text each row is one line, so that a search finds all of it; a name in the last column that is too
    long loses its middle.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]
    indent: int = 0
    lines: bool = False


class TreeRow(msgspec.Struct, frozen=True):
    """A node of a tree: steps below the root, and its cells (the first is the label, the others are in columns)."""

    depth: int
    cells: tuple[Line, ...]


class Tree(msgspec.Struct, frozen=True):
    """A tree as a flat list of nodes in reading order, because a chain of cascades can have any depth."""

    rows: tuple[TreeRow, ...]


class Code(msgspec.Struct, frozen=True):
    """Text that a reader copies: it is never wrapped."""

    text: str
    language: Literal["sql", "ruby", "toml", "mermaid", "text"]
    indent: int = 0


Block: TypeAlias = Paragraph | Table | Tree | Code


class Section(msgspec.Struct, frozen=True):
    """Blocks under a heading; an empty heading prints none. ``collapsed``: a page opens it when it is asked to."""

    title: Line
    blocks: tuple[Block, ...]
    collapsed: bool = False


class Records(msgspec.Struct, frozen=True):
    """Rows for a spreadsheet: structs of one type whose fields are text, numbers or None."""

    type: type[msgspec.Struct]
    rows: tuple[msgspec.Struct, ...]


class Report(msgspec.Struct, frozen=True):
    """The answer of one command.

    Args:
        title: what was asked (``DELETE FROM users``).
        source: the file or files as the user named them.
        verdict: the answer in one or two sentences.
        sections: the details, most important first.
        data: the answer as the JSON contract has it, a struct of ``ondelete.reports``.
        records: the answer as flat structs of one type, for formats of rows (CSV); None if it has no such form.
        audit: the findings and their rules, for formats of findings (SARIF, JUnit, ...); None if it is no audit.
        parts: the answers that this one is put together from, each with a run of its own if a format has runs.
        mermaid: a picture for places that draw Mermaid, "" for none.
        marker: a word by which a program finds what it has posted before; Markdown hides it in a comment.
    """

    title: Line
    source: str
    verdict: Line
    sections: tuple[Section, ...]
    data: msgspec.Struct
    records: Records | None = None
    audit: Audit | None = None
    marker: str | None = None
    parts: tuple[Report, ...] = ()
    mermaid: str = ""


def line(*parts: str | Span) -> Line:
    """Return the parts as a line; a bare string is plain text.

    >>> line("a ", name("b"))
    (Span(text='a ', style='plain'), Span(text='b', style='name'))
    """
    return tuple(Span(part) if isinstance(part, str) else part for part in parts if part != "")


def name(text: str) -> Span:
    """Return a span of text that came out of the dump."""
    return Span(text, "name")


def join(lines: tuple[Line, ...] | list[Line], separator: str = ", ") -> Line:
    """Return the lines as one, the separator between them."""
    found: list[Span] = []
    for number, part in enumerate(lines):
        if number:
            found.append(Span(separator))
        found.extend(part)
    return tuple(found)
