"""What a name stands for: standard input, files, folders, and what cannot be opened."""

from __future__ import annotations

import gzip
import io
import os
import re
import sys
from pathlib import Path

import pytest

from dump.files import SQL, message
from ondelete.dump.statements.source import read_statements


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(SQL.encode()))))
    [_, second] = read_statements(["-"])
    assert (second.location.path, second.location.line) == ("-", 2)


def test_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "structure.sql").touch()
    assert f"no such file. Did you mean {tmp_path / 'structure.sql'}?" in message(tmp_path / "structur.sql")
    assert message(tmp_path / "zzz").endswith(": no such file")
    assert f"there is no directory {tmp_path / 'a'}" in message(tmp_path / "a" / "b.sql")
    assert "no such file" in message(tmp_path / "structure.sql" / "x")


def test_a_directory(tmp_path: Path) -> None:
    assert "this is a directory without SQL files: name the schema dump" in message(tmp_path)
    (tmp_path / "a.sql").touch()
    assert f"name them, in order: {tmp_path / '*.sql'}" in message(tmp_path)
    (tmp_path / "toc.dat").touch()
    assert re.search("directory-format archive.*pg_restore --schema-only", message(tmp_path))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_forbidden_file(tmp_path: Path) -> None:
    path = tmp_path / "x.sql"
    path.touch(mode=0)
    assert "permission denied" in message(path)


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(io.RawIOBase):
        def read(self, _size: int = -1) -> bytes:
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", lambda *_, **__: Broken())
    assert "permission denied" in message(tmp_path / "x.sql")


def test_a_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert message("-") == "-: there is no standard input to read"
