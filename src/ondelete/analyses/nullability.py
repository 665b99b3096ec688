"""Can a foreign key be left empty? What the schema says about NULL in its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ondelete.catalog import MatchType

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, Column, ForeignKey, QualifiedName


def refusal_of_null(
    catalog: Catalog, table: QualifiedName, column: str
) -> Literal["not null", "primary key", "domain"] | None:
    """Return what keeps a column from being NULL, or None where nothing but a CHECK could.

    A column of a table that the schema does not define counts as nullable: nothing is known of it.
    """
    if any(key.kind == "primary key" and column in key.columns for key in catalog.keys_of.get(table, ())):
        return "primary key"
    definition = catalog.tables.get(table)
    found = definition.column(column) if definition is not None else None
    if found is None:
        return None
    if found.not_null or found.identity is not None:
        return "not null"
    return "domain" if _domain_refuses(catalog, found) else None


def can_be_empty(catalog: Catalog, key: ForeignKey) -> bool:
    """Whether a row can hold NULL instead of a reference: one NULL suffices, under MATCH FULL all must be."""
    nullable = (refusal_of_null(catalog, key.table, column) is None for column in key.columns)
    return all(nullable) if key.match is MatchType.FULL else any(nullable)


def _domain_refuses(catalog: Catalog, column: Column) -> bool:
    seen: set[QualifiedName] = set()
    domain = catalog.domain(column.type_name) if not column.type.endswith("[]") else None
    while domain is not None and domain.name not in seen:
        if domain.not_null:
            return True
        seen.add(domain.name)
        domain = catalog.domain(domain.base_name)
    return False
