"""The stored form of an object, loose or in a pack: whole, or as a delta of another.

https://git-scm.com/docs/gitformat-pack. Sizes are checked before anything is unpacked: a file of a few kilobytes can
claim to become terabytes.
"""

from __future__ import annotations

import mmap
import struct
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from ondelete.bounded import open_regular
from ondelete.errors import OndeleteError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import ExitStack
    from pathlib import Path

    from dulwich.object_format import ObjectFormat
    from dulwich.pack import PackIndex

TYPES = {1: "commit", 2: "tree", 3: "blob", 4: "tag"}
_BY_OFFSET, _BY_HASH = 6, 7
_STEP = 1 << 16
_HEADER = 32
_SHA1_LENGTH = 20
_SIGNATURE = b"\xfftOc"


class Damaged(Exception):
    """The stored bytes are no object; the message says what is wrong."""


class Piece(msgspec.Struct, frozen=True):
    """An object as it is stored. ``type`` is None of a delta, whose ``base`` is an offset in its pack or a hash."""

    type: str | None
    size: int
    buffer: mmap.mmap
    start: int
    header: int = 0
    base: int | str | None = None
    pack: Pack | None = None

    def chunks(self) -> Iterator[bytes]:
        """Yield what is inside, in pieces of at most 64 KiB.

        Raises:
            Damaged: it is not as long as it says, or cannot be unpacked.
        """
        skipped, length = self.header, 0
        for chunk in _inflated(self.buffer, self.start):
            given, skipped = chunk[skipped:], max(0, skipped - len(chunk))
            length += len(given)
            if length > self.size:
                raise Damaged("it is longer than it says")
            if given:
                yield given
        if length != self.size:
            raise Damaged("it is shorter than it says")


class Pack:
    """A packfile and its index."""

    def __init__(self, path: Path, form: ObjectFormat, stack: ExitStack) -> None:
        from dulwich.pack import load_pack_index_file

        self._path, self._form, self._stack = path, form, stack
        self._buffer: mmap.mmap | None = None
        place = path.with_suffix(".idx")
        _check_index(mapped(place, stack), form.oid_length)
        with damage(place.name):
            self.index: PackIndex = load_pack_index_file(place, stack.enter_context(open_regular(place)), form)
        stack.callback(self.index.close)

    def find(self, oid: str) -> int | None:
        """Return the offset of an object, None if it is not in this pack."""
        with damage(self._path.name):
            try:
                return self.index.object_offset(bytes.fromhex(oid))  # type: ignore[arg-type]  # dulwich has a NewType
            except KeyError:
                return None

    def beginning(self, prefix: str) -> Iterator[str]:
        """Yield the hashes that begin with some digits."""
        with damage(self._path.name):
            for name in self.index.iter_prefix(bytes.fromhex(prefix[: len(prefix) // 2 * 2])):
                if name.hex().startswith(prefix):
                    yield name.hex()

    def piece(self, offset: int) -> Piece:
        """Return what is stored at an offset."""
        if self._buffer is None:
            self._buffer = mapped(self._path, self._stack)
        head = self._buffer[offset : offset + _HEADER + self._form.oid_length]
        number, size, end = _type_and_size(head)
        base: int | str | None = None
        if number == _BY_OFFSET:
            distance, end = _distance(head, end)
            base = offset - distance
        elif number == _BY_HASH:
            base, end = head[end : end + self._form.oid_length].hex(), end + self._form.oid_length
        elif number not in TYPES:
            raise Damaged("it is of no type that git has")
        return Piece(TYPES.get(number), size, self._buffer, offset + end, base=base, pack=self)


def loose_piece(path: Path, stack: ExitStack) -> Piece:
    """Return the object that a file holds.

    Raises:
        Damaged: it is none.
        OSError: there is none.
    """
    buffer = mapped(path, stack)
    head = next(_inflated(buffer, 0), b"")[:_HEADER]
    kind, _, rest = head.partition(b" ")
    digits, end, _ = rest.partition(b"\0")
    if kind.decode("latin-1") not in TYPES.values() or not end or not digits.isdigit():
        raise Damaged("it does not begin as an object does")
    return Piece(kind.decode(), int(digits), buffer, 0, header=len(kind) + len(digits) + 2)


def mapped(path: Path, stack: ExitStack) -> mmap.mmap:
    """Return a file as memory that is read when it is looked at.

    Raises:
        Damaged: it is empty.
        OSError: it cannot be read, or is no regular file.
    """
    with open_regular(path) as file:
        try:
            return stack.enter_context(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except ValueError:
            raise Damaged(f"{path.name} is empty") from None


@contextmanager
def damage(what: str) -> Iterator[None]:
    """Turn whatever the library raises about a bad file into one error."""
    try:
        yield
    except (Damaged, OndeleteError, OSError):
        raise
    except Exception as error:  # the library has no error of its own for bytes that make no sense
        raise Damaged(f"{what} cannot be read ({type(error).__name__})") from None


def result_size(delta: bytes) -> int:
    """Return the length that a delta gives for its result."""
    _, end = _number(delta, 0)
    return _number(delta, end)[0]


def _check_index(contents: mmap.mmap, oid_length: int) -> None:
    """Refuse an index whose counts do not fit the length of its file: a search would run through them all."""
    first = contents[:4] != _SIGNATURE
    if (not first and contents[4:8] != b"\0\0\0\2") or (first and oid_length != _SHA1_LENGTH):
        raise Damaged("the index of a pack is of a version that is not read here, 'git repack -ad' makes another")
    try:
        counts = struct.unpack_from(">256L", contents, 0 if first else 8)
    except struct.error:
        raise Damaged("the index of a pack is cut off") from None
    if list(counts) != sorted(counts) or counts[-1] * oid_length > len(contents):
        raise Damaged("the index of a pack counts more than it holds")


def _inflated(buffer: mmap.mmap, start: int) -> Iterator[bytes]:
    engine, pending = zlib.decompressobj(), b""
    while not engine.eof:
        if not pending:
            pending = buffer[start : start + _STEP]
            start += len(pending)
        try:
            chunk = engine.decompress(pending, _STEP)
        except zlib.error:
            raise Damaged("it cannot be unpacked") from None
        if not chunk and not pending:
            raise Damaged("it is cut off")
        pending = engine.unconsumed_tail
        if chunk:
            yield chunk


def _type_and_size(head: bytes) -> tuple[int, int, int]:
    """Return the type, the size, and where the header ends."""
    if not head:
        raise Damaged("its place is beyond the end of its pack")
    rest, end = _number(head, 1) if head[0] & 0x80 else (0, 1)
    return head[0] >> 4 & 7, head[0] & 15 | rest << 4, end


def _number(data: bytes, start: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, the lowest first, and where it ends."""
    value = 0
    for end in range(start, min(len(data), start + 10)):
        value |= (data[end] & 0x7F) << 7 * (end - start)
        if not data[end] & 0x80:
            return value, end + 1
    raise Damaged("a number in it has no end")


def _distance(data: bytes, start: int) -> tuple[int, int]:
    """Return how far before it the base of a delta lies, and where that number ends."""
    value = -1
    for end in range(start, min(len(data), start + 10)):
        value = value + 1 << 7 | data[end] & 0x7F
        if not data[end] & 0x80 and value > 0:
            return value, end + 1
    raise Damaged("its base has no place")
