"""The cutter: a stream of bytes to statements, without their row data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from ondelete.catalog import Location, Skipped
from ondelete.dump.encodings import Transcoder, codec_of, decode, is_ascii_safe
from ondelete.dump.lexer import KIND, comment_end, lexicon, scan, skip_leading
from ondelete.dump.psql import database_of, meta_command
from ondelete.dump.variables import Variables
from ondelete.dump.window import BLOCK, LIMIT, Window
from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ondelete.dump.lexer import Scan


class Statement(msgspec.Struct, frozen=True):
    """One SQL statement without its final ``;`` and without the comments before it.

    psql variables are replaced, the text holds no NUL, and backslashes escape in ``E''`` strings only.
    """

    text: str
    location: Location


class Connect(msgspec.Struct, frozen=True):
    r"""A ``\\connect``: from here on statements run in ``database``."""

    database: str
    location: Location


Piece: TypeAlias = Statement | Skipped | Connect

_SETTING = re.compile(
    rb"""(?ix) SET \s+ (?:(?:SESSION|LOCAL)\s+)? (?P<name>client_encoding|standard_conforming_strings) \s* (?:=|TO\b) (?P<value>.*)
    | SET \s+ (?:(?:SESSION|LOCAL)\s+)? NAMES \s+ (?P<encoding>.*)
    | SELECT \s+ (?:pg_catalog\s*\.\s*)? set_config \s* \( \s* '(?P<config>client_encoding|standard_conforming_strings)'
        \s* , \s* '(?P<to>[^']*)'""",
    re.DOTALL,
)
_NAME = rb"""(?:"(?:[^"]|"")*+"|[^\s"(.]++)"""
_COPY_STDIN = re.compile(
    rb"""(?isx) COPY \s+ (?:BINARY\s+)? """
    + _NAME
    + rb""" (?:\s*\.\s*"""
    + _NAME
    + rb""")*+ \s*
    (?:\((?:[^()"]++|"(?:[^"]|"")*+")*+\))? \s* FROM \s+ STDIN\b"""
)
_ATOMIC = re.compile(rb"(?i)\bATOMIC\b")
_FALSE = re.compile(r"(?i)(of|off|f|fa|fal|fals|false|n|no|0)\Z")


