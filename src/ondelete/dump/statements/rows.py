"""Rows of data: INSERTs and the data of a COPY are passed over without holding them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import Location, Skipped
from ondelete.dump.input.buffer import LIMIT
from ondelete.dump.input.lexer import OPENERS, comment_end, opener, scan, skip_leading
from ondelete.dump.statements.functions import Passed
from ondelete.dump.statements.pieces import Copy, Statement
from ondelete.errors import UnreadableSchema
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.dump.input.buffer import Buffer
    from ondelete.dump.input.session import Session
    from ondelete.dump.statements.functions import CalledNames

_NAME = rb'(?:(?:U&)?"(?>(?:[^"]|"")*)"|[^\s"(.]++)'
_COLUMNS = rb'\((?>(?:[^()"]++|"(?>(?:[^"]|"")*)")*)\)'
_COPY_STDIN = later(
    rb"(?is)COPY\s+(?:BINARY\s+)?%b(?>(?:\s*\.\s*%b)*)\s*(?:%b\s*)?(?:WITH\s+OIDS\s*)?FROM\s+STDIN\b"
    % (_NAME, _NAME, _COLUMNS)
)


def cut_off(path: str, what: str, line: int) -> UnreadableSchema:
    """Return the error of a file that ends inside of something."""
    return UnreadableSchema(path, f"the file ends inside the {what} that starts here: it seems cut off", line)


def shown(text: bytes) -> str:
    """Return bytes of a file as a message shows them."""
    return text.decode(errors="replace").strip()[:200]


class Rows:
    """Passes over the rows of one file."""

    def __init__(self, buffer: Buffer, session: Session, functions: CalledNames) -> None:
        self._buffer, self._session, self._functions = buffer, session, functions

    def follow(self, copy: bytes) -> bool:
        """Return whether rows follow a COPY."""
        return _COPY_STDIN.match(self._session.without_comments(copy)) is not None

    def inserts(self, end: int) -> Iterator[Statement]:
        """Yield those of the INSERTs before ``end`` that seem to call a function; the others only bring rows."""
        buffer = self._buffer
        text, position = buffer.text, buffer.position
        if not self._functions.may_be_called(text, position, end):
            return
        while (start := skip_leading(text, position)) < end:
            stop = scan(text, start, conforming=self._session.conforming).position
            if self._functions.may_be_called(text, start, stop):
                buffer.advance(start)
                yield Statement(self._session.text(text[start:stop], buffer.line), self._here())
            position = stop + 1

    def skip_insert(self) -> Iterator[Statement | Skipped]:
        """Pass over an INSERT of any length, keeping of an unclosed literal only what opens it."""
        buffer = self._buffer
        where, parts = self._here(), Passed(self._functions, LIMIT)
        opened = 0
        while True:
            end = self._end_of_body()
            if end > len(b" E"):
                opened = 0
            parts.add(buffer.text, buffer.position, end)
            buffer.advance(end)
            stop = buffer.text[end : end + 1]
            if stop in (b";", b"\\") or (buffer.at_end and not stop):
                buffer.advance(end + (stop == b";"))
                break
            opened = opened or buffer.line
            if buffer.at_end:
                raise cut_off(buffer.path, OPENERS.get(stop, "token"), opened)
            if stop:
                buffer.replace(opener(buffer.text, end))
            buffer.fill()
        if parts.calls and (text := parts.text) is not None:
            yield Statement(self._session.text(text, where.line), where)
        elif parts.calls:
            yield Skipped(where, "it is too long to see which functions it calls", "INSERT ...")

    def _end_of_body(self) -> int:
        text, body = self._buffer.text, self._session.lexicon.body
        end: int | None = self._buffer.position
        while end is not None:
            found = body.match(text, end)
            stop = found.end() if found else end
            end = comment_end(text, stop) if text.startswith(b"/*", stop) else None
        return stop

    def skip(self) -> Iterator[Skipped]:
        """Skip the rest of the line of a COPY, and its data."""
        buffer = self._buffer
        while (end := buffer.text.find(b"\n", buffer.position)) < 0 and not buffer.at_end:
            buffer.fill()
        rest = buffer.text[buffer.position : end if end >= 0 else len(buffer.text)]
        if rest[skip_leading(rest, 0) :]:
            yield Skipped(self._here(), "this stands on the line of a COPY, before its data", shown(rest))
        line = buffer.line
        buffer.advance(end + 1 if end >= 0 else len(buffer.text))
        if not buffer.skip_rows():
            reason = "the file ends inside the data of the COPY that starts here: it seems cut off"
            raise UnreadableSchema(buffer.path, reason, line)

    def taken(self, text: bytes) -> Copy:
        """Return the piece that stands for a COPY with its rows."""
        return Copy(self._session.text(text, self._buffer.line), self._here())

    def copy(self, arguments: bytes) -> Iterator[Copy | Skipped | Statement]:
        r"""Skip the rows of a ``\\copy`` whose command has been passed; its query may call a function."""
        command = b"COPY " + arguments
        if self.follow(command):
            yield self.taken(command)
            yield from self.skip()
        elif arguments.startswith(b"(") and self._functions.may_be_called(command, 0, len(command)):
            query = command[: command.rfind(b")") + 1] + b" TO STDOUT"
            yield Statement(self._session.text(query, self._buffer.line), self._here())

    def _here(self) -> Location:
        return Location(self._buffer.path, self._buffer.line)
