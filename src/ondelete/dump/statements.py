"""The cutter: a stream of bytes to statements, without their row data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from ondelete.catalog import Location, Skipped
from ondelete.dump.encodings import Transcoder
from ondelete.dump.functions import CalledNames, Passed
from ondelete.dump.lexer import KIND, OPENERS, comment_end, opener, scan, skip_leading
from ondelete.dump.psql import database_of, meta_command
from ondelete.dump.session import Session
from ondelete.dump.window import BLOCK, LIMIT, Window
from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Statement(msgspec.Struct, frozen=True):
    """One SQL statement without its final ``;`` and without the comments before it.

    psql variables are replaced, the text holds no NUL, and backslashes escape in ``E''`` strings only.
    ``complete`` is False for the last statement of a file that no ``;`` ends: psql runs it, or the file is cut off.
    ``several`` is True where psql sends more than one statement at once: a server runs them as one transaction.
    """

    text: str
    location: Location
    complete: bool = True
    several: bool = False


class Connect(msgspec.Struct, frozen=True):
    r"""A ``\\connect``: a new session in ``database``; None stands for the database that it was in before."""

    database: str | None
    location: Location


Piece: TypeAlias = Statement | Skipped | Connect

_NAME = rb'(?:"(?>(?:[^"]|"")*)"|[^\s"(.]++)'
_COLUMNS = rb'\((?>(?:[^()"]++|"(?>(?:[^"]|"")*)")*)\)'
_COPY_STDIN = re.compile(
    rb"(?is)COPY\s+(?:BINARY\s+)?%b(?>(?:\s*\.\s*%b)*)\s*(?:%b\s*)?(?:WITH\s+OIDS\s*)?FROM\s+STDIN\b"
    % (_NAME, _NAME, _COLUMNS)
)
_ATOMIC = re.compile(rb"(?i)\bATOMIC\b")


class Cutter:
    """Cuts one file: iterate over it once.

    Args:
        read: gives up to that many bytes, and none at the end; in an encoding that keeps ASCII apart.
        path: the file as the user named it.
        recoded: the bytes are UTF-8 whatever the file says of client_encoding (it was UTF-16, or has a BOM).
        block: how many bytes to read at a time.
        functions: those that earlier files define; this one's are added.

    Raises:
        UnreadableSchema: while iterating, where the text ends inside of something or is in another encoding.
    """

    def __init__(
        self,
        read: Callable[[int], bytes],
        path: str,
        *,
        recoded: bool = False,
        block: int = BLOCK,
        functions: CalledNames | None = None,
    ) -> None:
        self._functions = functions or CalledNames()
        self._window = Window(read, path, block)
        self._path = path
        self._session = Session(path, recoded=recoded)
        self._ended = False

    def __iter__(self) -> Iterator[Piece]:
        window, session = self._window, self._session
        position = 0
        while not self._ended:
            match = session.lexicon.statement.match(window.text, position)
            if match is not None:
                if match["insert"] is not None:
                    window.advance(position)
                    yield from self._inserts(match.start("text"))
                raw, kind = match.group("text", "kind")
                if kind is None and raw.count(b"(") == raw.count(b")"):
                    window.advance(match.start("text"))
                    yield Statement(session.text(raw, window.line), Location(self._path, window.line))
                    # Counted together with the next statement's leading lines: counting is what this loop costs.
                    position = match.end()
                    continue
            if match is None or _needs_scan(match):
                window.advance(position)
                yield from self._carefully()
            else:
                start = match.start("text")
                window.advance(start)
                yield from self._cut(match["kind"], start, match.end() - 1, match.end())
            position = window.position

    def _carefully(self) -> Iterator[Piece]:
        """Cut one statement that the regex could not, or see that more text is needed."""
        window = self._window
        passed = self._session.lexicon.leading.match(window.text, window.position)
        if passed is not None and passed["insert"] is not None:
            yield from self._inserts(passed.end())
        start = skip_leading(window.text, passed.end() if passed else window.position)
        window.advance(start)
        if window.text.startswith(b"\\", start):
            yield from self._meta(start)
            return
        found = KIND.match(window.text, start)
        kind = found["kind"] if found else None
        if kind is not None and kind.upper() == b"INSERT":
            yield from self._skip_insert()
            return
        if kind is not None and kind[:1] == b"p":
            yield from self._error_message(start)
            return
        stop = scan(window.text, start, conforming=self._session.conforming)
        if stop.found == "end":
            yield from self._cut(kind, start, stop.position, stop.position + 1)
        elif stop.found == "backslash" or (window.at_end and stop.found == "nothing" and start < len(window.text)):
            complete = stop.found == "backslash"
            yield from self._cut(kind, start, stop.position, stop.position, complete=complete)
        elif not window.at_end:
            self._more()
        elif stop.found == "open":
            raise self._cut_off(stop.what, window.line_at(stop.position))
        else:
            self._ended = True

    def _inserts(self, end: int) -> Iterator[Statement]:
        """Yield those of the INSERTs before ``end`` that seem to call a function; the others only bring rows."""
        window = self._window
        text, position = window.text, window.position
        if not self._functions.may_be_called(text, position, end):
            return
        while (start := skip_leading(text, position)) < end:
            stop = scan(text, start, conforming=self._session.conforming).position
            if self._functions.may_be_called(text, start, stop):
                window.advance(start)
                yield self._statement(start, stop, complete=True)
            position = stop + 1

    def _here(self) -> Location:
        return Location(self._path, self._window.line)

    def _more(self) -> None:
        window = self._window
        if len(window.text) - window.position > LIMIT:
            reason = f"this statement is longer than {LIMIT >> 20} MiB: is a quote or a comment left open?"
            raise UnreadableSchema(self._path, reason, window.line)
        window.fill()

    def _cut(self, kind: bytes | None, start: int, end: int, after: int, *, complete: bool = True) -> Iterator[Piece]:
        """Give the statement at the window's position its due, and move on."""
        window = self._window
        word = kind[:4].upper() if kind else b""
        if word == b"COPY":
            text = window.text[start:end]
            has_rows = _COPY_STDIN.match(text) is not None
            if not has_rows and self._functions.may_be_called(window.text, start, end):
                yield self._statement(start, end, complete=complete)
            window.advance(after)
            if has_rows:
                yield from self._skip_rows()
            return
        if kind is not None and kind[-8:].upper() in (b"FUNCTION", b"ROCEDURE"):
            self._functions.note(window.text[start:end])
        if word != b"INSE" or self._functions.may_be_called(window.text, start, end):
            yield self._statement(start, end, complete=complete)
        text = window.text[start:end] if word in (b"SET", b"SELE") else b""
        window.advance(after)
        if text:
            self._recode(self._session.obey(text))

    def _statement(self, start: int, end: int, *, complete: bool) -> Statement:
        line = self._window.line
        return Statement(self._session.text(self._window.text[start:end], line), Location(self._path, line), complete)

    def _cut_off(self, what: str, line: int) -> UnreadableSchema:
        return UnreadableSchema(self._path, f"the file ends inside the {what} that starts here: it seems cut off", line)

    def _skip_insert(self) -> Iterator[Statement | Skipped]:
        """Pass over an INSERT of any length, keeping of an unclosed literal only what opens it."""
        window = self._window
        where, parts = self._here(), Passed(self._functions, LIMIT)
        opened = 0
        while True:
            end = self._end_of_body()
            if end > len(b" E"):
                opened = 0
            parts.add(window.text, window.position, end)
            window.advance(end)
            stop = window.text[end : end + 1]
            if stop in (b";", b"\\") or (window.at_end and not stop):
                window.advance(end + (stop == b";"))
                break
            opened = opened or window.line
            if window.at_end:
                raise self._cut_off(OPENERS.get(stop, "token"), opened)
            if stop:
                window.replace(opener(window.text, end))
            window.fill()
        if parts.calls and (text := parts.text) is not None:
            yield Statement(self._session.text(text, where.line), where)
        elif parts.calls:
            yield Skipped(where, "it is too long to see which functions it calls", "INSERT ...")

    def _end_of_body(self) -> int:
        text, body = self._window.text, self._session.lexicon.body
        end: int | None = self._window.position
        while end is not None:
            found = body.match(text, end)
            stop = found.end() if found else end
            end = comment_end(text, stop) if text.startswith(b"/*", stop) else None
        return stop

    def _skip_rows(self) -> Iterator[Skipped]:
        """Skip the rest of the line of a COPY, and its data."""
        window = self._window
        while (end := window.text.find(b"\n", window.position)) < 0 and not window.at_end:
            window.fill()
        rest = window.text[window.position : end if end >= 0 else len(window.text)]
        if rest[skip_leading(rest, 0) :]:
            yield self._skipped("this stands on the line of a COPY, before its data", rest)
        line = window.line
        window.advance(end + 1 if end >= 0 else len(window.text))
        if not window.skip_rows():
            reason = "the file ends inside the data of the COPY that starts here: it seems cut off"
            raise UnreadableSchema(self._path, reason, line)

    def _error_message(self, start: int) -> Iterator[Skipped]:
        """Report an error of pg_dump or its kin that was written into the file."""
        text = self._window.text
        end = text.find(b"\n", start)
        if end < 0:
            self._more()
            return
        yield self._skipped("an error stopped the program that wrote this file: it may be incomplete", text[start:end])
        self._window.advance(end)

    def _skipped(self, reason: str, text: bytes) -> Skipped:
        return Skipped(self._here(), reason, text.decode(errors="replace").strip()[:200])

    def _meta(self, start: int) -> Iterator[Piece]:
        """Obey, pass over or report the psql command at ``start``."""
        window = self._window
        variables = self._session.variables
        command = meta_command(window.text, start, lambda text, at: variables.used_at(text, at, window.line))
        if command.reason is not None:
            yield self._skipped(command.reason, window.text[start : command.end])
        match command.name:
            case "connect" | "c":
                yield Connect(database_of(command.arguments), self._here())
            case "q" | "quit":
                self._ended = True
            case "set":
                variables.set(command.arguments)
            case "unset":
                variables.unset(command.arguments)
        window.advance(command.end)
        if command.name == "encoding" and command.arguments:
            self._recode(self._session.encode(command.arguments[0]))
        elif command.name == "copy" and _COPY_STDIN.match(b"COPY " + command.arguments[0].encode()):
            yield from self._skip_rows()

    def _recode(self, codec: str | None) -> None:
        r"""Make UTF-8 of all that follows, where a byte that looks like a quote may be half of a character."""
        if codec is not None:
            self._window.recode(lambda read: Transcoder(read, codec).read)


def _needs_scan(match: re.Match[bytes]) -> bool:
    """Whether the first ``;`` may be inside of parentheses or of a routine's body."""
    text, kind = match.group("text", "kind")
    if kind is not None:
        if kind[:4].upper() in (b"INSE", b"COPY"):
            return False
        if kind[:1] in b"Cc" and (kind[-4:].upper() == b"RULE" or _ATOMIC.search(text)):
            return True
    return bool(text.count(b"(") != text.count(b")"))
