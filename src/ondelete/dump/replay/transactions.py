"""Transaction blocks: what stands in one takes effect at its COMMIT, or never.

The statements of a block wait until it ends. So a ROLLBACK has nothing to undo, and what a savepoint gives back is cut
off the end of a list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import Skipped
from ondelete.dump.nodes import ParseError, decode, parse
from ondelete.dump.replay.handlers import replays
from ondelete.dump.replay.state import State
from ondelete.dump.replay.temporary import end_transaction
from ondelete.dump.slicing import split
from ondelete.dump.statement_nodes import TransactionStmt
from ondelete.dump.statements import Connect, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ondelete.dump.slicing import Source
    from ondelete.dump.statements import Piece

_WORDS = "begin start commit end rollback abort savepoint release prepare".split()
# Two letters tell most other statements apart, which is quicker than the pattern.
_FIRST = frozenset(
    first + second for word in _WORDS for first in (word[0], word[0].upper()) for second in (word[1], word[1].upper())
)
_CONTROL = re.compile(rf"(?i)(?:{'|'.join(_WORDS)})(?![\w$])")
_NEVER_COMMITTED = "this transaction is never committed: psql undoes it; what it does counts here all the same"
_PREPARED = "whether this transaction is committed by COMMIT PREPARED is not followed; what it does counts here"


class _Block:
    """An open transaction block: what it holds, and how much of that each savepoint keeps."""

    def __init__(self, begin: Statement) -> None:
        self.begin = begin
        self.held: list[Piece] = [begin]
        self._savepoints: list[tuple[str, int]] = []

    def control(self, node: TransactionStmt, statement: Statement) -> None:
        """Obey what ends no block."""
        match node.kind:
            case "TRANS_STMT_SAVEPOINT":
                self._savepoints.append((node.savepoint_name, len(self.held)))
            case "TRANS_STMT_ROLLBACK_TO" if self._has(node.savepoint_name):
                while self._savepoints[-1][0] != node.savepoint_name:
                    self._savepoints.pop()
                kept = self._savepoints[-1][1]
                self.held[kept:] = [piece for piece in self.held[kept:] if isinstance(piece, Skipped)]
            case "TRANS_STMT_RELEASE" if self._has(node.savepoint_name):
                while self._savepoints.pop()[0] != node.savepoint_name:
                    pass
            case "TRANS_STMT_ROLLBACK_TO" | "TRANS_STMT_RELEASE":
                self.held.append(Skipped(statement.location, _no_savepoint(node.savepoint_name), statement.text))

    def undone(self) -> Iterator[Skipped]:
        """Yield what stays of a block that is rolled back: the words about it."""
        yield from (piece for piece in self.held if isinstance(piece, Skipped))

    def _has(self, savepoint: str) -> bool:
        return any(name == savepoint for name, _ in self._savepoints)


def _no_savepoint(name: str) -> str:
    return f"savepoint {name} does not exist; a server undoes the whole transaction, which counts here all the same"


def effective(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield what takes effect, in order: blocks when they are committed, and nothing of one that is rolled back."""
    block: _Block | None = None
    for group in pieces:
        one = not isinstance(group, Statement) or not group.several
        for piece in (group,) if one else _apart(group, in_block=block is not None):
            if not isinstance(piece, Statement) or piece.text[:2] not in _FIRST or (node := _control(piece)) is None:
                if block is None:
                    yield piece
                elif isinstance(piece, Connect):
                    yield from block.undone()
                    yield piece
                    block = None
                else:
                    block.held.append(piece)
            elif block is None:
                if node.kind in ("TRANS_STMT_BEGIN", "TRANS_STMT_START"):
                    block = _Block(piece)
            elif node.kind in _ENDS:
                yield from _ended(block, node, piece)
                block = _Block(piece) if node.chain else None
            else:
                block.control(node, piece)
    if block is not None:
        yield from _never_ended(block)


def _never_ended(block: _Block) -> Iterator[Piece]:
    yield from block.held
    if len(block.held) > 1:
        yield Skipped(block.begin.location, _NEVER_COMMITTED, block.begin.text)


def _apart(group: Statement, *, in_block: bool) -> list[Statement]:
    """Take apart what psql sends at once: a transaction of its own, unless it says where one begins or ends."""
    try:
        parts = split(group)
    except ParseError:
        return [group]
    if in_block or any(_control(part) is not None for part in parts):
        return parts
    return [replace(group, text="BEGIN", several=False), *parts, replace(group, text="COMMIT", several=False)]


_ENDS = ("TRANS_STMT_COMMIT", "TRANS_STMT_PREPARE", "TRANS_STMT_ROLLBACK")


def _ended(block: _Block, node: TransactionStmt, end: Statement) -> Iterator[Piece]:
    if node.kind == "TRANS_STMT_ROLLBACK":
        yield from block.undone()
        return
    yield from block.held
    yield end
    if node.kind == "TRANS_STMT_PREPARE":
        yield Skipped(end.location, _PREPARED, end.text)


def _control(statement: Statement) -> TransactionStmt | None:
    """Return what a statement says of transactions, if anything."""
    if _CONTROL.match(statement.text) is None:
        return None
    try:
        kind, parsed = parse(statement.text)
    except ParseError:
        return None
    return decode(parsed, TransactionStmt) if kind == "TransactionStmt" else None


@replays(TransactionStmt)
def transaction(statement: TransactionStmt, source: Source, state: State) -> None:
    """BEGIN and COMMIT of a block that takes effect; AND CHAIN begins the next one, after a ROLLBACK too."""
    if statement.kind in _ENDS:
        end_transaction(state)
    if statement.chain or statement.kind not in _ENDS:
        state.transaction = source.location
