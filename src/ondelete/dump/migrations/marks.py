"""The way up: of a file that holds both ways, what stands between a tool's marks; lines keep their numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from ondelete.dump.input.buffer import LIMIT
from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from collections.abc import Callable

    from ondelete.dump.input.reading import Read

_AHEAD = 1 << 16
_LINE_END = re.compile(rb"[^\n]+")


class Marks(msgspec.Struct, frozen=True):
    """How a tool marks the parts of a file.

    Attributes:
        lines: a regular expression of whole lines. The name of the group that takes part says what such a line does:
            ``up`` (what follows is run), ``down`` (it is not), ``end`` (a statement ends here). A statement ends at
            each of them.
        starts: whether what stands before the first mark is run.
        for_good: whether nothing is run any more after the first ``down``.
    """

    lines: bytes
    starts: bool = True
    for_good: bool = False

    def begin(self) -> Callable[[bytes], bytes]:
        """Return what takes the lines of one file, in order, and returns those of the way up."""
        return WayUp(self).take


class WayUp:
    """Takes a file's lines in order, and empties those that are not run.

    Args:
        marks: how the tool marks them.
    """

    def __init__(self, marks: Marks) -> None:
        self._pattern = re.compile(marks.lines)
        self._marks = marks
        self._runs, self._ended = marks.starts, False

    def take(self, lines: bytes) -> bytes:
        """Return the lines of the way up among some whole lines, and an empty line for each other one."""
        parts: list[bytes] = []
        position = 0
        for mark in self._pattern.finditer(lines):
            parts.append(self._kept(lines[position : mark.start()]))
            parts.append(self._obey(mark))
            position = mark.end()
        parts.append(self._kept(lines[position:]))
        return b"".join(parts)

    def _kept(self, text: bytes) -> bytes:
        return text if self._runs else _LINE_END.sub(b"", text)

    def _obey(self, mark: re.Match[bytes]) -> bytes:
        end = b";" if self._runs else b""
        if mark.lastgroup != "end":
            self._ended = self._ended or (self._marks.for_good and mark.lastgroup == "down")
            self._runs = mark.lastgroup == "up" and not self._ended
        return end


def by_lines(read: Read, path: str, change: Callable[[bytes], bytes]) -> Read:
    """Return a ``read`` of the same text with its lines changed.

    Args:
        read: gives the text.
        path: the file as the user named it, for messages.
        change: takes some whole lines (the last one of a file may lack its end) and returns what stands for them.

    Raises:
        UnreadableSchema: while reading: a line is longer than a line of SQL may be.
    """
    ready, rest, at_end = b"", b"", False

    def read_changed(size: int) -> bytes:
        nonlocal ready, rest, at_end
        while not ready and not at_end:
            chunk = read(max(size, _AHEAD))
            at_end = not chunk
            lines, end, begun = (rest + chunk).rpartition(b"\n")
            if at_end:
                ready, rest = change(lines + end + begun), b""
            else:
                ready, rest = change(lines + end), begun
            if len(rest) > LIMIT:
                raise UnreadableSchema(path, f"a line is longer than {LIMIT >> 20} MiB: is this an SQL file?")
        given, ready = ready[:size], ready[size:]
        return given

    return read_changed
