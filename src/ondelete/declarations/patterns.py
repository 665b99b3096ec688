"""Names and patterns of tables, as a team writes them.

A name or pattern is compared with ``schema.table`` and, for tables of the search path's first schema, also with the
bare name; ``*``, ``?`` and ``[...]`` are wildcards. The same is true for constraints, as ``schema.table.constraint``.
"""

from __future__ import annotations

import re
from fnmatch import translate
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import QualifiedName, fold_identifier, split_identifier
from ondelete.text.names import Elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterable


class Patterns(msgspec.Struct, frozen=True, dict=True):
    """A list of names and globs: plain names are found by hashing, the globs by one regular expression.

    A glob without a dot matches only bare names, so that ``p*`` does not match ``public.users``; ``*`` matches
    everything.
    """

    listed: tuple[str, ...] = ()

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self.listed)

    @cached_property
    def _globs(self) -> re.Pattern[str] | None:
        """The expression for full names."""
        return _compiled([each for each in self.listed if "." in each or each == "*"])

    @cached_property
    def _bare_globs(self) -> re.Pattern[str] | None:
        """The expression for bare names."""
        return _compiled([each for each in self.listed if "." not in each])

    @property
    def is_glob(self) -> bool:
        """Whether one of them has a wildcard."""
        return self._globs is not None or self._bare_globs is not None

    def holds(self, *names: str | None) -> bool:
        """Whether one of the names is listed or matches a glob."""
        return any(name is not None and self._means(name, bare="." not in name) for name in names)

    def matches(self, table: QualifiedName, home: str, *, last: str | None = None) -> bool:
        """Whether a table (or ``last``, its constraint or column) matches; bare names count in schema ``home``."""
        if not self.listed:
            return False
        if last is None and table.schema == home and self._means(table.name, bare=True):
            return True
        if isinstance(table.schema, Elsewhere) and self._means(f"{table.schema.shown}{table.name}", bare=True):
            return True
        return self.holds(*spellings(table, home, last=last))

    def _means(self, name: str, *, bare: bool) -> bool:
        if name in self._names:
            return True
        globs, bare_globs = self._globs, self._bare_globs if bare else None
        return (globs is not None and globs.match(name) is not None) or (
            bare_globs is not None and bare_globs.match(name) is not None
        )

    def __bool__(self) -> bool:
        return bool(self.listed)


_WILD = frozenset("*?[")


def _compiled(patterns: Iterable[str]) -> re.Pattern[str] | None:
    globs = [translate(each) for each in patterns if not _WILD.isdisjoint(each)]
    return re.compile("|".join(globs)) if globs else None


def spellings(table: QualifiedName, home: str, *, last: str | None = None) -> tuple[str, ...]:
    """Return the ways to write a table, or a part of it: with its schema, and bare in schema ``home``."""
    tail = "" if last is None else f".{last}"
    if isinstance(table.schema, Elsewhere) and table.schema.is_home:
        return (f"{table}{tail}", f"{table.schema.database}:{table.name}{tail}")
    full = f"{table.schema}.{table.name}{tail}"
    return (full, f"{table.name}{tail}") if table.schema == home else (full,)


def table_named(text: str, home: str) -> QualifiedName:
    """Return the table that a declaration names, quoted or as it is stored; a bare name is in schema ``home``."""
    parts = [fold_identifier(part) if part.startswith('"') else part for part in split_identifier(text)]
    return QualifiedName(parts[-2] if len(parts) > 1 else home, parts[-1])
