"""The picture of the cycles of a schema: each in a frame of its own, with the keys at which it can be broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.diagrams.scenes.scene import Box, Fate, Row, Scene
from ondelete.diagrams.scenes.whole import key_figures, loose_bundle
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ondelete.analyses.cycles import Component
    from ondelete.catalog import ForeignKey, QualifiedName
    from ondelete.diagrams.scenes.scene import IndexMark
    from ondelete.graph import Edge, ForeignKeyGraph

_ALONE = 3
"""So many tables that only reference themselves share a box."""


def cycles_scene(
    graph: ForeignKeyGraph,
    components: Sequence[Component],
    index_marks: Mapping[str, IndexMark],
    *,
    at_most: int | None = None,
) -> Scene:
    """Return the picture of cycles; lines run the way a delete travels, those of keys to break run back.

    Args:
        graph: the keys.
        components: what ``analyses.cycles`` found.
        index_marks: how well an index serves a key, by key id.
        at_most: of a component with more tables, draw one short cycle for each key to break; None: draw all.
    """
    several = [component for component in components if len(component.tables) > 1]
    alone = [component for component in components if len(component.tables) == 1]
    drawn = several if len(alone) >= _ALONE else [*several, *alone]
    boxes: list[Box] = []
    notes: list[str] = []
    for number, component in enumerate(drawn, 1):
        edges = graph.edges_within(component.tables)
        shown = edges if at_most is None or len(component.tables) <= at_most else _short_cycles(edges, component)
        boxes += _boxes(shown, component, index_marks, f"cycle {number}: {_facts(component)}")
        if len(shown) < len(edges):
            notes.append(
                f"Of cycle {number}, {len(shown):,} of {len(edges):,} keys are drawn: a short cycle for each "
                "key to break; --full draws all"
            )
    lone = [Box(component.tables[0], Fate.PLAIN, "", ()) for component in alone] if drawn is several else []
    title = count(len(lone), "table references only itself", "tables reference only themselves")
    return Scene(
        title=_title(several, alone),
        figures=tuple(_figures(graph, components, index_marks)),
        boxes=tuple(boxes),
        bundles=(loose_bundle("", title, lone),) if lone else (),
        notes=tuple(notes),
        layered=False,
    )


def _boxes(
    edges: Sequence[Edge], component: Component, index_marks: Mapping[str, IndexMark], frame: str
) -> Iterator[Box]:
    broken = {key.id for key in component.break_at}
    rows: dict[QualifiedName, list[Row]] = {}
    for edge in edges:
        rows.setdefault(edge.referenced, [])
        rows.setdefault(edge.referencing, []).append(
            Row(
                edge.key,
                edge.referenced,
                index=index_marks.get(edge.key.id, "full"),
                # A row may reference itself: nothing has to be broken for that.
                breaks=edge.key.id in broken and edge.referencing != edge.referenced,
            )
        )
    yield from (
        Box(table, Fate.PLAIN, "", tuple(rows[table]), cluster=frame) for table in component.tables if table in rows
    )


def _short_cycles(edges: Sequence[Edge], component: Component) -> tuple[Edge, ...]:
    """Return, for each key to break, that key and the fewest keys that close a cycle with it."""
    broken = {key.id for key in component.break_at}
    following: dict[QualifiedName, list[Edge]] = {}
    for edge in edges:
        following.setdefault(edge.referencing, []).append(edge)
    wanted: set[str] = set()
    for edge in edges:
        if edge.key.id in broken and edge.referencing != edge.referenced:
            wanted.add(edge.key.id)
            wanted.update(_way(following, edge.referenced, edge.referencing))
    return tuple(edge for edge in edges if edge.key.id in wanted)


def _way(following: Mapping[QualifiedName, Sequence[Edge]], start: QualifiedName, goal: QualifiedName) -> set[str]:
    """Return the ids of the keys on a shortest way between two tables of one component."""
    came: dict[QualifiedName, Edge] = {}
    pending = [start]
    for table in pending:  # grows while it is read
        if table == goal:
            break
        for edge in following.get(table, ()):
            if edge.referenced not in came and edge.referenced != start:
                came[edge.referenced] = edge
                pending.append(edge.referenced)
    keys: set[str] = set()
    while goal != start:
        keys.add(came[goal].key.id)
        goal = came[goal].referencing
    return keys


def _facts(component: Component) -> str:
    facts = [count(len(component.tables), "table"), count(len(component.keys), "key")]
    if component.all_cascade:
        facts.append("all CASCADE")
    if not component.insertable:
        facts.append("no row can be inserted first")
    return ", ".join(facts)


def _title(several: Sequence[Component], alone: Sequence[Component]) -> str:
    if not several and not alone:
        return "No cycles of foreign keys"
    parts = (
        count(len(several), "group of tables on cycles", "groups of tables on cycles") if several else "",
        count(len(alone), "table that references only itself", "tables that reference only themselves")
        if alone
        else "",
    )
    return ", ".join(filter(None, parts))


def _figures(
    graph: ForeignKeyGraph, components: Sequence[Component], index_marks: Mapping[str, IndexMark]
) -> Iterator[str]:
    edges = [edge for component in components for edge in graph.edges_within(component.tables)]
    breaking: list[ForeignKey] = [
        key for component in components if len(component.tables) > 1 for key in component.break_at
    ]
    if breaking:
        yield f"{count(len(breaking), 'key')} to break"
    yield from key_figures(edges, index_marks)
