"""The SQL text of a part of a statement, cut out by a scanner: nodes say where they begin, not where they end."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import Location
from ondelete.dump.nodes.parsing import split_text
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.dump.statements.cutter import Statement

_ESCAPED = rb"'(?>(?:[^'\\]++|\\.|'')*)'"
# Blanks and comments with a line end among them: what stands behind is a part of the same string.
_BETWEEN = rb"(?>(?:[ \t\f\v]|--[^\n\r]*+)*)[\n\r](?>(?:\s|--[^\n\r]*+[\n\r])*)"
_TOKEN = later(
    rb"""(?P<space>\s+|--[^\n\r]*|/\*.*?\*/)
    |(?P<string>[eE]%b(?>(?:%b%b)*)|'(?:[^']|'')*'|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$|"(?:[^"]|"")*")
    |(?P<word>[A-Za-z_\x80-\xff][\w$\x80-\xff]*)
    |(?P<number>\d[\w.]*)
    |(?P<open>[(\[])|(?P<close>[)\]])|(?P<comma>,)
    |(?P<other>.)"""
    % (_ESCAPED, _BETWEEN, _ESCAPED),
    re.X | re.S,
)
_QUIET = rb"[^()'\"$/-]"


def _group(depth: int) -> bytes:
    """Return a pattern for parentheses, so deep, that hold no comment, dollar quote, identifier quote or escape."""
    inner = rb"|" + _group(depth - 1) if depth else b""
    return rb"\((?>(?:" + _QUIET + rb"++|'[^'\\]*+'" + inner + rb")*)\)"


# Most expressions are plain enough for one match; the others are scanned token by token.
_PLAIN_GROUP = later(_group(4))
_PLAIN_DEFAULT = later(
    rb"\s*+((?:-?[\w.]++(?:" + _group(1) + rb")?|'[^'\\]*+')(?:::[\w.]++(?:\[\])?)?)(?=\s*+(?:,|\)|\Z|NOT\s++NULL\b))"
)
_ZONE = later(rb"(?i)with\s+time\s+zone\b")
_ENDS_DEFAULT = frozenset(
    b"not constraint check unique primary references generated collate deferrable initially default with".split()
)


def split(statement: Statement) -> list[Statement]:
    """Return the statements of a text that holds several, which psql sends to the server together."""
    text, path = statement.text, statement.location.path
    return [
        replace(
            statement,
            text=text[each],
            several=False,
            location=Location(path, statement.location.line + text.count("\n", 0, each.start)),
        )
        for each in split_text(text)
    ]


class Source:
    """One statement's text, addressed by the byte offsets that parse nodes carry; ``parsed`` is its parse as JSON."""

    def __init__(self, statement: Statement, parsed: str = "") -> None:
        self.text = statement.text
        self.location = statement.location
        self.parsed = parsed

    @cached_property
    def data(self) -> bytes:
        """The text as the bytes that offsets count."""
        return self.text.encode()

    @cached_property
    def _lower(self) -> bytes:
        return self.data.lower()

    @cached_property
    def _line_ends(self) -> list[int]:
        """The offsets of all line ends: a statement can hold thousands of constraints."""
        return [found.start() for found in re.finditer(b"\n", self.data)]

    def at(self, offset: int) -> Location:
        """Return the place of a byte offset in the file."""
        return Location(self.location.path, self.location.line + bisect_left(self._line_ends, offset))

    def in_parentheses(self, keyword: bytes, before: int) -> str:
        """Return what stands in the parentheses after the last ``keyword`` before an offset (``CHECK (...)``)."""
        start = self._after(keyword, before)
        return self._unwrap(start, _end_of_group(self.data, start))

    def to_end(self, keyword: bytes, before: int) -> str:
        """Return everything after the last ``keyword`` before an offset (``WHERE ...``)."""
        return self._unwrap(self._after(keyword, before), len(self.data))

    def default(self, before: int) -> str:
        """Return the expression after the last DEFAULT before an offset: up to the next constraint or column."""
        start = end = self._after(b"default", before)
        plain = _PLAIN_DEFAULT.match(self.data, start)
        if plain is not None:
            return plain[1].decode()
        depth, first, operator = 0, True, False
        for kind, token, stop in _tokens(self.data, start):
            if kind == "space":
                continue
            ends = kind in ("comma", "close") or _ends_default(kind, token, operator)
            if depth == 0 and not first and ends and _ZONE.match(self.data, stop - len(token)) is None:
                break
            depth += (kind == "open") - (kind == "close")
            first, operator, end = False, kind == "other", stop
        return self._unwrap(start, end)

    def bound(self, location: int, *, is_default: bool) -> str:
        """Return a partition's bound, ``FOR VALUES ...`` to its closing parenthesis, or ``DEFAULT``."""
        if is_default:
            return "DEFAULT"
        start = self._lower.rfind(b"for", 0, location)
        start = location if start < 0 else start
        end = _end_of_group(self.data, location)
        if self._lower.find(b"from", location, end) >= 0:
            end = _end_of_group(self.data, end)
        return " ".join(self.data[start:end].decode().split())

    def elements(self, after: int = 0) -> list[str]:
        """Return the texts in the first parentheses from an offset on, split at commas: the elements of an index."""
        start = next((stop - 1 for _, token, stop in _tokens(self.data, after) if token == b"("), len(self.data))
        found: list[str] = []
        depth, begin = 0, start + 1
        for kind, _, stop in _tokens(self.data, start):
            depth += (kind == "open") - (kind == "close")
            if (depth == 1 and kind == "comma") or depth == 0:
                found.append(self._unwrap(begin, _end_of_element(self.data, begin, stop - 1)))
                begin = stop
            if depth == 0:
                break
        return found

    def _after(self, keyword: bytes, before: int) -> int:
        return self._lower.rfind(keyword, 0, before) + len(keyword)

    def _unwrap(self, start: int, end: int) -> str:
        return unwrapped(self.data[start:end]).decode()


