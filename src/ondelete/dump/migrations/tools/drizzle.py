"""Drizzle: the SQL files that ``meta/_journal.json`` lists, in its order; or ``NAME/migration.sql`` and snapshots.

Facts: drizzle-orm/src/migrator.ts of drizzle-team/drizzle-orm. A file is cut at ``--> statement-breakpoint``, wherever
that stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from ondelete.dump.migrations.folder import basename
from ondelete.dump.migrations.marks import Marks
from ondelete.dump.migrations.order import by_number
from ondelete.dump.migrations.plan import CERTAIN, Steps, Tool, about, first_line, scripts
from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from ondelete.dump.migrations.folder import Folder

_JOURNAL = "meta/_journal.json"
_BREAKPOINT = rb"--> statement-breakpoint"
_HAS_BREAKPOINT = re.compile(_BREAKPOINT)
_MARKS = Marks(rb"(?P<end>--> statement-breakpoint)")


class _Entry(msgspec.Struct):
    tag: str


class _Journal(msgspec.Struct):
    entries: list[_Entry]
    dialect: str = "postgresql"


def _knows(folder: Folder) -> bool:
    if _JOURNAL in folder.files or (folder.matching("*/snapshot.json") and folder.matching("*/migration.sql")):
        return True
    return any(_HAS_BREAKPOINT.search(head) for head in folder.heads)


def _steps(folder: Folder) -> Steps:
    if _JOURNAL in folder.files:
        return _by_journal(folder)
    if paths := sorted(folder.matching("*/migration.sql")):
        return Steps(scripts(paths, _MARKS.begin))
    paths = by_number(folder.matching("*.sql"))
    reason = f"Drizzle runs nothing without {_JOURNAL}, which is not here; the files are read in the order of numbers"
    return Steps(scripts(paths, _MARKS.begin), notes=about(folder, paths[:1], reason))


def _by_journal(folder: Folder) -> Steps:
    try:
        journal = msgspec.json.decode(folder.content(_JOURNAL), type=_Journal)
    except msgspec.DecodeError as error:
        raise UnreadableSchema(folder.shown(_JOURNAL), f"this is no journal of Drizzle: {error}") from None
    if journal.dialect not in ("postgresql", "pg"):
        raise UnreadableSchema(
            folder.name, f"these are Drizzle migrations for {journal.dialect[:40]}; ondelete reads PostgreSQL's alone"
        )
    named = dict.fromkeys(f"{entry.tag}.sql" for entry in journal.entries)
    here = set(folder.files)
    paths = [path for path in named if path in here]
    missing = [basename(path) for path in named if path not in here]
    reason = f"the journal lists files that are not here, without which Drizzle stops: {', '.join(missing[:5])}"
    beside = [path for path in folder.matching("*.sql") if path not in named]
    return Steps(
        scripts(paths, _MARKS.begin),
        about(folder, [_JOURNAL] if missing else [], reason),
        about(folder, beside, f"{_JOURNAL} does not list this file, so Drizzle does not run it"),
    )


TOOL = Tool("Drizzle", _knows, _steps, weight=CERTAIN, lines=_MARKS.begin, head=first_line(_BREAKPOINT))
