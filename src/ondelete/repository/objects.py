"""Objects by their hash: they are found, put together, and checked against the hash."""

from __future__ import annotations

import re
from contextlib import ExitStack
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from ondelete.bounded import MIB
from ondelete.errors import UnreadableRevision
from ondelete.repository.packs import Damaged, Pack, Piece, damage, loose_piece, result_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dulwich.object_format import ObjectFormat

LARGEST = 512 * MIB
"""What is put together of deltas may be as large: git makes none of larger files (``core.bigFileThreshold``)."""

_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_LARGEST_LISTING = 64 * MIB
_DEEPEST = 4096
_WORK = 64 * LARGEST
_STEP = 1 << 16


def hash_length(folders: Sequence[Path]) -> int:
    """Return how many digits the hashes of a repository have, as its files are named: 64 (SHA-256), or else 40."""
    packs = (path.stem.removeprefix("pack-") for folder in folders for path in (folder / "pack").glob("pack-*.idx"))
    objects = (path.parent.name + path.name for folder in folders for path in folder.glob("[0-9a-f][0-9a-f]/*"))
    return next((len(name) for name in chain(packs, objects) if _HASH.fullmatch(name)), 40)


class Objects:
    """The objects in some folders. ``close`` closes the files."""

    def __init__(self, folders: Sequence[Path], form: ObjectFormat) -> None:
        self._folders, self._form, self._stack = folders, form, ExitStack()

    @property
    def hash_length(self) -> int:
        """How many digits a hash has: 40, or 64 (SHA-256)."""
        return self._form.hex_length

    def close(self) -> None:
        """Close every file that was opened."""
        self._stack.close()

    def read(self, oid: str) -> tuple[str, bytes]:
        """Return the type and content of a commit, a tree or a tag; of a blob only the type.

        Raises:
            UnreadableRevision: it is missing, damaged, or larger than such an object can be.
        """
        kind, size, chunks = self._opened(oid)
        if kind == "blob":
            return kind, b""
        if size > _LARGEST_LISTING:
            raise UnreadableRevision(f"the {kind} {oid} is larger than {_LARGEST_LISTING // MIB} MiB: no {kind} is")
        return kind, b"".join(chunks)

    def open(self, oid: str) -> tuple[str, Iterator[bytes]]:
        """Return the type of an object, and its content in pieces of at most 64 KiB.

        An object that is stored whole is unpacked as it is read. A delta is put together in memory, which takes about
        three and a half times its size. At the end the content is compared with the hash.

        Raises:
            UnreadableRevision: it is missing, damaged, or too large to be put together; also while it is read.
        """
        kind, _, chunks = self._opened(oid)
        return kind, chunks

    def _opened(self, oid: str) -> tuple[str, int, Iterator[bytes]]:
        try:
            kind, size, chunks = self._whole(self._piece(oid))
        except (Damaged, OSError) as error:
            raise _damaged(oid, error) from None
        return kind, size, self._checked(oid, kind, size, chunks)

    def beginning(self, prefix: str) -> Iterator[str]:
        """Yield the hashes that begin with some digits (four at least), each once."""
        seen = set()
        for oid in self._all_beginning(prefix):
            if oid not in seen:
                seen.add(oid)
                yield oid

    def is_partial(self) -> bool:
        """Whether the clone is partial, and fetches objects later: some pack has a file ``.promisor`` beside it."""
        return any(any((folder / "pack").glob("*.promisor")) for folder in self._folders)

    @cached_property
    def _packs(self) -> list[Pack]:
        found = []
        for folder in self._folders:
            for path in sorted((folder / "pack").glob("*.pack")):
                if path.with_suffix(".idx").exists():
                    found.append(Pack(path, self._form, self._stack))
        return found

    def _piece(self, oid: str) -> Piece:
        for pack in self._packs:
            offset = pack.find(oid)
            if offset is not None:
                return pack.piece(offset)
        for folder in self._folders:
            try:
                return loose_piece(folder / oid[:2] / oid[2:], self._stack)
            except (FileNotFoundError, NotADirectoryError):
                continue
        raise UnreadableRevision(self._missing(oid))

    def _missing(self, oid: str) -> str:
        if self.is_partial():
            fetched = f"if you trust the repository, 'git cat-file -p {oid}' fetches it"
            return f"the object {oid} is not here: this is a partial clone, and nothing is fetched; {fetched}"
        return f"the object {oid} is not here: the repository is incomplete, 'git fsck' says more"

    def _whole(self, piece: Piece) -> tuple[str, int, Iterator[bytes]]:
        if piece.type is not None:
            return piece.type, piece.size, piece.chunks()
        kind, content = self._put_together(piece)
        return kind, len(content), (content[at : at + _STEP] for at in range(0, len(content), _STEP))

    def _put_together(self, piece: Piece) -> tuple[str, bytes]:
        """Apply deltas, from the object that is stored whole up to this one."""
        from dulwich.pack import apply_delta

        deltas = []
        while piece.type is None:
            deltas.append(piece)
            if len(deltas) > _DEEPEST:
                raise Damaged("its deltas have no end")
            piece = self._base(piece)
        content, work = _joined(piece), 0
        for delta in map(_joined, reversed(deltas)):
            size = result_size(delta)
            work += _allowed(size)
            if work > _WORK:
                raise Damaged("putting its deltas together would take too long")
            with damage("a delta"):
                content = b"".join(apply_delta(content, delta))
        return piece.type, content

    def _base(self, piece: Piece) -> Piece:
        assert piece.pack is not None  # noqa: S101 - a delta stands in a pack
        if isinstance(piece.base, int):
            return piece.pack.piece(piece.base)
        offset = piece.pack.find(str(piece.base))
        return self._piece(str(piece.base)) if offset is None else piece.pack.piece(offset)

    def _checked(self, oid: str, kind: str, size: int, chunks: Iterator[bytes]) -> Iterator[bytes]:
        digest = self._form.new_hash()
        digest.update(f"{kind} {size}\0".encode())
        try:
            for chunk in chunks:
                digest.update(chunk)
                yield chunk
        except Damaged as error:
            raise _damaged(oid, error) from None
        if digest.hexdigest() != oid:
            raise _damaged(oid, Damaged("its content is not what its hash says"))

    def _all_beginning(self, prefix: str) -> Iterator[str]:
        try:
            for pack in self._packs:
                yield from pack.beginning(prefix)
        except (Damaged, OSError) as error:
            raise _damaged(prefix, error) from None
        for folder in self._folders:
            for path in (folder / prefix[:2]).glob(f"{prefix[2:]}*"):
                if len(path.name) == self._form.hex_length - 2:
                    yield prefix[:2] + path.name


def _joined(piece: Piece) -> bytes:
    _allowed(piece.size)
    return b"".join(piece.chunks())


def _allowed(size: int) -> int:
    if size > LARGEST:
        raise Damaged(f"it is put together of deltas larger than {LARGEST // MIB} MiB, which git does not make")
    return size


def _damaged(oid: str, error: Exception) -> UnreadableRevision:
    reason = getattr(error, "strerror", None) or error
    return UnreadableRevision(f"the object {oid} is damaged ({reason}); 'git fsck' says more")
