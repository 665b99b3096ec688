"""Why PostgreSQL would refuse a key, for a key that no file declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import ReferentialAction, column_list
from ondelete.catalog.comparable import never_compare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName, Table

_SETS = (ReferentialAction.SET_NULL, ReferentialAction.SET_DEFAULT)


def why_refused(catalog: Catalog, key: ForeignKey) -> str | None:
    """Return the first reason why a server would not make the key, None if nothing is known against it."""
    return next(_reasons(catalog, key), None)


def _reasons(catalog: Catalog, key: ForeignKey) -> Iterator[str]:
    table = catalog.tables.get(key.table)
    for column in key.set_columns or ():
        if column not in key.columns:
            yield f"{column} is no column of the key, whose columns are {column_list(key.columns)}"
    if key.period and key.on_delete is not ReferentialAction.NO_ACTION:
        yield "a key with PERIOD can only have NO ACTION"
    generated = [each for each in key.columns if table and (c := table.column(each)) is not None and c.generated]
    if generated and key.on_delete in _SETS:
        yield f"{generated[0]} is a generated column, which nothing can set"


def why_no_key(catalog: Catalog, key: ForeignKey) -> str | None:
    """Return why these columns can have no key to that table, whatever its action is; None if they can."""
    return next(_obstacles(catalog, key), None)


def _obstacles(catalog: Catalog, key: ForeignKey) -> Iterator[str]:
    own, other = catalog.tables.get(key.table), catalog.tables.get(key.referenced_table)
    for name, table in ((key.table, own), (key.referenced_table, other)):
        if table is None:
            yield f"{name.shown} is not defined in the file, so its columns are unknown"
        elif table.kind == "foreign table":
            yield f"{name.shown} is a foreign table, and no key leads from or to one"
    if own is None or other is None:
        return
    yield from _missing(own, key.columns)
    yield from _missing(other, key.referenced_columns)
    if not key.referenced_columns:
        yield f"{other.name.shown} has no primary key; name unique columns, as in {other.name.shown}(code)"
    if len(key.columns) != len(key.referenced_columns):
        yield f"{column_list(key.columns)} cannot meet {column_list(key.referenced_columns)}: their numbers differ"
    if not _is_unique(catalog, other.name, key.referenced_columns):
        yield f"nothing keeps {column_list(key.referenced_columns)} of {other.name.shown} unique"
    if other.unlogged and not own.unlogged:
        yield f"{other.name.shown} is unlogged and {own.name.shown} is not"
    yield from _unlike(own, other, key)


def _missing(table: Table, columns: tuple[str, ...]) -> Iterator[str]:
    yield from (f"{table.name.shown} has no column {column}" for column in columns if table.column(column) is None)


def _unlike(own: Table, other: Table, key: ForeignKey) -> Iterator[str]:
    for column, referenced in zip(key.columns, key.referenced_columns, strict=False):
        left, right = own.column(column), other.column(referenced)
        if left is not None and right is not None and never_compare(left, right):
            yield f"{column} is {left.type} and {referenced} is {right.type}, which no key compares"


def _is_unique(catalog: Catalog, table: QualifiedName, columns: tuple[str, ...]) -> bool:
    wanted = set(columns)
    for name in (table, *catalog.partitioned_above(table)):
        for key in catalog.keys_of.get(name, ()):
            plain = key.kind != "exclude" and not key.without_overlaps and not key.timing.deferrable
            if plain and set(key.columns) == wanted:
                return True
        for index in catalog.indexes_of.get(name, ()):
            bare = index.unique and index.valid and index.predicate is None and index.constraint is None
            if bare and not index.expressions and set(index.columns) == wanted:
                return True
    return False
