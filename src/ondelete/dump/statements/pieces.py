"""The pieces that a file is cut into."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from ondelete.catalog import Location, Skipped


class Statement(msgspec.Struct, frozen=True):
    """One SQL statement without its final ``;`` and without the comments before it.

    psql variables are replaced, the text holds no NUL, and backslashes escape in ``E''`` strings only.
    ``complete`` is False for the last statement of a file that no ``;`` ends: psql runs it, or the file is cut off.
    ``several`` is True if psql sends more than one statement at once: a server runs them as one transaction.
    ``placeholder`` is a part of the text that a tool replaces before it runs the statement, and that has no value here.
    """

    text: str
    location: Location
    complete: bool = True
    several: bool = False
    placeholder: str | None = None


class Connect(msgspec.Struct, frozen=True):
    r"""A ``\\connect``: a new session in ``database``; None stands for the database that it was in before."""

    database: str | None
    location: Location


class Copy(msgspec.Struct, frozen=True):
    """A COPY whose rows were passed over: psql runs them as statements if the server does not take them."""

    text: str
    location: Location


class Include(msgspec.Struct, frozen=True):
    r"""A ``\\i`` or ``\\ir``: psql reads another file here. ``name`` is None if only psql knows which one.

    ``relative``: the name is seen from the folder of the file, not from the one in which psql runs.
    """

    name: str | None
    relative: bool
    location: Location
    text: str


class StopAtErrors(msgspec.Struct, frozen=True):
    """ON_ERROR_STOP is set, or no longer set: whether psql stops at an error."""

    is_on: bool
    location: Location


class Refused(msgspec.Struct, frozen=True):
    """A statement that a server refuses where it stands, and why."""

    text: str
    location: Location
    reason: str


Piece: TypeAlias = Statement | Skipped | Connect | Copy | StopAtErrors | Refused

Part: TypeAlias = Piece | Include
"""What one file is cut into: its own pieces, and where it reads another file."""
