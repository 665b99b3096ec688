"""The HTML-like labels of boxes and bundles, as Graphviz reads them.

The language: https://graphviz.org/doc/info/shapes.html#html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.diagrams.scenes.scene import Action, Box, Bundle, IndexMark, Member, Row
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ondelete.diagrams.formats.style import FateStyle, Theme

FONT = "Helvetica,Arial,sans-serif"
POINTS = 11
INDEX_WORDS: dict[IndexMark, str] = {"full": "", "weak": "⚠ weak index", "none": "⚠ no index"}
BREAK_WORDS = "✂ break here"
NOT_MODELLED = "not modelled"
KEPT_REMARKS = 3
"""Lines of a box for triggers and rules; the last one counts those that have none."""


def box_label(box: Box, theme: Theme, home: str = "") -> str:
    """Return the label of a table: a title bar (ports ``in`` and ``out``) and one row per key (ports ``k0`` ...).

    ``home`` is the schema that all tables of the picture share: it is not written.
    """
    rows = [_title(box, theme, home)]
    rows += [_row(row, number, box, theme) for number, row in enumerate(box.rows)]
    rows += [_remark(text, theme) for text in lines_below(box)]
    return _table(rows, theme.fates[box.fate])


def lines_below(box: Box) -> Iterator[str]:
    """Yield the lines under the rows of a box: remarks, what is not modelled, what was left out behind it."""
    yield from box.remarks
    yield from remarks_on(box.not_modelled)
    if box.deeper:
        blocking = f", {box.deeper_blocking:,} of them can stop it" if box.deeper_blocking else ""
        yield f"… and {box.deeper:,} deeper{blocking}"


def words_beside(row: Row) -> str:
    """Return what stands behind the action of a row: a note, the mark of its index, the place to break a cycle."""
    return " ".join(filter(None, (row.note, INDEX_WORDS[row.index], BREAK_WORDS if row.breaks else "")))


def remarks_on(not_modelled: Sequence[str]) -> Iterable[str]:
    """Yield the lines that name triggers and rules."""
    shown = not_modelled if len(not_modelled) <= KEPT_REMARKS else not_modelled[: KEPT_REMARKS - 1]
    yield from (f"⚙ {text}: {NOT_MODELLED}" for text in shown)
    if len(shown) < len(not_modelled):
        yield f"⚙ … {len(not_modelled) - len(shown)} more: {NOT_MODELLED}"


def _title(box: Box, theme: Theme, home: str) -> str:
    style = theme.fates[box.fate]
    schema = "" if box.table.schema == home else f"{box.table.schema}."
    dim = f'<FONT COLOR="{style.dim}">{html(schema)}</FONT>' if schema else ""
    name = f'{dim}<FONT COLOR="{style.text}"><B>{html(box.table.name)}</B></FONT>'
    left = _cell(name, _width(f"{schema}{box.table.name}", bold=True), style.fill, 'PORT="in"')
    outcome = f'<FONT COLOR="{style.text}">{html(box.outcome)}</FONT>' if box.outcome else ""
    right = f"<B>{outcome}</B>" if box.stops and outcome else outcome
    return left + _cell(right, _width(box.outcome, bold=box.stops), style.fill, 'PORT="out"', align="RIGHT")


def _row(row: Row, number: int, box: Box, theme: Theme) -> str:
    columns = ", ".join(row.key.columns)
    if row.referenced == box.table:
        columns += " ↻"
    extra = words_beside(row)
    fill = theme.actions[row.action].fill
    left = _cell(html(columns), _width(columns), fill, f'PORT="k{number}"')
    right = f"<B>{html(row.words)}</B>{html(' ' + extra) if extra else ''}"
    return left + _cell(right, _width(row.words, bold=True) + _width(extra), fill)


def _words(event: str, action: Action | None) -> str:
    return ("ON UPDATE " if event == "update" else "") + (action.upper() if action else "")


def _remark(text: str, theme: Theme) -> str:
    return _cell(f'<FONT COLOR="{theme.dim}">{html(text)}</FONT>', _width(text), theme.paper, 'COLSPAN="2"')


def bundle_label(bundle: Bundle, theme: Theme) -> str:
    """Return the label of a bundle: what became of its tables, then their names in two columns."""
    style = theme.fates[bundle.fate]
    action = _words(bundle.event, bundle.action)
    heading = _cell(f"<B>{html(bundle.title)}</B>", _width(bundle.title, bold=True), style.fill, 'PORT="in"')
    heading += _cell(f"<B>{action}</B>" if action else "", _width(action, bold=True), style.fill, align="RIGHT")
    fill = theme.actions[bundle.action].fill if bundle.action else theme.plain
    lines = [_member(member, bundle, theme) for member in bundle.shown]
    half = (len(lines) + 1) // 2
    pairs = zip(lines[:half], [*lines[half:], ("", 0)], strict=False)
    rows = [heading]
    rows += [_cell(left, left_width, fill) + _cell(right, width, fill) for (left, left_width), (right, width) in pairs]
    if bundle.left_out:
        rows.append(_remark(f"… {bundle.left_out:,} more", theme))
    return _table(rows, style)


def _member(member: Member, bundle: Bundle, theme: Theme) -> tuple[str, int]:
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
    return f'{html(name)}<FONT COLOR="{theme.dim}">{html(extra)}</FONT>' if extra else html(name), _width(name + extra)


def _table(rows: Iterable[str], style: FateStyle) -> str:
    body = "".join(f"<TR>{row}</TR>" for row in rows)
    line = f' STYLE="{style.line}"' if style.line != "solid" else ""
    return (
        f'<<TABLE BORDER="{style.border}" COLOR="{style.colour}"{line} CELLBORDER="0" CELLSPACING="0" CELLPADDING="4">'
        f"{body}</TABLE>>"
    )


def _cell(content: str, width: int, fill: str, *attributes: str, align: str = "LEFT") -> str:
    more = "".join(f" {attribute}" for attribute in attributes)
    return f'<TD ALIGN="{align}" BGCOLOR="{fill}" WIDTH="{width}"{more}>{content}</TD>'


def html(text: str) -> str:
    r"""Return text for an HTML-like label.

    Graphviz replaces ``\N``, ``\G`` and the like even there, after it has decoded entities, so a backslash is doubled.
    """
    shown = visible(text)
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\\", "&#92;&#92;")):
        shown = shown.replace(character, entity)
    return shown


_NARROW, _WIDE = frozenset("iIjlt fr.,:;'|!()[]{}-/"), frozenset("mwMW@%⚠⚙…→")


def _width(text: str, *, bold: bool = False) -> int:
    """Return the points that a cell with the text takes, its padding included."""
    return round(text_width(text, bold=bold)) + 8 if visible(text) else 0


def text_width(text: str, points: float = POINTS, *, bold: bool = False) -> float:
    """Return the points that the text takes in a wide sans serif (Verdana, DejaVu Sans).

    Boxes are at least this wide, so that text fits in a browser whose font is wider than the one that Graphviz
    measured with.
    """
    shown = visible(text)
    units = sum(0.42 if c in _NARROW else 0.98 if c in _WIDE or ord(c) > 0x2E80 else 0.66 for c in shown)
    return units * points * (1.1 if bold else 1.0)
