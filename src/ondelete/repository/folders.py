"""The files of a folder at a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ondelete.repository.repository import Repository

_TREE, _FILE = 0o040000, 0o100000


def files_in(repository: Repository, folder: str, most: int) -> dict[str, str]:
    """Return the regular files of a folder and of its subfolders: their paths from it, and their hashes.

    Args:
        repository: where it lies.
        folder: its hash.
        most: how many files to list; the rest is left out.

    Raises:
        UnreadableRevision: it is not here, or damaged.
    """
    found: dict[str, str] = {}
    folders = [("", folder)]
    while folders and len(found) < most:
        below, oid = folders.pop()
        for name, entry in repository.entries(oid):
            if entry.kind == _TREE:
                folders.append((f"{below}{name}/", entry.oid))
            elif entry.kind == _FILE and len(found) < most:
                found[f"{below}{name}"] = entry.oid
    return found
