r"""psql's variables: ``\set name value``, then ``:name``, ``:'name'`` and ``:"name"`` in statements and arguments.

Facts: psqlscan.l and psqlscanslash.l of PostgreSQL 18. A value in a statement is read as if it stood there, so
variables in it are replaced too. A value in an argument is not read again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ondelete.dump.input.tokens import comment_at_the_end, token_at
from ondelete.errors import UnreadableSchema
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Collection

    from ondelete.dump.input.lexer import Lexicon

BOUND = 16 << 20
"""Bytes that the variables of one file may become, all in all: each can name another twice, and 30 lines make a GiB."""

USE = later(rb":(?:\{\?(?P<test>[A-Za-z0-9_\x80-\xff]+)\}|(?P<quote>['\"]?)(?P<name>[A-Za-z0-9_\x80-\xff]+)(?P=quote))")
"""A use of a variable."""

_RISKY = later(rb"[();'\"$\\]|--|/\*")
_WORD = later(rb'"((?>(?:[^"]|"")*))"|([A-Za-z_\x80-\xff][A-Za-z0-9_$\x80-\xff]*+)')
_LEAST = 16  # bytes that every use counts, so that empty ones come to an end too


# psql sets these itself (settings.h, variables.c and common.c of psql); what they hold is known to it alone.
_OWN = frozenset(
    b"""
    AUTOCOMMIT COMP_KEYWORD_CASE DBNAME ECHO ECHO_HIDDEN ENCODING ERROR FETCH_COUNT HIDE_TABLEAM
    HIDE_TOAST_COMPRESSION HISTCONTROL HISTSIZE HOST IGNOREEOF LAST_ERROR_MESSAGE LAST_ERROR_SQLSTATE ON_ERROR_ROLLBACK
    ON_ERROR_STOP PIPELINE_COMMAND_COUNT PIPELINE_RESULT_COUNT PIPELINE_SYNC_COUNT PORT PROMPT1 PROMPT2 PROMPT3 QUIET
    ROW_COUNT SERVER_VERSION_NAME SERVER_VERSION_NUM SERVICE SHELL_ERROR SHELL_EXIT_CODE SHOW_ALL_RESULTS SHOW_CONTEXT
    SINGLELINE SINGLESTEP SQLSTATE USER VERBOSITY VERSION VERSION_NAME VERSION_NUM WATCH_INTERVAL
    """.split()
)


class _Reading(NamedTuple):
    """A text that is being read, the place from which on, and the variable whose value it is."""

    text: bytes
    position: int
    name: bytes


class Variables:
    """The variables in force. One that is not set stays as it is written, as in psql.

    ``risky`` says that some value can end or open something in the text that uses it.

    Args:
        path: the file as the user named it.
    """

    def __init__(self, path: str) -> None:
        self.values: dict[bytes, bytes] = {}
        self._path = path
        self._expanded = 0
        self.risky = False
        self._unknown: set[bytes] = set()
        self._breaking: dict[bytes, bool] = {}

    def set(self, arguments: tuple[str, ...], *, known: bool = True) -> None:
        """Set the variable that the first argument names to the others, joined; only psql may know what they are."""
        if not arguments:
            return
        name, value = as_bytes(arguments[0]), as_bytes("".join(arguments[1:]))
        if not known:
            self._forget(name)
            return
        self._unknown.discard(name)
        self._breaking.clear()
        self.values[name] = value
        self.risky = self.risky or _RISKY.search(value) is not None

    def unset(self, arguments: tuple[str, ...]) -> None:
        """Forget a variable."""
        if arguments:
            self._forget(as_bytes(arguments[0]))
            self._unknown.discard(as_bytes(arguments[0]))

    def set_by(self, query: bytes, prefix: str) -> None:
        r"""Note that ``\gset`` sets variables from a query: any word of it may be the name of a column."""
        found = {quoted.replace(b'""', b'"') or word.lower() for quoted, word in _WORD.findall(query)}
        for name in [as_bytes(prefix) + word for word in found] + (list(self.values) if b"*" in query else []):
            self._forget(name)

    def _forget(self, name: bytes) -> None:
        self._breaking.clear()
        self.values.pop(name, None)
        self._unknown.add(name)

    def is_known(self, use: re.Match[bytes]) -> bool:
        """Return whether the file alone decides what replaces a use."""
        name = use["name"] or use["test"]
        return name not in self._unknown and (name in self.values or name not in _OWN)

    def breaks(self, text: bytes, position: int, rules: Lexicon, line: int) -> bool:
        """Return whether the variable at a colon ends or opens something, which changes how the rest is read.

        Raises:
            UnreadableSchema: the variables of this file become too much.
        """
        use = USE.match(text, position)
        if use is None or use["quote"] or use["test"] or use["name"] not in self.values:
            return False
        name = use["name"]
        if name not in self._breaking:
            value = self.replaced_in(use[0], rules, line)
            self._breaking[name] = _is_open(value + b"\n", rules) or comment_at_the_end(value, rules) > 0
        return self._breaking[name]

    def used_at(self, text: bytes, position: int, line: int) -> tuple[bytes, int] | None:
        """Return what replaces the variable at a place of an argument, and the end of its use; None if there is none.

        Raises:
            UnreadableSchema: the variables of this file become too much.
        """
        use = USE.match(text, position) if text.startswith(b":", position) else None
        value = self._value(use) if use is not None else None
        if use is None or value is None:
            return None
        self._count(value, line)
        return value, use.end()

    def replaced_in(self, text: bytes, rules: Lexicon, line: int, *, apart: bytes = b"") -> bytes:
        """Return the statement with its variables replaced, outside of quotes and comments, and not in ``::type``.

        ``apart`` stands behind the colon of a variable in its own value, which psql leaves as it is.

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
            use = self._next_use(reading, inside, rules, parts, apart)
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
        self, reading: _Reading, inside: Collection[bytes], rules: Lexicon, parts: list[bytes], apart: bytes
    ) -> re.Match[bytes] | None:
        """Copy what stands before the next use of a variable, and return the use; None at the end of the text."""
        text, position = reading.text, reading.position
        while position < len(text):
            use = USE.match(text, position) if text.startswith(b":", position) else None
            if use is not None and self._value(use) is not None:
                if use["name"] not in inside:
                    return use
                # psql stops at a variable within itself.
                parts.append(b":" + apart + use[0][1:])
                position = use.end()
                continue
            _, end = token_at(text, position, rules)
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
            if use["test"] in self._unknown:
                return None
            return b"TRUE" if use["test"] in self.values or use["test"] in _OWN else b"FALSE"
        value = self.values.get(use["name"])
        if value is None or not use["quote"]:
            return value
        if use["quote"] == b'"':
            return b'"' + value.replace(b'"', b'""') + b'"'
        quoted = b"'" + value.replace(b"'", b"''").replace(b"\\", b"\\\\") + b"'"
        return b" E" + quoted if b"\\" in value else quoted


def as_bytes(argument: str) -> bytes:
    """Return the bytes of an argument of a command, whatever encoding they are in."""
    return argument.encode("utf-8", "surrogateescape")


def _is_open(value: bytes, rules: Lexicon) -> bool:
    """Return whether a value ends a statement, calls a command, or leaves a quote, a comment or a parenthesis open."""
    position = depth = 0
    while position < len(value):
        token = rules.token.match(value, position)
        if token is None or token.lastgroup in ("end", "backslash"):
            return True
        depth += {"open": 1, "close": -1}.get(token.lastgroup or "", 0)
        if depth < 0:
            return True
        position = token.end()
    return depth > 0
