"""golang-migrate, and sqlx with both ways: ``000001_users.up.sql`` beside ``000001_users.down.sql``.

Facts: source/parse.go of golang-migrate/migrate, and sqlx-core/src/migrate/source.rs of launchbadge/sqlx. Versions are
numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.dump.migrations.order import by_number, number_of, twice
from ondelete.dump.migrations.plan import Steps, Tool, about, scripts

if TYPE_CHECKING:
    from ondelete.dump.migrations.folder import Folder

_NAME = "golang-migrate"


def _ups(folder: Folder) -> list[str]:
    return by_number(folder.matching("*.up.sql", "*.up.pgsql"))


def _knows(folder: Folder) -> bool:
    return bool(_ups(folder))


def _steps(folder: Folder) -> Steps:
    paths = _ups(folder)
    others = [path for path in folder.matching("*.sql") if path not in paths and not path.endswith(".down.sql")]
    # sqlx takes a file that goes one way, too; golang-migrate passes over it.
    plain = [path for path in others if number_of(path) is not None] if folder.has_beside("Cargo.toml") else []
    left = [path for path in others if path not in plain]
    paths = by_number([*paths, *plain])
    reason = f"{_NAME} passes over a file that is not named VERSION_NAME.up.sql or VERSION_NAME.down.sql"
    return Steps(scripts(paths), notes=(*twice(folder, paths, _NAME), *about(folder, left, reason)))


TOOL = Tool(_NAME, _knows, _steps, weight=2)
