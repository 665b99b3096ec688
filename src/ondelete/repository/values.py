"""Commits, and entries of trees, as values."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """An entry of a tree: what kind of thing it is (a file's type bits), and its object."""

    kind: int
    oid: str


class CommitFacts(NamedTuple):
    """What a commit says: its hash and those of its parents, when it was made (seconds since 1970), its first line.

    ``is_cut``: a shallow clone ends here, so its parents are not known.
    """

    oid: str
    parents: tuple[str, ...]
    time: int
    subject: str
    is_cut: bool
