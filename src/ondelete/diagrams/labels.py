"""The HTML-like labels of boxes, bundles and the picture itself, as Graphviz reads them.

The language: https://graphviz.org/doc/info/shapes.html#html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import ReferentialAction
from ondelete.diagrams.names import printable
from ondelete.diagrams.scene import Box, Bundle, Fate, IndexMark, Member, Row, Scene
from ondelete.diagrams.style import ACTIONS, FATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FONT = "Helvetica,Arial,sans-serif"
POINTS = 11
INDEX_WORDS: dict[IndexMark, str] = {"full": "", "weak": "⚠ weak index", "none": "⚠ no index"}
_DIM = "#555555"


def box_label(box: Box) -> str:
    """Return the label of a table: a title bar (ports ``in`` and ``out``) and one row per key (ports ``k0`` ...)."""
    style = FATES[box.fate]
    rows = [_title(box)]
    rows += [_row(row, number, box) for number, row in enumerate(box.rows)]
    rows += [_remark(text) for text in (*box.remarks, *remarks_on(box.not_modelled))]
    if box.deeper:
        blocking = f", {box.deeper_blocking:,} of them can block" if box.deeper_blocking else ""
        rows.append(_remark(f"… and {box.deeper:,} deeper{blocking}"))
    return _table(rows, style.border, style.line, style.colour)


def remarks_on(not_modelled: Sequence[str]) -> Iterable[str]:
    """Yield the lines that name triggers and rules, at most three."""
    shown = not_modelled if len(not_modelled) <= 3 else not_modelled[:2]
    yield from (f"⚙ {text}: not modelled" for text in shown)
    if len(shown) < len(not_modelled):
        yield f"⚙ … {len(not_modelled) - len(shown)} more: not modelled"


def _title(box: Box) -> str:
    style = FATES[box.fate]
    dim = _DIM if box.fate is not Fate.ROOT else "#CCCCCC"
    name = (
        f'<FONT COLOR="{dim}">{html(box.table.schema)}.</FONT>'
        f'<FONT COLOR="{style.text}"><B>{html(box.table.name)}</B></FONT>'
    )
    left = _cell(name, _width(f"{box.table.schema}.{box.table.name}", bold=True), style.fill, 'PORT="in"')
    outcome = f'<FONT COLOR="{style.text}">{html(box.outcome)}</FONT>' if box.outcome else ""
    bold = "BLOCK" in box.outcome
    right = f"<B>{outcome}</B>" if bold and outcome else outcome
    return left + _cell(right, _width(box.outcome, bold=bold), style.fill, 'PORT="out"', align="RIGHT")


def _row(row: Row, number: int, box: Box) -> str:
    columns = ", ".join(row.key.columns)
    if row.referenced == box.table:
        columns += " ↻"
    extra = " ".join(filter(None, (row.note, INDEX_WORDS[row.index])))
    fill = ACTIONS[row.action].fill
    left = _cell(html(columns), _width(columns), fill, f'PORT="k{number}"')
    right = f"<B>{html(row.words)}</B>{html(' ' + extra) if extra else ''}"
    return left + _cell(right, _width(row.words, bold=True) + _width(extra), fill)


def _words(event: str, action: ReferentialAction | None) -> str:
    return ("ON UPDATE " if event == "update" else "") + (action.upper() if action else "")


def _remark(text: str) -> str:
    return _cell(f'<FONT COLOR="{_DIM}">{html(text)}</FONT>', _width(text), "#FFFFFF", 'COLSPAN="2"')


def bundle_label(bundle: Bundle) -> str:
    """Return the label of a bundle: what became of its tables, then their names in two columns."""
    style = FATES[bundle.fate]
    action = _words(bundle.event, bundle.action)
    heading = _cell(f"<B>{html(bundle.title)}</B>", _width(bundle.title, bold=True), style.fill, 'PORT="in"')
    heading += _cell(f"<B>{action}</B>" if action else "", _width(action, bold=True), style.fill, align="RIGHT")
    fill = ACTIONS[bundle.action].fill if bundle.action else "#F7F7F7"
    lines = [_member(member, bundle) for member in bundle.shown]
    half = (len(lines) + 1) // 2
    pairs = zip(lines[:half], [*lines[half:], ("", 0)], strict=False)
    rows = [heading]
    rows += [_cell(left, left_width, fill) + _cell(right, width, fill) for (left, left_width), (right, width) in pairs]
    if bundle.left_out:
        rows.append(_remark(f"… {bundle.left_out:,} more"))
    return _table(rows, style.border, style.line, style.colour)


def _member(member: Member, bundle: Bundle) -> tuple[str, int]:
    name = member.table.name
    if bundle.referenced is not None and member.table.schema != bundle.referenced.schema:
        name = str(member.table)
    extra = "".join(
        (
            f" +{member.others}" if member.others > 0 else "",
            f" … {member.deeper} deeper" if member.deeper else "",
            " ⚠" if member.index == "none" else "",
            " ⚙" if member.not_modelled else "",
        )
    )
    return f'{html(name)}<FONT COLOR="{_DIM}">{html(extra)}</FONT>' if extra else html(name), _width(name + extra)


def header(scene: Scene) -> str:
    """Return the label of the picture: title, figures, a legend of what occurs, what was left out."""
    figures = " · ".join(scene.figures)
    lines = [
        f'<FONT POINT-SIZE="18"><B>{html(scene.title)}</B></FONT>',
        html(figures),
        _legend(scene),
        html("\u2003".join(_marks(scene))),
        *(f'<FONT COLOR="{_DIM}">{html(note)}</FONT>' for note in scene.notes),
    ]
    rows = "".join(f'<TR><TD ALIGN="LEFT">{line}</TD></TR>' for line in lines if line)
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3">{rows}</TABLE>>'


def _legend(scene: Scene) -> str:
    """Return what the lines and colours mean, of those that occur; a nested table would be stretched to the header."""
    samples = (
        f'<FONT COLOR="{ACTIONS[action].colour}">{ACTIONS[action].sample} <B>{action.upper()}</B></FONT>'
        for action in scene.actions
    )
    return "\u2003\u2003".join(samples)


def _marks(scene: Scene) -> Iterable[str]:
    """Yield what the marks mean, of those that occur; on a line of their own, they do not widen the picture."""
    if any(box.fate is Fate.DELETED for box in scene.boxes):
        yield "deleted · n: loses rows, n steps away"
    if any(row.referenced == box.table for box in scene.boxes for row in box.rows):
        yield "↻ references its own table"
    if "none" in scene.index_marks:
        yield "⚠ no index: the delete scans the table"
    if "weak" in scene.index_marks:
        yield "⚠ weak index: it helps in part"
    if any(member.others > 0 for bundle in scene.bundles for member in bundle.members):
        yield "+n other keys on the way"
    if any(member.not_modelled for bundle in scene.bundles for member in bundle.members):
        yield "⚙ has a trigger or rule, not modelled"


def _table(rows: Iterable[str], border: int, line: str, colour: str) -> str:
    body = "".join(f"<TR>{row}</TR>" for row in rows)
    style = f' STYLE="{line}"' if line != "solid" else ""
    return (
        f'<<TABLE BORDER="{border}" COLOR="{colour}"{style} CELLBORDER="0" CELLSPACING="0" CELLPADDING="4">'
        f"{body}</TABLE>>"
    )


def _cell(content: str, width: int, fill: str, *attributes: str, align: str = "LEFT") -> str:
    more = "".join(f" {attribute}" for attribute in attributes)
    return f'<TD ALIGN="{align}" BGCOLOR="{fill}" WIDTH="{width}"{more}>{content}</TD>'


def html(text: str) -> str:
    r"""Return text for an HTML-like label.

    Graphviz replaces ``\N``, ``\G`` and the like even there, after it has decoded entities, so a backslash is doubled.
    """
    shown = printable(text)
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\\", "&#92;&#92;")):
        shown = shown.replace(character, entity)
    return shown


_NARROW, _WIDE = frozenset("iIjlt fr.,:;'|!()[]{}-/"), frozenset("mwMW@%⚠⚙…→")


def _width(text: str, *, bold: bool = False) -> int:
    """Points that the text takes in a wide sans serif (Verdana, DejaVu Sans), its padding included.

    Boxes are at least this wide, so that text fits in a browser whose font is wider than the one that Graphviz
    measured with.
    """
    shown = printable(text)
    if not shown:
        return 0
    units = sum(0.42 if c in _NARROW else 0.98 if c in _WIDE or ord(c) > 0x2E80 else 0.66 for c in shown)
    return round(units * POINTS * (1.1 if bold else 1.0)) + 8
