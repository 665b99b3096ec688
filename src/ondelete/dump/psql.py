r"""psql's own lines: ``\connect``, ``\set``, ``\restrict`` and the rest, and the variables they set.

Facts: psql's manual page and psqlscanslash.l of PostgreSQL 18.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    UsedAt: TypeAlias = Callable[[bytes, int], tuple[bytes, int] | None]

_NAME = re.compile(rb"\\(?P<name>[^\s\\]*+)")
# An unquoted backslash ends the arguments: it starts the next command of the line.
_ARGUMENT = re.compile(rb"'(?>(?:[^'\\\n]++|''|\\.)*)'|\"[^\"\n]*+\"|`[^`\n]*+`|:|[^\s'\"`\\:]++")
_LISTING = re.compile(r"(?:d[A-Za-z]*+|l)[S+x]*+\Z")
_BLANK = re.compile(rb"[^\S\n]++")
_REST = re.compile(rb"[^\n]*+")
_ESCAPES = {"n": "\n", "t": "\t", "b": "\b", "r": "\r", "f": "\f"}
_ESCAPE = re.compile(r"''|\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)", re.DOTALL)

_WHOLE_LINE = frozenset((".", "copy", "!", "h", "help", "sf", "sf+", "sv", "sv+", "ef", "ev", "restrict", "unrestrict"))
SENDS = frozenset(("g", "gx", "gset", "gdesc", "gexec", "watch", "crosstabview", ";"))
"""Commands that end the statement before them, as ``;`` does."""

_CAN_MATTER = {
    "i": "psql would read another file here; name that file too",
    "include": "psql would read another file here; name that file too",
    "ir": "psql would read another file here; name that file too",
    "include_relative": "psql would read another file here; name that file too",
    "gexec": "psql would execute the result of this query as SQL",
    "if": "psql would read only one branch of this condition; all are read here",
    "elif": "psql would read only one branch of this condition; all are read here",
    "r": "psql would forget the statement before this",
    "reset": "psql would forget the statement before this",
    "e": "psql would open an editor here",
    "edit": "psql would open an editor here",
}
_HARMLESS = frozenset(
    """
    ! ? else endif a bind bind_named C cd close close_prepared conninfo copy copyright crosstabview d dS dt
    echo ef encoding endpipeline errverbose ev f flush flushrequest g gdesc getenv getresults gset
    gx h H help html l list lo_export lo_import lo_list lo_unlink o out p parse password print
    prompt pset qecho restrict s sendpipeline set setenv sf sf+ startpipeline sv sv+ syncpipeline t
    T timing unrestrict unset w warn watch write x z . : ; c connect q quit
    """.split()
)


class MetaCommand(NamedTuple):
    """A backslash command: its name without the backslash, its arguments unquoted, the position after it."""

    name: str
    arguments: tuple[str, ...]
    end: int

    @property
    def reason(self) -> str | None:
        """Why the schema may differ from what is read because of this command; None where it cannot."""
        if self.name in _CAN_MATTER:
            return _CAN_MATTER[self.name]
        return None if _is_harmless(self.name) else "this is no command of psql; is something missing before it?"


def meta_command(text: bytes, start: int, used_at: UsedAt, codec: str = "utf-8") -> MetaCommand:
    r"""Read the command whose backslash is at ``start``, and a ``\\\\`` after it, which leads back to SQL.

    Args:
        text: the text that it stands in.
        start: where it begins.
        used_at: gives the value of the variable that is used at a place, and where the use ends.
        codec: the encoding.
    """
    head = _NAME.match(text, start)
    name, position = (head["name"].decode(codec, "replace"), head.end()) if head else ("", start + 1)
    if name[:1] in (";", ":"):
        return MetaCommand(name[0], (), start + 2)
    # psql drops the rest of the line of a command that it does not know.
    if name in _WHOLE_LINE or not (name in _CAN_MATTER or _is_harmless(name)):
        rest = _REST.match(text, position)
        end = rest.end() if rest else position
        return MetaCommand(name, (text[position:end].decode(codec, "replace").strip(),), end)
    arguments, end = _arguments(text, position, used_at, codec)
    if text.startswith(b"\\\\", end):
        end += 2
    return MetaCommand(name, tuple(arguments), end)


def _is_harmless(name: str) -> bool:
    return name in _HARMLESS or _LISTING.match(name) is not None


def _arguments(text: bytes, position: int, used_at: UsedAt, codec: str) -> tuple[list[str], int]:
    arguments: list[list[str]] = []
    glued = False
    while position < len(text):
        if blank := _BLANK.match(text, position):
            position, glued = blank.end(), False
            continue
        if (used := used_at(text, position)) is not None:
            word, position = used[0].decode(codec, "replace"), used[1]
        elif part := _ARGUMENT.match(text, position):
            word, position = _unquoted(part[0].decode(codec, "replace")), part.end()
        else:
            break
        if not glued:
            arguments.append([])
        arguments[-1].append(word)
        glued = True
    if position < len(text) and text[position : position + 1] not in (b"\n", b"\\"):
        # An unclosed quote: psql takes the rest of the line.
        rest = _REST.match(text, position)
        position = rest.end() if rest else position
    return ["".join(words) for words in arguments], position


def _unquoted(word: str) -> str:
    if word.startswith("'"):
        return _ESCAPE.sub(_unescaped, word[1:-1])
    return word


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if code is None:
        return "'"
    if code[0] in "01234567":
        return chr(int(code, 8) & 255)
    if code[0] == "x" and len(code) > 1:
        return chr(int(code[1:], 16))
    return _ESCAPES.get(code, code)


def database_of(arguments: tuple[str, ...]) -> str | None:
    r"""Return the database that a ``\\connect`` goes to, None where it stays (``-``, or only another user).

    >>> database_of(("shop",)), database_of(("-", "alice")), database_of(("-reuse-previous=on", "dbname='my db'"))
    ('shop', None, 'my db')
    """
    words = [word for word in arguments if not word.startswith("-reuse-previous")]
    if not words:
        return None
    target = words[0].rstrip(";")
    if target.startswith('"') and target.endswith('"') and len(target) > 1:
        target = target[1:-1].replace('""', '"')
    if target in ("-", ""):
        return None
    if found := re.search(r"(?:^|\s)dbname\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S+))", target):
        return re.sub(r"\\(.)", r"\1", found[1]) if found[1] is not None else found[2]
    if found := re.match(r"postgres(?:ql)?://[^/]*/([^?]+)", target):
        return found[1]
    return target
