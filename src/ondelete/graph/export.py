"""The graph for networkx, with attributes of each table and foreign key."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName
    from ondelete.graph.foreign_keys import ForeignKeyGraph


def to_networkx(keys: ForeignKeyGraph) -> MultiDiGraph[str]:
    """Return the graph for networkx: its nodes are names of tables, its edges are keyed by the keys' ids.

    Attributes of a node: ``table`` (QualifiedName), ``schema``, ``name``, ``kind`` (``table``, ``partitioned
    table``, ``foreign table``, None if no file defines it) and ``columns`` (names). Of an edge: ``foreign_key``
    (ForeignKey), ``name``, ``columns``, ``referenced_columns`` (names), ``on_delete`` and ``on_update`` (SQL's
    words in lower case), ``deferrable`` and ``nullable`` (whether a column of the key can be NULL).
    """
    # Loaded here for start-up time: the library costs more than reading most schemas.
    from networkx import MultiDiGraph

    graph: MultiDiGraph[str] = MultiDiGraph()
    for table in keys.tables:
        graph.add_node(str(table), **_node_attributes(keys.catalog, table))
    for edge in keys.edges:
        attributes = _edge_attributes(keys.catalog, edge.key)
        graph.add_edge(str(edge.referencing), str(edge.referenced), key=edge.key.id, **attributes)
    return graph


def _node_attributes(catalog: Catalog, table: QualifiedName) -> dict[str, object]:
    known = catalog.tables.get(table)
    return {
        "table": table,
        "schema": table.schema,
        "name": table.name,
        "kind": known.kind if known is not None else None,
        "columns": tuple(column.name for column in known.columns) if known is not None else (),
    }


def _edge_attributes(catalog: Catalog, key: ForeignKey) -> dict[str, object]:
    known = catalog.tables.get(key.table)
    columns = [known.column(name) if known is not None else None for name in key.columns]
    return {
        "foreign_key": key,
        "name": key.name,
        "columns": key.columns,
        "referenced_columns": key.referenced_columns,
        "on_delete": key.on_delete.value,
        "on_update": key.on_update.value,
        "deferrable": key.timing.deferrable,
        "nullable": any(column is None or not column.not_null for column in columns),
    }
