"""SQL to run: the statements of a report as they are, everything else as comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.formats import as_script
from ondelete.report import Code, Paragraph, Section, line, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.report import Block, Report

ENDINGS = (".sql",)
"""Endings of files that mean this format."""

PRINTS = "sql"
"""What of a report is printed: every command that gives it offers this format."""


def render(report: Report) -> str:
    """Return the script; code of another language becomes a comment."""
    sections = tuple(replace(section, blocks=tuple(_blocks(section))) for section in report.sections)
    return as_script.render(replace(report, sections=sections))


def _blocks(section: Section) -> Iterator[Block]:
    for block in section.blocks:
        if isinstance(block, Code) and block.language != "sql":
            yield from (Paragraph(line(name(text)), indent=1) for text in block.text.split("\n"))
        else:
            yield block
