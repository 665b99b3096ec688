r"""Which statements belong to one database, if ``\connect`` leads through several (pg_dumpall)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.dump.statements.cutter import Connect, Statement
from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ondelete.dump.statements.cutter import Piece

_DEFINES = re.compile(
    r"(?is)(?:CREATE\s+(?:(?:GLOBAL|LOCAL)\s+)?(?:(?:TEMP|TEMPORARY|UNLOGGED|FOREIGN)\s+)?|ALTER\s+(?:FOREIGN\s+)?)TABLE\b"
    r"|CREATE\s+SCHEMA\b.*\bCREATE\s+TABLE\b"
)


def defines_tables(statement: Statement) -> bool:
    """Whether a statement creates or alters a table."""
    return _DEFINES.match(statement.text) is not None


def named_database(pieces: Iterable[Piece], wanted: str, seen: dict[str, None]) -> Iterator[Piece]:
    r"""Yield what runs in the database ``wanted``, and what stands before the first ``\connect``.

    The names of all databases are added to ``seen``, in order.
    """
    current = wanted
    for piece in pieces:
        if isinstance(piece, Connect) and piece.database is not None:
            current = piece.database
            seen[current] = None
        if current == wanted:
            yield piece


def only_database(pieces: Iterable[Piece], path: str) -> Iterator[Piece]:
    r"""Yield what runs in the one database that defines tables, and what stands before the first ``\connect``.

    Statements after a ``\connect`` wait until their database turns out to be that one. If none defines a table,
    all are given at the end.

    Raises:
        UnreadableSchema: several databases define tables; the message lists them.
    """
    pieces = iter(pieces)
    current, chosen = "", None
    waiting: dict[str, list[Piece]] = {}
    for piece in pieces:
        if current == chosen and isinstance(piece, Statement):
            yield piece
            continue
        if isinstance(piece, Connect):
            current = current if piece.database is None else piece.database
        elif current != chosen and isinstance(piece, Statement) and defines_tables(piece):
            if chosen is not None:
                raise _several(path, [chosen, current, *_others(pieces, current)])
            chosen = current
            yield from waiting.pop(current, ())
        if current in (chosen, ""):
            yield piece
        else:
            waiting.setdefault(current, []).append(piece)
    if chosen is None:
        for held in waiting.values():
            yield from held


def _others(pieces: Iterator[Piece], current: str) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, Connect):
            current = current if piece.database is None else piece.database
        elif isinstance(piece, Statement) and defines_tables(piece):
            yield current


def _several(path: str, names: list[str]) -> UnreadableSchema:
    distinct = dict.fromkeys(names)
    listed = ", ".join(name or r"(before the first \connect)" for name in distinct)
    return UnreadableSchema(path, f"several databases define tables: {listed}. Choose one with --database NAME")
