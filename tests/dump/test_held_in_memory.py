"""How much of a file is held while it is read: blocks of it and the statements, never the rows between them."""

from __future__ import annotations

import gzip
import lzma
import tracemalloc
from typing import TYPE_CHECKING

import pytest
import zstandard

from ondelete.dump.statements.source import read_statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MIB = 1 << 20
HEAD = b"CREATE TABLE t (a bigint, b text);\nCOPY t FROM stdin;\n"
ROWS = b"".join(b"%d\tsomebody%d@example.org\n" % (n, n) for n in range(10_000))
TAIL = b"\\.\n\nALTER TABLE ONLY t ADD CONSTRAINT t_pkey PRIMARY KEY (a);\n"


def held(path: Path) -> int:
    """Return the most bytes that Python held at once while a file was read."""
    tracemalloc.start()
    try:
        assert len(list(read_statements([str(path)]))) == len(("CREATE", "COPY", "ALTER"))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def as_it_is(data: bytes) -> bytes:
    return data


def gz(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=1)


def xz(data: bytes) -> bytes:
    return lzma.compress(data, preset=0)


def zst(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


@pytest.mark.parametrize("compress", [as_it_is, gz, xz, zst])
def test_rows_are_not_held(compress: Callable[[bytes], bytes], tmp_path: Path) -> None:
    sizes = []
    for mebibytes in (16, 32):
        path = tmp_path / f"{mebibytes}.sql"
        path.write_bytes(compress(HEAD + ROWS * (mebibytes * MIB // len(ROWS)) + TAIL))
        sizes.append(held(path))
    assert max(sizes) < 24 * MIB
    assert sizes[1] - sizes[0] < MIB, "twice the rows, and no more is held"
