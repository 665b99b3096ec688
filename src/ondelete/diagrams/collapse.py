"""Making wide pictures readable: leaves become bundles, deep parts become a count.

Never collapsed: roots, blockers, tables that pass the delete on, tables on a cycle, and pinned ones.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import QualifiedName, ReferentialAction
from ondelete.diagrams.scene import Box, Bundle, Fate, IndexMark, Member, Scene, plural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

COLLAPSE_ABOVE = 40
LIMIT_DEPTH_ABOVE = 80
SMALLEST_BUNDLE = 3

_TITLES = {
    Fate.DELETED: ("table deleted", "tables deleted"),
    Fate.NULLED: ("table kept, gets NULLs", "tables kept, get NULLs"),
    Fate.DEFAULTED: ("table kept, gets defaults", "tables kept, get defaults"),
    Fate.PLAIN: ("table kept", "tables kept"),
}


def collapse(scene: Scene, *, above: int = COLLAPSE_ABOVE, limit_above: int = LIMIT_DEPTH_ABOVE) -> Scene:
    """Return a scene of fewer boxes, if it has more than ``above``.

    Bundles of leaves come first. If more than ``limit_above`` boxes remain, tables that pass the delete on to
    nothing farther from the root count as leaves too: all that they reach is reached without them. Then the deepest
    columns are left out, blockers and the way to them excepted, until few enough remain or one step is left.
    """
    if scene.size <= above:
        return scene
    bundled = bundle_leaves(scene)
    if bundled.size > limit_above:
        bundled = bundle_leaves(scene, farther_only=True)
    deepest = max(box.column for box in scene.boxes)
    while bundled.size > limit_above and deepest > 1:
        deepest -= 1
        bundled = bundle_leaves(limit_depth(scene, deepest, keep_pinned=True), farther_only=True)
    return bundled


def bundle_leaves(scene: Scene, *, farther_only: bool = False) -> Scene:
    """Return the scene with three or more leaves of the same (referenced table, action) drawn as one box.

    Args:
        scene: a scene with all its boxes.
        farther_only: take for a leaf also what passes the delete on, but to no table farther from the root.
    """
    passing = _cyclic(scene) | {
        row.referenced
        for box in scene.boxes
        for row in box.rows
        if not farther_only or box.column > scene.by_table[row.referenced].column or box.pinned
    }
    groups: dict[tuple[object, ...], list[Box]] = defaultdict(list)
    for box in scene.boxes:
        entrance = box.entrance
        if entrance is not None and not box.pinned and box.table not in passing:
            groups[entrance.referenced, entrance.action, entrance.event, box.fate, box.column].append(box)
    bundles = [_bundle(boxes) for boxes in groups.values() if len(boxes) >= SMALLEST_BUNDLE]
    gone = {member.table for bundle in bundles for member in bundle.members}
    note = (f"{plural(len(gone), 'table is', 'tables are')} drawn in bundles; --full draws each",) if gone else ()
    return replace(
        scene,
        boxes=tuple(_naming_bundled(box, gone) for box in scene.boxes if box.table not in gone),
        bundles=(*scene.bundles, *bundles),
        notes=(*scene.notes, *note),
    )


def _naming_bundled(box: Box, gone: Collection[QualifiedName]) -> Box:
    """Let the rows whose edge has lost its other end say where they come from."""
    if not any(row.referenced in gone for row in box.rows):
        return box
    rows = (
        replace(row, note=f"{row.note} from {row.referenced.name}".strip()) if row.referenced in gone else row
        for row in box.rows
    )
    return replace(box, rows=tuple(rows))


def _cyclic(scene: Scene) -> set[QualifiedName]:
    """Return the tables on cycles of deletes: take away what nothing leads to or what leads nowhere, until all do both.

    Tables between two cycles are among them; they pass the delete on anyway.
    """
    arrows = {
        (row.referenced, box.table)
        for box in scene.boxes
        for row in box.rows
        if row.event == "delete" and row.action is ReferentialAction.CASCADE
    }
    while True:
        ends = {tail for tail, _ in arrows} & {head for _, head in arrows}
        rest = {arrow for arrow in arrows if ends.issuperset(arrow)}
        if rest == arrows:
            return ends
        arrows = rest


def _bundle(boxes: list[Box]) -> Bundle:
    first = boxes[0].entrance
    assert first is not None  # noqa: S101 - only boxes with an entrance are grouped
    return Bundle(
        referenced=first.referenced,
        action=first.action,
        event=first.event,
        fate=boxes[0].fate,
        title=plural(len(boxes), *_TITLES.get(boxes[0].fate, _TITLES[Fate.PLAIN])),
        members=tuple(sorted(map(member_of, boxes), key=lambda member: member.table)),
        column=boxes[0].column,
    )


def member_of(box: Box) -> Member:
    """Return what a bundle says of a table."""
    return Member(
        table=box.table,
        index=worst(row.index for row in box.rows),
        others=max(0, len(box.rows) - 1),
        deeper=box.deeper,
        not_modelled=bool(box.not_modelled),
    )


def worst(marks: Iterable[IndexMark]) -> IndexMark:
    """Return the worst of index verdicts, ``full`` where there is none."""
    found = set(marks)
    return "none" if "none" in found else "weak" if "weak" in found else "full"


def limit_depth(scene: Scene, depth: int, *, keep_pinned: bool = False) -> Scene:
    """Return the scene without the boxes more than ``depth`` steps from the root; the last ones count what is behind.

    Args:
        scene: a scene without bundles.
        depth: steps, at least 0.
        keep_pinned: let deeper pinned boxes (blockers) stay, with the boxes on the way to them.
    """
    visible = {box.table for box in scene.boxes if box.column <= depth}
    if keep_pinned:
        for box in scene.boxes:
            if box.pinned:
                visible.update(_way(scene, box))
    hidden = [box for box in scene.boxes if box.table not in visible]
    if not hidden:
        return scene
    behind: dict[QualifiedName, list[Box]] = defaultdict(list)
    for box in hidden:
        last = next((table for table in _way(scene, box) if table in visible), None)
        if last is not None:
            behind[last].append(box)
    boxes = [_shortened(box, behind.get(box.table, ()), visible) for box in scene.boxes if box.table in visible]
    note = f"{plural(len(hidden), 'table', 'tables')} more than {plural(depth, 'step', 'steps')} away left out"
    return replace(scene, boxes=tuple(boxes), notes=(*scene.notes, f"{note}; --full or a larger --depth shows them"))


def _shortened(box: Box, behind: Collection[Box], visible: Collection[QualifiedName]) -> Box:
    return replace(
        box,
        rows=tuple(row for row in box.rows if row.referenced in visible),
        deeper=len(behind),
        deeper_blocking=sum(1 for hidden in behind if hidden.fate is Fate.BLOCKS),
    )


def _way(scene: Scene, box: Box) -> Iterable[QualifiedName]:
    """Yield the tables of a shortest chain from a box back to the root, the box's own first."""
    seen: set[QualifiedName] = set()
    while box.table not in seen:
        yield box.table
        seen.add(box.table)
        nearer = [row.referenced for row in box.rows if scene.by_table[row.referenced].column < box.column]
        if not nearer:
            return
        box = scene.by_table[nearer[0]]
