"""Repositories made by git itself, whose own configuration is kept out of them."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from git_itself import git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(autouse=True)
def nobodys_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave out what the machine's owner has told git, and repositories above."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of two repositories of five versions of ``db/s.sql`` beside other things, one of each hash."""
    folder = tmp_path_factory.mktemp("templates")
    for form in ("sha1", "sha256"):
        git(folder, "init", "-q", "-b", "main", f"--object-format={form}", form)
        _fill(folder / form)
    return folder


@pytest.fixture
def made(templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Return what copies such a repository, and goes into it."""

    def make(name: str = "project", *, form: str = "sha1") -> Path:
        shutil.copytree(templates / form, tmp_path / name, symlinks=True)
        monkeypatch.chdir(tmp_path / name)
        return tmp_path / name

    return make


def _fill(folder: Path) -> None:
    (folder / "db" / "old").mkdir(parents=True)
    (folder / "db" / "latest.sql").symlink_to("./old/../s.sql")
    (folder / "away.sql").symlink_to("/etc/passwd")
    (folder / "linked").symlink_to("db")
    for number in range(1, 6):
        lines = "".join(f"-- line {line} of the file\n" for line in range(300))
        (folder / "db" / "s.sql").write_text(f"CREATE TABLE t{number} (a int);\n{lines}")
        (folder / "db" / "old" / f"{number}.sql").write_text(f"CREATE TABLE old{number} (a int);\n")
        git(folder, "add", ".")
        git(folder, "commit", "-q", "-m", f"version {number}")
    git(folder, "tag", "-a", "v2", "-m", "the second", "HEAD~3")
    git(folder, "tag", "-a", "v2-again", "-m", "a tag of a tag", "v2")
    git(folder, "tag", "light", "HEAD~3")
    git(folder, "branch", "topic/two", "HEAD~3")
    merge = git(folder, "commit-tree", "-m", "both", "-p", "HEAD~2", "-p", "HEAD", "HEAD~2^{tree}")
    git(folder, "branch", "side", merge)
