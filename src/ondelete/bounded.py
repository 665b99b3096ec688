"""Reading a file that somebody else named or wrote: regular files alone, and no more than a bound of one."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

MIB = 1 << 20
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))


def open_regular(path: Path, *, seen: bool = False) -> BinaryIO:
    """Open a regular file to read it; links are followed, to a regular file.

    Args:
        path: the file.
        seen: whether it has just been seen to be one.

    Raises:
        OSError: it cannot be opened, or is a folder, a pipe, a device or a socket. Those are not opened at all: a pipe
            without a writer waits for ever, a device has no end, and opening alone can make one act.
    """
    if not seen:
        _refuse_all_but_files(path.stat().st_mode)
    file = os.fdopen(os.open(path, _FLAGS), "rb", buffering=0)
    try:
        _refuse_all_but_files(os.fstat(file.fileno()).st_mode)
    except OSError:
        file.close()
        raise
    return file


def read_bounded(path: Path, bound: int) -> bytes:
    """Return the content of a regular file.

    Args:
        path: the file.
        bound: how many bytes it may have; no more than one above it is read.

    Raises:
        OSError: it cannot be read, is no regular file, or has more bytes.
    """
    with open_regular(path) as file:
        content = bytearray()
        while len(content) <= bound and (chunk := file.read(bound + 1 - len(content))):
            content += chunk
    if len(content) > bound:
        raise OSError(errno.EFBIG, f"it has more than {bound // MIB or 1:,} MiB, which is more than such a file needs")
    return bytes(content)


def _refuse_all_but_files(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder, not a file")
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no regular file but a pipe, a device or a socket")
