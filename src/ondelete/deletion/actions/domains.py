"""The domains of a column, in the order in which a server checks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, Column, Domain, QualifiedName


def domains_of(catalog: Catalog, column: Column) -> list[Domain]:
    """Return the domains of a column, innermost first.

    NOT NULL of any of them comes before every CHECK; of one domain, CHECKs are checked by name (typcache.c).
    """
    if column.type_name is None:
        return []
    found: dict[QualifiedName, Domain] = {}
    domain = catalog.domain(column.type_name) if not column.type.endswith("[]") else None
    while domain is not None and domain.name not in found:
        found[domain.name] = domain
        domain = catalog.domain(domain.base_name) if not domain.base.endswith("[]") else None
    return list(reversed(found.values()))
