"""Which picture answers which question: from a catalog and tables to the scene that is drawn."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ondelete.diagrams.scenes.collapse import COLLAPSE_ABOVE, LIMIT_DEPTH_ABOVE, collapse, limit_depth
from ondelete.text.counts import count, not_understood

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ondelete.analyses.references import References
    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.declarations import Declarations
    from ondelete.declarations import LooseKey as Declared
    from ondelete.deletion.effects import Prediction
    from ondelete.diagrams.scenes.scene import IndexMark, LooseKey, Scene
    from ondelete.diagrams.scenes.sheet import Sheet
    from ondelete.graph import ForeignKeyGraph


class View(msgspec.Struct, frozen=True):
    """How much to show.

    ``depth``: steps from the root, None for all. ``full``: collapse nothing. ``partitions``: name them and keep
    their own keys apart. ``small``: fit the limits of Mermaid. ``actions``: draw keys with these only, and the way to
    them; all if it is empty. ``blockers``: draw only the keys that can stop the delete, and the way to them.
    ``cluster_of``: the frame that a table stands in, "" for none. ``loose``: references on which a job acts later.
    """

    depth: int | None = None
    full: bool = False
    partitions: bool = False
    small: bool = False
    actions: frozenset[str] = frozenset()
    blockers: bool = False
    cluster_of: Callable[[QualifiedName], str] | None = None
    loose: tuple[LooseKey, ...] = ()

    @property
    def above(self) -> int:
        """From how many boxes on a picture is collapsed."""
        return 25 if self.small else COLLAPSE_ABOVE

    @property
    def at_most(self) -> int:
        """How many boxes are too many even then."""
        return 38 if self.small else LIMIT_DEPTH_ABOVE

    @property
    def declared(self) -> tuple[LooseKey, ...]:
        """The loose references to draw among keys of the schema: none if only some actions are asked for."""
        return () if self.actions else self.loose

    def framed(self, scene: Scene) -> Scene:
        """Return the scene with its boxes in their frames."""
        if self.cluster_of is None:
            return scene
        return replace(scene, boxes=tuple(replace(box, cluster=self.cluster_of(box.table)) for box in scene.boxes))


def scene_of(
    catalog: Catalog, tables: Sequence[QualifiedName], view: View, keep: Sequence[QualifiedName] = ()
) -> Scene:
    """Return the cascade of a DELETE on the tables, or the whole schema if none is given.

    Args:
        catalog: the schema.
        tables: the roots of the cascade.
        view: how much to show.
        keep: tables that are never collapsed, such as those that a change touches.
    """
    return _cascade(catalog, tables, view, keep) if tables else _schema(catalog, view)


def sheet_of_table(catalog: Catalog, table: QualifiedName, *, always: bool = False) -> Sheet | None:
    """Return what a DELETE on a table does as one page; None if a graph of so few tables can be read.

    Args:
        catalog: the schema.
        table: the table of the DELETE.
        always: make the page, however few the tables are.
    """
    from ondelete.deletion.predict import predict_delete
    from ondelete.diagrams.scenes.sheet import sheet_of

    prediction = predict_delete(catalog, table)
    touched = {catalog.root_of(step.key.table) for step in prediction.steps}
    if not always and len(touched) <= COLLAPSE_ABOVE:
        return None
    unread = len(catalog.skipped)
    notes = (f"INCOMPLETE: {count(unread, 'statement was', 'statements were')} not understood",) if unread else ()
    return sheet_of(prediction, _marks(catalog), fold=catalog.root_of, notes=notes)


def inverted_scene_of(catalog: Catalog, table: QualifiedName, view: View) -> Scene:
    """Return what can delete rows of a table; of many tables the nearest ones, as many as fit."""
    from ondelete.diagrams.scenes.inverted import inverted_scene

    def of_depth(depth: int | None) -> Scene:
        return inverted_scene(
            graph, table, marks, depth=depth, actions=view.actions, partitions=_partitions_of(catalog, view)
        )

    graph, marks = _graph(catalog, view), _marks(catalog)
    scene = of_depth(view.depth)
    depth = max(box.column for box in scene.boxes)
    while not view.full and view.depth is None and scene.size > view.at_most and depth > 1:
        depth -= 1
        scene = of_depth(depth)
    return view.framed(scene)


def paths_scene_of(catalog: Catalog, tables: Sequence[QualifiedName], other: QualifiedName, view: View) -> Scene:
    """Return the chains of keys by which a DELETE on one of the tables gets to another."""
    from ondelete.analyses.why import why_all
    from ondelete.diagrams.scenes.paths import PathLimits, paths_scene

    graph = _graph(catalog, view)
    chains = [why_all(graph, table, other) for table in dict.fromkeys(tables)]
    limits = PathLimits(view.depth, None if view.full else view.at_most)
    return view.framed(paths_scene(_whole_cascade(catalog, _predictions(catalog, tables), view, ()), chains, limits))


def neighbourhood_of(catalog: Catalog, tables: Sequence[QualifiedName], distance: int, view: View) -> Scene:
    """Return the tables at most so many keys away, in either direction."""
    from ondelete.diagrams.scenes.neighbourhood import collapse_neighbourhood, neighbourhood_scene

    graph, marks, partitions = _graph(catalog, view), _marks(catalog), _partitions_of(catalog, view)

    def of_distance(steps: int) -> Scene:
        scene = neighbourhood_scene(
            graph, tables, steps, marks, partitions=partitions, actions=view.actions, loose=view.declared
        )
        return view.framed(scene)

    if view.full:
        return of_distance(distance)
    return collapse_neighbourhood(of_distance, distance, above=view.above, at_most=view.at_most)


def cycles_scene_of(catalog: Catalog, tables: Sequence[QualifiedName], view: View) -> Scene:
    """Return the cycles of a schema, or those that one of the tables is on."""
    from ondelete.analyses.cycles import cycles
    from ondelete.diagrams.scenes.cyclic import cycles_scene

    graph = _graph(catalog, view)
    wanted = {graph.node(table) for table in tables}
    found = [component for component in cycles(graph) if not wanted or not wanted.isdisjoint(component.tables)]
    return cycles_scene(graph, found, _marks(catalog), at_most=None if view.full else view.above)


def marked(scene: Scene, *catalogs: Catalog) -> Scene:
    """Return a scene that says how many statements of its catalogs were not understood."""
    return replace(scene, incomplete=not_understood(sum(len(catalog.skipped) for catalog in catalogs)))


def loose_keys(declared: Declarations) -> tuple[LooseKey, ...]:
    """Return the declared loose keys as they are drawn."""
    from ondelete.diagrams.scenes.scene import LooseKey

    return tuple(
        LooseKey(key.table, (key.column,), key.referenced_table, _effect(key), key.location) for key in declared.loose
    )


def undeclared_keys(references: References) -> tuple[LooseKey, ...]:
    """Return the references that only names tell as they are drawn; those that can mean any table are left out."""
    from ondelete.diagrams.scenes.scene import NO_KEY, LooseKey

    return tuple(
        LooseKey(each.table, each.columns, each.to, "rows stay", each.location, NO_KEY)
        for each in references.all
        if each.to is not None and each.kind != "loose"
    )


def _effect(key: Declared) -> str:
    if key.action == "update_column_to":
        return f"{key.target_column} set to {key.target_value} later"
    return "deleted later" if key.action == "async_delete" else "set to NULL later"


def _cascade(catalog: Catalog, tables: Sequence[QualifiedName], view: View, keep: Sequence[QualifiedName]) -> Scene:
    from ondelete.diagrams.scenes.selection import only_actions, only_blockers

    predictions = _predictions(catalog, tables)
    scene = view.framed(_whole_cascade(catalog, predictions, view, keep))
    starts = tables if view.partitions else [catalog.root_of(table) for table in tables]
    scene = only_actions(scene, view.actions, starts)
    if view.blockers:
        failing = {failure.key.id for prediction in predictions for failure in prediction.failures}
        scene = only_blockers(scene, failing, starts)
    if view.depth is not None:
        scene = limit_depth(scene, view.depth)
    return scene if view.full else collapse(scene, above=view.above, limit_above=view.at_most)


def _predictions(catalog: Catalog, tables: Sequence[QualifiedName]) -> list[Prediction]:
    from ondelete.deletion.predict import predict_delete

    return [predict_delete(catalog, table) for table in dict.fromkeys(tables)]


def _whole_cascade(
    catalog: Catalog, predictions: Sequence[Prediction], view: View, keep: Sequence[QualifiedName]
) -> Scene:
    from ondelete.diagrams.scenes.cascade import cascade_scene

    return cascade_scene(
        predictions,
        _marks(catalog),
        fold=_itself if view.partitions else catalog.root_of,
        partitions=_partitions_of(catalog, view),
        keep=keep,
        loose=view.loose,
    )


def _schema(catalog: Catalog, view: View) -> Scene:
    from ondelete.diagrams.scenes.whole import collapse_schema, schema_scene

    graph = _graph(catalog, view)
    partitions = _partitions_of(catalog, view)
    scene = schema_scene(graph, _marks(catalog), partitions=partitions, actions=view.actions, loose=view.declared)
    scene = view.framed(scene)
    return scene if view.full else collapse_schema(scene, above=view.above, at_most=view.at_most)


def _graph(catalog: Catalog, view: View) -> ForeignKeyGraph:
    from ondelete.graph import ForeignKeyGraph

    return ForeignKeyGraph(catalog, fold_partitions=not view.partitions)


def _marks(catalog: Catalog) -> Mapping[str, IndexMark]:
    from ondelete.analyses.index_coverage import index_coverage

    return {key: found.verdict.value for key, found in index_coverage(catalog).items()}


def _partitions_of(catalog: Catalog, view: View) -> Callable[[QualifiedName], Sequence[str]]:
    return partial(_partitions, catalog) if view.partitions else _none


def _partitions(catalog: Catalog, table: QualifiedName) -> Sequence[str]:
    """Return the names of all partitions of a table, at any level; none for tables that others inherit from."""
    return [partition.name for partition in catalog.partitions_below(table)]


def _none(_table: QualifiedName) -> Sequence[str]:
    return ()


def _itself(table: QualifiedName) -> QualifiedName:
    return table
