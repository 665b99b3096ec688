"""A db/schema.rb as pieces: the SQL that Rails would send, each statement with its line of Ruby."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import Location, Skipped
from ondelete.dump.statements.pieces import Statement
from ondelete.errors import UnreadableSchema
from ondelete.rails.schema_file.reading import NotRead, schema_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.dump.input.reading import Read
    from ondelete.dump.statements.pieces import Piece

LARGEST = 32 << 20
"""Bytes of a schema.rb; one of 1,500 tables has 2 MiB."""
_BLOCK = 1 << 20


def schema_pieces(path: str, read: Read) -> Iterator[Piece]:
    """Yield the statements of a schema.rb.

    Raises:
        UnreadableSchema: it is too large.
        MissingLibrary: the libraries that read Ruby are not installed.
    """
    content = bytearray()
    while chunk := read(_BLOCK):
        content += chunk
        if len(content) > LARGEST:
            raise UnreadableSchema(path, f"it has more than {LARGEST >> 20} MiB, too much for a schema.rb")
    for found in schema_statements(bytes(content)):
        if isinstance(found, NotRead):
            yield Skipped(Location(path, found.line), found.reason, found.text)
        else:
            yield Statement(found.sql.replace("\0", ""), Location(path, found.line))
