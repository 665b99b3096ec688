"""Transaction blocks: the statements of a block take effect at its COMMIT, or never.

The statements of a block wait until it ends. So a ROLLBACK has nothing to undo, and a ROLLBACK TO only cuts
the end off a list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import Skipped
from ondelete.dump.nodes.parsing import ParseError, decode, parse
from ondelete.dump.nodes.statements.session import TransactionStmt
from ondelete.dump.statements.pieces import Connect, Copy, Refused, Statement, StopAtErrors
from ondelete.dump.statements.slicing import split
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.dump.statements.pieces import Piece

_WORDS = "begin start commit end rollback abort savepoint release prepare".split()
# Two letters tell most other statements apart, which is quicker than the pattern.
_FIRST = frozenset(
    first + second for word in _WORDS for first in (word[0], word[0].upper()) for second in (word[1], word[1].upper())
)
_CONTROL = later(rf"(?i)(?:{'|'.join(_WORDS)})(?![\w$])")
_MODES = later(r"(?is)\A(?:BEGIN|START)\s++(?:(?:WORK|TRANSACTION)\s++)?+(?=.*?\bREAD\s++(?:ONLY|WRITE)\b)")
WITHIN = ("TRANS_STMT_SAVEPOINT", "TRANS_STMT_RELEASE", "TRANS_STMT_ROLLBACK_TO")
_STAYS = (Skipped, StopAtErrors)
OUT_OF_PLACE = "it cannot run outside of a transaction block"
_NEVER_COMMITTED = "this transaction is never committed: psql undoes it; what it does counts here all the same"
_ROWS = "this transaction is rolled back: if it fails before this COPY, psql takes the rows for statements"
_TOGETHER = "psql sends these statements together: if one of them fails, a server does not run those after it"
_PREPARED = "whether this transaction is committed by COMMIT PREPARED is not followed; what it does counts here"


class _Block:
    """An open transaction block: its statements, and how many of them each savepoint keeps."""

    def __init__(self, begin: Statement) -> None:
        self.begin = begin
        self.held: list[Piece] = [begin]
        self._savepoints: list[tuple[str, int]] = []

    def control(self, node: TransactionStmt, statement: Statement) -> None:
        """Obey a statement that ends no block."""
        match node.kind:
            case "TRANS_STMT_BEGIN" | "TRANS_STMT_START" if _MODES.match(statement.text):
                # It begins nothing, but its modes are those of the open block from here on.
                self.held.append(replace(statement, text=_MODES.sub("SET TRANSACTION ", statement.text)))
            case "TRANS_STMT_COMMIT_PREPARED" | "TRANS_STMT_ROLLBACK_PREPARED":
                self.held.append(statement)
            case "TRANS_STMT_SAVEPOINT":
                self._savepoints.append((node.savepoint_name, len(self.held)))
            case "TRANS_STMT_ROLLBACK_TO" if self._has(node.savepoint_name):
                while self._savepoints[-1][0] != node.savepoint_name:
                    self._savepoints.pop()
                kept = self._savepoints[-1][1]
                self.held[kept:] = [piece for piece in self.held[kept:] if isinstance(piece, _STAYS)]
            case "TRANS_STMT_RELEASE" if self._has(node.savepoint_name):
                while self._savepoints.pop()[0] != node.savepoint_name:
                    pass
            case "TRANS_STMT_ROLLBACK_TO" | "TRANS_STMT_RELEASE":
                self.held.append(Skipped(statement.location, _no_savepoint(node.savepoint_name), statement.text))

    def undone(self) -> Iterator[Piece]:
        """Yield what remains of a block that is rolled back: messages, what psql itself has set, and rows for psql."""
        for piece in self.held:
            if isinstance(piece, _STAYS):
                yield piece
            elif isinstance(piece, Copy):
                yield Skipped(piece.location, _ROWS, piece.text)

    def _has(self, savepoint: str) -> bool:
        return any(name == savepoint for name, _ in self._savepoints)


def _no_savepoint(name: str) -> str:
    return f"savepoint {name} does not exist; a server undoes the whole transaction, which counts here all the same"


class Script:
    """A script as far as it has been read: blocks take effect when they are committed, and not if they are rolled back.

    ``block`` is the transaction block that is open.
    """

    def __init__(self) -> None:
        self.block: _Block | None = None

    def runs_at_once(self, statement: Statement) -> bool:
        """Return whether a statement has nothing to do with transactions, as nearly all have."""
        return self.block is None and statement.text[:2] not in _FIRST and not statement.several

    def feed(self, piece: Piece) -> Iterator[Piece]:
        """Yield what takes effect by a piece, in order."""
        if not isinstance(piece, Statement):
            yield from self.interrupt(piece)
        elif piece.several:
            yield from self._take_all(piece)
        else:
            yield from self.take(piece)

    def _take_all(self, group: Statement) -> Iterator[Piece]:
        """Yield what takes effect by what psql sends at once; what no grammar accepts stays as it is."""
        try:
            parts = split(group)
        except ParseError:
            yield from self.take(group)
            return
        if _ends_within(parts):
            yield from self.interrupt(Skipped(group.location, _TOGETHER, group.text))
        for part in parts if self.block is not None else _as_transactions(parts, group):
            yield from self.take(part)

    def take(self, statement: Statement) -> Iterator[Piece]:
        """Yield what takes effect by a statement."""
        node = _control(statement) if statement.text[:2] in _FIRST else None
        if self.block is None:
            if node is None:
                yield statement
            elif node.kind in ("TRANS_STMT_BEGIN", "TRANS_STMT_START"):
                self.block = _Block(statement)
            elif node.kind == "TRANS_STMT_ROLLBACK" and node.chain:
                yield Refused(statement.text, statement.location, OUT_OF_PLACE)
            elif node.kind in WITHIN or (node.chain and node.kind == "TRANS_STMT_COMMIT"):
                yield statement
        elif node is None:
            self.block.held.append(statement)
        elif node.kind in ENDS:
            yield from _ended(self.block, node, statement)
            self.block = _Block(statement) if node.chain else None
        else:
            self.block.control(node, statement)

    def interrupt(self, piece: Skipped | Connect | Copy | StopAtErrors | Refused) -> Iterator[Piece]:
        """Yield what takes effect by a piece that is no statement: a new connection ends the block."""
        if self.block is not None and not isinstance(piece, Connect):
            self.block.held.append(piece)
            return
        if isinstance(piece, Connect) and self.block is not None:
            yield from self.block.undone()
            self.block = None
        yield piece

    def end(self) -> Iterator[Piece]:
        """Yield a block that is never committed, and say so."""
        if self.block is not None:
            yield from self.block.held
            if len(self.block.held) > 1:
                yield Skipped(self.block.begin.location, _NEVER_COMMITTED, self.block.begin.text)


def _as_transactions(parts: list[Statement], group: Statement) -> list[Statement]:
    """Put around the parts what a server does: they are a transaction, unless they begin one that goes on."""
    begin, commit = (replace(group, text=word, several=False) for word in ("BEGIN", "COMMIT"))
    found, is_own = [begin], True
    for part in parts:
        found.append(part)
        node = _control(part)
        if node is not None and node.kind in ("TRANS_STMT_BEGIN", "TRANS_STMT_START"):
            is_own = False
        elif node is not None and node.kind in ENDS and not node.chain:
            # What follows is a transaction of its own again.
            found.append(begin)
            is_own = True
    return [*found, commit] if is_own else found


def _ends_within(parts: list[Statement]) -> bool:
    """Whether a transaction ends before the last of the statements that psql sends at once."""
    nodes = map(_control, parts[:-1])
    return any(node is not None and node.kind in ENDS for node in nodes)


ENDS = ("TRANS_STMT_COMMIT", "TRANS_STMT_PREPARE", "TRANS_STMT_ROLLBACK")


def _ended(block: _Block, node: TransactionStmt, end: Statement) -> Iterator[Piece]:
    if node.kind == "TRANS_STMT_ROLLBACK":
        yield from block.undone()
        return
    yield from block.held
    yield end
    if node.kind == "TRANS_STMT_PREPARE":
        yield Skipped(end.location, _PREPARED, end.text)


def _control(statement: Statement) -> TransactionStmt | None:
    """Return what a statement does to transactions, if anything."""
    if _CONTROL.match(statement.text) is None:
        return None
    try:
        kind, parsed = parse(statement.text)
    except ParseError:
        return None
    return decode(parsed, TransactionStmt) if kind == "TransactionStmt" else None
