"""The cutter: a stream of bytes to statements, without their row data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.catalog import Location, Skipped
from ondelete.dump.input.buffer import BLOCK, LIMIT, Buffer
from ondelete.dump.input.encodings import Armour
from ondelete.dump.input.lexer import ENDED_BY_THE_FILE, JOINED, KIND, MARK, scan, skip_leading
from ondelete.dump.input.psql import DROPS, SENDS
from ondelete.dump.input.session import SETTING_WORDS, Session
from ondelete.dump.input.tokens import comment_at_the_end, is_whole
from ondelete.dump.input.variables import USE
from ondelete.dump.statements.commands import MARKED, Commands
from ondelete.dump.statements.functions import CalledNames
from ondelete.dump.statements.pieces import Connect, Copy, Part, Piece, Statement, StopAtErrors
from ondelete.dump.statements.rows import Rows, cut_off, shown
from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.dump.input.reading import Read

__all__ = ["Connect", "Copy", "Cutter", "Piece", "Statement", "StopAtErrors"]

_MOST_SPLICED = 1 << 30
_MARK_INSIDE = "a byte order mark inside of a file: psql refuses the statement behind it; it counts here all the same"
_ENCODING_WITHIN = "psql sends the statement around this in the new encoding; it is read in the one before"
_UNSAFE = r"a server refuses \' in a string in this encoding; it counts here all the same"
_COMMENT = "for psql this variable's comment ends with it, for a server with its line; psql is followed here"
_TOO_LONG = f"what psql sends together is longer than {LIMIT >> 20} MiB"
_ATOMIC = re.compile(rb"(?i)\bATOMIC\b")


class Cutter:
    """Cuts one file: iterate over it once.

    Args:
        read: gives up to that many bytes, and none at the end; in an encoding that keeps ASCII apart.
        path: the file as the user named it; ``block``: how many bytes to read at a time.
        recoded: the bytes are UTF-8 whatever the file says of client_encoding (it was UTF-16, or has a BOM).
        functions: those of earlier files, to which its own are added; ``session``: what was set before it.

    Raises:
        UnreadableSchema: while iterating, if the text ends inside of something or is in another encoding.
    """

    def __init__(
        self,
        read: Read,
        path: str,
        *,
        recoded: bool = False,
        block: int = BLOCK,
        functions: CalledNames | None = None,
        session: Session | None = None,
    ) -> None:
        self._functions = functions or CalledNames()
        self._buffer = Buffer(read, path, block)
        self._path = path
        self._session = session or Session(path, recoded=recoded)
        self._rows = Rows(self._buffer, self._session, self._functions)
        self._commands = Commands(self._buffer, self._session, self._recode, self._rows.copy)
        self._armour: tuple[str, Armour] | None = None
        self._spliced = 0
        # What psql holds back for the statement after it, and the line where that begins.
        self._held, self._held_from = b"", 0
        self._ended = False

    def __iter__(self) -> Iterator[Part]:
        buffer, session = self._buffer, self._session
        position = spliced = 0
        while not self._ended and not self._commands.ended:
            careful = session.variables.risky or self._held or self._spliced > spliced
            spliced = self._spliced
            text, find = buffer.text, session.lexicon.statement.match
            match = None if careful else find(text, position)
            while match is not None:  # what a plain statement leaves as it is, is not asked again
                insert, raw, kind = match.group("insert", "text", "kind")
                if insert is not None and not _needs_scan(match):  # else they are passed over with care
                    buffer.advance(position)
                    yield from self._rows.inserts(match.start("text"))
                is_loud = (b";" in raw and _may_hold_several(raw)) or (b"\\" in raw and session.is_unsafe(raw))
                if kind is not None or is_loud or raw.count(b"(") != raw.count(b")"):
                    break
                buffer.advance(match.start("text"))
                yield Statement(session.text(raw, buffer.line), Location(self._path, buffer.line))
                # Counted together with the next statement's leading lines: counting is what this loop costs.
                position = match.end()
                match = find(text, position)
            if match is None or _needs_scan(match):
                buffer.advance(position)
                yield from self._carefully()
            else:
                start = match.start("text")
                buffer.advance(start)
                yield from self._cut(match["kind"], start, match.end() - 1, match.end())
            position = buffer.position

    def _carefully(self) -> Iterator[Part]:
        """Cut one statement that the regex could not cut, or ask for more text."""
        buffer, risky = self._buffer, self._session.variables.risky or bool(self._held)
        passed = None if risky else self._session.lexicon.leading.match(buffer.text, buffer.position)
        if passed is not None and passed["insert"] is not None:
            yield from self._rows.inserts(passed.end())
        start = skip_leading(buffer.text, passed.end() if passed else buffer.position)
        buffer.advance(start)
        if buffer.text.startswith(b"\\", start):
            yield from self._before_a_command(None, start, start) if self._held else self._commands.run(start)
            return
        found = KIND.match(buffer.text, start)
        kind = found["kind"] if found else None
        if kind is not None and kind.upper() == b"INSERT" and not risky:
            yield from self._rows.skip_insert()
            return
        if kind is not None and kind[:1] == b"p":
            yield from self._error_message(start)
            return
        if kind == MARK:
            yield self._skipped(_MARK_INSIDE, buffer.text[start : start + 80].partition(b"\n")[0])
            buffer.advance(start + len(MARK))
            return
        matters = self._breaks if risky else None
        stop = scan(buffer.text, start, conforming=self._session.conforming, matters=matters)
        if stop.found == "end":
            yield from self._cut(kind, start, stop.position, stop.position + 1)
        elif stop.found == "backslash":
            yield from self._before_a_command(kind, start, stop.position)
        elif stop.found == "colon":
            yield from self._splice(start, stop.position)
        elif not buffer.at_end:
            self._more()
        elif stop.found == "open" and stop.what not in ENDED_BY_THE_FILE and not self._is_whole(start):
            raise cut_off(self._path, stop.what, buffer.line_at(stop.position))
        elif start < len(buffer.text) or self._held:  # psql sends what is left
            yield from self._cut(kind, start, len(buffer.text), len(buffer.text), complete=False)
        else:
            self._ended = True

    def _is_whole(self, start: int) -> bool:
        return is_whole(self._buffer.text[start:], conforming=self._session.conforming)

    def _before_a_command(self, kind: bytes | None, start: int, at: int) -> Iterator[Part]:
        """Run, drop or keep the beginning of a statement before a psql command; what is kept goes on after it."""
        buffer = self._buffer
        command = self._commands.read(at)
        if command.name in SENDS:
            self._commands.has_sent = True
            yield from self._cut(kind, start, at, at)
            return
        begun, line = buffer.text[start:at], buffer.line
        if command.name == ";":
            self._hold(begun, command.end)
            return
        buffer.advance(at)
        if command.name == "encoding" and (begun or self._held):
            yield self._skipped(_ENCODING_WITHIN, buffer.text[at : command.end])
        yield from self._commands.run(at)
        if command.name in DROPS:
            self._held, self._held_from = b"", 0
        else:
            passed = buffer.line - line - begun.count(b"\n")
            self._put_back(begun + b" " + b"\n" * passed, line)

    def _hold(self, begun: bytes, after: int) -> None:
        r"""Keep a statement that ``\\;`` ends, unless it is inside of something: psql sends it with the next one."""
        buffer, line = self._buffer, self._buffer.line
        if scan(begun, 0, conforming=self._session.conforming).what in ENDED_BY_THE_FILE:
            buffer.advance(after)
            self._put_back(begun + b" ;", line)
            return
        self._held_from = self._held_from or buffer.line
        missing = buffer.line - self._held_from - self._held.count(b"\n")
        self._held += b"\n" * missing + begun + b";"
        if len(self._held) > LIMIT:
            raise UnreadableSchema(self._path, _TOO_LONG, buffer.line)
        buffer.advance(after)

    def _splice(self, start: int, at: int) -> Iterator[Skipped]:
        """Put the value of a variable into the text, if it ends or opens something."""
        buffer = self._buffer
        use = USE.match(buffer.text, at)
        assert use is not None  # noqa: S101 - the scan has stopped at it
        variables, rules = self._session.variables, self._session.lexicon
        value = variables.replaced_in(use[0], rules, buffer.line, apart=b" ")
        begun, line = buffer.text[start:at], buffer.line
        if cut := comment_at_the_end(value, rules):
            yield Skipped(Location(self._path, buffer.line_at(at)), _COMMENT, shown(use[0]))
            value = value[:-cut]
        buffer.advance(use.end())
        # A carriage return is a line end to PostgreSQL, and does not count in the lines of the file.
        self._put_back(begun + value.replace(b"\n", b"\r"), line)

    def _breaks(self, text: bytes, position: int) -> bool:
        return self._session.variables.breaks(text, position, self._session.lexicon, self._buffer.line)

    def _put_back(self, text: bytes, line: int) -> None:
        buffer = self._buffer
        buffer.narrow()
        self._spliced += len(text) + len(buffer.text)
        if self._spliced > _MOST_SPLICED:
            reason = "psql's variables and commands inside of statements come to more than is followed here"
            raise UnreadableSchema(self._path, reason, line)
        buffer.put_back(text, line)

    def _more(self) -> None:
        buffer = self._buffer
        if len(buffer.text) - buffer.position > LIMIT:
            reason = f"this statement is longer than {LIMIT >> 20} MiB: is a quote or a comment left open?"
            raise UnreadableSchema(self._path, reason, buffer.line)
        buffer.fill()

    def _cut(self, kind: bytes | None, start: int, end: int, after: int, *, complete: bool = True) -> Iterator[Part]:
        """Give the statement at the buffer's position its due, and move on."""
        buffer = self._buffer
        word = kind[:4].upper() if kind else b""
        text = self._commands.previous = buffer.text[start:end]
        if word == b"COPY":
            text = self._session.expanded(text, buffer.line)
            has_rows = self._rows.follow(text)
            if self._held or (not has_rows and self._functions.may_be_called(buffer.text, start, end)):
                yield self._statement(start, end, complete=complete)
            elif has_rows:
                yield self._rows.taken(text)
            buffer.advance(after)
            if has_rows:
                yield from self._rows.skip()
            return
        if kind is not None and kind[-8:].strip().upper() in (b"FUNCTION", b"ROCEDURE", b"TRIGGER"):
            self._functions.note(buffer.text[start:end])
        held, applied, line = bool(self._held), text, buffer.line
        if word != b"INSE" or held or self._functions.may_be_called(buffer.text, start, end):
            if self._session.is_unsafe(text):
                yield self._skipped(_UNSAFE, text)
            statement = self._statement(start, end, complete=complete)
            applied = text if held else statement.text.encode()
            yield statement
        buffer.advance(after)
        if word in SETTING_WORDS:
            if self._session.apply_setting(applied):
                yield Skipped(Location(self._path, line), MARKED, shown(applied))
            self._recode()

    def _statement(self, start: int, end: int, *, complete: bool) -> Statement:
        line, text = self._buffer.line, self._buffer.text[start:end]
        # A server finds other ends than psql: where it joins strings, and where the file ends in parentheses.
        several = bool(self._held) or (b";" in text and not complete) or _may_hold_several(text)
        if self._held:
            text = self._held + b"\n" * (line - self._held_from - self._held.count(b"\n")) + text
            line, self._held, self._held_from = self._held_from, b"", 0
        return Statement(self._session.text(text, line), Location(self._path, line), complete, several)

    def _recode(self) -> None:
        """Read all that follows by the encoding in force: a byte that looks like a quote may be half a character."""
        codec, old = self._session.armour, self._armour
        if codec == (old[0] if old else None):
            return
        self._armour = None

        def through(read: Read) -> Read:
            if codec is None:
                return read
            armour = Armour(read, codec)
            self._armour = codec, armour
            return armour.read

        self._buffer.recode(old[1].rest if old else bytes, through)

    def _error_message(self, start: int) -> Iterator[Skipped]:
        """Report an error of pg_dump or its kin that was written into the file."""
        text = self._buffer.text
        if (end := text.find(b"\n", start)) < 0:
            self._more()
            return
        yield self._skipped("an error stopped the program that wrote this file: it may be incomplete", text[start:end])
        self._buffer.advance(end)

    def _skipped(self, reason: str, text: bytes) -> Skipped:
        return Skipped(Location(self._path, self._buffer.line), reason, shown(text))


def _needs_scan(match: re.Match[bytes]) -> bool:
    """Whether the first ``;`` may be inside of parentheses or of a routine's body."""
    text, kind = match.group("text", "kind")
    if kind is not None:
        if kind == MARK:
            return True
        if kind[:4].upper() in (b"INSE", b"COPY"):
            return False
        if kind[:1] in b"Cc" and (kind[-4:].upper() == b"RULE" or _ATOMIC.search(text)):
            return True
    return _may_hold_several(text) or bool(text.count(b"(") != text.count(b")"))


def _may_hold_several(text: bytes) -> bool:
    """Whether a server may find other ends than psql, as it joins strings: what is a string to it is none to psql."""
    return b";" in text and JOINED.search(text) is not None
