"""Loose foreign keys as if the database maintained them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import IMMEDIATE, ForeignKey, MatchType, QualifiedName, ReferentialAction
from ondelete.declarations import ALONE
from ondelete.text.names import Elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ondelete.catalog import Catalog
    from ondelete.declarations import Declarations, LooseKey
    from ondelete.deletion.effects import Prediction


def as_foreign_key(catalog: Catalog, loose: LooseKey, name: str) -> ForeignKey:
    """Return the foreign key that a loose one replaces: on its column, to the other table's primary key.

    Args:
        catalog: the schema.
        loose: the loose key; its table need not exist.
        name: the name of the key.
    """
    keys = catalog.keys_of.get(loose.referenced_table, ())
    primary = next((k.columns for k in keys if k.kind == "primary key"), ())
    nullifies = loose.action == "async_nullify"
    return ForeignKey(
        table=loose.table,
        name=name,
        columns=(loose.column,),
        referenced_table=loose.referenced_table,
        referenced_columns=tuple(column for column in primary if column is not None) if len(primary) == 1 else (),
        on_delete=ReferentialAction.SET_NULL if nullifies else ReferentialAction.CASCADE,
        on_update=ReferentialAction.NO_ACTION,
        set_columns=None,
        match=MatchType.SIMPLE,
        timing=IMMEDIATE,
        validated=True,
        enforced=True,
        period=False,
        location=loose.location,
    )


def exists(catalog: Catalog, declared: Declarations, table: QualifiedName) -> bool:
    """Whether a table is there, in the schema or in another database; one that cannot be read may have it."""
    if isinstance(table.schema, Elsewhere):
        other = declared.neighbours.catalog(table.schema.database)
        return other is None or QualifiedName(table.schema.schema, table.name) in other.tables
    return table in catalog.tables or table in catalog.external


def concerned(catalog: Catalog, declared: Declarations, loose: LooseKey) -> QualifiedName:
    """Return the table that a mistake in a loose key concerns: its own, or the only one that this database has."""
    if declared.neighbours is ALONE or loose.table in catalog.tables:
        return loose.table
    return loose.referenced_table if loose.referenced_table in catalog.tables else loose.table


def why_missing(declared: Declarations, table: QualifiedName) -> str:
    """Return what to say of a table that does not exist, or that several other databases have."""
    if table.is_elsewhere:
        return f"there is no table {table.shown}"
    owners = declared.neighbours.owners(table)
    if owners:
        return f"several schemas have a table {table.shown}: write {' or '.join(owner.shown for owner in owners)}"
    return f"there is no table {table.shown} in this schema"


def loose_after(catalog: Catalog, declared: Declarations, prediction: Prediction) -> tuple[LooseKey, ...]:
    """Return the loose keys that have work to do after a delete: they reference a table that loses rows."""
    return declared.loose_to(_losing(catalog, prediction)) if declared.loose else ()


def _losing(catalog: Catalog, prediction: Prediction) -> Iterable[QualifiedName]:
    for table in (prediction.table, *(entry.table for entry in prediction.deleted)):
        yield table
        yield catalog.root_of(table)
