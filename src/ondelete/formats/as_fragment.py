"""An HTML fragment: any report for a notebook, without scripts, styles of its own, or anything from outside."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ondelete.formats.as_text import wrapped_tree
from ondelete.report import Code, Paragraph, Table, Tree
from ondelete.text.runner_commands import XML, disarmed
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.report import Block, Line, Report, Section, Span, Style

_TAGS: dict[Style, str] = {"strong": "strong", "bad": "strong", "warn": "strong", "dim": "small", "name": "code"}


def render(report: Report) -> str:
    """Return the report as ``<div class="ondelete">``; every text in it is escaped."""
    source = f" <small>{_escaped(report.source)}</small>" if report.source else ""
    parts = [f"<h4>{_inline(report.title)}{source}</h4>", f"<p>{_inline(report.verdict)}</p>"]
    for section in report.sections:
        parts.extend(_section(section))
    return disarmed(f'<div class="ondelete">{"".join(parts)}</div>', XML)


def _section(section: Section) -> Iterator[str]:
    if section.title:
        yield f"<h5>{_inline(section.title)}</h5>"
    for block in section.blocks:
        yield _block(block)


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return f'<p style="margin:0 0 0 {block.indent + block.hang}em">{_inline(block.line)}</p>'
        case Table():
            return _table(block)
        case Tree():
            return f"<pre>{escape(wrapped_tree(block, width=120))}</pre>"
        case Code():
            return f"<pre><code>{_escaped(block.text, lines=True)}</code></pre>"


def _table(table: Table) -> str:
    head = "".join(f"<th>{_escaped(column.title)}</th>" for column in table.columns)
    head = f"<thead><tr>{head}</tr></thead>" if any(column.title for column in table.columns) else ""
    rows = "".join(f"<tr>{''.join(f'<td>{_inline(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
    return f"<table>{head}<tbody>{rows}</tbody></table>"


def _inline(line: Line) -> str:
    return "".join(map(_span, line))


def _span(span: Span) -> str:
    tag = _TAGS.get(span.style)
    text = _escaped(span.text)
    return text if tag is None else f"<{tag}>{text}</{tag}>"


def _escaped(text: str, *, lines: bool = False) -> str:
    kept = "\n".join(map(visible, text.split("\n"))) if lines else visible(text)
    return escape(kept)
