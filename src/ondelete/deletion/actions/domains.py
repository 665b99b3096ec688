"""The domains of a column, in the order in which a server checks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, Column, Domain, QualifiedName


def domains_of(catalog: Catalog, column: Column) -> list[Domain]:
    """Return the domains of a column, innermost first.

    NOT NULL of any of them comes before every CHECK; of one domain, CHECKs are checked by name (typcache.c).
    """
    outermost = catalog.domain(column.type_name) if not column.type.endswith("[]") else None
    return domains_below(catalog, outermost)


def domains_below(catalog: Catalog, domain: Domain | None) -> list[Domain]:
    """Return a domain and those that it is over, innermost first; nothing for None."""
    found: dict[QualifiedName, Domain] = {}
    while domain is not None and domain.name not in found:
        found[domain.name] = domain
        domain = catalog.domain(domain.base_name) if not domain.base.endswith("[]") else None
    return list(reversed(found.values()))
