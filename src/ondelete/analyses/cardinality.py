"""How many rows a foreign key relates: which of its ends can be empty, and which can be many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.analyses.cycles import can_be_empty

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, ForeignKey, Index


class Cardinality(msgspec.Struct, frozen=True):
    """``unique``: at most one row references the same row. ``optional``: the referencing column can be NULL."""

    unique: bool
    optional: bool

    @property
    def words(self) -> str:
        """Rows that reference one row, then rows that one row references: ``n:1``, ``0..1:0..1``."""
        return f"{'0..1' if self.unique else 'n'}:{'0..1' if self.optional else '1'}"


def cardinality_of(catalog: Catalog, key: ForeignKey) -> Cardinality:
    """Return the cardinality that NOT NULL and UNIQUE on the referencing columns enforce."""
    columns = frozenset(key.columns)
    unique = any(_is_unique_on(index, columns) for index in catalog.indexes_of.get(key.table, ()))
    return Cardinality(unique=unique, optional=can_be_empty(catalog, key))


def _is_unique_on(index: Index, columns: frozenset[str]) -> bool:
    """Whether no two rows have equal columns. Partial indexes and expressions do not count."""
    return index.unique and index.valid and index.predicate is None and columns.issuperset(index.columns)
