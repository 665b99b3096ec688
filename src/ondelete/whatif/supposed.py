"""Changes of keys as values, and the catalog in which they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ondelete.catalog import ForeignKey, ReferentialAction, column_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ondelete.catalog import Catalog, QualifiedName


class Supposed(msgspec.Struct, frozen=True):
    """A key as it is and as it is supposed to be; ``before`` is None for a new key, ``after`` for one that is gone."""

    before: ForeignKey | None
    after: ForeignKey | None

    @property
    def key(self) -> ForeignKey:
        """The key that it is about: as it is supposed to be, or as it was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change of nothing")
        return found

    @property
    def words(self) -> str:
        """The change for a heading: ``posts_user_id_fkey = CASCADE``; a new key is named by its columns."""
        if self.before is None:
            return f"new {reference_words(self.key)} = {action_words(self.after)}"
        return f"{self.key.name} = {action_words(self.after)}"


def action_words(key: ForeignKey | None) -> str:
    """Return what a key does on delete in the words of SQL: ``SET NULL (a)``, ``DEFERRED``; ``none`` if it is gone."""
    if key is None:
        return "none"
    if key.on_delete is ReferentialAction.NO_ACTION and key.timing.initially_deferred:
        return "DEFERRED"
    listed = f" ({', '.join(key.set_columns)})" if key.set_columns else ""
    return f"{key.on_delete.value.upper()}{listed}"


def reference_words(key: ForeignKey) -> str:
    """Return which columns reference which table: ``posts.user_id → users``."""
    return f"{key.table.shown}.{column_list(key.columns)} → {key.referenced_table.shown}"


def with_keys(catalog: Catalog, changes: Iterable[Supposed]) -> Catalog:
    """Return the catalog with the changes. A changed key keeps its place in the creation order; a new one is last."""
    swapped = {change.before.id: change.after for change in changes if change.before is not None}
    added = [change.after for change in changes if change.before is None and change.after is not None]
    kept = (swapped.get(key.id, key) for key in catalog.foreign_keys)
    return catalog.with_foreign_keys((*(key for key in kept if key is not None), *added))


def holder_of_not_null(catalog: Catalog, name: QualifiedName, column: str) -> QualifiedName:
    """Return the table whose NOT NULL a column has: the one above from which a partition or child inherits it.

    Only there it can be dropped, and then it is dropped from all tables below.
    """
    table = catalog.tables.get(name)
    for parent in table.parents if table is not None else ():
        above = catalog.tables.get(parent)
        found = above.column(column) if above is not None else None
        if found is not None and found.not_null:
            return holder_of_not_null(catalog, parent, column)
    return name


def with_nullable(catalog: Catalog, columns: Mapping[QualifiedName, frozenset[str]]) -> Catalog:
    """Return the catalog in which these columns of tables can be NULL: where their NOT NULL is, and below."""
    if not columns:
        return catalog
    tables = dict(catalog.tables)
    held = [(holder_of_not_null(catalog, name, each), each) for name, listed in columns.items() for each in listed]
    for name, listed in ((name, {each}) for name, each in held):
        below = (*catalog.partitions_below(name), *catalog.descendants(name))
        for table in (each for each in (name, *below) if each in tables):
            freed = tuple(
                replace(column, not_null=False, not_null_unchecked=False) if column.name in listed else column
                for column in tables[table].columns
            )
            tables[table] = replace(tables[table], columns=freed)
    return replace(catalog, tables=tables)
