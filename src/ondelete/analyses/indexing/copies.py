"""Copies of a partitioned table's index, which PostgreSQL makes on partitions by itself and no file names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName
from ondelete.catalog.expressions import Cast, ColumnRef

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog, Index, Table


def reaches(catalog: Catalog, index: Index, partition: Table) -> bool:
    """Whether a direct partition has its part of an index: a valid one is on all, any on those that came later.

    An index ON ONLY a partitioned table is on no partition that existed then, but a new partition gets a copy.
    """
    return index.valid or _came_later(catalog, index, partition)


def indexes_from_above(catalog: Catalog, table: QualifiedName) -> Iterator[Index]:
    """Yield the indexes that a partition has from the partitioned tables above it.

    An invalid one (ON ONLY, and not all partitions attached) counts only for partitions that came later.
    """
    below = catalog.tables.get(table)
    for above in catalog.partitioned_above(table):
        if below is not None:
            yield from (index for index in catalog.indexes_of.get(above, ()) if reaches(catalog, index, below))
        below = catalog.tables.get(above)


def _came_later(catalog: Catalog, index: Index, partition: Table) -> bool:
    one, other = index.location, partition.location
    if one.path == other.path:
        return one.line < other.line
    known = catalog.files or catalog.paths
    return one.path in known and other.path in known and known.index(one.path) < known.index(other.path)


def unnamed_copies(catalog: Catalog) -> Iterator[tuple[QualifiedName, Sequence[str]]]:
    """Yield each copy that no file names: its partition, and the columns that PostgreSQL names it after.

    A copy that belongs to a constraint gets its name in another way, and is left out.
    """
    parted = [table.name for table in catalog.tables.values() if table.is_partitioned]
    for table in parted:
        for index in catalog.indexes_of.get(table, ()):
            if index.constraint is None:
                yield from _copies_below(catalog, index, table, QualifiedName(table.schema, index.name))


def _copies_below(
    catalog: Catalog, index: Index, table: QualifiedName, name: QualifiedName | None
) -> Iterator[tuple[QualifiedName, Sequence[str]]]:
    for child in catalog.children_of.get(table, ()):
        if has_unnamed_copy(catalog, index, child, name):
            yield child, _spelled(index)
            yield from _copies_below(catalog, index, child, None)


def has_unnamed_copy(catalog: Catalog, index: Index, child: QualifiedName, name: QualifiedName | None) -> bool:
    """Whether a partition has a copy of an index that no file names; ``name`` is the index, None for such a copy."""
    definition = catalog.tables[child]
    named = name is not None and any(part.attached_to == name for part in catalog.indexes_of.get(child, ()))
    return not named and definition.kind != "foreign table" and reaches(catalog, index, definition)


def _spelled(index: Index) -> Sequence[str]:
    """Return the names of an index's columns; one that is computed has the name of the column that it casts."""
    expressions = iter(index.expressions)
    found = []
    for column in index.columns:
        tree = None if column is not None else next(expressions).tree
        while isinstance(tree, Cast):
            tree = tree.operand
        found.append(column or (tree.name if isinstance(tree, ColumnRef) else "expr"))
    return [*found, *index.include]
