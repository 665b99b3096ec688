"""Atlas: ``20240102030405_users.sql`` and ``atlas.sum``.

Facts: sql/migrate/dir.go of ariga/atlas, and its documentation of directives. Files run in the order of their names;
an empty database begins at the last checkpoint. A file in the txtar form has a part for the way up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.dump.migrations.marks import Marks
from ondelete.dump.migrations.plan import Script, Steps, Tool, first_line

if TYPE_CHECKING:
    from ondelete.dump.migrations.folder import Folder

_CHECKPOINT = re.compile(rb"\A(?:(?:--|#)[^\n]*\n)*?-- atlas:checkpoint\b")
_TXTAR = first_line(rb"-- atlas:txtar\b")
_MARKS = Marks(rb"(?m)^-- (?:(?P<up>migration\.sql)|(?P<down>[\w./-]+\.sql)) --[ \t\r]*$", starts=False)


def _knows(folder: Folder) -> bool:
    return "atlas.sum" in folder.files


def _steps(folder: Folder) -> Steps:
    paths = folder.matching("*.sql")
    heads = {path: folder.head(path) for path in paths}
    first = max((at for at, path in enumerate(paths) if _CHECKPOINT.match(heads[path])), default=0)
    scripts = (Script(path, _MARKS.begin if re.match(_TXTAR, heads[path]) else None) for path in paths[first:])
    return Steps(tuple(scripts))


TOOL = Tool("Atlas", _knows, _steps, weight=2, lines=_MARKS.begin, head=_TXTAR)
