"""The part of a schema that a few rows can feel: a small catalog, so that hundreds of simulations stay cheap.

A key from a table without rows never acts, with three exceptions that fail even if no row matches: an INSTEAD rule
on the referencing table, SET NULL on a GENERATED ALWAYS identity column, and a key to a partitioned partition, from
which no row can move away then (semantics R10, R15, R16). Those stay.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName, Table


class _Touchy(msgspec.Struct, frozen=True):
    """Places of all keys in the creation order, and the keys that can fail without a row, by referenced table.

    ``filled`` are the tables that generated columns reference, by referencing table.
    """

    order: Mapping[int, int]
    keys: Mapping[QualifiedName, tuple[ForeignKey, ...]]
    filled: Mapping[QualifiedName, tuple[QualifiedName, ...]]


def restrict(
    catalog: Catalog,
    tables: Collection[QualifiedName],
    unknown: Collection[tuple[QualifiedName, str]] = (),
) -> Catalog:
    """Return the catalog of these tables, their partitioned tables and partitions, and what hangs on them.

    Args:
        catalog: the whole schema.
        tables: those with rows.
        unknown: generated columns whose value cannot be computed here; they are taken for plain ones.
    """
    touchy = _touchy(catalog)
    names: dict[QualifiedName, None] = {}
    for table in tables:
        _take(catalog, table, names)
    extra = [key for name in list(names) for key in touchy.keys.get(name, ())]
    for key in extra:
        _take(catalog, key.table, names)
    for name in list(names):
        for referenced in touchy.filled.get(name, ()):
            _take(catalog, referenced, names)  # its value comes by itself, with or without a row there
    keys = {id(k): k for name in names for k in catalog.foreign_keys_from.get(name, ()) if k.referenced_table in names}
    ordered = sorted(keys.values(), key=lambda key: touchy.order[id(key)])
    return msgspec.structs.replace(
        catalog,
        tables={name: _known_part(catalog.tables[name], unknown) for name in names},
        foreign_keys=tuple(ordered),
        keys=tuple(k for name in names for k in catalog.keys_of.get(name, ())),
        checks=tuple(c for name in names for c in catalog.checks_of.get(name, ())),
        indexes=tuple(i for name in names for i in catalog.indexes_of.get(name, ())),
        triggers=(),
        rules=tuple(r for name in names for r in catalog.rules_of.get(name, ())),
    )


def without_guesses(catalog: Catalog) -> Catalog:
    """Return the catalog without the constraints that only a server can decide, to validate rows made elsewhere."""
    plain = tuple(i for i in catalog.indexes if None not in i.columns and i.predicate is None)
    return msgspec.structs.replace(catalog, checks=(), types={}, indexes=plain)


def _known_part(table: Table, unknown: Collection[tuple[QualifiedName, str]]) -> Table:
    opaque = {column for name, column in unknown if name == table.name}
    if not opaque:
        return table
    replace = msgspec.structs.replace
    columns = (
        replace(c, generation=None, generated=None, not_null=False) if c.name in opaque else c for c in table.columns
    )
    return replace(table, columns=tuple(columns))


def _take(catalog: Catalog, table: QualifiedName, names: dict[QualifiedName, None]) -> None:
    """Add a table, those above it, and what lies below them, in the order in which the catalog would give them."""
    if table in names or table not in catalog.tables:
        return
    pending = [catalog.root_of(table)]
    while pending:
        name = pending.pop()
        if name not in names:
            names[name] = None
            pending.extend(reversed(catalog.children_of.get(name, ())))


@lru_cache(maxsize=4)
def _touchy(catalog: Catalog) -> _Touchy:
    found: dict[QualifiedName, list[ForeignKey]] = {}
    for key in catalog.foreign_keys:
        table = catalog.tables.get(key.table)
        if table is None or not key.enforced:
            continue
        replaced = any(rule.replaces_statement for rule in catalog.rules_of.get(key.table, ()))
        if (
            replaced
            or _holds_rows(catalog, key)
            or any(c.identity == "always" and c.name in key.columns for c in table.columns)
        ):
            found.setdefault(key.referenced_table, []).append(key)
    order = {id(key): place for place, key in enumerate(catalog.foreign_keys)}
    filled = {name: _filled(catalog, table) for name, table in catalog.tables.items()}
    return _Touchy(order, {name: tuple(keys) for name, keys in found.items()}, filled)


def _holds_rows(catalog: Catalog, key: ForeignKey) -> bool:
    """Whether rows of the referenced table cannot move to another partition because of the key."""
    referenced = catalog.tables.get(key.referenced_table)
    return referenced is not None and referenced.is_partition and referenced.is_partitioned


def _filled(catalog: Catalog, table: Table) -> tuple[QualifiedName, ...]:
    generated = {c.name for c in table.columns if c.generated}
    keys = catalog.foreign_keys_from.get(table.name, ()) if generated else ()
    return tuple(key.referenced_table for key in keys if not generated.isdisjoint(key.columns))
