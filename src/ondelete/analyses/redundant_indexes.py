"""Which indexes of a table are redundant? By what PostgreSQL can do with them, and by GitLab's own comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ondelete.catalog import Index

Element: TypeAlias = tuple[object, ...]
"""A key column as it is compared: column or expression, sort order, collation."""


def superfluous(indexes: Sequence[Index], deferrable: Collection[str] = ()) -> Iterator[tuple[Index, Index]]:
    """Yield each index that another one makes redundant, with one that stays.

    Args:
        indexes: those of one table.
        deferrable: names of unique ones that can be violated until COMMIT.
    """
    trees = [index for index in indexes if index.method == "btree"]
    elements = {index.name: _elements(index) for index in trees}
    dropped: dict[str, list[Index]] = {}
    for index in trees:
        others = [each for each in trees if each is not index and not (index.unique and each.name in deferrable)]
        better = [other for other in others if _outdoes(other, index, elements)]
        if better and index.constraint is None and index.attached_to is None and not index.replica_identity:
            dropped[index.name] = better
    for index in trees:
        for other in dropped.get(index.name, ()):
            if other.name not in dropped:
                yield index, other
                break


def _outdoes(other: Index, index: Index, elements: dict[str, tuple[Element, ...]]) -> bool:
    """Whether ``other`` does everything that ``index`` does, and is the one to keep if they do the same."""
    if not _does_work_of(other, index, elements):
        return False
    return not _does_work_of(index, other, elements) or _rank(other) < _rank(index)


def _does_work_of(other: Index, index: Index, elements: dict[str, tuple[Element, ...]]) -> bool:
    length = len(index.columns)
    if elements[other.name][:length] != elements[index.name] or not other.valid:
        return False
    if any(index.opclasses) or any(other.opclasses[:length]) or not _same_rows(index, other):
        return False
    if not set(index.include) <= {*other.columns, *other.include}:
        return False
    return not index.unique or _enforces(other, index)


def _enforces(other: Index, index: Index) -> bool:
    """Whether a unique index with the same first columns forbids everything that ``index`` forbids."""
    same_nulls = other.primary or other.nulls_not_distinct or not index.nulls_not_distinct
    return other.unique and len(other.columns) == len(index.columns) and same_nulls


def _same_rows(index: Index, other: Index) -> bool:
    if index.predicate is None or other.predicate is None:
        return index.predicate is other.predicate
    return index.predicate.sql == other.predicate.sql


def _elements(index: Index) -> tuple[Element, ...]:
    expressions = iter(index.expressions)
    orders = index.orders or (None,) * len(index.columns)
    return tuple(
        (column if column is not None else (next(expressions).sql,), order, collation)
        for column, order, collation in zip(index.columns, orders, index.collations, strict=True)
    )


def _rank(index: Index) -> tuple[bool, bool, bool, bool, str]:
    """Order indexes that do the same work, the one to keep first."""
    attached = index.attached_to is not None
    return not index.primary, index.constraint is None, not index.unique, not attached, index.name


def equal_prefixes(indexes: Sequence[Index]) -> Iterator[tuple[Index, Index]]:
    """Yield (shorter or equal, longer) for all pairs that GitLab's test compares; see the page of redundant-index."""
    plain = [index for index in indexes if index.method == "btree" and not index.primary and index.predicate is None]
    compared = [(index, _struct(index)) for index in plain if None in index.columns or not any(index.opclasses)]
    for longer, struct in compared:
        for index, own in compared:
            unique = index.unique and len(own) < len(struct)
            if index is not longer and own == struct[: len(own)] and not unique:
                yield index, longer


def _struct(index: Index) -> tuple[Element, ...]:
    """Return key columns with their order, then INCLUDE; an index with expressions is one element, its definition."""
    included = tuple((name, None) for name in index.include)
    if index.expressions:
        return ((_elements(index), index.opclasses), *included)
    orders = index.orders or (None,) * len(index.columns)
    return (*zip(index.columns, orders, strict=True), *included)
