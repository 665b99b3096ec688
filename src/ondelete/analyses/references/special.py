"""References that no foreign key can keep: a second column says which table, or the id stands in a JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.references.reference import Grade, Kind, Reference
from ondelete.analyses.references.words import stem_of
from ondelete.catalog import EnumType
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.analyses.references.resolve import Resolver
    from ondelete.catalog import Catalog, Column, Table

_IDS = (
    ("_id", ("_type", "_class", "_model", "_table")),
    ("Id", ("Type", "Class", "Model", "Table")),
    ("_uuid", ("_type", "_class", "_model")),
    ("_ID", ("_TYPE", "_CLASS")),
)
_TEXTS = ("text", "character", "citext", "public.citext", "name")
_JSON_KEY = later(r"(?<!\w)(\w++)\"?\)*+\s*+->>?\s*+'(\w++)'")


def type_column(catalog: Catalog, columns: Mapping[str, Column], column: Column) -> Column | None:
    """Return the column that says which table ``column`` means: ``x_type`` of ``x_id``, a text or an enum; else None.

    Django's generic relations have ``content_type_id`` beside ``object_id``.
    """
    if column.name in ("object_id", "object_pk") and "content_type_id" in columns:
        return columns["content_type_id"]
    for ending, others in _IDS:
        for other in others if column.name.endswith(ending) else ():
            found = columns.get(column.name.removesuffix(ending) + other)
            if found is not None and _names_a_table(catalog, found):
                return found
    return None


def _names_a_table(catalog: Catalog, column: Column) -> bool:
    return column.type.startswith(_TEXTS) or isinstance(catalog.types.get(column.type_name or ("", "")), EnumType)  # type: ignore[call-overload]


def polymorphic(table: Table, types: Column, column: Column) -> Reference:
    """Return the reference of a pair of columns, to any table."""
    reason = f"{types.name} says of which table"
    columns = (types.name, column.name)
    return Reference(table.name, columns, None, (), Kind.POLYMORPHIC, Grade.STRONG, reason, table.location)


def json_references(catalog: Catalog, resolver: Resolver, table: Table) -> Iterator[Reference]:
    """Yield the references in JSON documents of a table, as far as an index reads their keys."""
    seen: set[tuple[str, str]] = set()
    for index in catalog.indexes_of.get(table.name, ()):
        for expression in index.expressions:
            for column, key in _JSON_KEY.findall(expression.sql):
                stem = stem_of(key)
                if (column, key) in seen or not stem.is_sure or table.column(column) is None:
                    continue
                seen.add((column, key))
                meaning = next(resolver.meanings.of(table.name, key, stem), None)
                if meaning is not None:
                    reason = f"key {key} of a JSON document, which the index {index.name} reads: {meaning.reason}"
                    yield Reference(
                        table.name, (column,), meaning.to, (), Kind.JSON, Grade.LIKELY, reason, index.location
                    )
