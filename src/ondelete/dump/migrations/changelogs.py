"""Liquibase's changelogs in XML, YAML or JSON: only which files they include, and in which order."""

from __future__ import annotations

import re
from posixpath import join, normpath
from typing import TYPE_CHECKING

from ondelete.dump.migrations.folder import dirname

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.dump.migrations.folder import Folder

ENDINGS = (".xml", ".yaml", ".yml", ".json")
"""How the names of such changelogs end."""

_IS_CHANGELOG = re.compile(rb"\bdatabaseChangeLog\b")
_CHANGES = re.compile(rb"(?i)<changeSet\b|\bchangeSet[\"']?\s*:")
_INCLUDED = re.compile(
    rb"\b(?:(?:file|path)[\"']?\s*[:=]\s*)(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s\"'>,}]+))"
)


class Changelogs:
    """The changelogs of a folder: which SQL files they include, in order, and which have changes of their own.

    Args:
        folder: where they lie.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder, self._here = folder, frozenset(folder.files)
        heads = {path: folder.head(path) for path in folder.ending(*ENDINGS)}
        self._content = {path: folder.content(path) for path, head in heads.items() if _IS_CHANGELOG.search(head)}
        self._included = {path: list(self._includes(path)) for path in self._content}

    def __bool__(self) -> bool:
        return bool(self._content)

    @property
    def with_changes(self) -> list[str]:
        """Return the changelogs that hold changes of their own, which are no SQL."""
        return [path for path, content in self._content.items() if _CHANGES.search(content)]

    def in_order(self) -> list[str]:
        """Return the SQL files that are included, each once, in the order in which they run."""
        included = {each for paths in self._included.values() for each in paths}
        roots = [path for path in self._content if path not in included] or list(self._content)
        found: dict[str, None] = {}
        seen: set[str] = set()
        waiting = roots[::-1]
        while waiting:
            path = waiting.pop()
            if path.endswith(".sql"):
                found[path] = None
            elif path not in seen:
                seen.add(path)
                waiting += self._included.get(path, [])[::-1]
        return list(found)

    def _includes(self, path: str) -> Iterator[str]:
        for named in _INCLUDED.finditer(self._content[path]):
            text = (named["double"] or named["single"] or named["bare"] or b"").decode(errors="replace")
            yield from self._named(text.strip(), path)

    def _named(self, text: str, by: str) -> list[str]:
        """Return the files that a changelog names: a file, or all of a folder; beside it, or anywhere in the folder."""
        wanted = text.removeprefix("classpath:").lstrip("/")
        files = self._folder.files
        places = [normpath(join(dirname(by), wanted)), normpath(wanted)]
        # The names of a class path begin above the folder that is read.
        parts = wanted.split("/")
        places += ["/".join(parts[start:]) for start in range(1, len(parts))]
        for place in filter(None, places):
            if place in self._here:
                return [place]
        for place in filter(None, places):
            below = "" if place == "." else f"{place.rstrip('/')}/"
            if found := [path for path in files if path.startswith(below) and path.endswith(".sql")]:
                return found
        return []
