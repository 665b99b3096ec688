"""Numbered SQL files without any mark of a tool: ``001_users.sql``, ``002_posts.sql``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.dump.migrations.order import by_number, number_of, twice
from ondelete.dump.migrations.plan import Steps, Tool, about, scripts

if TYPE_CHECKING:
    from ondelete.dump.migrations.folder import Folder


def _knows(folder: Folder) -> bool:
    return any(number_of(path) is not None for path in folder.matching("*.sql"))


def _steps(folder: Folder) -> Steps:
    files = folder.matching("*.sql")
    paths = by_number(path for path in files if not path.endswith(".down.sql"))
    left = [path for path in files if number_of(path) is None]
    return Steps(
        scripts(paths),
        notes=(
            *twice(folder, paths, "a tool"),
            *about(folder, left, "its name begins with no number, so it has no place among the numbered files"),
        ),
    )


TOOL = Tool("numbered SQL files", _knows, _steps, weight=0)
