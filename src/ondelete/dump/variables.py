r"""psql's variables: ``\set name value``, then ``:name``, ``:'name'`` and ``:"name"`` in statements and arguments.

Facts: psqlscan.l and psqlscanslash.l of PostgreSQL 18. A value in a statement is read as if it stood there, so what it
names is replaced too; one in an argument is not read again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from collections.abc import Collection

    from ondelete.dump.lexer import Lexicon

BOUND = 16 << 20
"""Bytes that the variables of one file may become, all in all: each can name another twice, and 30 lines make a GiB."""

_USE = re.compile(
    rb":(?:\{\?(?P<test>[A-Za-z0-9_\x80-\xff]+)\}|(?P<quote>['\"]?)(?P<name>[A-Za-z0-9_\x80-\xff]+)(?P=quote))"
)
_LEAST = 16  # bytes that every use counts, so that empty ones come to an end too


class _Reading(NamedTuple):
    """A text that is being read, from where on, and the variable that it is the value of."""

    text: bytes
    position: int
    name: bytes


class Variables:
    """The variables in force. One that is not set stays as it is written, as in psql.

    Args:
        path: the file as the user named it.
    """

    def __init__(self, path: str) -> None:
        self.values: dict[bytes, bytes] = {}
        self._path = path
        self._expanded = 0

    def set(self, arguments: tuple[str, ...]) -> None:
        """Set the variable that the first argument names to the others, joined."""
        if arguments:
            self.values[arguments[0].encode()] = "".join(arguments[1:]).encode()

    def unset(self, arguments: tuple[str, ...]) -> None:
        """Forget a variable."""
        if arguments:
            self.values.pop(arguments[0].encode(), None)

    def used_at(self, text: bytes, position: int, line: int) -> tuple[bytes, int] | None:
        """Return what becomes of the use of a variable at a place of an argument, and where it ends; None if none is.

        Raises:
            UnreadableSchema: the variables of this file become too much.
        """
        use = _USE.match(text, position) if self.values and text.startswith(b":", position) else None
        value = self._value(use) if use is not None else None
        if use is None or value is None:
            return None
        self._count(value, line)
        return value, use.end()

    def replaced_in(self, text: bytes, rules: Lexicon, line: int) -> bytes:
        """Return the statement with its variables replaced, outside of quotes and comments, and not in ``::type``.

        Raises:
            UnreadableSchema: the variables of this file become too much.
        """
        if b":" not in text:
            return text
        parts: list[bytes] = []
        inside: set[bytes] = set()
        readings = [_Reading(text, 0, b"")]
        while readings:
            reading = readings.pop()
            use = self._next_use(reading, inside, rules, parts)
            if use is None:
                inside.discard(reading.name)
                continue
            value = self._value(use) or b""
            self._count(value, line)
            readings.append(reading._replace(position=use.end()))
            if use["test"] or use["quote"]:
                parts.append(value)
            else:
                inside.add(use["name"])
                readings.append(_Reading(value, 0, use["name"]))
        return b"".join(parts)

    def _next_use(
        self, reading: _Reading, inside: Collection[bytes], rules: Lexicon, parts: list[bytes]
    ) -> re.Match[bytes] | None:
        """Copy what stands before the next use of a variable, and return the use; None at the end of the text."""
        match, text, position = rules.token.match, reading.text, reading.position
        while position < len(text):
            use = _USE.match(text, position) if text.startswith(b":", position) else None
            # psql stops at a variable within itself.
            if use is not None and use["name"] not in inside and self._value(use) is not None:
                return use
            token = match(text, position)
            end = token.end() if token else position + 1
            parts.append(text[position:end])
            position = end
        return None

    def _count(self, value: bytes, line: int) -> None:
        self._expanded += len(value) + _LEAST
        if self._expanded > BOUND:
            reason = (
                f"the psql variables up to here become more than {BOUND >> 20} MiB of text, which no schema needs: "
                r"does a \set name another variable, or itself, again and again?"
            )
            raise UnreadableSchema(self._path, reason, line)

    def _value(self, use: re.Match[bytes]) -> bytes | None:
        if use["test"]:
            return b"TRUE" if use["test"] in self.values else b"FALSE"
        value = self.values.get(use["name"])
        if value is None or not use["quote"]:
            return value
        if use["quote"] == b'"':
            return b'"' + value.replace(b'"', b'""') + b'"'
        quoted = b"'" + value.replace(b"'", b"''").replace(b"\\", b"\\\\") + b"'"
        return b" E" + quoted if b"\\" in value else quoted
