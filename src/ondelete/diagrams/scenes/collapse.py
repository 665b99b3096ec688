"""Making wide pictures readable: leaves become bundles, deep parts become a count.

Never collapsed: roots, blockers, tables that pass the delete on, tables on a cycle, and pinned ones.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import QualifiedName, ReferentialAction
from ondelete.diagrams.scenes.scene import Box, Bundle, Fate, IndexMark, Member, Row, Scene
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

COLLAPSE_ABOVE = 40
LIMIT_DEPTH_ABOVE = 80
SMALLEST_BUNDLE = 3

TITLES = {
    Fate.DELETED: ("table deleted", "tables deleted"),
    Fate.NULLED: ("table kept, gets NULLs", "tables kept, get NULLs"),
    Fate.DEFAULTED: ("table kept, gets defaults", "tables kept, get defaults"),
    Fate.LATER: ("table cleaned up later", "tables cleaned up later"),
    Fate.STAYS: ("table without a key: rows stay", "tables without a key: rows stay"),
    Fate.PLAIN: ("table kept", "tables kept"),
}
REFERENCING = ("table references it", "tables reference it")


def collapse(scene: Scene, *, above: int = COLLAPSE_ABOVE, limit_above: int = LIMIT_DEPTH_ABOVE) -> Scene:
    """Return a scene of fewer boxes, if it has more than ``above``.

    Bundles of leaves come first. If more than ``limit_above`` boxes remain, tables that pass the delete on to
    nothing farther from the root count as leaves too: all that they reach is reached without them. Then the deepest
    columns are left out, blockers and the way to them excepted, until few enough remain or one step is left. If
    that leaves too many because so many block, blockers that pass nothing on share boxes, which name each of them.
    """
    if scene.size <= above:
        return scene
    collapsed = _collapsed(scene, limit_above)
    if collapsed.size > limit_above:
        collapsed = _collapsed(_sharing(scene), limit_above)
    return collapsed


def _sharing(scene: Scene) -> Scene:
    """Return the scene with blockers that can share a box no longer pinned."""
    return replace(scene, boxes=tuple(replace(box, pinned=box.pinned and not box.shareable) for box in scene.boxes))


def _collapsed(scene: Scene, limit_above: int) -> Scene:
    bundled = bundle_leaves(scene)
    if bundled.size > limit_above:
        bundled = bundle_leaves(scene, farther_only=True)
    return _without_deepest(scene, limit_above) if bundled.size > limit_above else bundled


def _without_deepest(scene: Scene, limit_above: int) -> Scene:
    """Return the scene down to the deepest column that leaves few enough boxes, found by halving."""

    def down_to(depth: int) -> Scene:
        return bundle_leaves(limit_depth(scene, depth, keep_pinned=True), farther_only=True)

    low, high = 1, max(2, *(box.column for box in scene.boxes)) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if down_to(middle).size <= limit_above else (low, middle - 1)
    return down_to(low)


def bundle_leaves(scene: Scene, *, farther_only: bool = False) -> Scene:
    """Return the scene with three or more leaves of the same (referenced table, action) drawn as one box.

    Args:
        scene: a scene with all its boxes.
        farther_only: take for a leaf also what passes the delete on, but to no table farther from the root.
    """
    passing = _cyclic(scene) | {
        row.referenced for box in scene.boxes for row in box.rows if not farther_only or _needs(scene, box, row)
    }
    groups: dict[tuple[object, ...], list[Box]] = defaultdict(list)
    for box in scene.boxes:
        entrance = box.entrance
        if entrance is not None and not box.pinned and box.table not in passing:
            groups[_alike(box, entrance)].append(box)
    titles = TITLES if scene.layered else {}
    bundles = [_bundle(boxes, titles) for boxes in groups.values() if len(boxes) >= SMALLEST_BUNDLE]
    gone = {member.table for bundle in bundles for member in bundle.members}
    note = (f"{count(len(gone), 'table is', 'tables are')} drawn in bundles; --full draws each",) if gone else ()
    return replace(
        scene,
        boxes=tuple(_naming_bundled(box, gone) for box in scene.boxes if box.table not in gone),
        bundles=(*scene.bundles, *bundles),
        notes=(*scene.notes, *note),
    )


def _needs(scene: Scene, box: Box, row: Row) -> bool:
    """Whether the other end of a row has to stay: it leads farther away, to a blocker, or the box would hang on it."""
    farther = box.column > scene.by_table[row.referenced].column
    return farther or box.pinned or box.fate is Fate.BLOCKS or row == box.entrance


def _alike(box: Box, entrance: Row) -> tuple[object, ...]:
    """Return what tables of one bundle have in common; of blockers also how surely they block."""
    outcome = box.outcome if box.fate is Fate.BLOCKS else ""
    return entrance.referenced, entrance.action, entrance.event, box.fate, box.cluster, outcome


def _naming_bundled(box: Box, gone: Collection[QualifiedName]) -> Box:
    """Let the rows whose edge has lost its other end say where they come from."""
    if not any(row.referenced in gone for row in box.rows):
        return box
    rows = (
        replace(row, note=f"{row.note} from {row.referenced.shown}".strip()) if row.referenced in gone else row
        for row in box.rows
    )
    return replace(box, rows=tuple(rows))


def _cyclic(scene: Scene) -> set[QualifiedName]:
    """Return the tables on cycles of deletes: take away what nothing leads to or what leads nowhere, until all do both.

    Tables between two cycles are among them; they pass the delete on anyway. Cost: linear.
    """
    after: dict[QualifiedName, set[QualifiedName]] = defaultdict(set)
    before: dict[QualifiedName, set[QualifiedName]] = defaultdict(set)
    for box in scene.boxes:
        for row in box.rows:
            if row.event == "delete" and row.action is ReferentialAction.CASCADE:
                after[row.referenced].add(box.table)
                before[box.table].add(row.referenced)
    rest = set(after) & set(before)
    pending = (set(after) | set(before)) - rest
    while pending:
        gone = pending.pop()
        for neighbour in after[gone]:
            before[neighbour].discard(gone)
        for neighbour in before[gone]:
            after[neighbour].discard(gone)
        ended = {table for table in after[gone] | before[gone] if not before[table] or not after[table]} & rest
        rest -= ended
        pending |= ended
    return rest


def _bundle(boxes: list[Box], titles: Mapping[Fate, tuple[str, str]]) -> Bundle:
    first = boxes[0].entrance
    assert first is not None  # noqa: S101 - only boxes with an entrance are grouped
    return Bundle(
        referenced=first.referenced,
        action=first.action,
        event=first.event,
        fate=boxes[0].fate,
        title=_bundle_title(boxes, titles),
        members=tuple(sorted(map(member_of, boxes), key=lambda member: member.table)),
        column=min(box.column for box in boxes),
        cluster=boxes[0].cluster,
    )


def _bundle_title(boxes: list[Box], titles: Mapping[Fate, tuple[str, str]]) -> str:
    if titles and boxes[0].fate is Fate.BLOCKS:
        return f"{count(len(boxes), 'table')}: {boxes[0].outcome}"
    return count(len(boxes), *titles.get(boxes[0].fate, REFERENCING))


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
    """Return the worst of index verdicts, ``full`` if there is none."""
    found = set(marks)
    return "none" if "none" in found else "weak" if "weak" in found else "full"


def limit_depth(scene: Scene, depth: int, *, keep_pinned: bool = False) -> Scene:
    """Return the scene without the boxes more than ``depth`` steps from the root; the last ones count what is behind.

    Args:
        scene: a scene without bundles.
        depth: steps, at least 0.
        keep_pinned: let deeper pinned boxes and blockers stay, with the boxes on the way to them.
    """
    nearer = {box.table: _nearer(scene, box) for box in scene.boxes}
    visible = {box.table for box in scene.boxes if box.column <= depth}
    if keep_pinned:
        for box in scene.boxes:
            table: QualifiedName | None = box.table if box.pinned or box.fate is Fate.BLOCKS else None
            while table is not None and table not in visible:
                visible.add(table)
                table = nearer[table]
    hidden = [box for box in scene.boxes if box.table not in visible]
    if not hidden:
        return scene
    last = {table: table for table in visible}
    behind: dict[QualifiedName, list[Box]] = defaultdict(list)
    for box in sorted(hidden, key=lambda box: box.column):
        way = nearer[box.table]
        if way in last:
            last[box.table] = last[way]
            behind[last[way]].append(box)
    boxes = [_shortened(box, behind.get(box.table, ()), visible) for box in scene.boxes if box.table in visible]
    note = f"{count(len(hidden), 'table')} more than {count(depth, 'step')} away left out"
    return replace(scene, boxes=tuple(boxes), notes=(*scene.notes, f"{note}; --full or a larger --depth shows them"))


def _shortened(box: Box, behind: Collection[Box], visible: Collection[QualifiedName]) -> Box:
    return replace(
        box,
        rows=tuple(row for row in box.rows if row.referenced in visible),
        deeper=len(behind),
        deeper_blocking=sum(1 for hidden in behind if hidden.fate is Fate.BLOCKS),
    )


def _nearer(scene: Scene, box: Box) -> QualifiedName | None:
    """Return the table before a box on a shortest chain from the root; None for a root."""
    rows = (row.referenced for row in box.rows if scene.by_table[row.referenced].column < box.column)
    return next(rows, None)
