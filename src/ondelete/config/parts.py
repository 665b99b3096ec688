"""``[[schema]]``: several databases in one configuration, each with files and settings of its own."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from ondelete.config.places import schema_named
from ondelete.config.values import refuse_unknown, tables_at, text_at, texts_at
from ondelete.errors import BadConfig

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_OWN = ("name", "files")
_ALONE = ("baseline", "schema")
"""Settings that several schemas cannot share."""

_REPLACED = ("fail-on",)
"""Lists that an entry replaces: more gates would make a schema stricter, never milder."""


_HEADING = re.compile(r"[ \t]*+\[++[ \t]*+(?:tool\.ondelete\.)?([^\]]++)\]")


_NAME = re.compile(r"[^:*?\[\]\s]+")


class Part(msgspec.Struct, frozen=True):
    """One ``[[schema]]``: its name, its files as seen from here, and its settings, those of the whole file included.

    ``entry`` is what it says itself.
    """

    name: str
    files: tuple[str, ...]
    table: dict[str, Any]
    entry: dict[str, Any]


def parts_of(path: Path | None, table: dict[str, Any], known: Collection[str], *, found: bool) -> tuple[Part, ...]:
    """Return the entries of ``[[schema]]``, () if the file names one schema at most.

    Args:
        path: the configuration's file.
        table: what it holds.
        known: the keys that a configuration may have.
        found: whether it was found in a folder, and not named by a person.

    Raises:
        BadConfig: an entry lacks its files, has an unknown key, or has the name of another one; or the file has
            settings that belong to one schema alone.
    """
    listed = table.get("schema")
    if path is None or not isinstance(listed, list) or not any(isinstance(entry, dict) for entry in listed):
        return ()
    parts = tuple(_parts(path, table, tables_at(path, "schema", listed, "schema"), known, found=found))
    if "baseline" in table:
        raise BadConfig(f"{path}: baseline: every schema has its own: write it below its [[schema]]")
    names = [part.name for part in parts]
    for name in names:
        if names.count(name) > 1:
            raise BadConfig(f"{path}: schema: two entries are named {name}: give each a name of its own")
    return parts


def files_named(table: dict[str, Any]) -> Iterator[str]:
    """Yield the names of other files that a configuration holds, as far as they are texts."""
    loose, sizes, schema = table.get("loose"), table.get("sizes"), table.get("schema")
    named = [
        schema,
        table.get("files"),
        table.get("baseline"),
        loose.get("files") if isinstance(loose, dict) else None,
        sizes.get("rows") if isinstance(sizes, dict) else None,
    ]
    for value in named:
        yield from (text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str))
    for entry in schema if isinstance(schema, list) else ():
        if isinstance(entry, dict):
            yield from files_named(entry)


def is_in_part(path: Path, line: int) -> bool:
    """Whether a 1-based line of a configuration stands below a ``[[schema]]``, or in one of its tables."""
    inside = _insides(path, path.stat().st_mtime_ns)
    return bool(inside) and inside[min(line, len(inside)) - 1]


@lru_cache(maxsize=2)  # there can be thousands of findings about one file
def _insides(path: Path, _changed: int) -> tuple[bool, ...]:
    inside, found = False, []
    for text in path.read_text("utf-8").splitlines():
        if heading := _HEADING.match(text):
            inside = heading[1].strip() == "schema" or heading[1].strip().startswith("schema.")
        found.append(inside)
    return tuple(found)


def _parts(
    path: Path, table: dict[str, Any], entries: list[dict[str, Any]], known: Collection[str], *, found: bool
) -> Iterator[Part]:
    shared = {key: value for key, value in table.items() if key not in _ALONE}
    for number, entry in enumerate(entries, 1):
        key = f"schema (entry {number})"
        refuse_unknown(path, f"{key}: ", entry, (*_OWN, *(name for name in known if name != "schema")))
        files = texts_at(path, f"{key}: files", entry.get("files"))
        if not files:
            raise BadConfig(f"{path}: {key}: files: name a schema dump")
        seen = tuple(schema_named(path, file, found=found) for file in files)
        name = text_at(path, f"{key}: name", entry.get("name", files[0]))
        if not _NAME.fullmatch(name):
            raise BadConfig(f"{path}: {key}: name: {name}: a colon, a star and the like have a meaning of their own")
        own = {setting: value for setting, value in entry.items() if setting not in _OWN}
        yield Part(name, seen, _merged(shared, own), entry)


def _merged(shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return settings with those of one schema over those of all: tables together, lists one after the other."""
    found = dict(shared)
    for key, value in own.items():
        before = found.get(key)
        if key == "rules" and isinstance(before, dict) and isinstance(value, dict):
            before, value = _weighed(before), _weighed(value)
        if isinstance(before, dict) and isinstance(value, dict):
            found[key] = _merged(before, value)
        elif isinstance(before, list) and isinstance(value, list) and key not in _REPLACED:
            found[key] = [*before, *value]
        else:
            found[key] = value
    return found


def _weighed(rules: dict[str, Any]) -> dict[str, Any]:
    """Return settings of rules with every severity written in full, so that two of them can be put together."""
    return {name: {"severity": value} if isinstance(value, str) else value for name, value in rules.items()}
