"""Which files are models, and reading them: regular files of a bounded size inside of the folders, no links out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ondelete.bounded import read_bounded
from ondelete.catalog import Location
from ondelete.errors import OndeleteError
from ondelete.rails.models.values import Unread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LARGEST = 4 << 20
"""Bytes of one model file."""
MOST_FILES = 50_000
_PARTS = ("engines", "packs", "packages", "components", "domains", "modules", "gems", "ee", "jh")
_DEEPEST = 40


class NoModels(OndeleteError):
    """There is no folder of models, or none of its files is Ruby; the message says where models were looked for."""


class Found(msgspec.Struct, frozen=True):
    """The files of an application: models (with the folder that their names are relative to), and two kinds more."""

    models: tuple[tuple[str, str], ...]
    inflections: tuple[str, ...]
    engines: tuple[str, ...]
    unread: tuple[Unread, ...]
    folders: tuple[str, ...]


def application_of(paths: Sequence[str]) -> Path:
    """Return the folder of the application that a schema file belongs to: the one above ``db``, or this folder."""
    for name in paths:
        path = Path(name)
        if path.is_file() and path.parent.name == "db":
            return path.parent.parent
        if path.is_file() and (path.parent / "app" / "models").is_dir():
            return path.parent
    return Path()


def find_models(root: Path, folders: Sequence[Path] = ()) -> Found:
    """Return the files of the models below ``root``, or of the named folders.

    Raises:
        NoModels: there are none, or a named folder does not exist.
    """
    for folder in folders:
        if not folder.is_dir():
            raise NoModels(f"{folder}: there is no such folder of models")
    found = list(folders) or list(dict.fromkeys(_usual(root)))
    unread: list[Unread] = []
    models = []
    for folder in found:
        for path in _ruby_files(folder, unread):
            models.append((path, str(folder)))
            if len(models) > MOST_FILES:
                raise NoModels(f"{folder}: more than {MOST_FILES:,} files; name the folders of models with --models")
    if not models:
        listed = ", ".join(map(str, found)) or f"{root / 'app/models'} or {root}/{{{','.join(_PARTS)}}}/*/app/models"
        raise NoModels(f"there are no models in {listed}; name their folder with --models DIR")
    initializers = root / "config" / "initializers"
    inflections = tuple(path for path in _ruby_files(initializers, []) if "inflection" in Path(path).name)
    engines = tuple(path for folder in _engine_folders(root) for path in _ruby_files(folder, []) if _is_engine(path))
    return Found(tuple(models), inflections, engines, tuple(unread), tuple(map(str, found)))


def read_file(path: str) -> bytes | Unread:
    """Return the content of a file, or why it cannot be read."""
    try:
        return read_bounded(Path(path), LARGEST)
    except OSError as error:
        return Unread(Location(path, 1), f"it cannot be read: {error.strerror or error}")


def _usual(root: Path) -> Iterator[Path]:
    """Yield app/models, and that of each engine, pack or component, also one level deeper."""
    for folder in (root, *_parts(root)):
        models = folder / "app" / "models"
        # A pack can keep its models without app.
        if folder != root and folder.name != "app" and not models.is_dir():
            models = folder / "models"
        if models.is_dir() and _inside(models, root):
            yield models


def _parts(root: Path) -> Iterator[Path]:
    for name in _PARTS:
        part = root / name
        if not part.is_dir() or not _inside(part, root):
            continue
        yield part
        for below in _folders(part):
            yield below
            yield from _folders(below)


def _folders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            found = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return [Path(path) for path in sorted(found)]


def _engine_folders(root: Path) -> Iterator[Path]:
    for folder in (root, *_parts(root)):
        lib = folder / "lib"
        if folder != root and lib.is_dir() and _inside(lib, root):
            yield lib


def _is_engine(path: str) -> bool:
    return Path(path).name in ("engine.rb", "railtie.rb")


def _inside(path: Path, root: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _ruby_files(folder: Path, unread: list[Unread], depth: int = 0) -> Iterator[str]:
    """Yield the Ruby files below a folder in the order of their names; links that lead out are listed, not read."""
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in listed:
        if entry.is_symlink() and not _inside(Path(entry.path), folder):
            if entry.name.endswith(".rb"):
                unread.append(Unread(Location(entry.path, 1), "it is a link that leads out of the folder"))
        elif entry.is_dir(follow_symlinks=False):
            if depth < _DEEPEST:
                yield from _ruby_files(Path(entry.path), unread, depth + 1)
        elif entry.name.endswith(".rb"):
            yield entry.path
