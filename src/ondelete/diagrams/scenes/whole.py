"""The picture of a whole schema: every foreign key, drawn the way a delete travels; of a large one its hubs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.analyses.cardinality import cardinality_of
from ondelete.catalog import QualifiedName, ReferentialAction
from ondelete.diagrams.scenes.collapse import COLLAPSE_ABOVE, LIMIT_DEPTH_ABOVE, member_of
from ondelete.diagrams.scenes.scene import LEGEND_ORDER, LOOSE, NO_KEY, Box, Bundle, Fate, Row, Scene, partition_remark
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from ondelete.diagrams.scenes.scene import Action, IndexMark, LooseKey
    from ondelete.graph import Edge, ForeignKeyGraph

_HUBS = (30, 24, 18, 12, 8, 5)


def schema_scene(
    graph: ForeignKeyGraph,
    index_marks: Mapping[str, IndexMark],
    *,
    partitions: Callable[[QualifiedName], Sequence[str]] = lambda table: (),
    actions: Collection[str] = (),
    loose: Sequence[LooseKey] = (),
) -> Scene:
    """Return the picture of all tables and keys of a graph; tables without any key share one bundle.

    Args:
        graph: the keys; partitions have boxes of their own if it shows them.
        index_marks: how well an index serves a key, by key id.
        partitions: names to list in the box of a partitioned table.
        actions: draw keys with these ON DELETE actions only; all if it is empty.
        loose: references on which a job acts.
    """
    edges = tuple(edge for edge in graph.edges if not actions or edge.key.on_delete in actions)
    rows_of = rows_by_table(graph, edges, index_marks, loose)
    ends = set(rows_of) | {row.referenced for rows in rows_of.values() for row in rows}
    boxes: list[Box] = []
    alone: list[Box] = []
    for table in graph.tables:
        box = Box(table, Fate.PLAIN, "", rows_of.get(table, ()), remarks=partition_remark(partitions(table)))
        if table in ends:
            boxes.append(box)
        elif not _named_with_its_root(graph, table):
            alone.append(box)
    kind = "such keys" if actions else "foreign keys"
    title = count(len(alone), f"table without {kind}", f"tables without {kind}")
    tables, keys = len(graph.tables), len(edges)
    return Scene(
        title=f"{count(tables, 'table')}, {count(keys, 'foreign key')}",
        figures=tuple(key_figures(edges, index_marks, loose)),
        boxes=tuple(boxes),
        bundles=(loose_bundle("", title, alone),) if alone else (),
        layered=False,
    )


def _named_with_its_root(graph: ForeignKeyGraph, table: QualifiedName) -> bool:
    definition = graph.catalog.tables.get(table)
    return definition is not None and definition.is_partition


def collapse_schema(scene: Scene, *, above: int = COLLAPSE_ABOVE, at_most: int = LIMIT_DEPTH_ABOVE) -> Scene:
    """Return a scene of fewer boxes, if it has more than ``above``: the most referenced tables, the others in bundles.

    Another table is in the bundle of the least referenced hub that it references, CASCADE before other actions:
    the one that it belongs to most. As many hubs are drawn as leave at most ``at_most`` boxes.
    """
    if scene.size <= above:
        return scene
    referencing = _referencing(scene)
    ranked = sorted(referencing, key=lambda table: (-len(referencing[table]), table))
    ranked = [table for table in ranked if len(referencing[table]) > 1]
    collapsed = scene
    for hubs in _HUBS:
        collapsed = _around(scene, ranked[:hubs], referencing)
        if collapsed.size <= at_most:
            break
    return collapsed


def _around(
    scene: Scene, ranked: Sequence[QualifiedName], referencing: Mapping[QualifiedName, set[QualifiedName]]
) -> Scene:
    hubs = frozenset(ranked)
    groups: dict[tuple[QualifiedName, Action, str], list[Box]] = defaultdict(list)
    rest: dict[tuple[str, str], list[Box]] = defaultdict(list)
    for box in scene.boxes:
        if box.table in hubs:
            continue
        rows = [row for row in box.rows if row.referenced in hubs]
        if rows:
            nearest = min(rows, key=lambda row: (_weight(row), len(referencing[row.referenced])))
            groups[nearest.referenced, nearest.action, box.cluster].append(box)
        else:
            rest[box.table.schema, box.cluster].append(box)
    bundles = [_bundle(hub, action, boxes) for (hub, action, _), boxes in sorted(groups.items())]
    for (schema, _), boxes in sorted(rest.items()):
        title = f"{count(len(boxes), 'other table')} of {schema}"
        bundles.append(loose_bundle(schema, title, boxes))
    note = (
        f"Drawn: the {len(hubs)} most referenced tables and the keys between them; the other tables are bundled "
        "where they belong most. --table draws the cascade of one table, --full every box"
    )
    return replace(
        scene,
        boxes=tuple(_hub(scene.by_table[table], hubs, len(referencing[table])) for table in ranked),
        bundles=(*bundles, *scene.bundles),
        notes=(*scene.notes, note),
    )


def _referencing(scene: Scene) -> dict[QualifiedName, set[QualifiedName]]:
    found: dict[QualifiedName, set[QualifiedName]] = defaultdict(set)
    for box in scene.boxes:
        for row in box.rows:
            if row.referenced != box.table:
                found[row.referenced].add(box.table)
    return found


def _hub(box: Box, hubs: frozenset[QualifiedName], references: int) -> Box:
    rows = (
        row if row.referenced in hubs else replace(row, note=f"{row.note} from {row.referenced.shown}".strip())
        for row in box.rows
    )
    return replace(box, rows=tuple(rows), outcome=f"referenced by {count(references, 'table')}")


def _weight(row: Row) -> int:
    return 0 if row.action is ReferentialAction.CASCADE else 1


def _bundle(hub: QualifiedName, action: Action, boxes: Sequence[Box]) -> Bundle:
    members = tuple(sorted(map(member_of, boxes), key=lambda member: member.table))
    title = count(len(members), "table references it", "tables reference it")
    return Bundle(hub, action, "delete", Fate.PLAIN, title, members, column=0, cluster=boxes[0].cluster)


def loose_bundle(schema: str, title: str, boxes: Sequence[Box]) -> Bundle:
    """Return a bundle that hangs on nothing."""
    members = tuple(sorted(map(member_of, boxes), key=lambda member: member.table))
    frame = boxes[0].cluster
    return Bundle(None, None, "delete", Fate.PLAIN, title, members, column=0, schema=schema, cluster=frame)


def rows_by_table(
    graph: ForeignKeyGraph, edges: Iterable[Edge], index_marks: Mapping[str, IndexMark], loose: Iterable[LooseKey] = ()
) -> Mapping[QualifiedName, tuple[Row, ...]]:
    """Return the rows of keys as they are declared, with their cardinality, by referencing table."""
    found: dict[QualifiedName, list[Row]] = defaultdict(list)
    for edge in edges:
        found[edge.referencing].append(
            Row(
                edge.key,
                edge.referenced,
                index=index_marks.get(edge.key.id, "full"),
                cardinality=cardinality_of(graph.catalog, edge.key),
            )
        )
    for key in loose:
        found[graph.node(key.table)].append(Row(key, graph.node(key.referenced_table), note=key.effect))
    return {table: tuple(rows) for table, rows in found.items()}


def key_figures(
    edges: Sequence[Edge], index_marks: Mapping[str, IndexMark], loose: Sequence[LooseKey] = ()
) -> Iterator[str]:
    """Yield how many keys have which action, how many are loose, and how many have no index."""
    for action in LEGEND_ORDER:
        number = sum(1 for edge in edges if edge.key.on_delete == action)
        if number:
            yield f"{number:,} {action.upper()}"
    for action in (LOOSE, NO_KEY):
        number = sum(1 for key in loose if key.action == action)
        if number:
            yield f"{number:,} {action.upper()}"
    missing = sum(1 for edge in edges if index_marks.get(edge.key.id) == "none")
    if missing:
        yield f"{count(missing, 'key has', 'keys have')} no index"
