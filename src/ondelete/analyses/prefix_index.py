"""The stricter rule of definitions: a key is indexed if its columns are the first columns of an index.

The planner is not asked: whether an index could be used does not matter, only how it begins. It is the rule that
GitLab holds its own schema to, and it works for loose keys too, which are a table and a column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.indexing.copies import indexes_from_above
from ondelete.catalog.expressions import ColumnRef, NullTest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog, Index, QualifiedName


def prefix_indexed(catalog: Catalog, table: QualifiedName, columns: Sequence[str]) -> bool:
    """Whether the n ``columns``, in any order, are the first n columns of some index of ``table``.

    Primary keys and the indexes of other constraints count, whatever their method, operator classes and collations,
    valid or not. A partial index counts only if its predicate is that its own first column IS NOT NULL. INCLUDE
    columns are no key columns, and an expression is no column. Of a partition the copies of the indexes above it
    count; the partitions below a table do not.
    """
    return any(_begins_with(index, frozenset(columns)) for index in _on(catalog, table))


def _begins_with(index: Index, columns: frozenset[str]) -> bool:
    return frozenset(index.columns[: len(columns)]) == columns and _covers_the_key(index)


def _covers_the_key(index: Index) -> bool:
    first = index.columns[0]
    if index.predicate is None or first is None:
        return index.predicate is None
    return index.predicate.tree == NullTest(ColumnRef(first), is_null=False)


def _on(catalog: Catalog, table: QualifiedName) -> Iterator[Index]:
    yield from catalog.indexes_of.get(table, ())
    definition = catalog.tables.get(table)
    if definition is not None and definition.kind != "foreign table":
        yield from indexes_from_above(catalog, table)
