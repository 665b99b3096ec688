r"""``\\i`` and ``\\ir``: the other files that a script reads, which lie in the folder of the file that was named."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from ondelete.bounded import open_regular
from ondelete.catalog import Skipped
from ondelete.dump.input.streams import FILE_OF_REVISION
from ondelete.dump.statements.pieces import Include

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import ExitStack

    from ondelete.dump.input.reading import Read
    from ondelete.dump.statements.pieces import Part, Piece

    Opener = Callable[[ExitStack], Read]
    Cut = Callable[[str, "Opener | None"], Iterable[Part]]

_DEEPEST = 50
_MOST = 10_000
_OUTSIDE = "psql would read a file here that does not lie in the folder of {}; name that file too"
_UNKNOWN = "psql would read another file here, and only psql knows which one; name that file too"
_TOO_MANY = "the files that name each other do not come to an end, so this one is not read"


class Includes:
    """Puts the pieces of other files where a file names them.

    Args:
        named: the file as the user named it; only files of its folder are read.
        cut: cuts a file, whose opener is None for one of a git revision.
    """

    def __init__(self, named: str, cut: Cut) -> None:
        self._named, self._cut = named, cut
        self._count = 0

    def followed(self, pieces: Iterable[Part], path: str, depth: int = 0) -> Iterator[Piece]:
        """Yield the pieces of a file, and those of the files that it reads.

        Raises:
            UnreadableSchema: while iterating, if another file cannot be read as SQL.
        """
        for piece in pieces:
            if not isinstance(piece, Include):
                yield piece
                continue
            found = self._found(piece, path)
            if isinstance(found, str):
                yield Skipped(piece.location, found, piece.text)
                continue
            self._count += 1
            if depth >= _DEEPEST or self._count > _MOST:
                yield Skipped(piece.location, _TOO_MANY, piece.text)
                continue
            yield from self.followed(self._cut(*found), found[0], depth + 1)

    def _found(self, include: Include, path: str) -> tuple[str, Opener | None] | str:
        """Return the name of the file and how it is opened, or why it is not read."""
        if include.name is None:
            return _UNKNOWN
        revision = None if os.path.lexists(self._named) else FILE_OF_REVISION.fullmatch(self._named)
        if revision is not None:
            return self._of_revision(include, path, revision["revision"], revision["path"])
        folder = Path(os.path.realpath(self._named)).parent
        places = [Path(path).parent / include.name]
        if not include.relative:
            # psql sees the name from the folder in which it runs, which may be that of the file.
            places += [Path(self._named).parent / include.name, Path(include.name)]
        for place in places:
            if "\0" not in include.name and self._named != "-" and _lies_in(place, folder) and place.is_file():
                return str(place), partial(_opened, place)
        return _OUTSIDE.format(self._named)

    def _of_revision(self, include: Include, path: str, revision: str, named: str) -> tuple[str, None] | str:
        folder, inside = dirname(named), path.partition(":")[2]
        place = normpath(join(dirname(inside), include.name or ""))
        if folder in ("", ".") and not place.startswith(("..", "/")):
            return f"{revision}:{place}", None
        if place.startswith(f"{normpath(folder)}/"):
            return f"{revision}:{place}", None
        return _OUTSIDE.format(self._named)


def _lies_in(place: Path, folder: Path) -> bool:
    return Path(os.path.realpath(place)).is_relative_to(folder)


def _opened(place: Path, stack: ExitStack) -> Read:
    return stack.enter_context(open_regular(place)).read
