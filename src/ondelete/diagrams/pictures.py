"""Which picture answers which question: from a catalog and tables to the scene that is drawn."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from ondelete.diagrams.collapse import COLLAPSE_ABOVE, LIMIT_DEPTH_ABOVE, collapse, limit_depth

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.diagrams.scene import IndexMark, Scene


class View(msgspec.Struct, frozen=True):
    """How much to show.

    ``depth``: steps from the root, None for all. ``full``: collapse nothing. ``partitions``: name them and keep
    their own keys apart. ``small``: fit the limits of Mermaid.
    """

    depth: int | None = None
    full: bool = False
    partitions: bool = False
    small: bool = False

    @property
    def above(self) -> int:
        """From how many boxes on a picture is collapsed."""
        return 25 if self.small else COLLAPSE_ABOVE

    @property
    def at_most(self) -> int:
        """How many boxes are too many even then."""
        return 38 if self.small else LIMIT_DEPTH_ABOVE


def scene_of(
    catalog: Catalog, tables: Sequence[QualifiedName], view: View, keep: Sequence[QualifiedName] = ()
) -> Scene:
    """Return the cascade of a DELETE on the tables, or the whole schema where none is given.

    Args:
        catalog: the schema.
        tables: the roots of the cascade.
        view: how much to show.
        keep: tables that are never collapsed, such as those that a change touches.
    """
    from ondelete.analyses.index_coverage import index_coverage

    marks: dict[str, IndexMark] = {key: found.verdict.value for key, found in index_coverage(catalog).items()}
    return _cascade(catalog, tables, marks, view, keep) if tables else _schema(catalog, marks, view)


def _cascade(
    catalog: Catalog,
    tables: Sequence[QualifiedName],
    marks: Mapping[str, IndexMark],
    view: View,
    keep: Sequence[QualifiedName],
) -> Scene:
    from ondelete.deletion.predict import predict_delete
    from ondelete.diagrams.cascade import cascade_scene

    scene = cascade_scene(
        [predict_delete(catalog, table) for table in dict.fromkeys(tables)],
        marks,
        fold=_itself if view.partitions else catalog.root_of,
        partitions=partial(_partitions, catalog) if view.partitions else _none,
        keep=keep,
    )
    if view.depth is not None:
        scene = limit_depth(scene, view.depth)
    return scene if view.full else collapse(scene, above=view.above, limit_above=view.at_most)


def _schema(catalog: Catalog, marks: Mapping[str, IndexMark], view: View) -> Scene:
    from ondelete.diagrams.whole import collapse_schema, schema_scene
    from ondelete.graph import ForeignKeyGraph

    graph = ForeignKeyGraph(catalog, fold_partitions=not view.partitions)
    scene = schema_scene(graph, marks, partitions=partial(_partitions, catalog) if view.partitions else _none)
    return scene if view.full else collapse_schema(scene, above=view.above, at_most=view.at_most)


def _partitions(catalog: Catalog, table: QualifiedName) -> Sequence[str]:
    """Return the names of all partitions of a table, at any level; none for tables that others inherit from."""
    found: list[str] = []
    pending = [table]
    while pending:
        for child in catalog.children_of.get(pending.pop(), ()):
            definition = catalog.tables.get(child)
            if definition is not None and definition.is_partition:
                found.append(child.name)
                pending.append(child)
    return found


def _none(_table: QualifiedName) -> Sequence[str]:
    return ()


def _itself(table: QualifiedName) -> QualifiedName:
    return table
