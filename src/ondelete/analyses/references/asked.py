"""The reference of one column that a user names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import fold_identifier, split_identifier
from ondelete.catalog.lookup import find_table
from ondelete.errors import OndeleteError

if TYPE_CHECKING:
    from ondelete.analyses.references.found import References
    from ondelete.analyses.references.reference import Reference
    from ondelete.catalog import Catalog


def asked_reference(catalog: Catalog, references: References, name: str) -> Reference:
    """Return the reference of a column without a foreign key: ``posts.user_id``, ``app.posts.user_id``.

    Args:
        catalog: the schema.
        references: its references without a key.
        name: the column with its table, as in SQL.

    Raises:
        NoSuchTable: no table, several tables, or something else has that name.
        OndeleteError: there is no such column, it has a foreign key, or nothing says which table it references.
    """
    *parts, last = split_identifier(name)
    if not parts:
        raise OndeleteError(f"{name}: name a column with its table, as in posts.user_id")
    table, column = find_table(catalog, ".".join(parts)), fold_identifier(last)
    defined = catalog.tables.get(table)
    if defined is None or defined.column(column) is None:
        raise OndeleteError(f"{name}: {table.shown} has no such column")
    key = next((key for key in catalog.foreign_keys_from.get(table, ()) if column in key.columns), None)
    if key is not None:
        raise OndeleteError(f"{name}: it has a foreign key already, {key.name}")
    found = references.of_column(table, column)
    if found is None or not found.can_be_key:
        raise OndeleteError(
            f"{name}: nothing says which row it means, or no key can say it; declare it in [[references]]"
        )
    return found
