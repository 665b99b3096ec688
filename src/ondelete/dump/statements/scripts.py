"""What a tool does around the statements of a file: a transaction, and placeholders that must have a value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.dump.input.detect_format import HEAD
from ondelete.dump.statements.pieces import Statement
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ondelete.catalog import Location
    from ondelete.dump.migrations.plan import Tool
    from ondelete.dump.statements.pieces import Piece

# What ends with a transaction. Without it, a file does the same in a transaction and outside of one.
_ENDS_WITH_IT = later(rb"(?i)\b(?:SET\s+LOCAL|set_config|ON\s+COMMIT\s+DROP)\b")
_NO_TRANSACTION = later(
    rb"(?im)^--[ \t]*(?:\+goose[ \t]+NO[ \t]+TRANSACTION|\+migrate[ \t]+Up\b[^\n]*\bnotransaction"
    rb"|migrate:up[ \t][^\n]*transaction:false|no-transaction|atlas:txmode[ \t]+none"
    rb"|changeset[ \t][^\n]*runInTransaction:[\"']?false)\b"
)


def run_by(tool: Tool, pieces: Iterable[Piece], start: Location, head: bytes) -> Iterator[Piece]:
    """Yield the pieces of one file as its tool runs them.

    Args:
        tool: the tool.
        pieces: those of the way up.
        start: where the file begins.
        head: how the file begins: if it says there that it wants no transaction, it gets none.
    """
    if tool.placeholders is not None and (b"{" in head or len(head) >= HEAD):
        pieces = _with_placeholders(pieces, later(tool.placeholders))
    wrapped = tool.in_transaction and _ENDS_WITH_IT.search(head) and not _NO_TRANSACTION.search(head)
    if wrapped:
        yield Statement("BEGIN", start)
    yield from pieces
    if wrapped:
        yield Statement("COMMIT", start)


def _with_placeholders(pieces: Iterable[Piece], pattern: re.Pattern[str]) -> Iterator[Piece]:
    for piece in pieces:
        if isinstance(piece, Statement) and "{" in piece.text and (found := pattern.search(piece.text)):
            yield replace(piece, placeholder=found[0])
        else:
            yield piece
