"""Migrations that are programs and came after the dump beside them: those of Ecto and Laravel.

Both write into the dump which migrations it holds: Ecto the numbers in ``schema_migrations``, Laravel the names in
``migrations``.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from ondelete.bounded import open_regular
from ondelete.catalog import Location, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLOCK = 1 << 20
_LONGEST = 1 << 8
_MOST = 20_000


class _Framework(NamedTuple):
    """A framework: how its dump is called, where its programs lie, what is the version in a name, how to dump again."""

    name: str
    dump: re.Pattern[str]
    folder: str
    program: re.Pattern[str]
    version: re.Pattern[bytes]
    again: str


_FRAMEWORKS = (
    _Framework(
        "Ecto",
        re.compile(r"structure\.sql"),
        "migrations",
        re.compile(r"(?<!\w)(\d{14})_\w++\.exs"),
        re.compile(rb"(?<!\d)\d{14}(?!\d)"),
        "mix ecto.migrate && mix ecto.dump",
    ),
    _Framework(
        "Laravel",
        re.compile(r"(?<!\w)\w++-schema\.(?:sql|dump)"),
        "../migrations",
        re.compile(r"(?<!\w)(\d{4}_\d\d_\d\d_\d{6}_\w++)\.php"),
        re.compile(rb"\d{4}_\d\d_\d\d_\d{6}_\w+"),
        "php artisan migrate && php artisan schema:dump",
    ),
)


def later_programs(dump: Path) -> Iterator[Skipped]:
    """Yield that a migration is not read, for each one beside a dump that the dump does not hold.

    A dump that holds no version at all (of pg_dump --schema-only, for example) does not tell.

    Args:
        dump: the file, which is there.
    """
    for framework in _FRAMEWORKS:
        if framework.dump.fullmatch(dump.name) is None:
            continue
        programs = dict(_programs(dump.parent / framework.folder, framework.program))
        held = _versions(dump, framework.version) if programs else set()
        later = [path for version, path in sorted(programs.items()) if version not in held]
        if len(later) == len(programs):
            continue
        reason = f"{framework.name} runs this after the dump, and no program is run here: {framework.again} holds it"
        for path in later:
            yield Skipped(Location(str(path), 1), reason, "")


def _programs(folder: Path, named: re.Pattern[str]) -> Iterator[tuple[str, Path]]:
    try:
        with os.scandir(folder) as entries:
            for count, entry in enumerate(entries):
                found = named.fullmatch(entry.name)
                if found is not None:
                    yield found[1], folder / entry.name
                if count > _MOST:
                    return
    except OSError:
        return


def _versions(dump: Path, version: re.Pattern[bytes]) -> set[str]:
    """Return every version that a dump names; nothing if it cannot be read, which its reader says."""
    found: set[str] = set()
    rest = b""
    try:
        with open_regular(dump) as file:
            while chunk := file.read(_BLOCK):
                text = rest + chunk
                found.update(each.decode() for each in version.findall(text))
                rest = text[-_LONGEST:]
    except OSError:
        return set()
    return found
