"""pglast's parser, without the Python classes of its trees: we read JSON, and they take half of the time to load.

Other users of pglast still find these classes in their place. They load when somebody asks for them.
"""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder
from importlib.util import LazyLoader
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

_CLASSES = ("pglast.ast", "pglast.enums")


class _Later:
    # importlib.abc, which has a base class for it, loads as much as is saved here.
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path) if fullname in _CLASSES else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


_later = _Later()
sys.meta_path.insert(0, _later)
try:
    from pglast.parser import ParseError, parse_plpgsql_json, parse_sql_json, split
finally:
    sys.meta_path.remove(_later)

__all__ = ["ParseError", "parse_plpgsql_json", "parse_sql_json", "split"]
