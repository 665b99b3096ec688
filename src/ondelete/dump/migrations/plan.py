"""What a tool is, and what it makes of a folder: scripts in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from ondelete.catalog import Location, Skipped

if TYPE_CHECKING:
    from ondelete.dump.migrations.folder import Folder


Lines: TypeAlias = Callable[[bytes], bytes]
"""Takes whole lines of one file, in order, and returns as many lines: those of the way up, and empty ones."""


CERTAIN = 3
"""The weight of a tool that knows a folder by what no other tool writes."""


class Script(msgspec.Struct, frozen=True):
    """A file to run: its path in the folder, and what makes a reader of its lines, if not all of them are run."""

    path: str
    lines: Callable[[], Lines] | None = None


class Steps(msgspec.Struct, frozen=True):
    """What a tool runs: its scripts in order; what it would run and nobody reads here, such as programs; and notes.

    A note says what is odd and takes nothing from an answer: a file that the tool passes over, for example.
    """

    scripts: tuple[Script, ...]
    unread: tuple[Skipped, ...] = ()
    notes: tuple[Skipped, ...] = ()


class Tool(msgspec.Struct, frozen=True):
    """A tool that runs migrations.

    Attributes:
        name: as its authors write it.
        knows: whether a folder is one of this tool, by names and marks.
        steps: what the tool runs of such a folder, on an empty database.
        weight: among several tools that know a folder, the heaviest one takes it: 3 for what only this tool writes,
            2 for what others write beside their own, 1 for names alone, 0 for what is left.
        lines: makes a reader of the lines of a file that holds both ways.
        head: a regular expression of the text with which such a file begins, behind its first comments; a file that is
            given alone is read as one of this tool if it begins so.
        in_transaction: whether the tool runs each file in a transaction.
        begins_anew: whether each file begins with the settings of a new session.
        placeholders: a regular expression of what the tool replaces in a file; its group is the name.
    """

    name: str
    knows: Callable[[Folder], bool]
    steps: Callable[[Folder], Steps]
    weight: int = 1
    lines: Callable[[], Lines] | None = None
    head: bytes | None = None
    in_transaction: bool = True
    begins_anew: bool = False
    placeholders: str | None = None


def scripts(paths: Iterable[str], lines: Callable[[], Lines] | None = None) -> tuple[Script, ...]:
    """Return files as scripts that are all read in the same way."""
    return tuple(Script(path, lines) for path in paths)


def first_line(mark: bytes) -> bytes:
    """Return the regular expression of a text that has nothing but comments before a line.

    Args:
        mark: the beginning of the line, as a regular expression without groups that take part.
    """
    return rb"\A(?>(?:\s|(?!%b)--[^\n]*(?:\n|\Z)|/\*(?s:.*?)\*/)*)%b" % (mark, mark)


def about(folder: Folder, paths: Iterable[str], reason: str) -> tuple[Skipped, ...]:
    """Return the same message about each of some files."""
    return tuple(Skipped(Location(folder.shown(path), 1), reason, "") for path in paths)


def programs(folder: Folder, paths: Iterable[str], tool: str) -> tuple[Skipped, ...]:
    """Return that a tool would run programs."""
    return about(folder, paths, f"{tool} runs this program, and no program is run here; what it changes is not known")
