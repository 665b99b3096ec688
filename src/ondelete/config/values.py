"""Values of a TOML file, checked one by one: every error names the file, the key, and what is allowed."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from ondelete.bounded import MIB, read_bounded
from ondelete.errors import BadConfig

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_LARGEST = 4 * MIB

# The library takes quadratic time, and minutes, for a key of some ten thousand parts: a.b.c.d = 1.
_MOST_PARTS = 500
_PART = r"""(?<![\w-])(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
_PARTS = re.compile(rf"(?:{_PART})++", re.ASCII)
_EACH_PART = re.compile(_PART, re.ASCII)
_HEADING = re.compile(r"[ \t]*\[\[([\w. \t-]+)\]\]")


class Written(dict[str, Any]):
    """An entry of an array of tables, with the 1-based line of its heading."""

    def __init__(self, entry: dict[str, Any], line: int) -> None:
        super().__init__(entry)
        self.line = line


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        BadConfig: it cannot be read, is no TOML, or is larger or deeper than a file written by hand.
    """
    try:
        return parse_toml(path, read_bounded(path, _LARGEST))
    except OSError as error:
        raise BadConfig(f"{path}: cannot be read: {error.strerror}") from None


def parse_toml(path: Path, content: bytes) -> dict[str, Any]:
    """Return what a TOML file holds; ``path`` is its name for messages.

    Raises:
        BadConfig: it is no TOML, or is deeper than a file written by hand.
    """
    try:
        text = content.decode("utf-8")
        if any(sum(1 for _ in _EACH_PART.finditer(found[0])) >= _MOST_PARTS for found in _PARTS.finditer(text)):
            raise BadConfig(f"{path}: not valid TOML here: a key of five hundred parts with dots between them")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return _with_lines(tomllib.loads(text), text)
    except ValueError as error:  # TOMLDecodeError, UnicodeDecodeError, and what int() refuses
        raise BadConfig(f"{path}: not valid TOML: {error}") from None
    except RecursionError:
        raise BadConfig(f"{path}: not valid TOML here: too many brackets in one another") from None


def text_at(path: Path | None, key: str, value: object) -> str:
    """Return a text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise BadConfig(f"{path}: {key}: a text is needed here, and it must not be empty")
    return _without_nul(path, key, value)


def texts_at(path: Path | None, key: str, value: object) -> tuple[str, ...]:
    """Return a text, or a list of texts, as a tuple."""
    if isinstance(value, str):
        return (text_at(path, key, value),)
    if isinstance(value, list) and all(isinstance(entry, str) and entry.strip() for entry in value):
        return tuple(_without_nul(path, key, entry) for entry in value)
    raise BadConfig(f"{path}: {key}: a text or a list of texts is needed here")


def _without_nul(path: Path | None, key: str, value: str) -> str:
    """Refuse a text that can name neither a file nor anything in PostgreSQL."""
    if "\0" in value:
        raise BadConfig(f"{path}: {key}: no name holds a NUL character")
    return value


def table_at(path: Path | None, key: str, value: object) -> dict[str, Any]:
    """Return a table."""
    if not isinstance(value, dict):
        raise BadConfig(f"{path}: {key}: a table is needed here")
    return value


def tables_at(path: Path | None, key: str, value: object, heading: str) -> list[dict[str, Any]]:
    """Return an array of tables; ``heading`` is how TOML writes one."""
    if not isinstance(value, list):
        raise BadConfig(f"{path}: {key}: write each entry as a table of its own, [[{heading}]]")
    return [table_at(path, f"{key} (entry {number})", entry) for number, entry in enumerate(value, 1)]


def one_of(path: Path | None, key: str, value: object, allowed: Sequence[str]) -> str:
    """Return a text that is one of those allowed."""
    if not isinstance(value, str) or value not in allowed:
        close = _nearest(value, allowed) if isinstance(value, str) else ""
        raise BadConfig(f"{path}: {key}: {value!r} is none of {', '.join(allowed)}{close and f'; {close}'}")
    return str(value)


def number_at(path: Path | None, key: str, value: object) -> float:
    """Return a number that is not negative."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise BadConfig(f"{path}: {key}: a number is needed here, zero or more")
    return float(value)


def flag_at(path: Path | None, key: str, value: object) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise BadConfig(f"{path}: {key}: true or false is needed here")
    return value


def refuse_unknown(path: Path | None, prefix: str, given: Iterable[str], known: Iterable[str]) -> None:
    """Refuse an unknown key, and name the nearest known one."""
    allowed = list(known)
    for key in given:
        if key not in allowed:
            raise BadConfig(f"{path}: {prefix}{key}: not known; {did_you_mean(key, allowed)}")


def did_you_mean(name: str, allowed: Sequence[str]) -> str:
    """Return a hint: the nearest of the allowed names, and all of them."""
    close = _nearest(name, allowed)
    return f"{close and f'{close} '}allowed: {', '.join(allowed)}"


def _nearest(name: str, allowed: Sequence[str]) -> str:
    from difflib import get_close_matches  # only a mistake needs it

    close = get_close_matches(name, allowed, n=1)
    return f"did you mean {close[0]}?" if close else ""


def line_of(table: dict[str, Any]) -> int:
    """Return the 1-based line of the heading of an entry of an array of tables; 1 if it has none."""
    return table.line if isinstance(table, Written) else 1


def _with_lines(document: dict[str, Any], text: str) -> dict[str, Any]:
    """Give every entry of an array of tables, ``[[a.b]]``, the line of its heading, which the TOML reader forgets."""
    seen: dict[int, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        heading = _HEADING.match(line)
        if heading is None:
            continue
        *above, last = (part.strip() for part in heading[1].split("."))
        node: Any = document
        for key in above:
            node = node.get(key) if isinstance(node, dict) else None
            if isinstance(node, list):
                node = next(iter(node[max(seen.get(id(node), 1) - 1, 0) :]), None)
        entries = node.get(last) if isinstance(node, dict) else None
        place = seen.get(id(entries), 0)
        if isinstance(entries, list) and place < len(entries) and isinstance(entries[place], dict):
            entries[place] = Written(entries[place], number)
            seen[id(entries)] = place + 1
    return document


def key_line(path: Path, table: str, key: str) -> int:
    """Return the 1-based line where a key of a table stands, ``[table.key]`` or ``key =`` below ``[table]``, else 1."""
    name = rf"(?:{re.escape(key)}|\"{re.escape(key)}\")"
    heading = re.compile(rf"\s*\[\[?\s*(tool\.ondelete\.)?(schema\.)?{table}\s*\.\s*{name}\s*[.\]]")
    alone = re.compile(rf"\s*({table}\s*\.\s*)?{name}\s*[=.]")
    lines = path.read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if heading.match(line) or alone.match(line)), 1)
