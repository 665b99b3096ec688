"""Answers about contents that never change, kept in the user's cache folder: typed, and never in a repository."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

import ondelete
from ondelete import project
from ondelete.bounded import MIB, read_bounded

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T", bound=msgspec.Struct)

_LARGEST = 4 * MIB


class Cache(Generic[T]):
    """Structs of one type, each kept under what it was made of. One that cannot be read or written is made again.

    Args:
        kind: a folder of its own for each kind of answer.
        type_: the type of the structs.
        used: False reads and writes nothing.
    """

    def __init__(self, kind: str, type_: type[T], *, used: bool = True) -> None:
        self._type = type_
        self._folder = _user_folder() / kind if used else None

    def get(self, made_of: tuple[str, ...], make: Callable[[], T]) -> T:
        """Return the struct kept under ``made_of``; if there is none, make it and keep it."""
        place = self._place(made_of)
        if place is None:
            return make()
        try:
            return msgspec.json.decode(read_bounded(place, _LARGEST), type=self._type)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, ValueError):
            found = make()
            _keep(place, msgspec.json.encode(found))
            return found

    def _place(self, made_of: tuple[str, ...]) -> Path | None:
        if self._folder is None:
            return None
        text = "\0".join((project.VERSION, _program(), *made_of))
        return self._folder / f"{hashlib.sha256(text.encode('utf-8', 'surrogateescape')).hexdigest()}.json"


def _user_folder() -> Path:
    """Return the folder for caches: https://specifications.freedesktop.org/basedir-spec/latest/."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if Path(named).is_absolute() else Path.home() / ".cache") / "ondelete"


@cache
def _program() -> str:
    """Return what identifies this state of the program: the answer of an older one must not be used."""
    files = sorted(Path(ondelete.__file__).parent.rglob("*.py"))
    return hashlib.sha256(repr([(str(file), file.stat().st_mtime_ns) for file in files]).encode()).hexdigest()


def _keep(place: Path, content: bytes) -> None:
    temporary = place.parent / f".{os.urandom(8).hex()}"
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary.write_bytes(content)
        temporary.replace(place)
    except OSError:  # a home without room, or none at all: the next run makes it again
        with suppress(OSError):  # the "folder" can be a file, or one that nobody may write into
            temporary.unlink(missing_ok=True)
