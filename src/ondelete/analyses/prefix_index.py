"""A stricter rule: a foreign key has an index if its columns are the first columns of an index.

Only the first columns of an index matter, not whether the planner could use it. GitLab checks its own schema by this
rule. It also works for loose keys, which are a table and a column.
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
    valid or not. A partial index counts only if its predicate is that its own first column IS NOT NULL. INCLUDE columns
    and expressions do not count. For a partition, the copies of the indexes above it count; for a table, the indexes of
    its partitions do not.
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
