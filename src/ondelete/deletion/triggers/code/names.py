"""Which relation a name in a function stands for, and whether it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ondelete.catalog import QualifiedName

if TYPE_CHECKING:
    from collections.abc import Collection

    from ondelete.catalog import Catalog
    from ondelete.catalog.programs import Mention

_OF_THE_SERVER = frozenset(("pg_catalog", "information_schema", "pg_temp"))


class Relation(NamedTuple):
    """A relation that a name stands for.

    ``name`` is None if the file does not define it. ``missing``: then it certainly does not exist; if not, it is
    nothing that a DELETE of this file's tables is about (a catalog of the server, rows of the trigger), or unknown.
    """

    name: QualifiedName | None
    missing: bool = False
    unknown: bool = False


def relation_of(
    catalog: Catalog, mention: Mention, path: tuple[str, ...] | None, transitions: Collection[str] = ()
) -> Relation:
    """Return the relation that a name stands for.

    Args:
        catalog: the schema.
        mention: the name.
        path: the search path of the function, None for that of a user.
        transitions: names that REFERENCING of the trigger gives to its rows.
    """
    if mention.schema in _OF_THE_SERVER or (mention.schema is None and mention.name in transitions):
        return Relation(None)
    for schema in _schemas(catalog, mention, path):
        name = QualifiedName(schema, mention.name)
        if name in catalog.tables or name in catalog.relations or name in catalog.external:
            return Relation(name)
    if mention.schema is None and mention.name.startswith("pg_"):
        return Relation(None)
    if mention.schema is None and path is None:  # a user can have another search path than the file says
        elsewhere = [name for name in catalog.tables if name.name == mention.name]
        if elsewhere:
            return Relation(elsewhere[0]) if len(elsewhere) == 1 else Relation(None, unknown=True)
    # What was not understood, or an extension, may have made it.
    sure = not catalog.skipped and any(
        name.schema == schema for schema in _schemas(catalog, mention, path) for name in catalog.tables
    )
    return Relation(None, missing=sure, unknown=not sure)


def _schemas(catalog: Catalog, mention: Mention, path: tuple[str, ...] | None) -> tuple[str, ...]:
    if mention.schema is not None:
        return (mention.schema,)
    found = [name for name in (catalog.search_path if path is None else path) if name not in ("$user", "")]
    return tuple(found)
