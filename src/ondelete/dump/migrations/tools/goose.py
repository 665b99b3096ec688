"""goose: ``00001_users.sql`` with ``-- +goose Up`` and ``-- +goose Down``.

Facts: internal/sqlparser/parser.go and migrate.go of pressly/goose. Versions are numbers. Between StatementBegin and
StatementEnd a semicolon ends nothing, and none need stand before StatementEnd.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.dump.migrations.marks import Marks
from ondelete.dump.migrations.order import by_number, number_of, twice
from ondelete.dump.migrations.plan import CERTAIN, Steps, Tool, about, first_line, programs, scripts

if TYPE_CHECKING:
    from ondelete.dump.migrations.folder import Folder

_HEAD = first_line(rb"(?i:--[ \t]*\+goose[ \t]+(?:Up|NO|ENVSUB))")
_IS_GOOSE = re.compile(_HEAD)
_MARKS = Marks(
    rb"(?im)^--[ \t]*\+goose[ \t]+(?:(?P<up>up)|(?P<down>down)|(?P<end>StatementEnd))[ \t]*\r?$",
    starts=False,
    for_good=True,
)


def _knows(folder: Folder) -> bool:
    return any(_IS_GOOSE.match(head) for head in folder.heads)


def _steps(folder: Folder) -> Steps:
    files = folder.matching("*.sql")
    paths = by_number(files)
    sources = by_number(path for path in folder.matching("*.go") if not path.endswith("_test.go"))
    unnamed = [path for path in files if number_of(path) is None]
    return Steps(
        scripts(paths, _MARKS.begin),
        programs(folder, sources, "goose"),
        (
            *twice(folder, paths, "goose"),
            *about(folder, unnamed, "goose refuses a file whose name begins with no number"),
        ),
    )


TOOL = Tool("goose", _knows, _steps, weight=CERTAIN, lines=_MARKS.begin, head=_HEAD, placeholders=r"\$\{(\w+)\}")
