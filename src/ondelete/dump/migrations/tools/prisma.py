"""Prisma Migrate: ``20240102030405_users/migration.sql``, and ``migration_lock.toml``.

Facts: schema-engine of prisma/prisma-engines. Folders run in the order of their names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.dump.migrations.plan import CERTAIN, Steps, Tool, about, scripts
from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from ondelete.dump.migrations.folder import Folder

_LOCK = "migration_lock.toml"
_PROVIDER = re.compile(rb"(?m)^[^\S\n]*+provider\s*+=\s*+[\"'](?P<name>[a-z]{1,20})[\"']")


def _knows(folder: Folder) -> bool:
    return _LOCK in folder.files or (bool(folder.matching("*/migration.sql")) and not folder.ending("snapshot.json"))


def _steps(folder: Folder) -> Steps:
    _require_postgresql(folder)
    paths = folder.matching("*/migration.sql")
    paths.sort(key=lambda path: path.partition("/")[0])
    beside = [path for path in folder.matching("*.sql", "*/*.sql") if path not in paths]
    reason = "Prisma passes over every file that is not named migration.sql"
    # down.sql is what its users write by hand, to undo a migration.
    return Steps(
        scripts(paths),
        notes=about(folder, (path for path in beside if not path.endswith("/down.sql")), reason),
    )


def _require_postgresql(folder: Folder) -> None:
    found = _PROVIDER.search(folder.content(_LOCK)) if _LOCK in folder.files else None
    if found is not None and found["name"] not in (b"postgresql", b"postgres", b"cockroachdb"):
        raise UnreadableSchema(
            folder.name, f"these are Prisma migrations for {found['name'].decode()}; ondelete reads PostgreSQL's alone"
        )


TOOL = Tool("Prisma", _knows, _steps, weight=CERTAIN)