def unwrapped(text: bytes) -> bytes:
    """Return a text without the blanks and parentheses around all of it."""
    text = text.strip()
    while text.startswith(b"(") and text.endswith(b")"):
        plain = _PLAIN_GROUP.match(text)
        if plain is None:
            return _peeled(text)
        if plain.end() != len(text):
            break
        text = text[1:-1].strip()
    return text


def _peeled(text: bytes) -> bytes:
    """Return a text without the parentheses around all of it, scanned once however deep they are."""
    opened: list[int] = []
    closed: dict[int, int] = {}
    for kind, _, stop in _tokens(text, 0):
        if kind == "open":
            opened.append(stop)
        elif kind == "close" and opened:
            closed[opened.pop()] = stop
    first, last = 0, len(text)
    while text.startswith(b"(", first) and closed.get(first + 1) == last:
        first, last = first + 1, last - 1
        while first < last and text[first : first + 1].isspace():
            first += 1
        while first < last and text[last - 1 : last].isspace():
            last -= 1
    return text[first:last]


def _tokens(data: bytes, start: int) -> Iterator[tuple[str, bytes, int]]:
    for match in _TOKEN.finditer(data, start):
        yield match.lastgroup or "", match.group(), match.end()


def _ends_default(kind: str, token: bytes, after_operator: bool) -> bool:
    word = token.lower()
    return kind == "word" and (word in _ENDS_DEFAULT or (word == b"null" and not after_operator))


def _end_of_group(data: bytes, start: int) -> int:
    """Return the offset behind the parenthesis that closes the first one from ``start`` on."""
    opening = data.find(b"(", start)
    plain = _PLAIN_GROUP.match(data, opening) if opening >= 0 and not data[start:opening].strip() else None
    if plain is not None:
        return plain.end()
    depth = 0
    for kind, _, stop in _tokens(data, start):
        depth += (kind == "open") - (kind == "close")
        if depth == 0 and kind == "close":
            return stop
    return len(data)


def _end_of_element(data: bytes, start: int, end: int) -> int:
    """Return where the expression of an index element ends: behind its first parentheses (``lower(a) text_ops``)."""
    return min(end, _end_of_group(data, start)) if b"(" in data[start:end] else end
