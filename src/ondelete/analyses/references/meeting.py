"""Which columns of a table a reference can meet: a primary key or unique ones, of types that can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.indexing.types import base_type, btree_family, plain_type
from ondelete.analyses.references.words import stem_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.catalog import Catalog, Column, QualifiedName, Table

_ROWS = frozenset({"id", "uuid", "guid", "uid", "ulid"})
_MOMENTS = ("date", "time")
_NAMED = frozenset({"id", "uuid", "guid", "uid", "ulid", "code", "key", "no", "nr", "num", "number"})


def comparable(catalog: Catalog, own: Column, other: Column, *, element: bool = False) -> bool:
    """Whether a foreign key could compare two columns; ``element``: the elements of the first with the second."""
    left, right = (plain_type(base_type(catalog, each)) for each in (own, other))
    if element != left.endswith("[]"):
        return False
    left = left.removesuffix("[]")
    return btree_family(left) == btree_family(right) or (right == "numeric" and btree_family(left) == "integer_ops")


def met_by(
    catalog: Catalog, table: Table, column: Column, to: QualifiedName, *, element: bool = False, named: bool = False
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the columns of a reference and those that they meet in ``to``; None if there are none to meet.

    The primary key comes first, then unique columns that the name of the column ends with (``user_uuid``) or shares.
    A key of several columns is met if the table has all the others under their own names, perhaps after the beginning
    of the column's: those of a tenant.
    """
    other = catalog.tables.get(to)
    if other is None:
        return None
    for listed, primary in _unique(catalog, to):
        for met in listed:
            theirs = other.column(met)
            if theirs is None or not comparable(catalog, column, theirs, element=element):
                continue
            rest = tuple(name for name in listed if name != met)
            if not rest and ((primary and not named) or _is_named(column.name, met)):
                return (column.name,), (met,)
            if not rest or element or column.name in rest or not _means_row(column, met):
                continue
            shared = [_shared(column.name, name, table.columns_by_name) for name in rest]
            if _shares(catalog, dict(zip(rest, shared, strict=True)), table.columns_by_name, other.columns_by_name):
                return (*shared, column.name), (*rest, met)
    return None


def _means_row(column: Column, met: str) -> bool:
    """Whether the last column of a key is the one that tells the rows of a tenant apart."""
    return met in _ROWS or stem_of(met).words == stem_of(column.name).words


def _shared(column: str, name: str, own: Mapping[str, Column]) -> str:
    """Return the column that stands for one of the referenced table: by the beginning of ``column``, or by its name.

    ``source_tenant_id`` belongs to ``source_order_id`` as ``tenant_id`` does to ``order_id``.
    """
    borders = [place + 1 for place, letter in enumerate(column) if letter == "_"]
    found = (column[:border] + name for border in reversed(borders))
    return next((each for each in found if each in own and each != column), name)


def _shares(
    catalog: Catalog, shared: Mapping[str, str], own: Mapping[str, Column], theirs: Mapping[str, Column]
) -> bool:
    """Whether a table has the other columns of a key as its own: a tenant or a partition, no id and no moment.

    ``shared`` are its columns by those of the referenced table.
    """
    return all(
        mine in own
        and name in theirs
        and name not in _ROWS
        and not own[mine].type.startswith(_MOMENTS)
        and comparable(catalog, own[mine], theirs[name])
        for name, mine in shared.items()
    )


def _is_named(column: str, met: str) -> bool:
    """Whether a unique column is one that a name means: the same name, or its ending if that tells rows apart."""
    own, their = column.lower(), met.lower()
    return own == their or (their in _NAMED and own.endswith(their))


def _unique(catalog: Catalog, table: QualifiedName) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the columns of each primary key, unique constraint and unique index, and whether it is the primary key."""
    keys = sorted(catalog.keys_of.get(table, ()), key=lambda key: key.kind != "primary key")
    for key in keys:
        if key.kind != "exclude" and not key.without_overlaps:
            yield _plain(key.columns), key.kind == "primary key"
    for index in catalog.indexes_of.get(table, ()):
        if index.unique and index.predicate is None and index.constraint is None and index.valid:
            yield _plain(index.columns), False


def _plain(columns: tuple[str | None, ...]) -> tuple[str, ...]:
    return tuple(column for column in columns if column is not None) if None not in columns else ()
