"""The differences of two schemas, as values: changed objects, causes and their consequences."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

import msgspec

from ondelete.catalog import Location, QualifiedName
from ondelete.changes.objects import Object
from ondelete.changes.renames import Renamed
from ondelete.deletion.kinds import Verdict

Class: TypeAlias = Literal[
    "newly-blocked",
    "unblocked",
    "newly-deleted",
    "no-longer-deleted",
    "newly-nulled",
    "no-longer-nulled",
    "left-behind",
    "unindexed",
    "indexed",
    "cycle",
    "order",
    "trigger",
    "contract",
    "silenced",
]
"""What a consequence means to whoever reviews the change."""

CLASSES: tuple[Class, ...] = get_args(Class)
"""The classes, each what comes before what goes."""

HEAVIEST_FIRST: tuple[Class, ...] = (
    "contract",
    "newly-blocked",
    "newly-deleted",
    "left-behind",
    "newly-nulled",
    "silenced",
    "trigger",
    "order",
    "cycle",
    "unindexed",
    "unblocked",
    "no-longer-deleted",
    "no-longer-nulled",
    "indexed",
)
"""The classes in the order in which a reviewer wants to read them."""


class Change(msgspec.Struct, frozen=True):
    """An object that is new (``before`` is None), gone (``after`` is None), or has another definition."""

    before: Object | None
    after: Object | None

    @property
    def object(self) -> Object:
        """The object as it is, or as it was if it is gone."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - one of the two is always there
        return found

    @property
    def kind(self) -> Literal["added", "removed", "changed"]:
        """What happened to it."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"


class Consequence(msgspec.Struct, frozen=True):
    """One effect that deletes on ``tables`` have now, or no longer have.

    ``subject`` is what it happens to: a table, a column, a key. ``path`` is a way to it, as ids of keys, from one of
    the tables. ``before`` and ``after`` say what happens, None if nothing does.
    """

    class_: Class
    subject: str
    tables: tuple[QualifiedName, ...]
    path: tuple[str, ...]
    before: str | None
    after: str | None


class Cause(msgspec.Struct, frozen=True):
    """A changed object and what follows from it.

    ``before`` and ``after`` are its clauses, None if there is no such object on that side. ``location`` is where it
    stands now, or where it stood if it is gone, ``old_location`` where it stood, None if it is new. ``table`` is the
    one that it belongs to.
    """

    what: str
    name: str
    change: Literal["added", "removed", "changed"]
    before: tuple[str, ...] | None
    after: tuple[str, ...] | None
    location: Location
    old_location: Location | None
    consequences: tuple[Consequence, ...]
    table: QualifiedName | None = None

    @property
    def id(self) -> str:
        """``key:schema.table.constraint``."""
        return f"{self.what}:{self.name}"

    @property
    def rank(self) -> int:
        """The place of its heaviest consequence in ``HEAVIEST_FIRST``."""
        return min(HEAVIEST_FIRST.index(consequence.class_) for consequence in self.consequences)


class Outcome(msgspec.Struct, frozen=True):
    """A table on which a delete has another verdict than before."""

    table: QualifiedName
    before: Verdict
    after: Verdict


class Accept(msgspec.Struct, frozen=True):
    """Consequences of some classes that a team accepts, and why; ``cause`` is an id, a name, or a pattern of them."""

    cause: str
    classes: tuple[str, ...]
    reason: str
    location: Location


class Difference(msgspec.Struct, frozen=True):
    """All differences of two schemas.

    ``names`` are the ids and names of all objects of the new schema, and of what is gone. ``undecided`` counts the
    tables about which there is no answer, because the bound on the work was reached.
    """

    changes: tuple[Change, ...]
    renamed: tuple[Renamed, ...]
    causes: tuple[Cause, ...]
    outcomes: tuple[Outcome, ...]
    names: frozenset[str] = frozenset()
    undecided: int = 0
