"""Text on a page of fixed width, as rows of an HTML-like table: Graphviz does not break lines, so they are broken here.

Widths are those that a wide sans serif would need. A browser with such a font shows no line that leaves its cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ondelete.diagrams.formats.labels import html, text_width
from ondelete.text.counts import middle_out

if TYPE_CHECKING:
    from collections.abc import Sequence


class Text(NamedTuple):
    """Lines of one size, colour and weight."""

    lines: Sequence[str]
    points: float
    colour: str | None = None
    bold: bool = False


def flow(words: Sequence[str], room: float, points: float, between: str = " ") -> list[str]:
    """Break words into lines of at most ``room`` points; a word that is longer loses its middle."""
    lines: list[str] = []
    for word in words:
        short = fitted(word, room, points)
        longer = f"{lines[-1]}{between}{short}" if lines else ""
        if lines and text_width(longer, points) <= room:
            lines[-1] = longer
        else:
            lines.append(short)
    return lines or [""]


def fitted(text: str, room: float, points: float, *, bold: bool = False) -> str:
    """Return a text with as much of its middle left out as it must, for it to fit."""
    keep = len(text)
    while keep > 8 and text_width(middle_out(text, keep), points, bold=bold) > room:
        keep -= 1
    return middle_out(text, keep)


def with_commas(names: Sequence[str]) -> list[str]:
    """Return names with a comma behind each but the last."""
    return [*(f"{name}," for name in names[:-1]), *names[-1:]]


def cut(names: Sequence[str], most: int) -> list[str]:
    """Return names, the last ones counted if they are more than ``most``."""
    more = len(names) - most
    return [*names] if more <= 1 else [*names[:most], f"… {more:,} more"]


def text_row(text: Text) -> str:
    """Return a row of a table with the text in it."""
    body = lines_of(text.lines)
    return row(font(f"<B>{body}</B>" if text.bold else body, text.points, text.colour))


def lines_of(lines: Sequence[str], *, escape: bool = True) -> str:
    """Return lines one below the other, each at the left; ``escape`` them unless they are HTML already."""
    shown = [html(line) if escape else line for line in lines]
    return "".join(f'{line}<BR ALIGN="LEFT"/>' for line in shown)


def font(content: str, points: float, colour: str | None = None) -> str:
    """Return content in letters of a size and a colour."""
    inked = f' COLOR="{colour}"' if colour else ""
    return f'<FONT POINT-SIZE="{points}"{inked}>{content}</FONT>'


def row(content: str, attributes: str = "") -> str:
    """Return a row of one cell."""
    return f'<TR><TD ALIGN="LEFT"{attributes}>{content}</TD></TR>'


def space(points: int) -> str:
    """Return an empty row of that height."""
    return f'<TR><TD HEIGHT="{points}"></TD></TR>' if points > 0 else ""
