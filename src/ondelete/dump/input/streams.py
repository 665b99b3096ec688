"""A name on the command line to a stream of bytes: files, standard input, git revisions, compression."""

from __future__ import annotations

import os
import re
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ondelete.dump.input.reading import peek
from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ondelete.dump.input.reading import Read

FILE_OF_REVISION = re.compile(r"(?P<revision>[^:-][^:]*):(?P<path>.+)", re.DOTALL)
"""How a file at a git revision is written."""


@contextmanager
def open_bytes(
    name: str,
    watch: Callable[[int], None] | None = None,
    max_memory: int | None = None,
    opener: Callable[[ExitStack], Read] | None = None,
) -> Iterator[tuple[bytes, Read]]:
    """Open what ``name`` names: a file, ``-`` (standard input) or ``REV:path`` (a file at a git revision).

    Args:
        name: as the user wrote it.
        watch: called with the number of bytes after each read, as they are in the file: compressed, if it is.
        max_memory: the MiB that undoing its compression may take, if not the usual.
        opener: opens it in another way; raises OSError if it cannot.

    Yields:
        The first bytes (``HEAD`` of them, if there are so many), uncompressed, and a ``read`` that begins
        with them too.

    Raises:
        UnreadableSchema: there is no such file, it cannot be read, or its compression cannot be undone.
    """
    from ondelete.dump.input.compression import MAX_MEMORY, uncompressed

    with ExitStack() as stack:
        try:
            read = opener(stack) if opener is not None else _open(name, stack)
            head, read = peek(_guarded(_watched(read, watch) if watch else read, name))
        except OSError as error:
            raise UnreadableSchema(name, _reason(name, error)) from error
        head, read = peek(uncompressed(name, head, read, max_memory or MAX_MEMORY))
        yield head, read


def _open(name: str, stack: ExitStack) -> Read:
    if name == "-":
        if sys.stdin is None:
            raise UnreadableSchema(name, "there is no standard input to read")
        return sys.stdin.buffer.read
    revision = FILE_OF_REVISION.fullmatch(name)
    if revision and not os.path.lexists(name):
        from ondelete.dump.input.revisions import read_revision

        return read_revision(name, revision["revision"], revision["path"], stack)
    if Path(name).is_dir():
        made = f"make SQL of it: pg_restore --schema-only -f schema.sql {name}"
        raise UnreadableSchema(name, f"this is a directory-format archive of pg_dump: {made}")
    return stack.enter_context(Path(name).open("rb", buffering=0)).read


def _guarded(read: Read, name: str) -> Read:
    def guarded(size: int) -> bytes:
        try:
            return read(size)
        except OSError as error:
            raise UnreadableSchema(name, _reason(name, error)) from error

    return guarded


def _watched(read: Read, watch: Callable[[int], None]) -> Read:
    def watched(size: int) -> bytes:
        chunk = read(size)
        watch(len(chunk))
        return chunk

    return watched


def _reason(name: str, error: OSError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _missing(name)
    if isinstance(error, PermissionError):
        return "permission denied: you may not read this file"
    return f"cannot be read: {error.strerror or error}"


def _missing(name: str) -> str:
    import difflib

    folder = Path(name).parent
    if not folder.is_dir():
        return f"no such file: there is no directory {folder}"
    try:
        siblings = [path.name for path in folder.iterdir() if path.is_file()]
    except OSError:
        siblings = []
    close = difflib.get_close_matches(Path(name).name, siblings, n=1)
    return f"no such file. Did you mean {folder / close[0]}?" if close else "no such file"


def is_archive(folder: Path) -> bool:
    """Return whether a folder is an archive of pg_dump."""
    return (folder / "toc.dat").exists() or (folder / "toc.dat.gz").exists()
