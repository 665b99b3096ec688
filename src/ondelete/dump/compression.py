"""Compressed dumps, by their first bytes whatever they are called: gzip, bzip2, xz, Zstandard."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, cast

from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from ondelete.dump.opening import Read

_BUFFER = 1 << 18
# Little at a time, since it may become a thousand times as much.
_ZSTD_INPUT = 1 << 12


def uncompressed(name: str, head: bytes, read: Read) -> Read:
    """Return a ``read`` of what is inside, or ``read`` itself where ``head`` is of no compressed file.

    Raises:
        UnreadableSchema: at once, where the library for it is missing; while reading, where the data is damaged.
    """
    for magic, (what, decompressor) in _LAYERS.items():
        if head.startswith(magic):
            inner, error_type = decompressor(name, io.BufferedReader(_Stream(read), _BUFFER))
            return _guarded(name, what, inner, error_type)
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


def _guarded(name: str, what: str, inner: Read, error_type: type[Exception]) -> Read:
    def read(size: int) -> bytes:
        try:
            return inner(size)
        except (EOFError, OSError, error_type) as error:
            raise UnreadableSchema(name, f"its {what} compression is damaged or cut off ({error})") from error

    return read


def _gzip(_name: str, source: io.BufferedReader) -> tuple[Read, type[Exception]]:
    import gzip
    import zlib

    return gzip.GzipFile(fileobj=source).read, zlib.error


def _bzip2(_name: str, source: io.BufferedReader) -> tuple[Read, type[Exception]]:
    import bz2

    return bz2.BZ2File(source).read, ValueError


def _xz(_name: str, source: io.BufferedReader) -> tuple[Read, type[Exception]]:
    import lzma

    return lzma.LZMAFile(source).read, lzma.LZMAError


def _zstd(name: str, source: io.BufferedReader) -> tuple[Read, type[Exception]]:
    try:
        import zstandard
    except ImportError:
        return _zstd_of_python(name, source)
    frame = zstandard.ZstdDecompressor().decompressobj()

    # Its own stream reader takes the end of a file that was cut off for the end of the data.
    def read(_size: int) -> bytes:
        nonlocal frame
        data = b""
        while not data:
            chunk = source.read(_ZSTD_INPUT)
            if not chunk:
                if not frame.eof:
                    raise EOFError("it ends inside a frame")
                return b""
            while chunk:
                if frame.eof:
                    frame = zstandard.ZstdDecompressor().decompressobj()
                data += frame.decompress(chunk)
                chunk = frame.unused_data
        return data

    return read, zstandard.ZstdError


def _zstd_of_python(name: str, source: io.BufferedReader) -> tuple[Read, type[Exception]]:
    # In the standard library from Python 3.14 on.
    from importlib import import_module

    try:
        zstd = import_module("compression.zstd")
    except ImportError:
        reason = "Zstandard needs a library: pip install zstandard, or unpack it: zstd -d"
        raise UnreadableSchema(name, reason) from None
    return cast("BinaryIO", zstd.ZstdFile(source)).read, cast("type[Exception]", zstd.ZstdError)


_LAYERS: dict[bytes, tuple[str, Callable[[str, io.BufferedReader], tuple[Read, type[Exception]]]]] = {
    b"\x1f\x8b": ("gzip", _gzip),
    b"BZh": ("bzip2", _bzip2),
    b"\xfd7zXZ\0": ("xz", _xz),
    b"\x28\xb5\x2f\xfd": ("Zstandard", _zstd),
}
