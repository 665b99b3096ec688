"""Placeholders: what ``--var NAME=VALUE`` replaces in a file, and what is said of those that have no value."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from ondelete.dump.migrations.marks import by_lines
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ondelete.dump.input.reading import Read
    from ondelete.dump.migrations.plan import Lines

NO_VARIABLES: Mapping[str, str] = MappingProxyType({})
"""No placeholder has a value."""

# ${name}, {{name}} and {{ .name }}, @name@ and @name. psql's :name is replaced where psql does it, outside of strings.
_USE = (rb"\$\{%b\}", rb"\{\{-?\s*\.?%b\s*-?\}\}", rb"(?<![\w@])@%b(?:@|\b)")
_UNKNOWN = later(
    r"(?P<whole>\$\{(?P<dollar>[\w.:-]{1,100})\}|\{\{-?\s*\.?(?P<braces>[\w.]{1,100})\s*-?\}\}"
    r"|(?<![\w@])@(?P<at>[A-Za-z_]\w{0,100})@?|(?<![:\w]):['\"]?(?P<colon>[A-Za-z_]\w{0,100}))"
)


def way_up(read: Read, path: str, lines: Lines | None, variables: Mapping[str, str]) -> Read:
    """Return a ``read`` of the lines that are run, with the values of placeholders in them.

    Args:
        read: gives the file.
        path: the file as the user named it, for messages.
        lines: takes the lines of the file and returns those of the way up; None if all are run.
        variables: the values by the names of placeholders.
    """
    if lines is not None:
        read = by_lines(read, path, lines)
    return by_lines(read, path, _replacing(variables)) if variables else read


def _replacing(variables: Mapping[str, str]) -> Lines:
    values = {name.encode(): value.encode() for name, value in variables.items()}
    listed = b"(?:%b)" % b"|".join(sorted(map(re.escape, values), reverse=True))
    named = later(listed)
    pattern = later(b"|".join(use % listed for use in _USE))

    def replace(use: re.Match[bytes]) -> bytes:
        found = named.search(use[0])
        return values[found[0]] if found is not None else use[0]

    return lambda lines: pattern.sub(replace, lines)


def missing_value(text: str) -> str | None:
    """Return what to say of a statement that no grammar accepts, if a placeholder in it has no value; else None."""
    found = _UNKNOWN.search(text)
    if found is None:
        return None
    name = found["dollar"] or found["braces"] or found["at"] or found["colon"]
    return f"it has a placeholder without a value, {found['whole']}: give one with --var {name}=VALUE"
