"""Reading a revision runs no program and touches no network, whatever the author of a repository has prepared.

Each way has a control: a plain command of git, in the same repository, that does run the author's program. Without it
these tests could not fail.
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from git_itself import ENVIRONMENT, git, loose

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WAYS: dict[str, tuple[str, ...]] = {
    "fetch": ("cat-file", "blob", "HEAD:db/missing.sql"),
    "textconv": ("cat-file", "--textconv", "HEAD:db/s.sql"),
    "filter": ("cat-file", "--filters", "HEAD:db/s.sql"),
    "fsmonitor": ("status",),
    "hook": ("checkout", "-q", "-b", "another"),
    "pager": ("log",),
    "gpg": ("log", "--show-signature", "-1"),
    "alias": ("look",),
}
"""What an author can have run, and the command of git that runs it."""


def prepare(folder: Path, markers: Path) -> None:
    """Make a repository as its author might, with a missing file and a program for every way in its configuration."""
    (folder / "db").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main", ".")
    (folder / "db/s.sql").write_text("CREATE TABLE t (a int);\n")
    (folder / "db/missing.sql").write_text("CREATE TABLE missing (a int);\n")
    (folder / ".gitattributes").write_text("*.sql diff=own filter=own\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "all")
    signed = git(folder, "cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n", 1
    )
    (folder / "signed").write_text(signed)
    git(folder, "reset", "-q", "--hard", git(folder, "hash-object", "-t", "commit", "-w", "signed"))
    loose(folder / ".git", git(folder, "rev-parse", "HEAD:db/missing.sql")).unlink()
    hooks = markers / "hooks"
    hooks.mkdir(parents=True)
    for name in ("post-checkout", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {markers}/hook\n")
        (hooks / name).chmod(0o755)
    (folder / ".git/included").write_text(f"[alias]\nlook = !touch {markers}/alias\n")
    settings = {
        "core.sshCommand": f"touch {markers}/fetch; false",
        "core.fsmonitor": f"touch {markers}/fsmonitor; false",
        "core.hooksPath": str(hooks),
        "core.pager": f"touch {markers}/pager; cat",
        "diff.own.textconv": f"touch {markers}/textconv; cat",
        "filter.own.smudge": f"touch {markers}/filter; cat",
        "gpg.program": str(_program(markers, "gpg")),
        "remote.origin.url": "ssh://machine.example.org/project",
        "remote.origin.promisor": "true",
        "remote.origin.partialclonefilter": "blob:none",
        "core.repositoryformatversion": "1",
        "extensions.partialClone": "origin",
        "protocol.allow": "always",
        "include.path": "included",
    }
    for name, value in settings.items():
        git(folder, "config", name, value)


def _program(markers: Path, way: str) -> Path:
    program = markers / f"{way}.sh"
    program.write_text(f"#!/bin/sh\ntouch {markers}/{way}\n")
    program.chmod(0o755)
    return program


def run_git(folder: Path, *arguments: str) -> None:
    """Run git as somebody at a terminal does: a pager is used there alone."""
    keyboard, terminal = pty.openpty()
    environment = {**ENVIRONMENT, "TERM": "dumb", "GIT_TERMINAL_PROMPT": "0"}
    subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    os.close(terminal)
    os.close(keyboard)


WATCHED = """
import sys
EVENTS = ("os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn")
def watch(event, arguments):
    if event.split(".")[0] in ("subprocess", "socket") or event in EVENTS:
        print("watched:", event, file=sys.stderr, flush=True)
