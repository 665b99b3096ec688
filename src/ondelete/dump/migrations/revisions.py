"""A folder of migrations as it was at a git revision: ``main:db/migrations``."""

from __future__ import annotations

import os
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from posixpath import dirname, normpath
from typing import TYPE_CHECKING

from ondelete.dump.input.reading import before
from ondelete.dump.input.streams import FILE_OF_REVISION
from ondelete.dump.migrations.folder import MOST_FILES, Folder
from ondelete.errors import UnreadableRevision, UnreadableSchema
from ondelete.repository import open_repository
from ondelete.repository.folders import files_in

if TYPE_CHECKING:
    from ondelete.dump.input.reading import Read

_BOUND = 4 << 20


def is_folder_of_revision(revision: str, path: str) -> bool:
    """Return whether there is a folder of that path at a revision; False if nothing can be read of it."""
    try:
        with open_repository() as repository:
            return repository.folder(revision, path) is not None
    except UnreadableRevision:
        return False


class FolderOfRevision(Folder):
    """The files of a folder at a git revision, and of its subfolders; a link is no file there."""

    def __init__(self, name: str) -> None:
        found = FILE_OF_REVISION.fullmatch(name)
        self._revision, self._path = (found["revision"], found["path"]) if found is not None else ("", name)
        self._open = ExitStack()
        try:
            self._repository = self._open.enter_context(open_repository())
        except UnreadableRevision as error:
            raise UnreadableSchema(name, str(error)) from None
        super().__init__(name)

    def close(self) -> None:
        """Close the repository."""
        self._open.close()

    def _all(self) -> list[str]:
        try:
            tree = self._repository.folder(self._revision, self._path)
            self._hashes = files_in(self._repository, tree, MOST_FILES + 1) if tree is not None else {}
        except UnreadableRevision as error:
            raise UnreadableSchema(self.name, str(error)) from None
        if len(self._hashes) > MOST_FILES:
            raise self._too_many()
        return list(self._hashes)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The folder's own name and those of the folders above it, from the root of the repository on."""
        place = os.path.relpath(self._path) if self._path.startswith(".") else self._path
        return Path(self._repository.root, place).parts

    def has_beside(self, name: str) -> bool:
        """Return whether the folder above holds something of that name."""
        above = dirname(normpath(self._path)) or ("." if self._path.startswith(".") else "")
        try:
            tree = self._repository.folder(self._revision, above)
            return tree is not None and any(each == name for each, _ in self._repository.entries(tree))
        except UnreadableRevision:
            return False

    def open(self, path: str, stack: ExitStack) -> Read:
        """Open a file of the folder.

        Raises:
            OSError: it cannot be read.
        """
        try:
            chunks = self._repository.content(self._hashes[path])
        except UnreadableRevision as error:
            raise OSError(0, str(error)) from None

        def read(_size: int) -> bytes:
            try:
                return next(chunks, b"")
            except UnreadableRevision as error:
                raise OSError(0, str(error)) from None

        return before(b"", read)

    def content(self, path: str) -> bytes:
        """Return the content of a small file, such as a journal.

        Raises:
            UnreadableSchema: it cannot be read, or has more than 4 MiB.
        """
        found = bytearray()
        try:
            for chunk in self._repository.content(self._hashes[path]):
                found += chunk
                if len(found) > _BOUND:
                    raise UnreadableSchema(self.shown(path), "it has more than 4 MiB, which is more than it needs")
        except UnreadableRevision as error:
            raise UnreadableSchema(self.shown(path), str(error)) from None
        return bytes(found)
