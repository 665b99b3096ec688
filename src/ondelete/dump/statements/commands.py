r"""psql's commands: variables, ``\connect``, ``\encoding``, ``\copy``, and branches of ``\if`` passed over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.catalog import Location, Skipped
from ondelete.dump.input.buffer import LIMIT
from ondelete.dump.input.conditions import WORDS, Conditions, boolean, truth
from ondelete.dump.input.lexer import scan
from ondelete.dump.input.psql import INCLUDES, SENDS, UNKNOWN, MetaCommand, database_of, meta_command
from ondelete.dump.input.variables import USE, as_bytes
from ondelete.dump.statements.pieces import Connect, Include, Part, StopAtErrors
from ondelete.dump.statements.rows import shown
from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ondelete.dump.input.buffer import Buffer
    from ondelete.dump.input.session import Session

_BRANCHES = "psql would read only one branch of this condition; all are read here"
_UNCOMMITTED = "without AUTOCOMMIT psql undoes what no COMMIT follows; all of it counts here all the same"
_BY_LINES = "with SINGLELINE psql ends a statement with its line; here it ends as usual"
MARKED = "the file begins with a byte order mark, so it is read as UTF-8 or UTF-16; psql would follow this"
_NO_IF = "it has no \\if, or comes after \\else: psql reports an error; if ON_ERROR_STOP is set, psql would stop here"
_STOPS = "psql would stop here, if the condition around this holds"
_AGAIN = "psql sends the statement before this again; it counts once here"
_NO_UNICODE = r"psql's \copy knows no U&\"...\", so it takes the rows for statements"
STOPPING = frozenset((_NO_IF, _STOPS, _NO_UNICODE, UNKNOWN))
"""Reasons of errors of psql itself, at which it stops if ON_ERROR_STOP is set."""

_UNICODE = re.compile(rb"\A[^'(]*?(?<![\w$])[Uu]&\"")


class Commands:
    r"""Carries out the commands of one file.

    ``ended`` says that psql would read no more; ``previous`` is the statement before a command, for ``\gset``;
    ``has_sent``: the next command sends a statement that has been read.
    """

    def __init__(
        self,
        buffer: Buffer,
        session: Session,
        recode: Callable[[], None],
        copy: Callable[[bytes], Iterator[Part]],
    ) -> None:
        self.conditions = Conditions()
        self.ended = False
        self.previous = b""
        self.has_sent = False
        self._buffer, self._session = buffer, session
        self._recode, self._copy = recode, copy

    def read(self, start: int) -> MetaCommand:
        """Return the command whose backslash is at ``start``."""
        return meta_command(self._buffer.text, start, self._session.variables, self._buffer.line)

    def run(self, start: int) -> Iterator[Part]:
        """Carry out, pass over or report the command at ``start``, and the branch that it closes off."""
        buffer = self._buffer
        command = self.read(start)
        if command.reason is not None:
            yield self._skipped(command.reason, buffer.text[start : command.end])
        if command.name in SENDS and not self.has_sent:
            yield self._skipped(_AGAIN, buffer.text[start : command.end])
        self.has_sent = False
        if command.name in WORDS:
            if not self.conditions.take(command.name):
                yield self._skipped(_NO_IF, buffer.text[start : command.end])
            yield from self._condition(command, start)
        else:
            yield from self._plain(command, start)
        buffer.advance(command.end)
        if command.name == "encoding" and command.arguments:
            if self._session.encode(command.arguments[0]):
                yield self._skipped(MARKED, self._buffer.text[start : command.end])
            self._recode()
        elif command.name in ("connect", "c"):
            self._session.begin_anew()
            self._recode()
        elif command.name in INCLUDES:
            self._recode()  # the other file may have changed the encoding
        elif command.name == "copy":
            if _UNICODE.search(as_bytes(command.arguments[0])):
                yield self._skipped(_NO_UNICODE, self._buffer.text[start : command.end])
            yield from self._copy(as_bytes(command.arguments[0]))
        yield from self._skip_branches()

    def _plain(self, command: MetaCommand, start: int) -> Iterator[Part]:
        match command.name:
            case name if name in INCLUDES:
                yield self._include(command, start)
            case "connect" | "c":
                yield Connect(database_of(command.arguments) if command.known else None, self._here())
            case "q" | "quit":
                self.ended = self.conditions.sure
                if not self.ended:
                    yield self._skipped(_STOPS, self._buffer.text[start : command.end])
            case "set":
                self._session.variables.set(command.arguments, known=command.known)
                yield from self._switch(command, start, is_on=boolean("".join(command.arguments[1:])))
            case "unset":
                self._session.variables.unset(command.arguments)
                yield from self._switch(command, start, is_on=False)
            case "gset":
                self._session.variables.set_by(self.previous, *command.arguments[:1] or ("",))

    def _include(self, command: MetaCommand, start: int) -> Include:
        name = command.arguments[0] if command.known and command.arguments else None
        text = shown(self._buffer.text[start : command.end])
        return Include(name, command.name in ("ir", "include_relative"), self._here(), text)

    def _switch(self, command: MetaCommand, start: int, *, is_on: bool | None) -> Iterator[Part]:
        """Follow the switches of psql that change the effect of a statement."""
        name, text = command.arguments[:1], self._buffer.text[start : command.end]
        if name == ("AUTOCOMMIT",) and is_on is False:
            yield self._skipped(_UNCOMMITTED, text)
        elif name == ("SINGLELINE",) and is_on:
            yield self._skipped(_BY_LINES, text)
        elif name == ("ON_ERROR_STOP",) and is_on is not None:
            yield StopAtErrors(is_on, self._here())

    def _condition(self, command: MetaCommand, start: int) -> Iterator[Skipped]:
        conditions = self.conditions
        if not conditions.take(command.name):
            return
        if command.name == "endif":
            conditions.end()
            return
        if command.name == "else":
            conditions.other(value=True, is_last=True)
            return
        text = " ".join(command.arguments)
        # A variable that is not set here may come from psql's command line.
        value = None if not command.known or USE.search(as_bytes(text)) else truth(text)
        if command.name == "if":
            conditions.begin(value)
        else:
            conditions.other(value)
        if value is None and conditions.reads:
            yield self._skipped(_BRANCHES, self._buffer.text[start : command.end])

    def _skip_branches(self) -> Iterator[Skipped]:
        """Pass over text that psql reads and does not run: its quotes and comments count, its statements do not."""
        while not self.conditions.reads and not self.ended:
            buffer = self._buffer
            stop = scan(buffer.text, buffer.position, conforming=self._session.conforming)
            if stop.found == "end":
                buffer.advance(stop.position + 1)
            elif stop.found == "backslash":
                yield from self._pass_over(stop.position)
            elif buffer.at_end:
                self.ended = True
            else:
                self._fill(stop.position if stop.found == "open" and stop.what != "parenthesis" else None)

    def _pass_over(self, start: int) -> Iterator[Skipped]:
        command = self.read(start)
        self._buffer.advance(start)
        if command.name == "if":
            self.conditions.begin(value=False)
        elif command.name in WORDS:
            yield from self._condition(command, start)
        self._buffer.advance(command.end)

    def _fill(self, opened: int | None) -> None:
        buffer = self._buffer
        if opened is None:
            buffer.advance(len(buffer.text))
        if len(buffer.text) - buffer.position > LIMIT:
            reason = f"more than {LIMIT >> 20} MiB in a branch that is not read: is a quote or a comment left open?"
            raise UnreadableSchema(buffer.path, reason, buffer.line)
        buffer.fill()

    def _here(self) -> Location:
        return Location(self._buffer.path, self._buffer.line)

    def _skipped(self, reason: str, text: bytes) -> Skipped:
        return Skipped(self._here(), reason, shown(text))
