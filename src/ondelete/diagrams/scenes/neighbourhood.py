"""The picture of the tables around a table: every key within some steps, in whichever direction it points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.diagrams.scenes.collapse import bundle_leaves
from ondelete.diagrams.scenes.scene import Box, Fate, Scene, partition_remark
from ondelete.diagrams.scenes.whole import key_figures, rows_by_table
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from ondelete.catalog import QualifiedName
    from ondelete.diagrams.scenes.scene import IndexMark, LooseKey
    from ondelete.graph import ForeignKeyGraph


def neighbourhood_scene(
    graph: ForeignKeyGraph,
    tables: Sequence[QualifiedName],
    distance: int,
    index_marks: Mapping[str, IndexMark],
    *,
    partitions: Callable[[QualifiedName], Sequence[str]] = lambda table: (),
    actions: Collection[str] = (),
    loose: Sequence[LooseKey] = (),
) -> Scene:
    """Return the picture of all tables within ``distance`` keys of one of the tables, and all keys between them.

    Args:
        graph: the keys.
        tables: the middle of the picture.
        distance: how many keys away a table may be.
        index_marks: how well an index serves a key, by key id.
        partitions: names to list in the box of a partitioned table.
        actions: draw and follow keys with these ON DELETE actions only; all if it is empty.
        loose: references on which a job acts, drawn and followed too.
    """
    followed = [edge for edge in graph.edges if not actions or edge.key.on_delete in actions]
    middle = tuple(dict.fromkeys(map(graph.node, tables)))
    pairs = [(edge.referencing, edge.referenced) for edge in followed]
    pairs += [(graph.node(key.table), graph.node(key.referenced_table)) for key in loose]
    distances, outside = _distances(pairs, middle, distance)
    near = [key for key in loose if {graph.node(key.table), graph.node(key.referenced_table)} <= set(distances)]
    edges = [edge for edge in followed if edge.referencing in distances and edge.referenced in distances]
    rows = rows_by_table(graph, edges, index_marks, near)
    boxes = [
        Box(
            table=table,
            fate=Fate.ROOT if steps == 0 else Fate.PLAIN,
            outcome="",
            rows=tuple(sorted(rows.get(table, ()), key=lambda row: distances[row.referenced])),
            column=steps,
            pinned=steps == 0,
            remarks=(*partition_remark(partitions(table)), *_more(outside.get(table, 0))),
        )
        for table, steps in distances.items()
    ]
    names = " and ".join(table.shown for table in middle)
    away = count(distance, "key")
    return Scene(
        title=f"Around {names}: {count(len(boxes), 'table')} within {away}",
        figures=tuple(key_figures(edges, index_marks, near)),
        boxes=tuple(sorted(boxes, key=lambda box: (box.column, box.table))),
        layered=False,
    )


def collapse_neighbourhood(of_distance: Callable[[int], Scene], distance: int, *, above: int, at_most: int) -> Scene:
    """Return the picture with tables of one key in bundles, if it has more than ``above`` boxes.

    If more than ``at_most`` remain, bundles also take tables that are referenced by nothing farther away; if that is
    not enough, it reaches less far than asked, and says so.
    """
    for fewer in range(distance, 0, -1):
        full = scene = of_distance(fewer)
        if full.size > above:
            scene = bundle_leaves(full)
        if scene.size > at_most:
            scene = bundle_leaves(full, farther_only=True)
        if scene.size <= at_most or fewer == 1:
            break
    if fewer < distance:
        note = f"Asked for {count(distance, 'key')}: too many tables for one picture; --full draws all"
        scene = replace(scene, notes=(note, *scene.notes))
    return scene


def _distances(
    pairs: Sequence[tuple[QualifiedName, QualifiedName]], middle: Sequence[QualifiedName], distance: int
) -> tuple[dict[QualifiedName, int], dict[QualifiedName, int]]:
    """Return the steps to each table within reach, and of the outermost how many tables lie behind each."""
    neighbours: dict[QualifiedName, dict[QualifiedName, None]] = {}
    for one, other in pairs:
        neighbours.setdefault(one, {})[other] = None
        neighbours.setdefault(other, {})[one] = None
    found = dict.fromkeys(middle, 0)
    pending = list(middle)
    for table in pending:  # grows while it is read
        for neighbour in neighbours.get(table, ()) if found[table] < distance else ():
            if neighbour not in found:
                found[neighbour] = found[table] + 1
                pending.append(neighbour)
    outside = {table: sum(1 for other in neighbours.get(table, ()) if other not in found) for table in found}
    return found, outside


def _more(outside: int) -> tuple[str, ...]:
    return (f"… and {count(outside, 'more neighbour')}",) if outside else ()
