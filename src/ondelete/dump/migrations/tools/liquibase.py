"""Liquibase formatted SQL: ``--liquibase formatted sql``, then ``--changeset author:id`` before each change.

Facts: Liquibase's documentation of SQL changelogs. What undoes a change stands in comments. Files run in the order in
which a changelog includes them, or else by their paths, as includeAll does it. A change for another server, and one
that is to be ignored, are not run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.dump.migrations.changelogs import Changelogs
from ondelete.dump.migrations.marks import Marks
from ondelete.dump.migrations.plan import CERTAIN, Steps, Tool, about, scripts

if TYPE_CHECKING:
    from ondelete.dump.migrations.folder import Folder
    from ondelete.dump.migrations.plan import Lines

_HEAD = rb"(?i)\A\s*--\s*liquibase\s+formatted\s+sql\b"
_IS_FORMATTED = re.compile(_HEAD)
_MARKS = Marks(
    rb"(?im)^[ \t]*--[ \t]*(?:"
    rb"(?P<down>changeset[ \t](?=[^\n]*(?:\bignore:[\"']?true|\bdbms:(?![^\n]*(?<!!)(?:postgres|\ball\b))))"
    rb"|ignoreLines:start)|(?P<up>changeset[ \t]|ignoreLines:end))[^\n]*$"
)
_CHANGE = re.compile(rb"(?im)^[ \t]*--[ \t]*changeset[ \t][^\n]*$")
_DELIMITER = re.compile(rb"(?i)\bendDelimiter:(?:\"(?P<double>[^\"\n]+)\"|(?P<bare>[^\s\"]+))")


def _lines() -> Lines:
    way_up, delimiter = _MARKS.begin(), b";"

    def take(lines: bytes) -> bytes:
        nonlocal delimiter
        parts: list[bytes] = []
        position = 0
        for change in _CHANGE.finditer(lines):
            parts.append(_ended(lines[position : change.end()], delimiter))
            found = _DELIMITER.search(change[0])
            delimiter = (found["double"] or found["bare"]) if found else b";"
            position = change.end()
        parts.append(_ended(lines[position:], delimiter))
        return way_up(b"".join(parts))

    return take


def _ended(lines: bytes, delimiter: bytes) -> bytes:
    """Write a change's own delimiter, where it ends a line, as a semicolon."""
    if delimiter == b";" or not delimiter.strip():
        return lines
    return re.sub(rb"(?im)%b(?=[ \t\r]*$)" % re.escape(delimiter), b";", lines)


def _knows(folder: Folder) -> bool:
    return any(map(_IS_FORMATTED.match, folder.heads)) or bool(folder.ending(".sql") and Changelogs(folder))


def _steps(folder: Folder) -> Steps:
    changelogs, files = Changelogs(folder), folder.ending(".sql")
    paths = changelogs.in_order() if changelogs else []
    paths = paths or files
    reason = "the changes of this changelog are no SQL, and are not read: 'liquibase update-sql' prints them as SQL"
    return Steps(
        scripts(paths, _lines),
        about(folder, changelogs.with_changes, reason),
        about(folder, (path for path in files if path not in paths), "no changelog includes this file"),
    )


_PLACEHOLDER = r"\$\{([\w.:-]{1,100})\}"
TOOL = Tool("Liquibase", _knows, _steps, weight=CERTAIN, lines=_lines, head=_HEAD, placeholders=_PLACEHOLDER)
