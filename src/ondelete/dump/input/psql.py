r"""psql's own lines: ``\connect``, ``\set``, ``\restrict`` and the rest, and the variables they set.

Facts: psql's manual page and psqlscanslash.l of PostgreSQL 18.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ondelete.dump.input.conditions import WORDS
from ondelete.dump.input.variables import USE
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from ondelete.dump.input.variables import Variables

_NAME = later(rb"\\(?P<name>[^\s\\]*+)")
# An unquoted backslash ends the arguments: it starts the next command of the line.
_ARGUMENT = later(rb"'(?>(?:[^'\\\n]++|''|\\.)*)'|\"[^\"\n]*+\"|`[^`\n]*+`|[^\s'\"`\\:]++|:")
_LISTING = later(r"(?:d[A-Za-z]*+|l)[S+x]*+\Z")
_BLANK = later(rb"[^\S\n]++")
_REST = later(rb"[^\n]*+")
_ESCAPES = {"n": "\n", "t": "\t", "b": "\b", "r": "\r", "f": "\f"}
_ESCAPE = later(r"''|\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)", re.DOTALL)

_WHOLE_LINE = frozenset((".", "copy", "!", "h", "help", "sf", "sf+", "sv", "sv+", "ef", "ev", "restrict", "unrestrict"))
UNKNOWN = "this is no command of psql; is something missing before it?"
"""Why a word behind a backslash is reported."""
SENDS = frozenset(("g", "gx", "gset", "gexec", "watch", "crosstabview"))
"""Commands that run the statement before them, as ``;`` does."""
DROPS = frozenset(("r", "reset", "gdesc", "parse", "q", "quit"))
"""Commands after which the statement before them is gone, and has not run."""

INCLUDES = frozenset(("i", "include", "ir", "include_relative"))
"""Commands that read another file."""

_CAN_MATTER = {
    "gexec": "psql would execute the result of this query as SQL",
    "bind_named": "psql would run a statement that was prepared before",
    "e": "psql would open an editor here",
    "edit": "psql would open an editor here",
}
_HARMLESS = frozenset(
    """
    ! ? a bind C cd close close_prepared conninfo copy copyright crosstabview d dS dt
    echo ef encoding endpipeline errverbose ev f flush flushrequest g gdesc getenv getresults gset
    gx h H help html l list lo_export lo_import lo_list lo_unlink o out p parse password print
    prompt pset qecho r reset restrict s sendpipeline set setenv sf sf+ startpipeline sv sv+ syncpipeline t
    T timing unrestrict unset w warn watch write x z . : ; c connect q quit
    """.split()
)


class MetaCommand(NamedTuple):
    """A backslash command: its name without the backslash, its arguments unquoted, the position after it.

    ``known`` is False if an argument holds what only psql knows: a variable of its own, the output of a program.
    Bytes that are no UTF-8 are kept in the arguments as lone surrogates.
    """

    name: str
    arguments: tuple[str, ...]
    end: int
    known: bool = True

    @property
    def reason(self) -> str | None:
        """Why the schema may differ from what is read because of this command; None if it cannot."""
        if self.name in _CAN_MATTER:
            return _CAN_MATTER[self.name]
        known = self.name in WORDS or self.name in INCLUDES or _is_harmless(self.name)
        return None if known else UNKNOWN


def meta_command(text: bytes, start: int, variables: Variables, line: int) -> MetaCommand:
    r"""Read the command whose backslash is at ``start``, and a ``\\\\`` after it, which leads back to SQL.

    Args:
        text: the text that it stands in.
        start: where it begins.
        variables: those that its arguments may use.
        line: where it stands in the file.

    Raises:
        UnreadableSchema: the variables of this file become too much.
    """
    head = _NAME.match(text, start)
    name, position = (_decoded(head["name"]), head.end()) if head else ("", start + 1)
    if name[:1] in (";", ":"):
        return MetaCommand(name[0], (), start + 2)
    # psql drops the rest of the line of a command that it does not know.
    known = name in _CAN_MATTER or name in INCLUDES or name in WORDS or _is_harmless(name)
    if name in _WHOLE_LINE or not known:
        rest = _REST.match(text, position)
        end = rest.end() if rest else position
        return MetaCommand(name, (_decoded(text[position:end]).strip(),), end)
    arguments = _Arguments(text, position, variables, line)
    end = arguments.position
    if text.startswith(b"\\\\", end):
        end += 2
    return MetaCommand(name, arguments.found, end, arguments.known)


def _is_harmless(name: str) -> bool:
    return name in _HARMLESS or _LISTING.match(name) is not None


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "surrogateescape")


class _Arguments:
    """The arguments from a position on, up to the end of the line or the next command."""

    def __init__(self, text: bytes, position: int, variables: Variables, line: int) -> None:
        self.known = True
        self.position = position
        self._text, self._variables, self._line = text, variables, line
        words: list[list[str]] = []
        glued = False
        while self.position < len(text):
            if blank := _BLANK.match(text, self.position):
                self.position, glued = blank.end(), False
                continue
            word = self._part()
            if word is None:
                break
            if not glued:
                words.append([])
            words[-1].append(word)
            glued = True
        self.found = tuple("".join(parts) for parts in words)
        if self.position < len(text) and text[self.position : self.position + 1] not in (b"\n", b"\\"):
            # An unclosed quote: psql takes the rest of the line.
            rest = _REST.match(text, self.position)
            self.position = rest.end() if rest else self.position

    def _part(self) -> str | None:
        """Take a word or a part of one."""
        use = USE.match(self._text, self.position)
        if use is not None:
            self.known = self.known and self._variables.is_known(use)
            used = self._variables.used_at(self._text, self.position, self._line)
            if used is not None:
                self.position = used[1]
                return _decoded(used[0])
        part = _ARGUMENT.match(self._text, self.position)
        if part is None:
            return None
        self.position = part.end()
        self.known = self.known and not part[0].startswith(b"`")
        return _unquoted(_decoded(part[0]))


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
    r"""Return the database that a ``\\connect`` goes to, None if it stays (``-``, or only another user).

    >>> database_of(("shop",)), database_of(("-", "alice")), database_of(("-reuse-previous=on", "dbname='my db'"))
    ('shop', None, 'my db')
    """
    words = [word for word in arguments if not word.startswith("-reuse-previous")]
    if not words:
        return None
    target = words[0].rstrip(";").encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if target.startswith('"') and target.endswith('"') and len(target) > 1:
        target = target[1:-1].replace('""', '"')
    if target in ("-", ""):
        return None
    if found := re.search(r"(?:^|\s)dbname\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S+))", target):
        return re.sub(r"\\(.)", r"\1", found[1]) if found[1] is not None else found[2]
    if found := re.match(r"postgres(?:ql)?://[^/]*/([^?]+)", target):
        return found[1]
    return target
