"""Supabase: ``supabase/migrations/20240102030405_users.sql``.

Facts: pkg/migration of supabase/cli. Files run in the order of their names, each after RESET ALL. The folder has no
tables of the services (``auth.users``, ``storage.objects``): the database has them before the first migration.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.dump.migrations.plan import Steps, Tool, about, scripts

if TYPE_CHECKING:
    from ondelete.dump.migrations.folder import Folder

_NAME = re.compile(r"[0-9]+_.*\.sql")


def _knows(folder: Folder) -> bool:
    return folder.parts[-2:] == ("supabase", "migrations") and any(map(_NAME.fullmatch, folder.files))


def _steps(folder: Folder) -> Steps:
    files = folder.matching("*.sql")
    paths = [path for path in files if _NAME.fullmatch(path)]
    passed = [path for path in files if path not in paths]
    return Steps(
        scripts(paths),
        notes=about(folder, passed, "Supabase passes over a file that is not named VERSION_NAME.sql"),
    )


TOOL = Tool("Supabase", _knows, _steps, weight=2, begins_anew=True)
