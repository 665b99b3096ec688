"""Compressed files: known by their first bytes, and said if they are damaged."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
from pathlib import Path

import pytest

from dump.files import SQL, texts_of_files, write
from ondelete.errors import UnreadableSchema

COMPRESSED = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress}


@pytest.mark.parametrize("compress", COMPRESSED.values(), ids=COMPRESSED)
def test_compressed_files_are_known_by_their_first_bytes(tmp_path: Path, compress: object) -> None:
    assert callable(compress)
    data = SQL.encode() * 5_000
    assert texts_of_files(write(tmp_path / "dump", compress(data))) == ["SET x = 1", "CREATE TABLE t (a int)"] * 5_000


@pytest.mark.parametrize("compress", COMPRESSED.values(), ids=COMPRESSED)
def test_compression_that_is_damaged(tmp_path: Path, compress: object) -> None:
    assert callable(compress)
    data = compress(SQL.encode() * 9)
    with pytest.raises(UnreadableSchema, match="damaged or cut off"):
        texts_of_files(write(tmp_path / "dump", data[: len(data) // 2]))
    with pytest.raises(UnreadableSchema, match="damaged or cut off"):
        texts_of_files(write(tmp_path / "dump", data[:15] + bytes(c ^ 255 for c in data[15:])))


def test_zstandard_needs_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    monkeypatch.setitem(sys.modules, "compression", None)
    with pytest.raises(UnreadableSchema, match=r"pip install zstandard"):
        texts_of_files(write(tmp_path / "x.sql.zst", b"\x28\xb5\x2f\xfd\0\0"))


def test_zstandard(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard", reason="the extra zstd is not installed")
    data = zstandard.ZstdCompressor().compress(SQL.encode())
    assert texts_of_files(write(tmp_path / "x", data)) == ["SET x = 1", "CREATE TABLE t (a int)"]
    assert texts_of_files(write(tmp_path / "x", data + data)) == ["SET x = 1", "CREATE TABLE t (a int)"] * 2
    for damaged in (data[:-5], data + data[:-5], data[:5] + b"\xff" * 9):
        with pytest.raises(UnreadableSchema, match="damaged or cut off"):
            texts_of_files(write(tmp_path / "x", damaged))
