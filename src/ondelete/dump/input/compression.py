"""Compressed dumps, told by their first bytes and not by their names: gzip, bzip2, xz, Zstandard.

The content is given bit by bit, so its size does not matter. With xz and Zstandard, the file says how much of it must
be kept to undo the rest (its window). A hostile file says gigabytes. So the window has a bound, which an option lifts.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Protocol, cast

from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO, TypeAlias

    from ondelete.dump.input.reading import Read

    Opened: TypeAlias = tuple[Read, type[Exception]]

MAX_MEMORY = 128
"""MiB that undoing a compression may take: enough for ``xz -9`` (65) and for ``zstd --ultra -22`` (128)."""

_BUFFER = 1 << 18
_OUTPUT = 1 << 18
# Every 4 bytes of Zstandard can become 128 KiB, and what they become cannot be taken bit by bit.
_ZSTD_INPUT = 1 << 10
_ZSTD_LEAST = 1 << 6


def uncompressed(name: str, head: bytes, read: Read, max_memory: int = MAX_MEMORY) -> Read:
    """Return a ``read`` of what is inside, or ``read`` itself if ``head`` is of no compressed file.

    Args:
        name: the file as the user named it.
        head: how it begins.
        read: gives all of it.
        max_memory: the MiB that undoing its compression may take.

    Raises:
        UnreadableSchema: at once, if the library for it is missing; while reading, if the data is damaged or needs
            more memory.
    """
    for magic, (what, decompressor) in _LAYERS.items():
        if head.startswith(magic):
            inner, error_type = decompressor(name, io.BufferedReader(_Stream(read), _BUFFER), max_memory)
            return _guarded(name, what, inner, error_type, max_memory)
    return read


class _Stream(io.RawIOBase):
    """A ``read`` as the file object that decompressors want."""

    def __init__(self, read: Read) -> None:
        self._give = read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed wants any buffer; ours is one
        chunk = self._give(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _guarded(name: str, what: str, inner: Read, error_type: type[Exception], max_memory: int) -> Read:
    def read(size: int) -> bytes:
        try:
            return inner(size)
        except (EOFError, OSError, error_type) as error:
            if any(word in str(error) for word in _TOO_LARGE):
                needs = f"undoing its {what} compression takes more than {max_memory} MiB of memory"
                reason = f"{needs}. If you trust the file, allow more with --max-memory MIB"
            else:
                reason = f"its {what} compression is damaged or cut off ({error})"
            raise UnreadableSchema(name, reason) from error

    return read


# lzma, zstandard, and Python's own reader of Zstandard.
_TOO_LARGE = ("Memory usage limit", "too much memory")


def _gzip(_name: str, source: io.BufferedReader, _max_memory: int) -> Opened:
    import gzip
    import zlib

    return gzip.GzipFile(fileobj=source).read, zlib.error


def _bzip2(_name: str, source: io.BufferedReader, _max_memory: int) -> Opened:
    import bz2

    return _streams(source, bz2.BZ2Decompressor), ValueError


def _xz(_name: str, source: io.BufferedReader, max_memory: int) -> Opened:
    import lzma

    def start() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=max_memory << 20)

    return _streams(source, start, padding=b"\0"), lzma.LZMAError


class _Decompressor(Protocol):
    """What ``bz2`` and ``lzma`` have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


def _streams(source: io.BufferedReader, start: Callable[[], _Decompressor], padding: bytes = b"") -> Read:
    """Return a ``read`` of streams that follow each other; anything else behind one counts as damage."""
    stream = start()

    def read(_size: int) -> bytes:
        nonlocal stream
        while True:
            if stream.eof:
                rest = stream.unused_data.lstrip(padding)
                while not rest and (more := source.read(_BUFFER)):
                    rest = more.lstrip(padding)
                if not rest:
                    return b""
                stream = start()
            else:
                rest = source.read(_BUFFER) if stream.needs_input else b""
                if stream.needs_input and not rest:
                    raise EOFError("it ends inside a stream")
            if data := stream.decompress(rest, _OUTPUT):
                return data

    return read


def _zstd(name: str, source: io.BufferedReader, max_memory: int) -> Opened:
    try:
        import zstandard
    except ImportError:
        return _zstd_of_python(name, source, max_memory)

    def start() -> Any:
        return zstandard.ZstdDecompressor(max_window_size=max_memory << 20).decompressobj()

    frame, size = start(), _ZSTD_LEAST

    # Its own stream reader takes the end of a file that was cut off for the end of the data.
    def read(_size: int) -> bytes:
        nonlocal frame, size
        while True:
            chunk = source.read(size)
            if not chunk:
                if not frame.eof:
                    raise EOFError("it ends inside a frame")
                return b""
            parts = []
            while chunk:
                if frame.eof:
                    frame = start()
                parts.append(frame.decompress(chunk))
                chunk = frame.unused_data
            data = b"".join(parts)
            size = _ZSTD_LEAST if len(data) > _OUTPUT else min(2 * size, _ZSTD_INPUT)
            if data:
                return data

    return read, zstandard.ZstdError


def _zstd_of_python(name: str, source: io.BufferedReader, max_memory: int) -> Opened:
    # In the standard library from Python 3.14 on.
    from importlib import import_module

    try:
        zstd = import_module("compression.zstd")
    except ImportError:
        reason = "Zstandard needs a library: pip install zstandard, or unpack it: zstd -d"
        raise UnreadableSchema(name, reason) from None
    # Its bound is a power of two.
    options = {zstd.DecompressionParameter.window_log_max: (max_memory << 20).bit_length() - 1}
    return cast("BinaryIO", zstd.ZstdFile(source, options=options)).read, cast("type[Exception]", zstd.ZstdError)


_LAYERS: dict[bytes, tuple[str, Callable[[str, io.BufferedReader, int], Opened]]] = {
    b"\x1f\x8b": ("gzip", _gzip),
    b"BZh": ("bzip2", _bzip2),
    b"\xfd7zXZ\0": ("xz", _xz),
    b"\x28\xb5\x2f\xfd": ("Zstandard", _zstd),
}
