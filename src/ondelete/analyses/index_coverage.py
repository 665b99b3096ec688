"""Which foreign keys have an index? The planner's answer for the query that PostgreSQL runs on a delete.

For every deleted row, PostgreSQL looks for referencing rows by ``SELECT 1 FROM ONLY t x WHERE $1 = x.key FOR KEY
SHARE`` (or by the DELETE or UPDATE of the action), with a cached, generic plan. If this plan can use no index, each
deleted row costs a scan of the whole referencing table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.analyses.indexing.comparison import comparisons_of
from ondelete.analyses.indexing.copies import indexes_from_above
from ondelete.analyses.indexing.match import ORDER, Match, Verdict, can_be_read_whole, match
from ondelete.catalog import ForeignKey, column_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ondelete.analyses.indexing.comparison import Comparison
    from ondelete.catalog import Catalog, Index, QualifiedName

__all__ = ["KeyCoverage", "Verdict", "index_coverage"]


class KeyCoverage(msgspec.Struct, frozen=True):
    """How well the indexes of the referencing table serve a foreign key.

    ``index`` is the name of the index that serves it, or of the nearest one, None if no index contains its columns.
    ``reason`` is one sentence. ``ondelete.fixes.indexes`` builds a missing index.
    """

    key: ForeignKey
    verdict: Verdict
    index: str | None
    reason: str


def index_coverage(catalog: Catalog, keys: Iterable[ForeignKey] | None = None) -> Mapping[str, KeyCoverage]:
    """Return the verdict on every enforced key (of these, or of all) by the key's id, in their order.

    A NOT ENFORCED key runs no query and is left out. Cost: keys times indexes of their tables.
    """
    leading = _by_first_column(catalog)
    return {
        key.id: _plain_coverage(catalog, key, leading) or _coverage(catalog, key)
        for key in (catalog.foreign_keys if keys is None else keys)
        if key.enforced
    }


def _by_first_column(catalog: Catalog) -> Mapping[tuple[QualifiedName, str | None], Sequence[Index]]:
    found: dict[tuple[QualifiedName, str | None], list[Index]] = {}
    for index in catalog.indexes:
        if index.valid:
            found.setdefault((index.table, index.columns[0]), []).append(index)
    return found


def _plain_coverage(
    catalog: Catalog, key: ForeignKey, leading: Mapping[tuple[QualifiedName, str | None], Sequence[Index]]
) -> KeyCoverage | None:
    """Return the result of ``_coverage`` for the most frequent case, at a tenth of its cost; None for every other case.

    The case: one column of the referenced type, in a plain table, which is the first column of an ordinary index.
    """
    table, other = catalog.tables.get(key.table), catalog.tables.get(key.referenced_table)
    if len(key.columns) != 1 or len(key.referenced_columns) != 1 or key.period or table is None or other is None:
        return None
    indexes = leading.get((key.table, key.columns[0]))
    if indexes is None or table.is_partition or table.is_partitioned:
        return None
    column, referenced = table.column(key.columns[0]), other.column(key.referenced_columns[0])
    if column is None or referenced is None or column.collation is not None:
        return None
    best = min(indexes, key=lambda index: len(index.columns))
    if column.type != referenced.type or column.type_name != referenced.type_name or not _is_plain(best):
        return None
    return KeyCoverage(key=key, verdict=Verdict.FULL, index=best.name, reason=f"Index {best.name} serves.")


def _is_plain(index: Index) -> bool:
    return (
        index.method == "btree"
        and index.predicate is None
        and index.opclasses[0] is None
        and index.collations[0] is None
    )


def _coverage(catalog: Catalog, key: ForeignKey) -> KeyCoverage:
    comparisons = comparisons_of(catalog, key)
    worst: tuple[Match | None, QualifiedName] | None = None
    for table in _scanned(catalog, key.table):
        best = _best(_indexes(catalog, table), comparisons)
        if worst is None or _rank(best) > _rank(worst[0]):
            worst = best, table
    found, table = worst or (None, key.table)
    verdict = Verdict.NONE if found is None else found.verdict
    return KeyCoverage(
        key=key,
        verdict=verdict,
        index=found.index.name if found is not None else None,
        reason=_sentence(catalog, key, comparisons, found, table),
    )


def _best(indexes: Iterable[Index], comparisons: Sequence[Comparison]) -> Match | None:
    columns = frozenset(comparison.column for comparison in comparisons)
    near = [match(index, comparisons) for index in indexes if _concerns(index, columns)]
    return min(near, key=lambda m: (ORDER[m.verdict], -m.nearness, len(m.index.columns)), default=None)


def _concerns(index: Index, columns: frozenset[str]) -> bool:
    """Whether an index contains one of the columns in any way, or just the rows in which they are set."""
    return (
        not columns.isdisjoint(index.columns)
        or not columns.isdisjoint(index.include)
        or any(not columns.isdisjoint(expression.columns) for expression in index.expressions)
        or can_be_read_whole(index, columns)
    )


def _rank(found: Match | None) -> tuple[int, int]:
    return (ORDER[Verdict.NONE], 0) if found is None else (ORDER[found.verdict], -found.nearness)


def _scanned(catalog: Catalog, table: QualifiedName) -> Sequence[QualifiedName]:
    """Return the tables that contain the referencing rows: the leaf partitions, or the table itself."""
    leaves = [name for name in catalog.partitions_below(table) if not catalog.is_partitioned(name)]
    return leaves[::-1] or [table]  # of partitions that are equally bad the last one is named


def _indexes(catalog: Catalog, table: QualifiedName) -> Iterator[Index]:
    """Yield the indexes of a table, and those that it has from the partitioned tables above it."""
    yield from (index for index in catalog.indexes_of.get(table, ()) if index.valid)
    yield from indexes_from_above(catalog, table)


def _sentence(
    catalog: Catalog,
    key: ForeignKey,
    comparisons: Sequence[Comparison],
    found: Match | None,
    table: QualifiedName,
) -> str:
    where = "" if table == key.table else f" on partition {table}"
    if found is None:
        return _nothing(catalog, key, comparisons, where)
    return f"Index {found.index.name}{where} {found.reason}."


def _nothing(catalog: Catalog, key: ForeignKey, comparisons: Sequence[Comparison], where: str) -> str:
    columns = column_list(key.columns)
    own = catalog.indexes_of.get(key.table, ())
    invalid = [index.name for index in own if not index.valid and set(index.columns).intersection(key.columns)]
    if invalid:
        return f"No index holds {columns}{where}; {invalid[0]} is not valid, because not all partitions are attached."
    if key.table not in catalog.tables:
        return f"The file shows no index on {columns}, nor the table's definition."
    cast = next((comparison for comparison in comparisons if comparison.cast), None)
    if cast is not None:
        return (
            f"No index holds {columns}{where}, and {cast.column} is cast from {cast.own} to {cast.left} to be compared."
        )
    return f"No index holds {columns}{where}."
