"""What the tests of reading share: the statements of a file, of several, and of a text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from ondelete.catalog import Skipped
from ondelete.dump.input.buffer import BLOCK
from ondelete.dump.statements.cutter import Copy, Cutter, Piece, Statement
from ondelete.dump.statements.source import read_statements
from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from pathlib import Path

SQL = "SET x = 1;\nCREATE TABLE t (a int);\n"


def write(path: Path, data: bytes | str) -> Path:
    """Write a file, and return where it is."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def texts_of_files(*names: object, database: str | None = None) -> list[str]:
    """Return the texts of the statements of files."""
    pieces = read_statements([str(name) for name in names], database=database)
    return [piece.text for piece in pieces if isinstance(piece, Statement)]


def cut(text: str | bytes, block: int = BLOCK) -> list[Piece]:
    """Return what a text is cut into, read block by block."""
    data = text.encode() if isinstance(text, str) else text
    return list(Cutter(io.BytesIO(data).read, "x.sql", block=block))


def texts(text: str | bytes, block: int = BLOCK) -> list[str]:
    """Return the texts of the statements of a text."""
    return [piece.text for piece in cut(text, block) if isinstance(piece, Statement)]


def lines(text: str | bytes) -> list[int]:
    """Return the lines in which the statements of a text begin."""
    return [piece.location.line for piece in cut(text) if not isinstance(piece, Copy)]


def read(path: Path | str) -> list[Statement | Skipped]:
    """Return the statements of a file, and what is said of it."""
    return [piece for piece in read_statements([str(path)]) if isinstance(piece, Statement | Skipped)]


def message(path: Path | str) -> str:
    """Return why a file cannot be read."""
    with pytest.raises(UnreadableSchema) as caught:
        read(path)
    return str(caught.value)
