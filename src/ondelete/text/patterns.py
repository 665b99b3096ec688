"""Regular expressions that are compiled when they are first used.

A small schema needs half of them, and compiling the others takes a tenth of the time of a whole run.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn")


class _Compiled:
    """Has the methods of a compiled pattern, and no ``__getattr__``: with one, Python looks up each method slowly."""


class _Later(_Compiled):
    """Stands in the place of a compiled pattern until somebody uses it."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        self.__dict__.update((each, getattr(compiled, each)) for each in _METHODS)
        self.__class__ = _Compiled  # type: ignore[assignment]  # it has all that it needs now
        return getattr(compiled, name)


def later(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what ``re.compile`` returns, compiled when one of its methods is first used; it has nothing but these."""
    return cast("re.Pattern[AnyStr]", _Later(source, flags))
