"""sql-migrate: ``1_users.sql`` with ``-- +migrate Up`` and ``-- +migrate Down``.

Facts: sqlparse/sqlparse.go and migrate.go of rubenv/sql-migrate. Numbers come first, by their value; then names. The
parts of a file can alternate.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.dump.migrations.marks import Marks
from ondelete.dump.migrations.order import by_number, number_of
from ondelete.dump.migrations.plan import CERTAIN, Steps, Tool, first_line, scripts

if TYPE_CHECKING:
    from ondelete.dump.migrations.folder import Folder

_HEAD = first_line(rb"-- \+migrate[ \t]+(?:Up|Down)\b")
_IS_SQL_MIGRATE = re.compile(_HEAD)
_MARKS = Marks(
    rb"(?m)^-- \+migrate[ \t]+(?:(?P<up>Up)|(?P<down>Down)|(?P<end>StatementEnd))(?:[ \t\r][^\n]*)?$", starts=False
)


def _knows(folder: Folder) -> bool:
    return any(_IS_SQL_MIGRATE.match(head) for head in folder.heads)


def _steps(folder: Folder) -> Steps:
    paths = folder.matching("*.sql")
    ordered = [*by_number(paths), *(path for path in paths if number_of(path) is None)]
    return Steps(scripts(ordered, _MARKS.begin))


TOOL = Tool("sql-migrate", _knows, _steps, weight=CERTAIN, lines=_MARKS.begin, head=_HEAD)
