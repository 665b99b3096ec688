"""A script: the code of a report as it is, everything else as comments, so that it can be run or kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.formats.as_text import wrapped
from ondelete.report import Code, Paragraph, line, name
from ondelete.text.runner_commands import disarmed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.report import Line, Report, Section

_LEADERS = {"ruby": "# "}
_WIDTH = 80


def render(report: Report, *, unicode: bool = True) -> str:
    """Return the script, in the comments of the language of its first code (SQL if there is none)."""
    codes = [block for section in report.sections for block in section.blocks if isinstance(block, Code)]
    pen = _Pen(_LEADERS.get(codes[0].language, "-- ") if codes else "-- ", unicode=unicode)
    title = line(*report.title, " in ", name(report.source), ".") if report.source else line(*report.title, ".")
    parts = [[*pen.comment(title), *pen.comment(report.verdict)]]
    parts += [list(pen.section(section)) for section in report.sections]
    return disarmed("\n\n".join("\n".join(lines) for lines in parts if any(lines)) + "\n")


class _Pen:
    """Writes comments behind one leader."""

    def __init__(self, leader: str, *, unicode: bool) -> None:
        self.leader, self.unicode = leader, unicode

    def section(self, section: Section) -> Iterator[str]:
        yield from self.comment(section.title) if section.title else ()
        for block in section.blocks:
            if isinstance(block, Code):
                yield block.text
            elif isinstance(block, Paragraph):
                yield from self.comment(block.line, block.indent, block.hang)

    def comment(self, text: Line, indent: int = 0, hang: int = 0) -> list[str]:
        """Return text as comment lines; a name holds no line end that could leave the comment."""
        lines = wrapped(text, width=_WIDTH - len(self.leader), unicode=self.unicode, indent=indent, hang=hang)
        return [self.leader + each for each in lines]
