"""Flyway: ``V1.2__users.sql``, ``R__views.sql``, ``B5__state.sql`` and, for the way down, ``U1.2__users.sql``.

Facts: Flyway's documentation (concepts: migrations, baseline migrations, callbacks; configuration: placeholders).
Versions are compared number by number, in any subfolder. Repeatable files come last, by their descriptions. An empty
database begins at the last baseline.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ondelete.dump.migrations.folder import basename
from ondelete.dump.migrations.order import twice
from ondelete.dump.migrations.plan import CERTAIN, Steps, Tool, about, programs, scripts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ondelete.dump.migrations.folder import Folder

_NAME = re.compile(r"(?P<kind>[VUBR])(?P<version>[0-9][0-9._]{0,200}?)?(?:__(?P<about>.*))?\.sql")
_PROGRAM = re.compile(r"[VBR][0-9._]*__.*\.(?:java|kt|groovy|scala|class)")
_FIRST, _LAST = ("beforeMigrate",), ("beforeRepeatables", "afterVersioned", "afterMigrate")
_AROUND = re.compile(r"(?:before|after)Each\w*(?:__.*)?\.sql")
_OTHER_SERVERS = frozenset(
    ("db2", "derby", "h2", "hsqldb", "mariadb", "mssql", "mysql", "oracle", "sqlite", "sqlserver")
)

Version: TypeAlias = tuple[int, ...]


class _File(NamedTuple):
    version: Version
    path: str


def _version(text: str) -> Version:
    """Return the numbers of a version; 1 and 1.0 are the same."""
    numbers = [int(part[:50]) for part in re.split(r"[._]", text) if part]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _versioned(paths: Iterable[str], kind: str) -> list[_File]:
    found = ((_NAME.fullmatch(basename(path)), path) for path in paths)
    return sorted(
        _File(_version(name["version"]), path)
        for name, path in found
        if name is not None and name["kind"] == kind and name["version"]
    )


def _repeatable(paths: Iterable[str]) -> list[str]:
    found = ((_NAME.fullmatch(basename(path)), path) for path in paths)
    described = ((name["about"] or "", path) for name, path in found if name is not None and name["kind"] == "R")
    return [path for _, path in sorted(described)]


def _callbacks(paths: Iterable[str], events: tuple[str, ...]) -> list[str]:
    called = [(basename(path).removesuffix(".sql").partition("__")[0], path) for path in paths]
    return [path for event in events for name, path in sorted(called) if name == event]


def _of_postgresql(folder: Folder) -> list[str]:
    """Return the SQL files without those in a subfolder for another server."""
    files = folder.ending(".sql")
    return [path for path in files if not _OTHER_SERVERS.intersection(path.lower().split("/")[:-1])] or files


def _knows(folder: Folder) -> bool:
    # refinery for Rust names its files in the same way.
    is_rust = folder.has_beside("Cargo.toml") or bool(folder.ending(".rs"))
    return not is_rust and bool(_versioned(folder.files, "V") or _versioned(folder.files, "B"))


def _steps(folder: Folder) -> Steps:
    files = _of_postgresql(folder)
    baseline = _versioned(files, "B")[-1:]
    after: Version = baseline[0].version if baseline else ()
    versioned = [*baseline, *(each for each in _versioned(files, "V") if each.version > after)]
    versions = {each.path: each.version for each in versioned}
    first, last = _callbacks(files, _FIRST), _callbacks(files, _LAST)
    paths = [*first, *versions, *_repeatable(files), *last]
    known = {*paths, *(each.path for kind in "UV" for each in _versioned(files, kind))}
    around = [path for path in files if _AROUND.fullmatch(basename(path))]
    others = [path for path in files if path not in known and path not in around]
    return Steps(
        scripts(paths),
        (
            *programs(folder, (path for path in folder.files if _PROGRAM.fullmatch(basename(path))), "Flyway"),
            *about(folder, around, "Flyway runs this callback around each migration, which is not followed"),
        ),
        (
            *twice(folder, versions, "Flyway", versions.get),
            *about(folder, others, "Flyway passes over a file that is not named V1__TEXT.sql or R__TEXT.sql"),
        ),
    )


TOOL = Tool("Flyway", _knows, _steps, weight=CERTAIN, begins_anew=True, placeholders=r"\$\{([\w.:-]{1,100})\}")
