"""The messages of pg_dump and its kin that ``2>&1`` mixed into the dump.

Both streams are written in blocks, so a message can stand in the middle of a line of SQL:
``name varying(40pg_dump: creating TABLE "public.t"``, and ``),`` follows on the next line. Taking out the message with
its line end gives the SQL back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.dump.input.lexer import REST_OF_MESSAGE
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from ondelete.dump.input.reading import Read

# The first words of pg_log_info and pg_log_warning calls in pg_dump.c, pg_dumpall.c, pg_backup_*.c and common.c of
# PostgreSQL 10-18. Errors are not among them: they say that the dump is incomplete, so they must be seen.
_MESSAGE = (
    rb"(?:pg_dump|pg_dumpall|pg_restore): (?:allocating|connecting|creating|detail:|disabling|dropping|dumping|enabling"
    rb"|entering|executing|finding|finished|flagging|hint:|identifying|implied|last built-in OID|launching|processing"
    rb"|reading|running|saving|setting|skipping|started|warning:)" + REST_OF_MESSAGE + rb"(?:\n|\Z)"
)
_ANYWHERE = later(_MESSAGE)
_LONGEST = 1 << 16


def without_messages(read: Read, head: bytes) -> Read:
    """Return a ``read`` that leaves the messages out, if ``head`` (how the text begins) has some; else ``read``.

    Only then, since the same words may stand in a string of an ordinary schema. The lines keep their numbers.
    """
    starts = (found.start() for found in _ANYWHERE.finditer(head))
    on_own_line = any(start == 0 or head[start - 1 : start] == b"\n" for start in starts)
    return _Filter(read).read if on_own_line else read


class _Filter:
    def __init__(self, read: Read) -> None:
        self._read = read
        self._held = b""
        self._owed = 0
        self._at_line_start = True

    def read(self, size: int) -> bytes:
        while True:
            chunk = self._read(size)
            text = self._held + chunk
            whole = text.rfind(b"\n") + 1
            if not chunk or len(text) - whole > _LONGEST:
                whole = len(text)
            self._held = text[whole:]
            clean = b"".join(self._clean(text[:whole]))
            if clean or not chunk:
                return clean

    def _clean(self, text: bytes) -> list[bytes]:
        parts: list[bytes] = []
        position = 0
        for message in _ANYWHERE.finditer(text):
            parts.append(self._sql(text[position : message.start()]))
            position = message.end()
            if self._at_line_start:
                parts.append(b"\n")
            else:
                self._owed += 1
        parts.append(self._sql(text[position:]))
        return parts

    def _sql(self, text: bytes) -> bytes:
        """Return the text with the line ends owed for messages inside of its first line."""
        if not text:
            return text
        self._at_line_start = text.endswith(b"\n")
        end = text.find(b"\n")
        if end < 0 or not self._owed:
            return text
        owed, self._owed = self._owed, 0
        return text[: end + 1] + b"\n" * owed + text[end + 1 :]
