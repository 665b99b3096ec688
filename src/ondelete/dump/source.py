"""Files to statements."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ondelete.catalog import Skipped
from ondelete.dump.statements import Connect, Cutter, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def read_statements(names: Sequence[str], *, database: str | None = None) -> Iterator[Statement | Skipped]:
    """Yield the statements of all files in order, as if they were one schema."""
    for name in names:
        if name == "-":
            read = sys.stdin.buffer.read
        else:
            with Path(name).open("rb") as file:
                magic = file.read(2)
            read = (gzip.open(name) if magic == b"\x1f\x8b" else Path(name).open("rb")).read
        for piece in Cutter(read, name):
            if not isinstance(piece, Connect):
                yield piece


def recognise(path: str, head: bytes) -> str:
    """Say what a file looks like that defines nothing."""
    return "no table and no key"
