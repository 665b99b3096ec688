"""What the team itself says of references without a key: loose keys, and ``[[references]]`` of the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.references.meeting import met_by
from ondelete.analyses.references.reference import Grade, Kind, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, QualifiedName, Table
    from ondelete.declarations import Declarations, DeclaredReference


def loose_references(catalog: Catalog, declared: Declarations) -> Iterator[Reference]:
    """Yield the loose keys whose tables and columns exist, and that no foreign key keeps as well."""
    for loose in declared.loose:
        table = catalog.tables.get(loose.table)
        column = table.columns_by_name.get(loose.column) if table else None
        if table is None or column is None or _has_key(catalog, loose.table, (loose.column,)):
            continue
        met = met_by(catalog, table, column, loose.referenced_table) or ((loose.column,), ())
        yield Reference(
            loose.table,
            (loose.column,),
            loose.referenced_table,
            met[1] if met[0] == (loose.column,) else (),
            Kind.LOOSE,
            Grade.DECLARED,
            "a loose key that the configuration declares",
            loose.location,
        )


def declared_references(
    catalog: Catalog, declared: Declarations
) -> Iterator[tuple[DeclaredReference, list[Reference] | str]]:
    """Yield each declared reference, as one for every table that it can mean, or with a clause why it is stale."""
    for entry in declared.references:
        yield entry, _why_stale(catalog, declared, entry) or [_reference(catalog, entry, to) for to in entry.to]


def _why_stale(catalog: Catalog, declared: Declarations, entry: DeclaredReference) -> str | None:
    table = catalog.tables.get(entry.table)
    if table is None:
        return f"there is no table {entry.table.shown}"
    known = table.columns_by_name
    missing = [column for column in entry.columns if column not in known]
    if missing:
        return f"{entry.table.shown} has no column {missing[0]}"
    if _has_key(catalog, entry.table, entry.columns):
        return "a foreign key declares it now" if len(entry.columns) == 1 else "a foreign key declares them now"
    if any((loose.table, (loose.column,)) == (entry.table, entry.columns) for loose in declared.loose):
        return "a loose key declares it"
    unknown = [to for to in entry.to if to not in catalog.tables and to not in catalog.external]
    return f"there is no table {unknown[0].shown} to reference" if unknown else None


def _reference(catalog: Catalog, entry: DeclaredReference, to: QualifiedName) -> Reference:
    several = len(entry.to) > 1
    table = catalog.tables[entry.table]
    return Reference(
        entry.table,
        entry.columns,
        to,
        () if several else _met(catalog, table, entry, to),
        Kind.POLYMORPHIC if several else _kind(table, entry.columns[-1]),
        Grade.DECLARED,
        "the configuration declares it",
        entry.location,
    )


def _kind(table: Table, column: str) -> Kind:
    type_ = table.columns_by_name[column].type
    if type_.endswith("[]"):
        return Kind.ARRAY
    return Kind.JSON if type_ in ("json", "jsonb") else Kind.NAME


def _met(catalog: Catalog, table: Table, entry: DeclaredReference, to: QualifiedName) -> tuple[str, ...]:
    """Return the columns that a declared reference meets; () if the schema does not say which."""
    if len(entry.columns) == 1:
        column = table.columns_by_name[entry.columns[0]]
        met = met_by(catalog, table, column, to, element=column.type.endswith("[]"))
        return met[1] if met is not None and met[0] == entry.columns else ()
    for key in catalog.keys_of.get(to, ()):
        columns = tuple(column for column in key.columns if column is not None)
        if key.kind != "exclude" and len(columns) == len(entry.columns):
            return columns
    return ()


def _has_key(catalog: Catalog, table: QualifiedName, columns: tuple[str, ...]) -> bool:
    keys = catalog.foreign_keys_from.get(table, ())
    return any(set(columns) <= set(key.columns) for key in keys)
