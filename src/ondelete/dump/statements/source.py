"""Files to statements: what is named on the command line is opened, decoded, cut, and one database chosen."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from ondelete.dump.input.detect_format import certainly, probably, recognise
from ondelete.dump.input.encodings import Transcoder
from ondelete.dump.input.messages import without_messages
from ondelete.dump.input.streams import open_bytes, peek
from ondelete.dump.statements.cutter import Cutter
from ondelete.dump.statements.databases import named_database, only_database
from ondelete.dump.statements.functions import CalledNames
from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ondelete.dump.input.streams import Read
    from ondelete.dump.statements.cutter import Piece

__all__ = ["read_statements", "recognise"]

# The longer mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Without a mark it is UTF-16 where it begins with characters of ASCII, every other byte of which is zero.
_BARE_UTF16 = (
    (re.compile(rb"(?:[\t\n\r -~]\0){16}"), "utf-16-le"),
    (re.compile(rb"(?:\0[\t\n\r -~]){16}"), "utf-16-be"),
)


def read_statements(
    names: Sequence[str],
    *,
    database: str | None = None,
    heads: dict[str, bytes] | None = None,
    watch: Callable[[int], None] | None = None,
    max_memory: int | None = None,
) -> Iterator[Piece]:
    r"""Yield the statements of all files in order, as if they were one schema.

    Row data is passed over. What psql would do and a reader of text cannot (``\\i``, ``\\gexec``, ``\\if``) is given
    as ``Skipped``.

    Args:
        names: files, ``-`` for standard input, or ``REV:path`` for a file at a git revision; plain or compressed, in
            any encoding that the file names itself.
        database: which one of a file that leads through several, as pg_dumpall's does.
        heads: filled with how the text of each file begins, which ``recognise`` wants to know afterwards.
        watch: called with the number of bytes of the files after each read.
        max_memory: the MiB that undoing the compression of a file may take, if not the usual.

    Raises:
        UnreadableSchema: while iterating: a file cannot be opened, is no SQL dump, ends in the middle of a statement,
            is in another encoding than it says, or holds several databases and none is chosen.
    """
    seen: dict[str, None] = {}
    functions = CalledNames()
    for name in names:
        with open_bytes(name, watch, max_memory) as (head, read):
            head, read, recoded = _as_utf8(head, read)
            if heads is not None:
                heads[name] = head
            cutter = Cutter(without_messages(read, head), name, recoded=recoded, functions=functions)
            yield from _cut(name, head, cutter, database, seen)
    if database is not None and database not in seen:
        listed = ", ".join(seen) or r"none: they hold no \connect, so leave out --database"
        raise UnreadableSchema(", ".join(names), f"there is no database {database}. The databases here: {listed}")


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
    """Return head and read as UTF-8 where the first bytes say UTF-16 or the like, and whether they do."""
    codec = next((codec for mark, codec in _MARKS if head.startswith(mark)), None)
    codec = codec or next((codec for pattern, codec in _BARE_UTF16 if pattern.match(head)), None)
    if codec is None:
        return head, read, False
    head, read = peek(Transcoder(read, codec).read)
    return head, read, True
