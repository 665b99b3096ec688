"""What the tests of the replay share: a script's catalog, and what is said of the script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers import catalog_of
from ondelete.catalog import QualifiedName

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, Column, Table


def reasons(sql: str) -> list[str]:
    """Return why statements of a script were not replayed."""
    return [entry.reason for entry in catalog_of(sql).skipped]


def clean(sql: str) -> Catalog:
    """Return the catalog of a script of which all was replayed."""
    catalog = catalog_of(sql)
    assert catalog.skipped == ()
    return catalog


def table(sql: str, name: str = "t") -> Table:
    """Return a table of the schema ``public`` after a script of which all was replayed."""
    return clean(sql).tables[QualifiedName("public", name)]


def column(sql: str, name: str = "a") -> Column:
    """Return a column of ``public.t`` after a script of which all was replayed."""
    found = table(sql).column(name)
    assert found is not None
    return found


def names(catalog: Catalog) -> dict[str, list[str]]:
    """Return the names of what a catalog holds, in order."""
    return {
        "tables": [name.name for name in catalog.tables],
        "keys": [key.name for key in catalog.keys],
        "foreign keys": [key.name for key in catalog.foreign_keys],
        "checks": [f"{check.table.name}.{check.name}" for check in catalog.checks],
        "indexes": [f"{index.table.name}.{index.name}" for index in catalog.indexes],
        "relations": [name.name for name in catalog.relations],
    }
