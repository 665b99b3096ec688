"""What a DELETE can do, as values: rows deleted, columns changed, errors, and what is not modelled."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, TypeAlias

import msgspec

from ondelete.catalog import ForeignKey, QualifiedName, key_part

FailureKind: TypeAlias = Literal[
    "block",
    "not null",
    "check",
    "unique",
    "recheck",
    "match full",
    "default",
    "exclude",
    "identity",
    "partition",
    "rule",
]


class Certainty(StrEnum):
    """How sure an error is, given a referencing row behind every key."""

    MUST = "must"
    MAY = "may"
    DEFERRED = "deferred"
    ORDER_DEPENDENT = "order-dependent"


class Verdict(StrEnum):
    """The answer in two words, for a row that has a referencing row behind every key."""

    MUST_BLOCK = "must block"
    MAY_BLOCK = "may block"
    CLEAR = "clear"


Path: TypeAlias = tuple[ForeignKey, ...]
"""Keys in the order in which the delete travels: the first references the table of the DELETE."""


class Deleted(msgspec.Struct, frozen=True):
    """Rows of ``table`` can be deleted.

    ``depth`` counts the steps of the shortest chain, ``longest`` those of the longest one with cycles
    contracted, None where the table is on or behind a cycle of cascading keys (no bound). ``keys`` are the
    last keys of all chains: the keys of ``table`` whose CASCADE deletes its rows. ``path`` is a shortest chain.
    """

    table: QualifiedName
    depth: int
    longest: int | None
    keys: tuple[ForeignKey, ...]
    path: Path

    @property
    def id(self) -> str:
        """``deleted:schema.table``."""
        return f"deleted:{table_id(self.table)}"


class Updated(msgspec.Struct, frozen=True):
    """Columns of rows of ``table`` can be changed through ``key``; ``to`` says to what.

    ``event`` is the clause of ``key`` that does it: its ON DELETE, or its ON UPDATE after a change of the
    referenced row.  ``path`` is a shortest chain, ``key`` is its last.
    """

    table: QualifiedName
    columns: tuple[str, ...]
    key: ForeignKey
    to: Literal["null", "default", "value"]
    event: Literal["delete", "update"]
    path: Path

    @property
    def id(self) -> str:
        """``updated:schema.table.constraint:null``."""
        return f"updated:{self.key.id}:{self.to}"


class Failure(msgspec.Struct, frozen=True):
    """An error with which the DELETE can end.

    ``key`` is the foreign key at fault or on whose behalf the row is changed, ``constraint`` the name of the
    CHECK, UNIQUE or EXCLUDE constraint or index that an application would see, where it is another one.
    ``columns`` are those of the referencing row. ``reason`` is one sentence in the user's terms.
    ``note`` adds what the user can do, or under which order the outcome changes; "" where there is nothing to add.
    """

    kind: FailureKind
    key: ForeignKey
    table: QualifiedName
    columns: tuple[str, ...]
    certainty: Certainty
    sqlstates: tuple[str, ...]
    reason: str
    path: Path
    constraint: str | None = None
    note: str = ""

    @property
    def id(self) -> str:
        """``block:schema.table.constraint``; another constraint of the row is appended: ``check:<key>:<name>``."""
        kind = self.kind.replace(" ", "-")
        if self.constraint is None or self.constraint == self.key.name:
            return f"{kind}:{self.key.id}"
        return f"{kind}:{self.key.id}:{key_part(self.constraint)}"


class NotModelled(msgspec.Struct, frozen=True):
    """A trigger or a rule on a table in the reach, whose body could change the outcome."""

    kind: Literal["trigger", "rule"]
    table: QualifiedName
    name: str
    event: str
    detail: str


class Prediction(msgspec.Struct, frozen=True):
    """Everything that ``DELETE FROM table`` can do.

    ``edges`` are all keys on the way, in the order of the reach (breadth first): the tree that text and
    pictures draw, blockers and shadowed keys included.
    """

    table: QualifiedName
    verdict: Verdict
    deleted: tuple[Deleted, ...]
    updated: tuple[Updated, ...]
    failures: tuple[Failure, ...]
    not_modelled: tuple[NotModelled, ...]
    edges: tuple[ForeignKey, ...]
    shadowed: tuple[ForeignKey, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def longest(self) -> int | None:
        """Steps of the longest chain, None where there is no bound."""
        lengths = [entry.longest for entry in self.deleted]
        return None if None in lengths else max((n for n in lengths if n is not None), default=0)


def table_id(table: QualifiedName) -> str:
    """Return ``schema.table`` as ids write it; a part that holds a dot is double-quoted."""
    return f"{key_part(table.schema)}.{key_part(table.name)}"
