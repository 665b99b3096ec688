"""A repository whose bytes make no sense is met with one error in words, soon, and with little memory."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import struct
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from git_itself import git, loose

from ondelete.errors import OndeleteError, UnreadableRevision
from ondelete.repository import objects, open_repository

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def content(revision: str = "HEAD~2", path: str = "db/s.sql") -> bytes:
    with open_repository() as repository:
        return b"".join(repository.content(repository.file(revision, path)))


def refusal(revision: str = "HEAD", path: str = "db/s.sql") -> str:
    with pytest.raises(UnreadableRevision) as caught:
        content(revision, path)
    return str(caught.value)


FILES = ("objects/pack/*.pack", "objects/pack/*.idx", "packed-refs", "HEAD", "shallow", "objects/info/alternates")


def mutated(data: bytes, draw: random.Random) -> bytes:
    """Return the bytes with some of them other than they were, or some cut out, or the end cut off."""
    changed = bytearray(data)
    for _ in range(draw.choice((1, 1, 3, 30))):
        at = draw.randrange(len(changed) or 1)
        changed[at : at + draw.choice((1, 1, 1, 4))] = draw.randbytes(draw.choice((0, 1, 1, 1, 4)))
    return bytes(changed[: draw.randrange(len(changed) + 1)] if draw.random() < 0.1 else changed)


@pytest.mark.parametrize("seed", range(12))
def test_mutated_files_give_the_content_or_one_error(made: Callable[..., Path], seed: int) -> None:
    """The content is compared with its hash, so nothing between the two is possible."""
    folder, draw = made() / ".git", random.Random(seed)
    git(folder.parent, "repack", "-adfq", "--depth=50")
    git(folder.parent, "pack-refs", "--all")
    (folder / "shallow").write_text("0" * 40)
    (folder / "objects/info/alternates").write_text("../../../other/objects\n")
    paths = [path for pattern in FILES for path in folder.glob(pattern)]
    expected = content()
    for _ in range(60):
        path = draw.choice(paths)
        data = path.read_bytes()
        path.chmod(0o644)
        path.write_bytes(mutated(data, draw))
        for revision in ("main~2", git(folder.parent, "rev-parse", "--short", "main", check=False) or "main"):
            with contextlib.suppress(OndeleteError):
                assert content(revision) == expected or revision != "main~2"
        path.write_bytes(data)


@pytest.mark.parametrize("kind", ["loose object", "HEAD", "branch", "packed-refs", "pack", "index", "git", "shallow"])
@pytest.mark.parametrize("what", ["pipe", "device", "endless", "folder", "loop"])
def test_a_file_that_is_no_file_is_not_waited_for(made: Callable[..., Path], kind: str, what: str) -> None:
    folder = made()
    if kind in ("pack", "index", "packed-refs"):
        git(folder, "gc", "-q")
    (pack,) = list((folder / ".git/objects/pack").glob("*.pack")) or [None]
    paths = {
        "loose object": loose(folder / ".git", git(folder, "rev-parse", "HEAD")),
        "HEAD": folder / ".git/HEAD",
        "branch": folder / ".git/refs/heads/main",
        "packed-refs": folder / ".git/packed-refs",
        "pack": pack,
        "index": pack and pack.with_suffix(".idx"),
        "git": folder / ".git",
        "shallow": folder / ".git/shallow",
    }
    path = paths[kind]
    assert path is not None
    if path.exists():
        path.rename(folder / "moved")
    if what == "pipe":
        os.mkfifo(path)
    elif what == "folder":
        path.mkdir()
    else:
        path.symlink_to({"device": "/dev/tty", "endless": "/dev/zero", "loop": path}[what])
    if (kind, what) == ("shallow", "folder"):
        return
    assert refusal("HEAD~1")


def stored(folder: Path, data: bytes, kind: bytes = b"blob", size: int | None = None) -> str:
    """Store a loose object, of whatever size it says it has."""
    raw = b"%s %d\0" % (kind, len(data) if size is None else size) + data
    oid = hashlib.sha1(raw, usedforsecurity=False).hexdigest()
    path = loose(folder / ".git", oid)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(zlib.compress(raw))
    return oid


def with_blob(folder: Path, oid: str) -> None:
    """Make the current branch have the blob as ``db/s.sql``."""
    tree = stored(folder, b"100644 s.sql\0" + bytes.fromhex(oid), b"tree")
    root = stored(folder, b"40000 db\0" + bytes.fromhex(tree), b"tree")
    commit = stored(folder, f"tree {root}\nauthor a <a> 0 +0000\ncommitter a <a> 0 +0000\n\nx".encode(), b"commit")
    (folder / ".git/refs/heads/main").write_text(commit + "\n")


def test_a_loose_object_that_says_another_size(made: Callable[..., Path]) -> None:
    folder = made()
    for size, said in ((3, "it is longer than it says"), (2**70, "it is shorter than it says")):
        with_blob(folder, stored(folder, b"CREATE TABLE t ();", size=size))
        assert said in refusal()


def test_content_that_is_not_what_its_hash_says(made: Callable[..., Path]) -> None:
    folder = made()
    good, other = stored(folder, b"-- good"), stored(folder, b"-- evil")
    with_blob(folder, good)
    loose(folder / ".git", good).write_bytes(loose(folder / ".git", other).read_bytes())
    assert "its content is not what its hash says" in refusal()


def pack(folder: Path, entries: list[tuple[str, bytes]]) -> None:
    """Make a pack of entries as they are, each with the hash under which its index has it."""
    body, offsets = b"PACK" + struct.pack(">LL", 2, len(entries)), []
    for oid, entry in entries:
        offsets.append((oid, len(body)))
        body += entry
    offsets.sort()
    counts = [sum(int(oid[:2], 16) <= first for oid, _ in offsets) for first in range(256)]
    index = b"\xfftOc" + struct.pack(">L256L", 2, *counts) + b"".join(bytes.fromhex(oid) for oid, _ in offsets)
    index += bytes(4 * len(offsets)) + b"".join(struct.pack(">L", offset) for _, offset in offsets) + bytes(40)
    place = folder / ".git/objects/pack/pack-own.pack"
    place.write_bytes(body + hashlib.sha1(body, usedforsecurity=False).digest())
    place.with_suffix(".idx").write_bytes(index)


def entry(number: int, data: bytes, base: bytes = b"", size: int | None = None) -> bytes:
    rest = len(data) if size is None else size
    head, rest = bytearray([number << 4 | rest & 15]), rest >> 4
    while rest:
        head[-1] |= 0x80
        head.append(rest & 0x7F)
        rest >>= 7
    return bytes(head) + base + zlib.compress(data)


def test_deltas_of_one_another_come_to_an_end(made: Callable[..., Path]) -> None:
    folder = made()
    one, two = "11" * 20, "22" * 20
    pack(
        folder, [(one, entry(7, b"\5\5\x90\5", bytes.fromhex(two))), (two, entry(7, b"\5\5\x90\5", bytes.fromhex(one)))]
    )
    with_blob(folder, one)
    assert "its deltas have no end" in refusal()


def number(value: int) -> bytes:
    data = bytearray()
    while value > 0x7F:
        data.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*data, value])


def test_a_delta_that_would_become_very_large(made: Callable[..., Path]) -> None:
    folder = made()
    base, delta = "11" * 20, "22" * 20
    large = number(1 << 16) + number(1 << 40) + b"\x80" * 1000
    pack(folder, [(base, entry(3, bytes(1 << 16))), (delta, entry(7, large, bytes.fromhex(base)))])
    with_blob(folder, delta)
    assert "larger than 512 MiB, which git does not make" in refusal()


def test_deltas_that_would_take_hours(made: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty-five steps, each of the largest size allowed, are not taken: the sum is looked at, not the clock."""
    monkeypatch.setattr(objects, "LARGEST", 1 << 16)
    monkeypatch.setattr(objects, "_WORK", 64 << 16)
    folder = made()
    copy = number(1 << 16) + number(1 << 16) + b"\x80"
    oids = [f"{at:02x}" * 20 for at in range(1, 80)]
    entries = [(oids[0], entry(3, bytes(1 << 16)))]
    entries += [(oid, entry(7, copy, bytes.fromhex(before))) for before, oid in pairwise(oids)]
    pack(folder, entries)
    with_blob(folder, oids[-1])
    assert "putting its deltas together would take too long" in refusal()


