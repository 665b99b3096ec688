"""The repository that a folder belongs to, found as git does, except that a bare one is never found by itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ondelete.bounded import read_bounded
from ondelete.errors import UnreadableRevision

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LINE = 1 << 16
_NESTED = 5
"""How many alternates may name another: as git has it (``alt_odb_usable``)."""


class Place(msgspec.Struct, frozen=True):
    """The folders of a repository.

    ``own`` has the HEAD of this work tree, ``common`` what all work trees share, ``root`` is the work tree's folder,
    ``folder`` the one from which paths that begin with ``./`` are seen.
    """

    own: Path
    common: Path
    root: Path
    folder: Path

    def objects(self, environment: Mapping[str, str]) -> tuple[Path, ...]:
        """Return the folders of objects: its own, and those that it borrows from (``info/alternates``).

        GIT_OBJECT_DIRECTORY and GIT_ALTERNATE_OBJECT_DIRECTORIES count, since git sets them for hooks that look at
        what is being pushed.
        """
        first = Path(environment.get("GIT_OBJECT_DIRECTORY") or self.common / "objects")
        more = environment.get("GIT_ALTERNATE_OBJECT_DIRECTORIES", "").split(os.pathsep)
        return tuple(dict.fromkeys(_with_alternates([first, *(Path(path) for path in more if path)])))


def find_place(folder: Path, environment: Mapping[str, str]) -> Place | None:
    """Return where the repository of a folder is: GIT_DIR, or the nearest ``.git`` of the folder and those above it.

    Raises:
        UnreadableRevision: the folder lies in a bare repository, which anybody's files can hold
            (https://git-scm.com/docs/git-config#Documentation/git-config.txt-safebareRepository), or a file that leads
            to a repository leads nowhere.
    """
    if named := environment.get("GIT_DIR"):
        root = Path(environment.get("GIT_WORK_TREE") or folder).absolute()
        place = _place(Path(named), root, folder)
        if place is None:
            raise UnreadableRevision(f"GIT_DIR names {named}, which is no git repository")
        return place
    for above in _upwards(folder, environment):
        place = _place(above / ".git", above, folder)
        if place is not None:
            return place
        if above.name != ".git" and _is_repository(above, above):
            raise UnreadableRevision(
                f"{above} is a bare repository, which could be part of somebody's files. "
                f"If it is yours, name it: GIT_DIR={above}"
            )
    return None


def local(text: str, where: Path) -> Path:
    """Return a path that a file of a repository names.

    Raises:
        UnreadableRevision: it names another machine: reading it would use the network and sign in there.
    """
    if text.startswith(("//", "\\\\")):
        raise UnreadableRevision(f"{where} names a place on the network, which is not read")
    return where.parent / text


def _place(git: Path, root: Path, folder: Path) -> Place | None:
    own = git
    if git.is_file():
        text = _first_line(git)
        if not text.startswith("gitdir:"):
            raise UnreadableRevision(f"{git} is a file, and does not say where its repository is (gitdir: FOLDER)")
        own = local(text.removeprefix("gitdir:").strip(), git)
    link = own / "commondir"
    common = local(_first_line(link), own / "x") if link.is_file() else own
    if _is_repository(own, common):
        return Place(own=own, common=common, root=root, folder=folder)
    if git.is_file():
        raise UnreadableRevision(f"{git} says that its repository is {own}, and there is none")
    return None


def _is_repository(own: Path, common: Path) -> bool:
    return os.path.lexists(own / "HEAD") and (common / "objects").is_dir() and os.path.lexists(common / "refs")


def _upwards(folder: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    ceilings = environment.get("GIT_CEILING_DIRECTORIES", "").split(os.pathsep)
    yield folder
    for above in folder.parents:
        if str(above) in ceilings:
            return
        yield above


def _with_alternates(folders: list[Path], depth: int = 0) -> Iterator[Path]:
    for folder in folders:
        if not folder.is_dir():
            continue
        yield folder.resolve()
        listed = folder / "info" / "alternates"
        if depth < _NESTED and os.path.lexists(listed):
            lines = _text(listed).splitlines()
            named = [local(line, folder / "x") for line in lines if line and not line.startswith("#")]
            yield from _with_alternates(named, depth + 1)


def _first_line(path: Path) -> str:
    return (_text(path).splitlines() or [""])[0].strip()


def _text(path: Path) -> str:
    try:
        text = os.fsdecode(read_bounded(path, _LINE))
    except OSError as error:
        raise UnreadableRevision(f"{path} cannot be read: {error.strerror}") from None
    if "\0" in text:
        raise UnreadableRevision(f"{path} is damaged: no path holds a NUL")
    return text
