"""A folder of migrations: the names of its files, and their content, which never comes from outside of it."""

from __future__ import annotations

import os
from contextlib import ExitStack
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from ondelete.bounded import open_regular, read_bounded
from ondelete.dump.input.byte_order import as_utf8
from ondelete.dump.input.reading import peek
from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.dump.input.reading import Read

MOST_FILES = 20_000
"""How many files a folder and its subfolders may have."""

_DEEPEST = 8
_BOUND = 4 << 20
_LOOKED_AT = 12
# What holds no migrations, and can hold very many files.
_PASSED_OVER = frozenset(("node_modules", "target", "vendor", "__pycache__"))


class Folder:
    """The files of a folder on disk and of its subfolders, by their paths from it (``0001_users/up.sql``).

    Args:
        name: the folder as the user named it.

    Raises:
        UnreadableSchema: it cannot be listed, or has more files than a folder of migrations.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._outside: list[str] = []
        self.files = tuple(sorted(self._all()))

    @property
    def outside(self) -> tuple[str, ...]:
        """The links that lead out of the folder, and what is no regular file; none of them is read."""
        return tuple(sorted(self._outside))

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The folder's own name and those of the folders above it, from the root on."""
        return Path(os.path.realpath(self.name)).parts

    def close(self) -> None:
        """Close what is open to read the files."""

    def _all(self) -> list[str]:
        """Return the paths of all files.

        Raises:
            UnreadableSchema: they cannot be listed, or there are too many.
        """
        try:
            return list(self._listed(Path(self.name), "", 0))
        except OSError as error:
            raise UnreadableSchema(self.name, f"this folder cannot be listed: {error.strerror or error}") from None

    def matching(self, *patterns: str) -> list[str]:
        """Return the files whose path fits one of some shell patterns, in which ``*`` fits no ``/``."""
        wanted = [(pattern, pattern.count("/")) for pattern in patterns]
        return [
            path
            for path in self.files
            if any(path.count("/") == depth and fnmatchcase(path, pattern) for pattern, depth in wanted)
        ]

    def ending(self, *endings: str) -> list[str]:
        """Return the files, at any depth, whose names end in one of some ways."""
        return [path for path in self.files if path.lower().endswith(endings)]

    def has_beside(self, name: str) -> bool:
        """Return whether the folder above holds something of that name."""
        return os.path.lexists(Path(self.name, os.pardir, name))

    def shown(self, path: str) -> str:
        """Return a file as a user would name it."""
        return f"{self.name.rstrip('/')}/{path}"

    def open(self, path: str, stack: ExitStack) -> Read:
        """Open a file of the folder.

        Raises:
            OSError: it cannot be opened, or is no regular file.
        """
        return stack.enter_context(open_regular(self._place(path), seen=True)).read

    def head(self, path: str) -> bytes:
        """Return how the text of a file begins; nothing if it cannot be read, which its reader will say."""
        try:
            with ExitStack() as stack:
                return as_utf8(*peek(self.open(path, stack)))[0]
        except OSError:
            return b""

    @cached_property
    def heads(self) -> tuple[bytes, ...]:
        """How the first few SQL files begin: enough to tell who wrote them."""
        return tuple(self.head(path) for path in self.ending(".sql")[:_LOOKED_AT])

    def content(self, path: str) -> bytes:
        """Return the content of a small file, such as a journal.

        Raises:
            UnreadableSchema: it cannot be read, or has more than 4 MiB.
        """
        try:
            return read_bounded(self._place(path), _BOUND)
        except OSError as error:
            raise UnreadableSchema(self.shown(path), f"it cannot be read: {error.strerror or error}") from None

    def _place(self, path: str) -> Path:
        return Path(self.name, path)

    def _listed(self, folder: Path, below: str, depth: int) -> Iterator[str]:
        """Yield the files of a subfolder; links to folders are not followed."""
        with os.scandir(folder) as entries:
            for count, entry in enumerate(entries):
                if count > MOST_FILES:
                    raise self._too_many()
                path = f"{below}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    if depth < _DEEPEST and not entry.name.startswith(".") and entry.name not in _PASSED_OVER:
                        yield from self._listed(folder / entry.name, f"{path}/", depth + 1)
                elif self._is_inside(entry) and Path(entry.path).is_file():
                    yield self._counted(path)
                elif not Path(entry.path).is_dir():
                    self._outside.append(path)

    def _counted(self, path: str) -> str:
        self._count = getattr(self, "_count", 0) + 1
        if self._count > MOST_FILES:
            raise self._too_many()
        return path

    def _too_many(self) -> UnreadableSchema:
        return UnreadableSchema(
            self.name, f"this folder has more than {MOST_FILES:,} files: name the folder of the migrations alone"
        )

    def _is_inside(self, entry: os.DirEntry[str]) -> bool:
        return not entry.is_symlink() or Path(os.path.realpath(entry.path)).is_relative_to(os.path.realpath(self.name))


def stem(path: str) -> str:
    """Return the name of a file without its folder and without its last ending."""
    return basename(path).rpartition(".")[0]


__all__ = ["MOST_FILES", "Folder", "basename", "dirname", "stem"]
