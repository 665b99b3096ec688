"""Findings that are accepted: by the configuration, or by a COMMENT in the database."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import Location, constraint_id
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from ondelete.catalog import Comment

_MARKER = later(r"ondelete:\s*(.*?)(?=ondelete:|\Z)", re.DOTALL)
_IGNORE = later(r"ignore\s++((?>[\w*-]+(?:\s*+,\s*+[\w*-]++)*))\s++because\s++(\S.*)", re.DOTALL)


class Ignore(msgspec.Struct, frozen=True):
    """Findings that are accepted, and why.

    In the configuration, ``rule`` is a name or glob, and ``subject`` a constraint, table, column or glob
    (``public.audit_*``). A ``comment`` in the database accepts findings on the object that it is on.
    """

    rule: str
    subject: str
    reason: str
    location: Location
    comment: bool = False


def ignores_of(comment: Comment) -> tuple[list[Ignore], list[str]]:
    """Return what a comment accepts, and the parts that begin with ``ondelete:`` but were not understood.

    ``ondelete: ignore fk-indexed, cascade-cycle because twelve rows``; a comment can contain several.
    """
    understood: list[Ignore] = []
    rest: list[str] = []
    subject = str(comment.table) if comment.name is None else constraint_id(comment.table, comment.name)
    for marker in _MARKER.finditer(comment.text):
        match = _IGNORE.match(marker[1])
        if match is None:
            rest.append(" ".join(marker[1].split()))
            continue
        reason = " ".join(match[2].split())
        names = [name.strip() for name in match[1].split(",")]
        understood.extend(Ignore(name, subject, reason, comment.location, comment=True) for name in names)
    return understood, rest