sys.addaudithook(watch)
from ondelete.cli import main
main()
"""
WATCH = "watched:"


def ondelete(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run this program in a folder, as a process of its own that tells of every process and connection it begins."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def hostile(tmp_path: Path) -> tuple[Path, Path]:
    folder, markers = tmp_path / "project", tmp_path / "markers"
    prepare(folder, markers)
    return folder, markers


@pytest.mark.parametrize("way", WAYS)
def test_the_control_git_itself_runs_the_authors_program(hostile: tuple[Path, Path], way: str) -> None:
    folder, markers = hostile
    assert not (markers / way).exists()
    run_git(folder, *WAYS[way])
    assert (markers / way).exists()


def test_the_control_a_process_of_this_program_is_noticed(hostile: tuple[Path, Path]) -> None:
    pytest.importorskip("pygraphviz", reason="the extra svg is not installed")
    folder, _ = hostile
    status, said = ondelete(folder, "diagram", "HEAD:db/s.sql", "-o", "x.svg")
    assert (status, "watched: subprocess.Popen" in said) == (0, True), said


def test_a_hostile_repository_is_read_and_nothing_runs(hostile: tuple[Path, Path]) -> None:
    folder, markers = hostile
    status, said = ondelete(folder, "catalog", "HEAD:db/s.sql")
    assert (status, "1 table," in said, WATCH in said) == (0, True, False), said
    status, said = ondelete(folder, "catalog", "HEAD:db/missing.sql")
    assert (status, "is not here" in said, WATCH in said) == (2, True, False), said
    assert not [way for way in WAYS if (markers / way).exists()]


@pytest.mark.parametrize("command", ["audit", "catalog", "reach"])
@pytest.mark.parametrize("name", ["HEAD:db/missing.sql", "./HEAD:db/missing.sql", "main:./db/s.sql"])
def test_a_configuration_names_no_revision(hostile: tuple[Path, Path], command: str, name: str) -> None:
    folder, markers = hostile
    (folder / "ondelete.toml").write_text(f'schema = "{name}"\n')
    status, said = ondelete(folder, command)
    assert status == 2
    assert "a configuration names no git revision" in said
    assert not [way for way in WAYS if (markers / way).exists()]


@pytest.fixture
def embedded(hostile: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """Return a folder of an innocent project that looks like a bare repository, and is the hostile one."""
    folder, markers = hostile
    outer = tmp_path / "innocent"
    git(tmp_path, "init", "-q", "-b", "main", "innocent")
    (folder / ".git").rename(outer / "vendor")
    git(outer / "vendor", "config", "core.bare", "true")
    (outer / "vendor/ondelete.toml").write_text('schema = "HEAD:db/missing.sql"\n')
    git(outer, "add", ".")
    git(outer, "commit", "-q", "-m", "a folder among others")
    return outer / "vendor", markers


def test_the_control_git_itself_takes_an_embedded_bare_repository(embedded: tuple[Path, Path]) -> None:
    folder, markers = embedded
    run_git(folder, *WAYS["fetch"])
    assert (markers / "fetch").exists()


@pytest.mark.parametrize("inside", [".", "objects", "refs/heads"])
def test_an_embedded_bare_repository_is_not_taken(embedded: tuple[Path, Path], inside: str) -> None:
    folder, markers = embedded
    status, said = ondelete(folder / inside, "catalog", "HEAD:db/missing.sql")
    assert (status, WATCH in said) == (2, False), said
    assert f"{folder} is a bare repository, which could be part of somebody's files" in said
    assert ondelete(folder, "audit")[0] == 2
    assert not [way for way in WAYS if (markers / way).exists()]


def test_a_bare_repository_that_a_person_names_is_read(
    embedded: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, markers = embedded
    monkeypatch.setenv("GIT_DIR", ".")
    status, said = ondelete(folder, "catalog", "HEAD:db/s.sql")
    assert (status, "1 table," in said, WATCH in said) == (0, True, False), said
    assert not [way for way in WAYS if (markers / way).exists()]


SETTINGS: dict[str, Callable[[Path], str]] = {
    "a work tree elsewhere": lambda folder: f"[core]\n\tworktree = {folder.parent}\n",
    "an include that is a pipe": lambda folder: f"[include]\n\tpath = {folder.parent}/pipe\n",
    "no configuration at all": lambda folder: "\0 [ this is none",
    "an unknown extension": lambda folder: "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tunknown = true\n",
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_configuration_of_a_repository_is_not_even_read(
    made: Callable[..., Path], tmp_path: Path, setting: str
) -> None:
    folder = made()
    os.mkfifo(tmp_path / "pipe")
    (folder / ".git/config").write_text(SETTINGS[setting](folder))
    status, said = ondelete(folder / "db", "catalog", "HEAD:./s.sql")
    assert (status, WATCH in said) == (0, False), said


def test_a_configuration_that_is_a_pipe_is_not_read_either(made: Callable[..., Path]) -> None:
    folder = made()
    (folder / ".git/config").unlink()
    os.mkfifo(folder / ".git/config")
    assert ondelete(folder, "catalog", "HEAD:db/s.sql")[0] == 0
