"""A buffer over a stream of bytes: whole lines, a known line number, and little more than one block in memory."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ondelete.errors import UnreadableSchema
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Callable

    from ondelete.dump.input.reading import Read

BLOCK = 1 << 20
LIMIT = 16 << 20
"""Bytes that one statement that matters, or one line outside of row data, may have."""

_NARROW = 1 << 12
_LONG_LINE = 4 << 20
# Between a letter or digit and a digit no token can begin or end that would be another one when cut in two.
_SEAM = later(rb"[0-9A-Za-z,](?=[0-9])")


class _Pushback:
    """A ``read`` to which bytes can be given back."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._given: list[io.BytesIO] = []  # the last one is read first

    def read(self, size: int) -> bytes:
        while self._given:
            if text := self._given[-1].read(size):
                return text
            self._given.pop()
        return self._read(size)

    def give_back(self, text: bytes) -> None:
        if text:
            self._given.append(io.BytesIO(text))

    def rest(self) -> bytes:
        text = b"".join(given.read() for given in reversed(self._given))
        self._given.clear()
        return text


class Buffer:
    """The bytes in hand, cut at a line end so that only what may span lines can be unfinished.

    A line end is added to the last line if it has none and if that does no harm.
    ``text[position:]`` is what has not been read yet, ``line`` the 1-based line of ``position``.
    """

    def __init__(self, read: Read, path: str, block: int = BLOCK) -> None:
        self._raw = _Pushback(read)
        self._read = _Pushback(self._raw.read)
        self._block, self._ahead, self._most = block, block, block
        self._held = b""
        self.path = path
        self.text = b""
        self.position = 0
        self.line = 1
        self.at_end = False

    def advance(self, position: int) -> None:
        """Move on to ``position``, counting lines."""
        self.line += self.text.count(b"\n", self.position, position)
        self.position = position

    def line_at(self, position: int) -> int:
        """Return the 1-based line of a position that was not passed yet."""
        return self.line + self.text.count(b"\n", self.position, position)

    def fill(self) -> None:
        """Drop what was read and append at least as much as is left, so that a repeated match stays linear."""
        rest = self.text[self.position :]
        self.text = rest + self._lines(max(self._ahead, len(rest)))
        self.position = 0
        self._ahead = min(2 * self._ahead, self._most)

    def replace(self, text: bytes) -> None:
        """Put other bytes in the place of what has not been read yet."""
        self.text, self.position = text, 0

    def put_back(self, text: bytes, line: int) -> None:
        """Put bytes that begin in a line before what has not been read yet."""
        self.text, self.position, self.line = text + self.text[self.position :], 0, line

    def narrow(self) -> None:
        """From here on, hold little more than what is needed, so that putting bytes back costs little."""
        if self._most > _NARROW:
            self._ahead = self._most = _NARROW
            self._read.give_back(self._take_all())
            self.at_end = False

    def recode(self, undo: Callable[[bytes], bytes], through: Callable[[Read], Read]) -> None:
        """Read everything that has not been read yet again, through another ``read``.

        Little is read at first: the ``read`` may change again soon, and then the same bytes would be read each time.

        Args:
            undo: gives the bytes that were behind those that have been read.
            through: makes the new ``read`` of that of the file.
        """
        self._raw.give_back(undo(self._take_all() + self._read.rest()))
        self._read, self.at_end = _Pushback(through(self._raw.read)), False
        self._ahead = min(self._ahead, _NARROW)

    def _take_all(self) -> bytes:
        taken = self.text[self.position :] + self._held
        self.text, self._held, self.position = b"", b"", 0
        return taken

    def skip_rows(self) -> bool:
        r"""Skip the data of a COPY up to and with its ``\.`` line; False if the file ends before one."""
        # The rows of most tables end in the text in hand. Then nothing need be copied.
        if self.position and (end := _rows_end(self.text, self.position - 1, last=False)[0]) is not None:
            self.advance(end)
            return True
        text, counted = b"\n" + self._take_all(), 1
        while True:
            end, keep = _rows_end(text, 0, last=self.at_end)
            self.line += text.count(b"\n", counted, keep if end is None else end)
            if end is not None:
                self.text, self._held = (text[end:], b"") if self.at_end else (b"", text[end:])
                return True
            if self.at_end:
                return False
            chunk = self._read.read(self._block)
            self.at_end = not chunk
            text, counted = text[keep:] + chunk, max(counted - keep, 0)

    def _lines(self, size: int) -> bytes:
        parts, total = [self._held], len(self._held)
        self._held = b""
        while not self.at_end:
            chunk = self._read.read(size)
            if not chunk:
                self.at_end = True
                parts.append(b"\n")
                break
            parts.append(chunk)
            total += len(chunk)
            cut = chunk.rfind(b"\n") + 1 or (_seam(chunk) if total > _LONG_LINE else 0)
            if cut:
                self._held, parts[-1] = chunk[cut:], chunk[:cut]
                break
            if total > LIMIT:
                raise UnreadableSchema(
                    self.path, f"a line is longer than {LIMIT >> 20} MiB: is this an SQL dump?", self.line
                )
        return b"".join(parts)


def _seam(chunk: bytes) -> int:
    ends = [found.end() for found in _SEAM.finditer(chunk, max(len(chunk) - 4096, 0))]
    return ends[-1] if ends else 0


def _rows_end(text: bytes, start: int, *, last: bool) -> tuple[int | None, int]:
    r"""Return the end of the rows (after their ``\.`` line) or None, and the place to search from with more text."""
    at = text.find(b"\n\\.", start)
    while at >= 0:
        after = text[at + 3 : at + 5]
        if after.startswith(b"\n"):
            return at + 4, at
        if after == b"\r\n":
            return at + 5, at
        if after in (b"", b"\r"):
            return (len(text), at) if last else (None, at)
        at = text.find(b"\n\\.", at + 1)
    return None, max(len(text) - 2, 0)
