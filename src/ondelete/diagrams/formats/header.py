"""The header of a picture: its title, its figures, a legend of what occurs in it, and what was left out."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ondelete.deletion.kinds import Certainty
from ondelete.diagrams.formats.labels import html
from ondelete.diagrams.formats.style import badge_colours
from ondelete.diagrams.scenes.scene import LOOSE, NO_KEY, Fate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.diagrams.formats.style import ActionStyle, Theme
    from ondelete.diagrams.scenes.scene import Row, Scene

_CERTAINTIES = sorted((certainty.facts for certainty in Certainty), key=lambda facts: facts.place)
_OUTCOMES = {
    says: means
    for facts in _CERTAINTIES
    for says, means in ((facts.says, facts.means), *((facts.of_deleted,) if facts.of_deleted else ()))
}
_BY_ROW = 3
"""Marks on one line: more of them would widen the picture."""


def header(scene: Scene, theme: Theme) -> str:
    """Return the label of the picture."""
    marks = list(marks_of(scene))
    lines = [
        _title(scene, theme),
        f"<B>{html(scene.incomplete)}</B>" if scene.incomplete else "",
        html(" · ".join(scene.figures)),
        _legend(scene, theme),
        *(html("\u2003".join(marks[start : start + _BY_ROW])) for start in range(0, len(marks), _BY_ROW)),
        *(f'<FONT COLOR="{theme.dim}">{html(note)}</FONT>' for note in scene.notes),
    ]
    rows = "".join(f'<TR><TD ALIGN="LEFT">{line}</TD></TR>' for line in lines if line)
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3">{rows}</TABLE>>'


def _title(scene: Scene, theme: Theme) -> str:
    """Return the title, and the verdict in a badge beside it, with by what; a line of its own if all is long."""
    title = f'<FONT POINT-SIZE="18"><B>{html(scene.title)}</B></FONT>'
    if scene.verdict is None:
        return title
    fill, ink = badge_colours(scene.verdict, theme)
    badge = (
        f'<TD BGCOLOR="{fill}" CELLPADDING="4">'
        f'<FONT POINT-SIZE="13" COLOR="{ink}"><B>{scene.verdict.says}</B></FONT></TD>'
    )
    told = f'<TD ALIGN="LEFT">{html(scene.because)}</TD>'
    table = '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="3" CELLPADDING="1" ALIGN="LEFT">'
    return f'{table}<TR><TD ALIGN="LEFT">{title}</TD>{badge}{told}</TR></TABLE>'


def _legend(scene: Scene, theme: Theme) -> str:
    """Return what the lines and colours mean, of those that occur; a nested table would be stretched to the header."""

    def sample(style: ActionStyle) -> str:
        return html(style.sample[0] * 3 if scene.counts_rows else style.sample)

    samples = (
        f'<FONT COLOR="{theme.actions[action].colour}">{sample(theme.actions[action])} <B>{action.upper()}</B></FONT>'
        for action in scene.actions
    )
    return "\u2003\u2003".join(samples)


def marks_of(scene: Scene) -> Iterator[str]:
    """Yield what the marks in a picture mean, of those that occur."""
    rows = [row for box in scene.boxes for row in box.rows]
    yield from _outcome_marks(scene)
    if any(row.referenced == box.table for box in scene.boxes for row in box.rows):
        yield "↻ references its own table"
    yield from _row_marks(scene, rows)
    if any(member.others > 0 for bundle in scene.bundles for member in bundle.members):
        yield "+n other keys"
    if any(box.not_modelled for box in scene.boxes) or any(
        member.not_modelled for bundle in scene.bundles for member in bundle.members
    ):
        yield "⚙ trigger or rule: what it does is not modelled"


def _outcome_marks(scene: Scene) -> Iterator[str]:
    if any(box.fate is Fate.DELETED and box.outcome.startswith("deleted · ") for box in scene.boxes):
        yield "deleted · n: loses rows, n steps away"
    present = set(chain.from_iterable(box.outcome.split(" · ") for box in scene.boxes))
    present.update(bundle.title.partition(": ")[2] for bundle in scene.bundles if bundle.fate is Fate.BLOCKS)
    yield from (f"{word}: {meaning}" for word, meaning in _OUTCOMES.items() if word in present)


def _row_marks(scene: Scene, rows: list[Row]) -> Iterator[str]:
    if scene.counts_rows:
        yield "bar: one · circle: none · fork: many"
    if any(row.breaks for row in rows):
        yield "✂ double line: without these keys no cycle is left"
    if LOOSE in scene.actions:
        yield "LOOSE: done later by a job, never blocks"
    if NO_KEY in scene.actions:
        yield "NO KEY: a reference by its name; the database does nothing"
    if "none" in scene.index_marks:
        yield "⚠ no index: the delete scans the table"
    if "weak" in scene.index_marks:
        yield "⚠ weak index: it helps in part"
