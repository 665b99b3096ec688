"""From files to statements: the files are opened, decoded and cut, and one database is chosen."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from ondelete.dump.input.detect_format import certainly, probably
from ondelete.dump.input.encodings import Transcoder
from ondelete.dump.input.messages import without_messages
from ondelete.dump.input.reading import peek
from ondelete.dump.input.streams import open_bytes
from ondelete.dump.statements.cutter import Cutter
from ondelete.dump.statements.databases import named_database, only_database
from ondelete.dump.statements.functions import CalledNames
from ondelete.errors import UnreadableSchema
from ondelete.rails.schema_file.recognition import UNSAID, is_schema_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ondelete.dump.input.reading import Read
    from ondelete.dump.statements.cutter import Piece

_DUMPED_FROM = re.compile(rb"(?m)^-- Dumped from database version (\d{1,3})(?!\d)")
# The longer mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Without a mark, it is UTF-16 if it begins with characters of ASCII and every other byte is zero.
_BARE_UTF16 = (
    (re.compile(rb"(?:[\t\n\r -~]\0){16}"), "utf-16-le"),
    (re.compile(rb"(?:\0[\t\n\r -~]){16}"), "utf-16-be"),
)


class Statements:
    """The statements of all files in order, as if they were one schema; iterate over them once.

    Attributes:
        dumped_from: the server's major version that pg_dump wrote at the head of a file, of the first file read so far
            that has one.
        unsaid: what the files read so far cannot say, each a sentence or two.
    """

    def __init__(
        self, names: Sequence[str], database: str | None, watch: Callable[[int], None] | None, max_memory: int | None
    ) -> None:
        self.dumped_from: int | None = None
        self.unsaid: tuple[str, ...] = ()
        self._names, self._database, self._watch, self._max_memory = names, database, watch, max_memory
        self._heads: dict[str, bytes] = {}

    def head_of(self, name: str) -> bytes:
        """Return how the text of a file begins, as far as it has been read: some ``HEAD`` bytes, in UTF-8."""
        return self._heads.get(name, b"")

    def __iter__(self) -> Iterator[Piece]:
        seen: dict[str, None] = {}
        functions = CalledNames()
        for name in self._names:
            with open_bytes(name, self._watch, self._max_memory) as (head, read):
                head, read, recoded = _as_utf8(head, read)
                self._note(name, head)
                if is_schema_file(name, head):
                    from ondelete.dump.statements.schema_rb import schema_pieces  # few files are Ruby

                    self.unsaid = (UNSAID,)
                    yield from schema_pieces(name, read)
                    continue
                cutter = Cutter(without_messages(read, head), name, recoded=recoded, functions=functions)
                yield from _cut(name, head, cutter, self._database, seen)
        if self._database is not None and self._database not in seen:
            listed = ", ".join(seen) or r"none: they hold no \connect, so leave out --database"
            reason = f"there is no database {self._database}. The databases here: {listed}"
            raise UnreadableSchema(", ".join(self._names), reason)

    def _note(self, name: str, head: bytes) -> None:
        self._heads[name] = head
        if self.dumped_from is None and (found := _DUMPED_FROM.search(head)) is not None:
            self.dumped_from = int(found[1])


def read_statements(
    names: Sequence[str],
    *,
    database: str | None = None,
    watch: Callable[[int], None] | None = None,
    max_memory: int | None = None,
) -> Statements:
    r"""Return the statements of all files in order, as if they were one schema.

    Row data is passed over. What psql would do and a reader of text cannot (``\\i``, ``\\gexec``, ``\\if``) comes as
    ``Skipped``.

    Args:
        names: files, ``-`` for standard input, or ``REV:path`` for a file at a git revision; plain or compressed, in
            any encoding that the file names itself.
        database: which one of a file that leads through several, as pg_dumpall's does.
        watch: called with the number of bytes of the files after each read.
        max_memory: the MiB that undoing the compression of a file may take, if not the usual.

    Raises:
        UnreadableSchema: while iterating: a file cannot be opened, is no SQL dump, ends in the middle of a statement,
            is in another encoding than it says, or holds several databases and none is chosen.
    """
    return Statements(names, database, watch, max_memory)


def _cut(name: str, head: bytes, cutter: Cutter, database: str | None, seen: dict[str, None]) -> Iterator[Piece]:
    if reason := certainly(name, head):
        raise UnreadableSchema(name, reason)
    try:
        if database is None:
            yield from only_database(cutter, name)
        else:
            yield from named_database(cutter, database, seen)
    except UnreadableSchema as error:
        # A dump of another product breaks PostgreSQL's rules somewhere: say the cause, not the symptom.
        if reason := probably(name, head):
            raise UnreadableSchema(name, reason) from error
        raise


def _as_utf8(head: bytes, read: Read) -> tuple[bytes, Read, bool]:
    """Return head and read as UTF-8 if the first bytes say UTF-16 or the like, and whether they do."""
    codec = next((codec for mark, codec in _MARKS if head.startswith(mark)), None)
    codec = codec or next((codec for pattern, codec in _BARE_UTF16 if pattern.match(head)), None)
    if codec is None:
        return head, read, False
    head, read = peek(Transcoder(read, codec).read)
    return head, read, True
