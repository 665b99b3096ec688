"""Blocks of a report as HTML elements. Every text is escaped here, and misleading characters are made visible."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ondelete.report import Code, Paragraph, Table, Tree
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.report import Block, Line, Section, TreeRow


def section(part: Section) -> str:
    """Return a section: closed under its heading, or as it stands if it has none."""
    inside = "".join(block(one) for one in part.blocks)
    if not part.title:
        return inside
    return f"<details><summary>{inline(part.title)}</summary>{inside}</details>"


def block(one: Block) -> str:
    """Return a block."""
    if isinstance(one, Paragraph):
        return f"<p>{inline(one.line)}</p>"
    if isinstance(one, Code):
        return f"<pre>{escape(visible_lines(one.text))}</pre>"
    if isinstance(one, Table):
        return _table(one)
    return _tree(one)


def inline(line: Line) -> str:
    """Return a line; a name from the dump is isolated, so that its direction changes nothing around it."""
    return "".join(
        f"<bdi>{escape(visible(span.text))}</bdi>" if span.style == "name" else escape(visible(span.text))
        for span in line
    )


def visible_lines(text: str) -> str:
    """Return text of several lines made safe to look at."""
    return "\n".join(map(visible, text.split("\n")))


def _table(one: Table) -> str:
    head = "".join(f"<th>{escape(visible(column.title))}</th>" for column in one.columns)
    rows = "".join("<tr>" + "".join(f"<td>{inline(cell)}</td>" for cell in row) + "</tr>" for row in one.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _tree(tree: Tree) -> str:
    """Return a tree as nested lists in which a node with nodes below it can be closed."""
    return "".join(_tree_parts(tree.rows))


def _tree_parts(rows: tuple[TreeRow, ...]) -> Iterator[str]:
    """Yield opening and closing tags row by row; ``closers`` are due when a row is no deeper."""
    closers: list[tuple[int, str]] = []
    for row, following in zip(rows, (*rows[1:], None), strict=True):
        while closers and closers[-1][0] >= row.depth:
            yield closers.pop()[1]
        text = " ".join(f"<span>{inline(cell)}</span>" for cell in row.cells if cell)
        if following is not None and following.depth > row.depth:
            yield f"<details open><summary>{text}</summary>"
            closers.append((row.depth, "</details>"))
        else:
            yield f"<p>{text}</p>"
    while closers:
        yield closers.pop()[1]
