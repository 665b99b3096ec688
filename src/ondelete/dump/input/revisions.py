"""A file as it was at a git revision: ``main:db/structure.sql``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.errors import UnreadableRevision, UnreadableSchema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import ExitStack

    from ondelete.dump.input.reading import Read


def read_revision(name: str, revision: str, path: str, stack: ExitStack) -> Read:
    """Return a ``read`` of the file ``revision:path``; ``stack`` closes the repository.

    As for git itself, ``path`` is taken from the root of the repository unless it begins with ``./``.

    Raises:
        UnreadableSchema: there is no repository, no such revision, no such path, or the file is not here; also while
            it is read, if it is damaged.
    """
    from ondelete.repository import open_repository

    try:
        repository = stack.enter_context(open_repository())
        content = repository.content(repository.file(revision, path))
    except UnreadableRevision as error:
        raise UnreadableSchema(name, f"no such file, and as a git revision: {error}") from None
    return _reader(name, content)


def _reader(name: str, chunks: Iterator[bytes]) -> Read:
    pending = b""

    def read(size: int) -> bytes:
        nonlocal pending
        try:
            pending = pending or next(chunks, b"")
        except UnreadableRevision as error:
            raise UnreadableSchema(name, str(error)) from None
        given, pending = pending[:size], pending[size:]
        return given

    return read
