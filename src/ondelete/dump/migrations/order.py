"""The orders in which tools run files."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from ondelete.dump.migrations.folder import basename
from ondelete.dump.migrations.plan import about

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ondelete.catalog import Skipped
    from ondelete.dump.migrations.folder import Folder

_NUMBER = re.compile(r"[0-9]+")
_MOST_DIGITS = 100


def number_of(path: str) -> int | None:
    """Return the number with which the name of a file begins, None if it begins with none.

    >>> number_of("db/0012_add_users.sql"), number_of("users.sql")
    (12, None)
    """
    found = _NUMBER.match(basename(path)[:_MOST_DIGITS])
    return int(found[0]) if found else None


def by_number(paths: Iterable[str]) -> list[str]:
    """Return the paths whose names begin with a number, by that number; equal numbers by name."""
    numbered = ((number_of(path), path) for path in paths)
    return [path for _, path in sorted((number, path) for number, path in numbered if number is not None)]


def twice(folder: Folder, paths: Iterable[str], tool: str, key: Callable[[str], object] = number_of) -> list[Skipped]:
    """Return a message for each file that has the version of the one before it: the tool refuses both."""
    found: list[Skipped] = []
    for _, group in groupby(paths, key):
        first, *others = group
        reason = f"it has the same version as {basename(first)}: {tool} refuses that; both are read, in order of names"
        found += about(folder, others, reason)
    return found
