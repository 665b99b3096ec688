"""Revisions and paths mean what they mean to git, whose ``cat-file`` is the judge, however the repository is stored."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from git_itself import contents, git, loose

from ondelete.errors import UnreadableRevision
from ondelete.repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Callable


def content(revision: str, path: str) -> bytes:
    with open_repository() as repository:
        return b"".join(repository.content(repository.file(revision, path)))


def refusal(revision: str, path: str) -> str:
    with pytest.raises(UnreadableRevision) as caught:
        content(revision, path)
    return str(caught.value)


def by_git(revision: str, path: str) -> bytes:
    return contents(Path(), [f"{revision}:{path}"])[0]


REVISIONS = (
    *("main", "HEAD", "@", "heads/main", "refs/heads/main", "topic/two", "side", "light", "v2", "v2-again"),
    *("tags/v2", "v2^{}", "v2^{commit}", "v2^{tree}", "v2-again^{}", "v2~1", "v2^0", "HEAD^", "HEAD~", "HEAD~3", "@~2"),
    *("HEAD^^", "HEAD~1^1~1", "side^2", "side^2~1", "side^1", "side~1^", "HEAD^{tree}", "ORIG_HEAD"),
)
STORED: dict[str, tuple[str, ...]] = {
    "loose objects": (),
    "one pack, packed refs": ("gc", "-q"),
    "a pack with deltas of offsets": ("repack", "-adfq", "--depth=50"),
    "a pack with deltas of hashes": ("-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq"),
    "an old index": ("-c", "pack.indexVersion=1", "repack", "-adfq"),
    "an index of several packs": ("-c", "core.multiPackIndex=true", "repack", "-adq", "--write-midx"),
}


@pytest.mark.parametrize("form", ["sha1", "sha256"])
@pytest.mark.parametrize("stored", STORED)
def test_every_form_of_a_revision_is_read_as_git_reads_it(made: Callable[..., Path], stored: str, form: str) -> None:
    folder = made(form=form)
    git(folder, "update-ref", "ORIG_HEAD", "HEAD~1")
    if stored == "an old index" and form == "sha256":
        pytest.skip("no git writes it by itself")
    if STORED[stored]:
        git(folder, *STORED[stored])
    hashes = [git(folder, "rev-parse", revision) for revision in ("HEAD~2", "v2", "HEAD~1^{tree}")]
    abbreviated = [entry[:length] for entry in hashes for length in (8, 13)]
    described = git(folder, "describe", "--long", "HEAD")
    revisions = (*REVISIONS, *hashes, *abbreviated, hashes[0].upper(), described)
    judged = contents(folder, [f"{revision}:db/s.sql" for revision in revisions])
    for revision, expected in zip(revisions, judged, strict=True):
        assert content(revision, "db/s.sql") == expected, revision


def test_objects_of_several_packs_and_loose_ones_are_one_repository(made: Callable[..., Path]) -> None:
    folder = made()
    git(folder, "repack", "-q", "-d")
    (folder / "db" / "new.sql").write_text("CREATE TABLE n (a int);\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "more")
    git(folder, "repack", "-q", "-d")
    (folder / "db" / "s.sql").write_text("CREATE TABLE last (a int);\n")
    git(folder, "commit", "-q", "-a", "-m", "loose")
    for revision, path in (("HEAD~2", "db/s.sql"), ("HEAD", "db/new.sql"), ("HEAD", "db/s.sql")):
        assert content(revision, path) == by_git(revision, path)


def test_a_remote_branch(made: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "clone", "-q", str(made()), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    for revision in ("origin/topic/two", "origin/main~2", "origin", "remotes/origin/main", "origin/HEAD"):
        assert content(revision, "db/s.sql") == by_git(revision, "db/s.sql"), revision
    git(tmp_path / "clone", "fetch", "-q", "origin", "topic/two")
    assert content("FETCH_HEAD", "db/s.sql") == by_git("FETCH_HEAD", "db/s.sql")


def test_a_branch_and_a_tag_of_one_name_and_a_branch_that_looks_like_a_hash(made: Callable[..., Path]) -> None:
    folder = made()
    git(folder, "branch", "twice", "HEAD~1")
    git(folder, "tag", "twice", "HEAD~3")
    git(folder, "branch", git(folder, "rev-parse", "--short=8", "HEAD"), "HEAD~4")
    for revision in ("twice", git(folder, "rev-parse", "HEAD")[:8]):
        assert content(revision, "db/s.sql") == by_git(revision, "db/s.sql")


def test_a_work_tree_a_submodule_and_a_folder_of_git_elsewhere(
    made: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made()
    git(folder, "worktree", "add", "-q", str(tmp_path / "other"), "topic/two")
    git(tmp_path, "init", "-q", "-b", "main", "parent")
    git(tmp_path / "parent", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(folder), "sub")
    git(tmp_path, "clone", "-q", "--separate-git-dir", str(tmp_path / "apart.git"), str(folder), "apart")
    for place in ("other", "parent/sub", "apart"):
        monkeypatch.chdir(tmp_path / place / "db")
        assert content("HEAD", "./s.sql") == by_git("HEAD", "./s.sql")
        assert content("HEAD~1", "db/s.sql") == by_git("HEAD~1", "db/s.sql")
    monkeypatch.chdir(tmp_path / "other")
    assert content("HEAD", "db/s.sql").startswith(b"CREATE TABLE t2 ")
    git(tmp_path / "parent", "commit", "-q", "-m", "a submodule")
    monkeypatch.chdir(tmp_path / "parent")
    assert "sub is a submodule in revision HEAD" in refusal("HEAD", "sub")
    assert "sub is a submodule in revision HEAD" in refusal("HEAD", "sub/db/s.sql")


def test_objects_that_are_borrowed(made: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "clone", "-q", "--shared", str(made()), "borrower")
    git(tmp_path, "clone", "-q", "--shared", "borrower", "second")
    monkeypatch.chdir(tmp_path / "second")
    assert content("HEAD~1", "db/s.sql") == by_git("HEAD~1", "db/s.sql")
    alternates = tmp_path / "second/.git/objects/info/alternates"
    alternates.write_text(f"# comment\n\nnowhere\n{tmp_path}/second/.git/objects\n../objects\n{alternates.read_text()}")
    assert content("HEAD~1", "db/s.sql") == by_git("HEAD~1", "db/s.sql")
    alternates.write_text("//machine.example.org/share/objects\n")
    assert "names a place on the network, which is not read" in refusal("HEAD", "db/s.sql")


def test_a_hook_sees_what_is_being_pushed(made: Callable[..., Path], tmp_path: Path) -> None:
    """A hook of the receiving side runs in a bare repository, and the new objects lie in a folder of their own."""
    folder = made()
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "server.git")
    script = tmp_path / "server.git/hooks/pre-receive"
    script.write_text(f"#!/bin/sh\nread old new ref\nexec {sys.executable} -m ondelete catalog $new:db/s.sql >&2\n")
    script.chmod(0o755)
    pushed = subprocess.run(["git", "push", str(tmp_path / "server.git"), "main"], capture_output=True, cwd=folder)
    assert b"1 table," in pushed.stderr
    assert pushed.returncode == 0, pushed.stderr


PATHS = {
    "db/x.sql": "git has no file db/x.sql in revision HEAD",
    "s.sql": "git has no file s.sql in revision HEAD",
    "db/s.sql/x": "git has no file db/s.sql/x in revision HEAD",
    "db": "db is a folder in revision HEAD: name a file in it",
    "db/": "is a folder in revision HEAD",
    "./": "the root is a folder in revision HEAD",
    "db/latest.sql": "db/latest.sql is a link in revision HEAD: name what it leads to, HEAD:db/s.sql",
    "linked/s.sql": "linked is a link in revision HEAD: name what it leads to, HEAD:db",
    "away.sql": "away.sql is a link in revision HEAD, and leads out of the repository: to /etc/passwd",
    "../x.sql": "../x.sql leads out of the repository",
    ".git/config": "git has no file .git/config in revision HEAD",
}


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_names_no_file(made: Callable[..., Path], path: str) -> None:
    made()
    assert PATHS[path] in refusal("HEAD", path)


def test_paths_as_seen_from_a_folder(made: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made() / "db" / "old")
    for path in ("./1.sql", "../s.sql", "../../db/s.sql", "db/old/1.sql"):
        assert content("HEAD", path) == by_git("HEAD", path)
    assert refusal("HEAD", "1.sql").endswith(": paths begin at the root of the repository, or with ./")


NO_REVISIONS = {
    "nowhere": "git knows no revision nowhere",
    "origin/main": "git knows no revision origin/main",
    "HEAD~5": "git knows no revision HEAD~5: the commit .* has no parent",
    "HEAD^2": "git knows no revision HEAD.2: the commit .* has no parent 2",
    "main@{1}": "'git rev-parse main@.1.' prints the hash of any other form",
    "@{upstream}": "'git rev-parse @.upstream.' prints",
    "main..side": "git knows no revision main..side",
    "HEAD^{/version}": "a branch, a tag or a hash is read as a revision",
    "HEAD~9999999999": "a branch, a tag or a hash is read as a revision",
    "../../etc/passwd": "git knows no revision",
    "config": "git knows no revision config",
    "HEAD.lock": "git knows no revision",
    "é": "git knows no revision é",
    "db/s.sql": "git knows no revision",
    "f" * 40: "the object f* is not here: the repository is incomplete",
    "a\0b": "git knows no revision",
}


@pytest.mark.parametrize("revision", NO_REVISIONS)
def test_what_is_no_revision(made: Callable[..., Path], revision: str) -> None:
    made()
    assert re.search(NO_REVISIONS[revision], refusal(revision, "db/s.sql"))


def test_a_hash_of_a_file_is_no_revision(made: Callable[..., Path]) -> None:
    oid = git(made(), "rev-parse", "HEAD:db/s.sql")
    assert refusal(oid, "db/s.sql") == f"the object {oid} is no tree but a blob"


def test_too_few_digits_of_a_hash(made: Callable[..., Path]) -> None:
    folder = made()
    commit = git(folder, "cat-file", "commit", "HEAD")
    seen: dict[str, bytes] = {}
    for number in range(5000):
        text = f"{commit} {number}\n".encode()
        raw = b"commit %d\0" % len(text) + text
        oid = hashlib.sha1(raw, usedforsecurity=False).hexdigest()
        if oid[:4] in seen:
            break
        seen[oid[:4]] = raw
    for stored in (raw, seen[oid[:4]]):
        file = loose(folder / ".git", hashlib.sha1(stored, usedforsecurity=False).hexdigest())
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(zlib.compress(stored))
    assert refusal(oid[:4], "db/s.sql").startswith(f"{oid[:4]} could be ")
    assert content(oid[:12], "db/s.sql") == by_git(oid[:12], "db/s.sql") == by_git("HEAD", "db/s.sql")


def test_a_shallow_clone_ends_somewhere(
    made: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "clone", "-q", "--depth=2", f"file://{made()}", "shallow")
    monkeypatch.chdir(tmp_path / "shallow")
    assert content("HEAD~1", "db/s.sql") == by_git("HEAD~1", "db/s.sql")
    assert "HEAD~2 lies beyond what this shallow clone has: 'git fetch --unshallow'" in refusal("HEAD~2", "db/s.sql")


def test_a_partial_clone_says_how_to_get_what_it_left_out(
    made: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made()
    git(folder, "config", "uploadpack.allowFilter", "true")
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{folder}", "partial")
    monkeypatch.chdir(tmp_path / "partial")
    message = refusal("HEAD", "db/s.sql")
    oid = git(folder, "rev-parse", "HEAD:db/s.sql")
    assert f"the object {oid} is not here: this is a partial clone, and nothing is fetched" in message
    command = re.search(r"'git (.*)'", message)
    assert command is not None
    git(tmp_path / "partial", *command[1].split())
    assert content("HEAD", "db/s.sql") == by_git("HEAD", "db/s.sql")


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_refs_in_a_table_are_not_read_and_hashes_are(made: Callable[..., Path], form: str) -> None:
    folder = made(form=form)
    commit = git(folder, "rev-parse", "HEAD~1")
    expected = by_git(commit, "db/s.sql")
    (folder / ".git/HEAD").write_text("ref: refs/heads/.invalid\n")
    (folder / ".git/refs/heads").rename(folder / ".git/reftable")
    (folder / ".git/refs/heads").write_text("this repository uses the reftable format\n")
    for revision in ("HEAD", "HEAD~1"):
        assert "keeps its refs as a reftable, which is not read here" in refusal(revision, "db/s.sql")
    for revision in (commit, commit[:8]):
        assert content(revision, "db/s.sql") == expected


def test_replacements_do_not_count(made: Callable[..., Path]) -> None:
    folder = made()
    git(folder, "replace", git(folder, "rev-parse", "HEAD"), "HEAD~1")
    assert content("HEAD", "db/s.sql").startswith(b"CREATE TABLE t5 ")
    assert by_git("HEAD", "db/s.sql").startswith(b"CREATE TABLE t4 ")


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert refusal("HEAD", "s.sql") == "this is no git repository"
    (tmp_path / ".git").mkdir()
    assert refusal("HEAD", "s.sql") == "this is no git repository"
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    assert refusal("HEAD", "s.sql") == f"GIT_DIR names {tmp_path}, which is no git repository"


def test_a_missing_object_of_a_whole_clone(made: Callable[..., Path]) -> None:
    folder = made()
    oid = git(folder, "rev-parse", "HEAD:db/s.sql")
    loose(folder / ".git", oid).unlink()
    assert (
        refusal("HEAD", "db/s.sql")
        == f"the object {oid} is not here: the repository is incomplete, 'git fsck' says more"
    )
