"""Showing a part of a scene: only keys with some actions and the way to them, or only the keys of some chains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.diagrams.scenes.scene import LEGEND_ORDER, Box, Row, Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from ondelete.catalog import QualifiedName


def with_rows(scene: Scene, is_shown: Callable[[Box, Row], bool], keep: Collection[QualifiedName] = ()) -> Scene:
    """Return the scene with these rows only, and the boxes that they lead from or to, or that are to be kept."""
    rows = {box.table: tuple(row for row in box.rows if is_shown(box, row)) for box in scene.boxes}
    ends = {row.referenced for found in rows.values() for row in found}
    return replace(
        scene,
        boxes=tuple(
            replace(box, rows=rows[box.table])
            for box in scene.boxes
            if rows[box.table] or box.table in ends or box.table in keep
        ),
    )


def only_actions(scene: Scene, actions: Collection[str], starts: Collection[QualifiedName]) -> Scene:
    """Return the scene with the keys whose action is one of these, and a way from the starts to each of them."""
    if not actions:
        return scene
    shown = [action.upper() for action in LEGEND_ORDER if action in actions]
    return _with_ways(scene, lambda row: row.action in actions, starts, f"keys with {' or '.join(shown)}")


def only_blockers(scene: Scene, failing: Collection[str], starts: Collection[QualifiedName]) -> Scene:
    """Return the scene with the keys that can stop the delete, and a way from the starts to each of them.

    Args:
        scene: the whole cascade.
        failing: ids of the keys.
        starts: the tables of the DELETE.
    """
    return _with_ways(scene, lambda row: row.key.id in failing, starts, "keys that can stop the delete")


def _with_ways(scene: Scene, is_wanted: Callable[[Row], bool], starts: Collection[QualifiedName], what: str) -> Scene:
    entrances = _entrances(scene, starts)
    wanted = {(box.table, row) for box in scene.boxes for row in box.rows if is_wanted(row)}
    pending = [row.referenced for _, row in wanted]
    while pending:
        table = pending.pop()
        way = entrances.get(table)
        if way is not None and (table, way) not in wanted:
            wanted.add((table, way))
            pending.append(way.referenced)
    note = f"Drawn: {what}, and the way to them; the figures above are about all"
    return replace(with_rows(scene, lambda box, row: (box.table, row) in wanted, starts), notes=(*scene.notes, note))


def _entrances(scene: Scene, starts: Collection[QualifiedName]) -> dict[QualifiedName, Row]:
    """Return, for each table, the row by which a breadth-first walk from the starts first arrives there."""
    after: dict[QualifiedName, list[tuple[QualifiedName, Row]]] = {}
    for box in scene.boxes:
        for row in box.rows:
            after.setdefault(row.referenced, []).append((box.table, row))
    found: dict[QualifiedName, Row] = {}
    pending = list(starts)
    for table in pending:  # grows while it is read
        for reached, row in after.get(table, ()):
            if reached not in found and reached not in starts:
                found[reached] = row
                pending.append(reached)
    return found
