"""sqlx: ``20240102030405_users.sql`` beside a ``Cargo.toml``.

Facts: sqlx-core/src/migrate/source.rs of launchbadge/sqlx. Versions are numbers, and files of other names are passed
over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.dump.migrations.order import by_number, number_of, twice
from ondelete.dump.migrations.plan import Steps, Tool, about, scripts

if TYPE_CHECKING:
    from ondelete.dump.migrations.folder import Folder


def _knows(folder: Folder) -> bool:
    return folder.has_beside("Cargo.toml") and any(number_of(path) is not None for path in folder.matching("*_*.sql"))


def _steps(folder: Folder) -> Steps:
    files = folder.matching("*.sql")
    forward = [path for path in files if "_" in path and not path.endswith(".down.sql")]
    paths = by_number(forward)
    passed = [path for path in files if path not in paths and not path.endswith(".down.sql")]
    return Steps(
        scripts(paths),
        notes=(
            *twice(folder, paths, "sqlx"),
            *about(folder, passed, "sqlx passes over a file that is not named VERSION_NAME.sql"),
        ),
    )


TOOL = Tool("sqlx", _knows, _steps)
