"""What a key says about its rows: records that must stay, rows that belong to another, or references that can go."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ondelete.analyses.references.words import singular, words_of
from ondelete.catalog import ReferentialAction, column_list
from ondelete.planning.nulls import why_not_null

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName


class Role(StrEnum):
    """What the referencing row is to the referenced one; the first that fits counts."""

    RECORD = "record"
    """A record that must stay, by the name of its table."""
    IDENTITY = "identity"
    """The reference is a part of what identifies the row: its primary key, or a unique constraint."""
    NAMED = "named"
    """The table is called after the referenced one, and this is the key that says to which row it belongs."""
    OPTIONAL = "optional"
    """The reference can be NULL, and the row is a row without it."""
    LEAF = "leaf"
    """The reference cannot be NULL, and nothing references the row."""
    BOUND = "bound"
    """The reference cannot be NULL, and other rows hang on the row."""


class Judged(msgspec.Struct, frozen=True):
    """The role of a key, and why in one clause."""

    role: Role
    why: str

    @property
    def prefers_null(self) -> bool:
        """Whether the row better stays without the reference than goes."""
        return self.role in (Role.RECORD, Role.OPTIONAL)


def judge_role(catalog: Catalog, key: ForeignKey, records: Sequence[str]) -> Judged:
    """Return what a key says about its rows.

    Args:
        catalog: the schema.
        key: one of its keys.
        records: words in the names of tables whose rows must stay.
    """
    word = record_word(key.table, records)
    if word is not None:
        return Judged(Role.RECORD, f"{key.table.shown} are records that must stay, by the word {word}")
    identity = _identity(catalog, key)
    if identity is not None:
        return Judged(Role.IDENTITY, identity)
    if _is_named_after(catalog, key):
        parent = key.referenced_table.shown
        return Judged(Role.NAMED, f"{key.table.shown} belong to {parent} by their name, and this key says to which row")
    columns = column_list(key.columns)
    if _can_be_null(catalog, key):
        return Judged(Role.OPTIONAL, f"{columns} can be NULL and is no part of what identifies the row")
    hanging = [other for other in catalog.foreign_keys_to.get(key.table, ()) if other.table != key.table]
    if not hanging:
        return Judged(Role.LEAF, f"{columns} cannot be NULL, and nothing else references {key.table.shown}")
    tables = len({other.table for other in hanging})
    more = f"{tables} table{'s' if tables > 1 else ''} reference{'' if tables > 1 else 's'} {key.table.shown}"
    return Judged(Role.BOUND, f"{columns} cannot be NULL, so the row cannot stay without it; {more}")


def record_word(table: QualifiedName, records: Sequence[str]) -> str | None:
    """Return the word that makes a table one of records, None if no word of its name does.

    >>> from ondelete.catalog import QualifiedName
    >>> record_word(QualifiedName("public", "audit_events"), ["audit"])
    'audit'
    """
    own = {form for word in words_of(table.name) for form in (word, *singular((word,)))}
    return next((word for word in records if word.lower() in own), None)


def _identity(catalog: Catalog, key: ForeignKey) -> str | None:
    """Return of which primary key or unique constraint a key is a part, in words."""
    mine = set(key.columns) - _shared(catalog, key)
    for constraint in catalog.keys_of.get(key.table, ()):
        own = [column for column in constraint.columns if column in mine]
        if own and constraint.kind != "exclude":
            kind = "the primary key" if constraint.kind == "primary key" else f"unique constraint {constraint.name}"
            return _part(own, constraint.columns, kind)
    for index in catalog.indexes_of.get(key.table, ()):
        own = [column for column in index.columns if column in mine]
        if own and index.unique and index.constraint is None and index.valid:
            return _part(own, index.columns, f"unique index {index.name}")
    return None


def _part(own: Sequence[str | None], whole: Sequence[str | None], kind: str) -> str:
    part = "" if len(own) == len(whole) else "a part of "
    return f"{column_list([column for column in own if column is not None])} is {part}{kind}"


def _shared(catalog: Catalog, key: ForeignKey) -> set[str]:
    """Return the columns of a composite key that other keys use too: a tenant, which says nothing of this reference."""
    if len(key.columns) == 1:
        return set()
    others = (other for other in catalog.foreign_keys_from.get(key.table, ()) if other.id != key.id)
    return {column for other in others for column in other.columns if column in key.columns}


def _is_named_after(catalog: Catalog, key: ForeignKey) -> bool:
    """Whether the name of the table begins with the referenced one's, and the key is the one that is meant by it."""
    parent, child = singular(words_of(key.referenced_table.name)), words_of(key.table.name)
    begins = len(child) > len(parent) and singular(child[: len(parent)]) == parent
    if not begins or key.is_self_reference:
        return False
    others = [other for other in catalog.foreign_keys_from.get(key.table, ()) if other.id != key.id]
    alone = all(other.referenced_table != key.referenced_table for other in others)
    return alone or any(words_of(column)[: len(parent)] == parent for column in key.columns)


def names_another(catalog: Catalog, key: ForeignKey) -> bool:
    """Whether rows of a table belong to a referenced row by another key, whose column is named after its table.

    ``bans.user_id`` says whose ban it is; ``bans.moderator_id``, to the same table, does not.
    """
    parent = set(singular(words_of(key.referenced_table.name)))
    others = [
        other
        for other in catalog.foreign_keys_from.get(key.table, ())
        if other.id != key.id and other.referenced_table == key.referenced_table
    ]
    return not _names(key, parent) and any(_names(other, parent) for other in others)


def _names(key: ForeignKey, parent: set[str]) -> bool:
    return any(parent <= set(words_of(column)) for column in key.columns)


def _can_be_null(catalog: Catalog, key: ForeignKey) -> bool:
    """Whether a column of a key can be NULL: no NOT NULL, and no CHECK, refuses it for every row."""
    lists: list[tuple[str, ...] | None] = [None, *((c,) for c in key.columns if len(key.columns) > 1)]
    nulls = (replace(key, on_delete=ReferentialAction.SET_NULL, set_columns=listed) for listed in lists)
    return any(why_not_null(catalog, null, certain=True) is None for null in nulls)
