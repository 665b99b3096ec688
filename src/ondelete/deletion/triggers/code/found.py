"""What one run of a function can do, as the walk through it finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from ondelete.deletion.expressions.values import Possible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ondelete.catalog import QualifiedName
    from ondelete.catalog.programs import Write

RESTORED = Possible(None, null=True, excluded=frozenset(("the old value",)))
"""What RETURN OLD gives to a column that an UPDATE changes: its value from before."""

Veto: TypeAlias = Literal["no", "may", "must"]


class Place(NamedTuple):
    """Where something happens: the line, whether every run gets there, and what has to hold.

    ``caught`` are the conditions of the exception blocks around it.
    """

    line: int
    sure: bool
    when: tuple[str, ...]
    caught: tuple[str, ...] = ()


class Written(NamedTuple):
    """Rows of a table are written. ``values`` are what an INSERT or UPDATE gives to columns, as far as it is known.

    ``from_old`` are the columns that get a column of OLD as it is. ``matched`` are, for a DELETE or UPDATE, the columns
    of the table that its condition compares with a column of OLD, if it has no other part.
    """

    place: Place
    write: Write
    table: QualifiedName
    values: Mapping[str, Possible]
    from_old: Mapping[str, str]
    matched: Mapping[str, str]


class Raised(NamedTuple):
    """An error; ``sqlstate`` is "" if it is not known. ``missing`` is what does not exist, if that is the error."""

    place: Place
    sqlstate: str
    reason: str
    missing: str = ""


class Outside(NamedTuple):
    """Something outside of the tables happens."""

    place: Place
    what: str


class Unknown(NamedTuple):
    """A part that is not known, and why."""

    line: int
    reason: str


class Run(NamedTuple):
    """One run of a function or rule for one event.

    Attributes:
        written, raised, outside, unknown: what happens.
        veto: whether a BEFORE ROW or INSTEAD OF trigger leaves the row as it is.
        veto_at: where it does.
        gives: the columns of NEW that a BEFORE ROW trigger changes, with what they become.
        gives_at: where it does first.
    """

    written: tuple[Written, ...]
    raised: tuple[Raised, ...]
    outside: tuple[Outside, ...]
    unknown: tuple[Unknown, ...]
    veto: Veto
    veto_at: Place | None
    gives: Mapping[str, Possible]
    gives_at: Place | None