def test_a_tree_that_is_larger_than_any_tree(made: Callable[..., Path]) -> None:
    folder = made()
    tree = stored(folder, b"", b"tree", size=1 << 30)
    commit = stored(folder, f"tree {tree}\n\nx".encode(), b"commit")
    (folder / ".git/refs/heads/main").write_text(commit)
    assert "is larger than 64 MiB: no tree is" in refusal()


def test_an_index_that_counts_more_than_it_holds(made: Callable[..., Path]) -> None:
    folder = made()
    pack(folder, [("11" * 20, entry(3, b"x"))])
    index = folder / ".git/objects/pack/pack-own.idx"
    data = index.read_bytes()
    index.write_bytes(data[:8] + b"\xff" * 1024 + data[1032:])
    assert "the index of a pack counts more than it holds" in refusal("1111")


def test_a_ref_that_names_itself(made: Callable[..., Path]) -> None:
    folder = made()
    (folder / ".git/refs/heads/main").write_text("ref: refs/heads/main\n")
    assert refusal() == "git knows no revision HEAD"
    (folder / ".git/refs/heads/main").write_text("ref: ../../../etc/passwd\n")
    assert refusal() == "git knows no revision HEAD"


@pytest.mark.parametrize("text", ["gitdir: nowhere\n", "nothing\n", "gitdir: //machine/share\n", "gitdir: \0\n", ""])
def test_a_file_that_leads_to_no_repository(made: Callable[..., Path], text: str) -> None:
    folder = made()
    (folder / ".git").rename(folder / "moved")
    (folder / ".git").write_text(text)
    assert refusal()
