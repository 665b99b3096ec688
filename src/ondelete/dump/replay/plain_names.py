"""The names of plain statements: bare or quoted, in ASCII, without a quote inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName
from ondelete.text.patterns import later
from ondelete.text.quoting import RESERVED

if TYPE_CHECKING:
    from ondelete.dump.replay.model.state import State

ID = r'(?:[a-z_][a-z0-9_]{0,62}|"[ !#-~]{1,63}")'
QUALIFIED = rf"({ID})(?:\.({ID}))?"
COLUMNS = rf"\(({ID}(?:, {ID})*)\)"
_IDENTIFIERS = later(ID)


class Keyword(Exception):
    """A bare keyword stands in the place of a name. The parser knows what it means there."""


def name_of(text: str) -> str:
    """Return the stored name; raise Keyword for one that only the parser can tell."""
    if text[0] == '"':
        return text[1:-1]
    if text in RESERVED:
        raise Keyword
    return text


def columns_of(text: str) -> tuple[str, ...]:
    """Return the names in a list."""
    if "," not in text:
        return (name_of(text),)
    return tuple([name_of(column) for column in _IDENTIFIERS.findall(text)])


def relation_of(first: str, second: str | None, state: State) -> QualifiedName:
    """Return the relation that the one or two parts of a name mean."""
    if second is None:
        return state.relation_name_of((name_of(first),))
    return QualifiedName(name_of(first), name_of(second))


def new_name_of(first: str, second: str | None, state: State) -> QualifiedName:
    """Return where a relation of that name is created."""
    return state.new_name_of((name_of(first),) if second is None else (name_of(first), name_of(second)))