class Cutter:
    """Cuts one file: iterate over it once.

    Args:
        read: gives up to that many bytes, and none at the end; in an encoding that keeps ASCII apart.
        path: the file as the user named it.
        recoded: the bytes are UTF-8 whatever the file says of client_encoding (it was UTF-16, or has a BOM).
        block: how many bytes to read at a time.

    Raises:
        UnreadableSchema: while iterating, where the text ends inside of something or is in another encoding.
    """

    def __init__(self, read: Callable[[int], bytes], path: str, *, recoded: bool = False, block: int = BLOCK) -> None:
        self._window = Window(read, path, block)
        self._path = path
        self._codec = self._encoding = "utf-8"
        self._recoded = recoded
        self._conforming = True
        self._variables = Variables()
        self._ended = False

    def __iter__(self) -> Iterator[Piece]:
        window = self._window
        while not self._ended:
            match = lexicon(conforming=self._conforming).statement.match(window.text, window.position)
            if match is None or _needs_scan(match):
                yield from self._carefully()
                continue
            start, end = match.span("text")
            window.advance(start)
            yield from self._cut(match["kind"], start, end, end + 1)

    def _carefully(self) -> Iterator[Piece]:
        """Cut one statement that the regex could not, or see that more text is needed."""
        window = self._window
        start = skip_leading(window.text, window.position)
        window.advance(start)
        if window.text.startswith(b"\\", start):
            yield from self._meta(start)
            return
        found = KIND.match(window.text, start)
        kind = found["kind"] if found else None
        if kind is not None and kind.upper() == b"INSERT":
            self._skip_insert()
            return
        stop = scan(window.text, start, conforming=self._conforming)
        if stop.found == "end":
            yield from self._cut(kind, start, stop.position, stop.position + 1)
        elif stop.found == "backslash" or (window.at_end and stop.found == "nothing" and start < len(window.text)):
            yield from self._cut(kind, start, stop.position, stop.position)
        elif not window.at_end:
            self._more()
        elif stop.found == "open":
            raise self._cut_off(stop.what, window.line_at(stop.position))
        else:
            self._ended = True

    def _more(self) -> None:
        window = self._window
        if len(window.text) - window.position > LIMIT:
            reason = (
                f"the statement that begins here is longer than {LIMIT >> 20} MiB: is a quote or a comment left open?"
            )
            raise UnreadableSchema(self._path, reason, window.line)
        window.fill()

    def _cut(self, kind: bytes | None, start: int, end: int, after: int) -> Iterator[Piece]:
        """Give the statement at the window's position its due, and move on."""
        window = self._window
        word = kind[:4].upper() if kind else b""
        if word == b"COPY":
            text = window.text[start:end]
            window.advance(after)
            if _COPY_STDIN.match(text):
                yield from self._skip_rows()
            return
        if word != b"INSE":
            statement = self._statement(start, end)
            yield statement
        window.advance(after)
        if word in (b"SET", b"SELE"):
            self._apply(window.text[start:end])

    def _statement(self, start: int, end: int) -> Statement:
        window = self._window
        text = window.text[start:end].rstrip()
        if b"\0" in text:
            reason = (
                "a NUL byte stands inside a statement, where PostgreSQL allows none: the file is damaged, or no SQL"
            )
            raise UnreadableSchema(self._path, reason, window.line_at(start + text.index(b"\0")))
        text = self._variables.replaced_in(text, conforming=self._conforming)
        if not self._conforming and b"\\" in text:
            text = conform(text)
        try:
            return Statement(decode(text, self._codec), Location(self._path, window.line))
        except UnicodeDecodeError as error:
            raise self._wrong_encoding(text, error) from None

    def _wrong_encoding(self, text: bytes, error: UnicodeDecodeError) -> UnreadableSchema:
        line = self._window.line + text.count(b"\n", 0, error.start)
        byte = text[error.start : error.start + 1].hex()
        reason = (
            f"byte 0x{byte} is not {self._encoding.upper()}. Put SET client_encoding = 'LATIN1'; (or what the file is in) "
            "at its top, or convert it: iconv -f LATIN1 -t UTF-8"
        )
        return UnreadableSchema(self._path, reason, line)

    def _cut_off(self, what: str, line: int) -> UnreadableSchema:
        return UnreadableSchema(self._path, f"the file ends inside the {what} that starts here: it seems cut off", line)

    def _skip_insert(self) -> None:
        """Pass over an INSERT of any length, keeping of an unclosed literal only what opens it."""
        window = self._window
        opened = 0
        while True:
            end = self._end_of_body()
            if end > len(b" E"):
                opened = 0
            window.advance(end)
            stop = window.text[end : end + 1]
            if stop in (b";", b"\\"):
                window.advance(end + (stop == b";"))
                return
            if window.at_end and not stop:
                return
            opened = opened or window.line
            if window.at_end:
                raise self._cut_off(OPENERS[stop], opened)
            if stop:
                window.replace(opener(window.text, end))
            window.fill()

    def _end_of_body(self) -> int:
        text, body = self._window.text, lexicon(conforming=self._conforming).body
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

    def _skipped(self, reason: str, text: bytes) -> Skipped:
        return Skipped(Location(self._path, self._window.line), reason, text.decode(errors="replace").strip()[:200])

    def _meta(self, start: int) -> Iterator[Piece]:
        """Obey, pass over or report the psql command at ``start``."""
        window = self._window
        command = meta_command(window.text, start)
        if command.reason is not None:
            yield self._skipped(command.reason, window.text[start : command.end])
        match command.name:
            case "connect" | "c":
                database = database_of(command.arguments)
                if database is not None:
                    yield Connect(database, Location(self._path, window.line))
            case "q" | "quit":
                self._ended = True
            case "set":
                self._variables.set(command.arguments)
            case "unset":
                self._variables.unset(command.arguments)
        window.advance(command.end)
        if command.name == "encoding" and command.arguments:
            self._encode(command.arguments[0])
        elif command.name == "copy" and _COPY_STDIN.match(b"COPY " + command.arguments[0].encode()):
            yield from self._skip_rows()

    def _apply(self, text: bytes) -> None:
        """Follow a SET that changes how the rest of the file reads."""
        found = _SETTING.match(text)
        if found is None:
            return
        name = (found["name"] or found["config"] or b"client_encoding").lower()
        value = (
            (found["value"] or found["encoding"] or found["to"] or b"").decode(errors="replace").strip().strip("'\"")
        )
        if name == b"client_encoding":
            self._encode("UTF8" if value.upper() == "DEFAULT" else value)
        else:
            self._conforming = not _FALSE.match(value)

    def _encode(self, encoding: str) -> None:
        codec = codec_of(encoding)
        if self._recoded or codec == self._codec:
            return
        window = self._window
        self._encoding, self._codec = encoding, codec or "ascii"
        if codec is not None and not is_ascii_safe(codec):
            # A trailing byte may look like a quote there, so what follows becomes UTF-8 before it is cut.
            window.recode(lambda read: Transcoder(read, codec).read)
            self._recoded, self._codec = True, "utf-8"


def _needs_scan(match: re.Match[bytes]) -> bool:
    """Whether the first ``;`` may be inside of parentheses or of a routine's body."""
    kind = match["kind"]
    start, end = match.span("text")
    if kind is not None:
        if kind[:4].upper() in (b"INSE", b"COPY"):
            return False
        if kind[:1] in b"Cc" and (kind[-4:].upper() == b"RULE" or _ATOMIC.search(match.string, start, end)):
            return True
    return match.string.count(b"(", start, end) != match.string.count(b")", start, end)
