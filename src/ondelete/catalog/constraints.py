"""Constraints as pg_constraint holds them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from ondelete.catalog.expressions import Expression
from ondelete.catalog.names import Location, QualifiedName, key_part

if TYPE_CHECKING:
    from collections.abc import Sequence


class ReferentialAction(StrEnum):
    """What ON DELETE or ON UPDATE does; the values are SQL's words in lower case."""

    NO_ACTION = "no action"
    RESTRICT = "restrict"
    CASCADE = "cascade"
    SET_NULL = "set null"
    SET_DEFAULT = "set default"

    @property
    def checks_only(self) -> bool:
        """Whether the action changes no row, but only passes or fails."""
        return self in (ReferentialAction.NO_ACTION, ReferentialAction.RESTRICT)


Clause: TypeAlias = Literal["delete", "update"]
"""Which of the two actions of a foreign key acts: that of ON DELETE, or that of ON UPDATE."""


class MatchType(StrEnum):
    """MATCH SIMPLE or MATCH FULL (PostgreSQL has no MATCH PARTIAL)."""

    SIMPLE = "simple"
    FULL = "full"


class Timing(msgspec.Struct, frozen=True):
    """When a constraint is checked."""

    deferrable: bool = False
    initially_deferred: bool = False


IMMEDIATE = Timing()


class ForeignKey(msgspec.Struct, frozen=True):
    """A foreign key as declared (its copies on partitions are not listed).

    ``set_columns`` is the column list of ``ON DELETE SET NULL|DEFAULT (...)``, None if there is none.
    ``referenced_columns`` is never empty if the referenced table is defined: ``REFERENCES t`` means t's primary key. It
    may be empty for a foreign key to an external table.
    ``period``: the last column pair is compared by PERIOD (PostgreSQL 18).
    """

    table: QualifiedName
    name: str
    columns: tuple[str, ...]
    referenced_table: QualifiedName
    referenced_columns: tuple[str, ...]
    on_delete: ReferentialAction
    on_update: ReferentialAction
    set_columns: tuple[str, ...] | None
    match: MatchType
    timing: Timing
    validated: bool
    enforced: bool
    period: bool
    location: Location

    @property
    def id(self) -> str:
        """``schema.table.constraint``, the name of the foreign key in every output."""
        return constraint_id(self.table, self.name)

    def action_on(self, event: Clause) -> ReferentialAction:
        """Return what the foreign key does when a referenced row is deleted, or updated."""
        return self.on_delete if event == "delete" else self.on_update

    @property
    def is_self_reference(self) -> bool:
        """Whether the foreign key references its own table."""
        return self.table == self.referenced_table


class Key(msgspec.Struct, frozen=True):
    """A PRIMARY KEY, UNIQUE or EXCLUDE constraint; its index has the same name and is in the catalog's indexes."""

    table: QualifiedName
    name: str
    kind: Literal["primary key", "unique", "exclude"]
    columns: tuple[str | None, ...]
    nulls_not_distinct: bool
    without_overlaps: bool
    timing: Timing
    location: Location

    @property
    def id(self) -> str:
        """``schema.table.constraint``."""
        return constraint_id(self.table, self.name)


class Check(msgspec.Struct, frozen=True):
    """A CHECK constraint. A NOT VALID one still checks every new row; a NOT ENFORCED one checks nothing.

    ``no_inherit``: declared NO INHERIT, so children do not have it.
    """

    table: QualifiedName
    name: str
    expression: Expression
    validated: bool
    enforced: bool
    inherited: bool
    location: Location
    no_inherit: bool = False

    @property
    def id(self) -> str:
        """``schema.table.constraint``."""
        return constraint_id(self.table, self.name)


def constraint_id(table: QualifiedName, name: str) -> str:
    """Return ``schema.table.constraint``; a part that contains a dot is double-quoted."""
    return f"{key_part(table.schema)}.{key_part(table.name)}.{key_part(name)}"


def column_list(columns: Sequence[str]) -> str:
    """Return columns as people read them: ``a`` or ``(a, b)``."""
    return columns[0] if len(columns) == 1 else f"({', '.join(columns)})"
