"""dbmate: ``20240102030405_users.sql`` with ``-- migrate:up`` and ``-- migrate:down``.

Facts: pkg/dbmate/migration.go and db.go of amacneil/dbmate. Files run in the order of their names. The way up ends at
the first ``migrate:down``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.dump.migrations.marks import Marks
from ondelete.dump.migrations.order import number_of
from ondelete.dump.migrations.plan import CERTAIN, Steps, Tool, about, first_line, scripts

if TYPE_CHECKING:
    from ondelete.dump.migrations.folder import Folder

_HEAD = first_line(rb"--\s*migrate:up(?:\s|\Z)")
_IS_DBMATE = re.compile(_HEAD)
_MARKS = Marks(rb"(?m)^--[^\S\n]*migrate:(?:(?P<up>up)|(?P<down>down))(?:[^\S\n][^\n]*)?$", starts=False, for_good=True)


def _knows(folder: Folder) -> bool:
    return any(_IS_DBMATE.match(head) for head in folder.heads)


def _steps(folder: Folder) -> Steps:
    paths = folder.matching("*.sql")
    named = [path for path in paths if number_of(path) is not None]
    others = [path for path in paths if number_of(path) is None]
    return Steps(
        scripts(named, _MARKS.begin),
        notes=about(folder, others, "dbmate passes over a file whose name begins with no number"),
    )


TOOL = Tool("dbmate", _knows, _steps, weight=CERTAIN, lines=_MARKS.begin, head=_HEAD)
