"""Commits, and entries of trees, as values."""

from __future__ import annotations

from stat import S_IFMT, S_ISREG
from typing import NamedTuple


class Entry(NamedTuple):
    """An entry of a tree: the mode that git keeps of it, and its object."""

    mode: int
    oid: str

    @property
    def kind(self) -> int:
        """What kind of thing it is: a file's type bits."""
        return S_IFMT(self.mode)

    @property
    def is_file(self) -> bool:
        """Whether it is a regular file."""
        return S_ISREG(self.mode)


class CommitFacts(NamedTuple):
    """What a commit says: its hash and those of its parents, when it was made (seconds since 1970), its first line.

    ``is_cut``: a shallow clone ends here, so its parents are not known.
    """

    oid: str
    parents: tuple[str, ...]
    time: int
    subject: str
    is_cut: bool


def message_text(message: bytes, encoding: bytes | None) -> str:
    """Return a message, which a commit can say to be in another encoding than UTF-8."""
    try:
        return message.decode(encoding.decode("ascii") if encoding else "utf-8", "replace")
    except (LookupError, ValueError):  # no codec here has that name
        return message.decode("utf-8", "replace")
