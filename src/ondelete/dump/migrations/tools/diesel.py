"""Diesel: ``2024-01-02-030405_users/up.sql`` beside ``down.sql``.

Facts: diesel_migrations of diesel-rs/diesel. The version is the folder's name up to its first ``_``, without hyphens;
versions are compared as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.dump.migrations.folder import dirname
from ondelete.dump.migrations.order import twice
from ondelete.dump.migrations.plan import CERTAIN, Steps, Tool, about, scripts

if TYPE_CHECKING:
    from ondelete.dump.migrations.folder import Folder


def _version(path: str) -> str:
    return dirname(path).partition("_")[0].replace("-", "")


def _knows(folder: Folder) -> bool:
    return bool(folder.matching("*/up.sql"))


def _steps(folder: Folder) -> Steps:
    paths = sorted(folder.matching("*/up.sql"), key=lambda path: (_version(path), path))
    beside = [path for path in folder.matching("*.sql", "*/*.sql") if not path.endswith(("/up.sql", "/down.sql"))]
    return Steps(
        scripts(paths),
        notes=(
            *twice(folder, paths, "Diesel", _version),
            *about(folder, beside, "Diesel passes over every file that is not named up.sql or down.sql"),
        ),
    )


TOOL = Tool("Diesel", _knows, _steps, weight=CERTAIN)
