"""Markdown, for a comment on a pull request or a page: headings, lists, tables, and trees as they are in text."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, TypeAlias

from ondelete.formats.as_text import wrapped_tree
from ondelete.formats.markdown import code, fenced, heading, inline
from ondelete.report import Code, Paragraph, Report, Section, Span, Table, Tree
from ondelete.text.runner_commands import disarmed
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    Piece: TypeAlias = tuple[str, str]
    """A line, and what must follow if it is the last one: the end of a fence, or nothing."""

LIMIT = 65_536
"""What a comment on GitHub holds, in characters; UTF-16 units are counted, of which there are never fewer."""

_ROOM = 400  # for the sentence that says what was left out
_WIDTH = 100  # of trees; a page scrolls

ENDINGS = (".md",)
"""Endings of files that mean this format."""

PRINTS = "report"
"""What of a report is printed: every command that gives it offers this format."""


def render(report: Report) -> str:
    """Return the report; what does not fit into a comment is cut off at a line, and said."""
    pieces = [*_head(report)]
    for section in report.sections:
        pieces.extend(_collapsed(section) if section.collapsed else _section(section))
    if report.mermaid:
        picture = Section((Span("Picture"),), (Code(report.mermaid.rstrip("\n"), "mermaid"),), collapsed=True)
        pieces.extend(_collapsed(picture))
    return _cut([(disarmed(text), closing) for text, closing in pieces])


def _head(report: Report) -> Iterator[Piece]:
    if report.marker:
        yield f"<!-- {report.marker} -->", ""
    yield f"## {heading(report.title)}", ""
    for text in (code(visible(report.source)) if report.source else "", inline(report.verdict)):
        if text:
            yield "", ""
            yield text, ""


def _collapsed(section: Section) -> Iterator[Piece]:
    """Yield a section that a reader opens; wherever it is cut, it is closed.

    Markdown does not look into HTML, but GitHub looks for mentions there, unless it is code.
    """
    title = "".join(_in_html(span) for span in section.title)
    yield "", ""
    yield f"<details><summary>{title}</summary>", "</details>"
    for text, closing in _section(Section((), section.blocks)):
        yield text, f"{closing}\n\n</details>" if closing else "\n</details>"
    yield "", "</details>"
    yield "</details>", ""


def _in_html(span: Span) -> str:
    text = html.escape(visible(span.text))
    return f"<code>{text}</code>" if span.style == "name" else text


def _section(section: Section) -> Iterator[Piece]:
    if section.title:
        yield "", ""
        yield f"### {heading(section.title)}", ""
    depth = 0
    for number, block in enumerate(section.blocks):
        indent = min(block.indent, depth + 1) if isinstance(block, Paragraph | Code) else 0
        in_list = depth > 0 and indent > 0
        if number == 0 or not in_list:
            yield "", ""
        yield from _block(block, indent)
        depth = indent


def _block(block: Paragraph | Table | Tree | Code, indent: int) -> Iterator[Piece]:
    """Yield the lines of a block; what text indents becomes the item of a list."""
    left = "  " * (indent - 1)
    if isinstance(block, Paragraph):
        yield (f"{left}- " if indent else "") + inline(block.line), ""
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Tree):
        yield from _fence(fenced(wrapped_tree(block, width=_WIDTH), "text"))
    else:
        yield from _fence(fenced(block.text, block.language, left))


def _fence(text: str) -> Iterator[Piece]:
    lines = text.split("\n")
    for line in lines[:-1]:
        yield line, lines[-1]
    yield lines[-1], ""


def _table(table: Table) -> Iterator[Piece]:
    titles = [inline((Span(column.title),), in_table=True) for column in table.columns]
    yield _row(titles), ""
    yield _row(["---:" if column.align == "right" else "---" for column in table.columns]), ""
    for row in table.rows:
        yield _row([inline(cell, in_table=True) for cell in row]), ""


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cut(pieces: list[Piece]) -> str:
    """Return as many lines as fit, and a sentence about the others."""
    if sum(_size(line) for line, _ in pieces) <= LIMIT:
        return "\n".join(line for line, _ in pieces) + "\n"
    kept: list[str] = []
    size = 0
    last = ""
    for line, closing in pieces:
        size += _size(line)
        if size + _size(closing) > LIMIT - _ROOM:
            break
        kept.append(line)
        last = closing
    left_out = len(pieces) - len(kept)
    sentence = (
        f"**Cut here**: {left_out:,} of {len(pieces):,} lines are left out, because a comment on GitHub holds "
        f"{LIMIT:,} characters. Other formats hold all of them."
    )
    return "\n".join([*kept, *([last] if last else []), "", sentence]) + "\n"


def _size(line: str) -> int:
    return len(line.encode("utf-16-le")) // 2 + 1
