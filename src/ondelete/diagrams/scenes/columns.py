"""Columns by the longest chain: every line runs to the right, but those that close a cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ondelete.catalog import QualifiedName
    from ondelete.diagrams.scenes.scene import Scene


def spread(scene: Scene, starts: Sequence[QualifiedName]) -> Scene:
    """Return the scene with each box one column behind the last of those that lead to it.

    Args:
        scene: a scene without bundles.
        starts: where to begin to look for cycles: of a cycle, the line back to where the walk came in is the one
            that does not count.
    """
    order = _order(_after(scene), (*starts, *(box.table for box in scene.boxes)))
    position = {table: number for number, table in enumerate(order)}
    columns: dict[QualifiedName, int] = {}
    for table in order:
        before = (row.referenced for row in scene.by_table[table].rows)
        nearer = [columns[other] + 1 for other in before if position[other] < position[table]]
        columns[table] = max(nearer, default=0)
    return replace(scene, boxes=tuple(replace(box, column=columns[box.table]) for box in scene.boxes))


def _after(scene: Scene) -> dict[QualifiedName, list[QualifiedName]]:
    found: dict[QualifiedName, list[QualifiedName]] = {box.table: [] for box in scene.boxes}
    for box in scene.boxes:
        for row in box.rows:
            found[row.referenced].append(box.table)
    return found


def _order(
    after: Mapping[QualifiedName, Sequence[QualifiedName]], starts: Sequence[QualifiedName]
) -> list[QualifiedName]:
    """Return the tables in reverse postorder, which is topological but for the lines that close a cycle."""
    finished: list[QualifiedName] = []
    seen: set[QualifiedName] = set()
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        stack: list[tuple[QualifiedName, Iterator[QualifiedName]]] = [(start, iter(after[start]))]
        while stack:
            table, rest = stack[-1]
            following = next((other for other in rest if other not in seen), None)
            if following is None:
                finished.append(table)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(after[following])))
    return finished[::-1]
