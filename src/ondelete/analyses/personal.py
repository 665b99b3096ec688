"""Columns that look like personal data: by a word of their name, or by their type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.indexing.types import base_type, plain_type
from ondelete.declarations import Patterns, spellings

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, Column, QualifiedName, Table
    from ondelete.declarations import Personal

_SEPARATORS = str.maketrans(" -.", "___")


def personal_columns(catalog: Catalog, table: QualifiedName, personal: Personal, home: str) -> tuple[str, ...]:
    """Return the columns of a table that look like personal data, in the table's order.

    A column does if its name holds one of the words (``email`` in ``billing_email``; of several words all, in a row),
    or if it has one of the types. Columns that are denied do not.
    """
    found = catalog.tables.get(table)
    if found is None:
        return ()
    denied = Patterns(personal.denied)
    words = tuple(f"_{word.lower().translate(_SEPARATORS)}_" for word in personal.words)
    return tuple(
        column.name
        for column in found.columns
        if _looks_personal(catalog, column, words, personal) and not _is_denied(found, column, denied, home)
    )


def _looks_personal(catalog: Catalog, column: Column, words: tuple[str, ...], personal: Personal) -> bool:
    name = f"_{_snake(column.name)}_"
    if name.endswith("_id_"):
        return False
    return any(word in name for word in words) or plain_type(base_type(catalog, column)) in personal.types


def _snake(name: str) -> str:
    """Return a name in lower case with underscores between its words, as ``billingEmail`` has two."""
    from ondelete.analyses.references.words import words_of  # few questions are about personal data

    return "_".join(words_of(name))


def _is_denied(table: Table, column: Column, denied: Patterns, home: str) -> bool:
    return bool(denied) and denied.holds(*spellings(table.name, home, last=column.name))
