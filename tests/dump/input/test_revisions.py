"""A file at a git revision."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dump.files import texts_of_files, write
from ondelete.errors import UnreadableSchema


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    (tmp_path / "db").mkdir()
    write(tmp_path / "db" / "s.sql", "old;")
    author = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "db"], [*author, "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *arguments], check=True)
    write(tmp_path / "db" / "s.sql", "new;")
    return tmp_path


def test_a_file_at_a_git_revision(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert texts_of_files("main:db/s.sql") == ["old"]
    monkeypatch.chdir(repository / "db")
    assert texts_of_files("HEAD:./s.sql") == ["old"]
    write(repository / "db" / "HEAD:.s.sql", "file;")
    assert texts_of_files("HEAD:.s.sql") == ["file"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("main:db/x.sql", "git has no file db/x.sql in revision main"),
        ("nowhere:db/s.sql", "no such file, and as a git revision: git knows no revision nowhere"),
        ("main:db", "main:db: this is a directory whose files have no order"),
        ("-x:db/s.sql", "no such file"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_a_git_revision_that_is_none(name: str, message: str) -> None:
    with pytest.raises(UnreadableSchema, match=message):
        texts_of_files(name)


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UnreadableSchema, match="no such file, and as a git revision: this is no git repository"):
        texts_of_files("main:s.sql")


def test_no_git_is_needed(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert texts_of_files("main:db/s.sql") == ["old"]
