"""From a folder, or a file with both ways, to what is read: the tool, its scripts, and the lines of the way up."""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec

from ondelete.catalog import Location, Skipped
from ondelete.dump.input.streams import FILE_OF_REVISION, is_archive
from ondelete.dump.migrations.folder import Folder
from ondelete.dump.migrations.plan import CERTAIN, Script, Steps, Tool, about
from ondelete.errors import UnreadableSchema
from ondelete.text.patterns import later

# What a file with both ways has in its first lines, whichever tool wrote it; a dump of pg_dump has none of it.
_MAY_BE_MARKED = later(rb"(?m)^[^\S\n]*--[^\n]*(?:\+|migrate:|liquibase|atlas:|> statement)")
_OF_PG_DUMP = b"--\n-- PostgreSQL database"


class Plan(msgspec.Struct, frozen=True):
    """A folder, the tool that runs it, and what it runs."""

    folder: Folder
    tool: Tool
    steps: Steps

    @property
    def unread(self) -> tuple[Skipped, ...]:
        """What the tool would run and nobody reads here."""
        reason = "this link leads out of the folder, or is no regular file, so it is not read"
        outside = [path for path in self.folder.outside if path.endswith(".sql")]
        return (*self.steps.unread, *about(self.folder, outside, reason))

    def shown(self, script: Script) -> str:
        """Return a script as a user would name it."""
        return self.folder.shown(script.path)

    def location(self) -> Location:
        """Return the folder as a place."""
        return Location(self.folder.name, 1)


def is_folder(name: str) -> bool:
    """Return whether a name is that of a folder, here or at a git revision, that is no archive of pg_dump."""
    revision = None if os.path.lexists(name) else FILE_OF_REVISION.fullmatch(name)
    if revision is not None:
        # Most runs name no revision.
        from ondelete.dump.migrations.revisions import is_folder_of_revision

        return is_folder_of_revision(revision["revision"], revision["path"])
    return Path(name).is_dir() and not is_archive(Path(name))


def _folder(name: str) -> Folder:
    if os.path.lexists(name):
        return Folder(name)
    from ondelete.dump.migrations.revisions import FolderOfRevision  # most runs name no revision

    return FolderOfRevision(name)


def plan_of(name: str) -> Plan:
    """Return what a tool runs of a folder.

    Raises:
        UnreadableSchema: it holds no migrations, or those of a tool that are not read; the message says what to do.
    """
    # Most runs read a dump, and need none of the tools.
    from ondelete.dump.migrations.refusals import refuse_by_name
    from ondelete.dump.migrations.tools import TOOLS

    folder = _folder(name)
    knowing = [tool for tool in TOOLS if tool.knows(folder)]
    if not any(tool.weight == CERTAIN for tool in knowing):
        refuse_by_name(folder)
    if not knowing:
        raise UnreadableSchema(name, _what_is_there(folder))
    tool = max(knowing, key=lambda each: each.weight)
    steps = tool.steps(folder)
    if not steps.scripts:
        raise UnreadableSchema(name, f"it looks like a folder of {tool.name}, and holds no SQL file that it would run")
    return Plan(folder, tool, steps)


def tool_of(head: bytes) -> Tool | None:
    """Return the tool that a file with both ways was written for, by its first bytes; None for any other file."""
    if head.startswith(_OF_PG_DUMP) or not _MAY_BE_MARKED.search(head, 0, _FIRST):
        return None
    # Most runs read a dump, and need none of the tools.
    from ondelete.dump.migrations.tools import TOOLS

    return next((tool for tool in TOOLS if tool.head is not None and re.match(tool.head, head)), None)


_FIRST = 1 << 12


def _what_is_there(folder: Folder) -> str:
    inside = sorted({path.rpartition("/")[0] for path in folder.ending(".sql") if "/" in path})
    if inside:
        return f"this is a directory without migrations of its own: name one in it, {folder.shown(inside[0])} perhaps"
    if folder.ending(".sql"):
        return f"this is a directory whose files have no order: name them, in order: {folder.shown('*.sql')}"
    return "this is a directory without SQL files: name the schema dump, or the folder of the migrations"
