"""The functions that a script defines, and which of them can change the schema when a later statement calls them.

A function certainly cannot if it is in SQL or PL/pgSQL, has no word of DDL or of dynamic SQL in its text, and calls
no other function of the script that can. All others may.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ondelete.catalog import Location
from ondelete.catalog.functions import Removed
from ondelete.dump.input.lexer import lexicon
from ondelete.dump.input.tokens import token_at
from ondelete.text.patterns import later

_BLANK = r"(?>(?:\s|--[^\n\r]*|/\*.*?\*/)+)"
# A name is only tried at a place at which it can begin, and taken whole: so a search costs one pass over the text.
# Letters beyond ASCII are told by what they are not: a range up to the last one takes long to compile.
_NAME = r'(?:(?<!")"(?>(?:[^"]|"")+)"|(?<![\w$])[^\x00-@\[-^`{-\x7f][\w$]*+)'
_DEFINED = later(
    rf"(?is)CREATE{_BLANK}(?:OR{_BLANK}REPLACE{_BLANK})?(?:FUNCTION|PROCEDURE){_BLANK}"
    rf"(?:{_NAME}\s*\.\s*)*({_NAME})\s*\("
)
_CALL = later(rf"({_NAME})\s*+\(")
# Backwards a call begins with its parenthesis, and there are few of them: a tenth of the time.
_CALL_BACKWARDS = later(r'\(\s*+("(?>(?:[^"]|"")+)"|[^\x00-#%-/:-@\[-^`{-\x7f]++)')
_WORD = later(r'"(?>(?:[^"]|"")*)"|[\w$]++')
_SETS = "set_config"
_MOST_CALLED = 500
"""Functions that one is followed into; one that reaches more may change the schema."""
_LANGUAGE = later(r"(?i)\bLANGUAGE\s+['\"]?(\w+)")
_FOLLOWED = frozenset(("sql", "plpgsql"))
_MAY_CHANGE = later(
    r"(?i)\b(?:CREATE|ALTER|DROP|EXECUTE|CALL|IMPORT|DISCARD|RESET"
    r"|SEARCH_PATH|SCHEMA|SET_CONFIG|DO\s*(?:LANGUAGE|['$])|(?<!INSERT\s)(?<!MERGE\s)INTO(?!\s+STRICT\b))\b"
)


_RAISES = later(r"(?i)\bRAISE\b(?!\s++(?:NOTICE|LOG|DEBUG|INFO|WARNING)\b)")
_TRIGGER = later(rb"(?i)CREATE\s++(?:OR\s++REPLACE\s++)?(?:CONSTRAINT\s++)?TRIGGER\b")
_NAME_OF_BYTES = rb'(?:(?<!")"(?>(?:[^"]|"")+)"|(?<![A-Za-z0-9_$\x80-\xff])[A-Za-z_\x80-\xff][A-Za-z0-9_$\x80-\xff]*+)'
_DEFINED_IN_BYTES = later(
    rb"(?i)CREATE\s++(?:OR\s++REPLACE\s++)?(?:FUNCTION|PROCEDURE)\s++(?:%b\s*+\.\s*+)*(%b)\s*+\("
    % (_NAME_OF_BYTES, _NAME_OF_BYTES)
)
_QUERY_IN_BYTES = later(rb"\b(?:SELECT|select|Select|TABLE|table)\b")
_CALL_IN_BYTES = later(rb"(%b)\s*+\(" % _NAME_OF_BYTES)


class CalledNames:
    """The names of a script's functions as bytes, for code that passes over rows and must see a call among them."""

    def __init__(self) -> None:
        self._names: set[bytes] = set()
        self._some_change_schema = False
        # Whether changes of rows may fire a trigger whose function changes the schema.
        self._acts = False

    def note(self, text: bytes) -> None:
        """Remember the name that a CREATE FUNCTION or PROCEDURE defines, and that a CREATE TRIGGER calls one."""
        found = _DEFINED_IN_BYTES.match(text)
        if found is not None:
            self._names.add(_folded_bytes(found[1]))
            self._some_change_schema = self._some_change_schema or _is_risky(
                text[found.end() :].decode(errors="replace")
            )
        elif self._some_change_schema and _TRIGGER.match(text) is not None:
            self._acts = True

    def may_be_called(self, text: bytes, start: int, end: int) -> bool:
        """Return whether a part of a text may call one of them, or ``set_config``, or read a view that does.

        With a trigger whose function changes the schema, every change of rows may.
        """
        if self._acts:
            return True
        if text.find(b"set_config", start, end) >= 0 or text.find(b"SET_CONFIG", start, end) >= 0:
            return True
        names = self._names
        return bool(names) and (
            _QUERY_IN_BYTES.search(text, start, end) is not None
            or any(_folded_bytes(f[1]) in names for f in _CALL_IN_BYTES.finditer(text, start, end))
        )


class Passed:
    """The parts of a statement of any length that is passed over, kept up to a limit, and whether one seems to call.

    Args:
        names: the functions that may be called.
        limit: bytes that are kept; ``text`` is None for a statement that is longer.
    """

    def __init__(self, names: CalledNames, limit: int) -> None:
        self._names, self._room = names, limit
        self._parts: list[bytes] = []
        self.calls = False

    @property
    def text(self) -> bytes | None:
        """The statement."""
        return b"".join(self._parts) if self._room >= 0 else None

    def add(self, text: bytes, start: int, end: int) -> None:
        """Take the next part."""
        self.calls = self.calls or self._names.may_be_called(text, start, end)
        self._room -= end - start
        if self._room >= 0:
            self._parts.append(text[start:end])
        else:
            self._parts.clear()


def _folded_bytes(name: bytes) -> bytes:
    return name[1:-1].replace(b'""', b'"') if name.startswith(b'"') else name.lower()


class Definition(NamedTuple):
    """A CREATE FUNCTION as it stands in the file, and the schema in which a bare name is made ("" if not known)."""

    text: str
    schema: str
    location: Location


class Functions:
    """Functions by their last name, folded as PostgreSQL folds it; overloads count as one."""

    def __init__(self) -> None:
        self._texts: dict[str, list[str]] = {}
        self.definitions: dict[str, list[Definition | Removed]] = {}
        """What defines, and drops, the functions of a name, in the order of the file."""
        self.views: set[str] = set()
        """Views that call one that can change the schema, by their last name."""
        self.some_change_schema = False
        self.changes = 0
        """How many definitions there were."""
        self._risky: dict[str, bool] = {}
        # Whether the text of a function is risky, and the functions that it calls.
        self._looked_at: dict[str, tuple[bool, frozenset[str]]] = {}

    def note(self, text: str, schema: str = "", location: Location | None = None) -> None:
        """Remember what a CREATE FUNCTION or PROCEDURE defines; ignore any other statement.

        Args:
            text: the statement.
            schema: the schema in which a bare name is made.
            location: its place; None if nobody will ask for its program.
        """
        found = _DEFINED.match(text)
        if found is not None:
            body = text[found.end() :]
            if location is not None:
                self.definitions.setdefault(_folded(found[1]), []).append(Definition(text, schema, location))
            self.changes += 1
            self._risky.clear()
            name = _folded(found[1])
            self._texts.setdefault(name, []).append(body)
            self._looked_at.pop(name, None)
            self.some_change_schema = self.some_change_schema or _is_risky(body)

    def forget(self, name: str, schema: str | None, parameters: int | None) -> None:
        """Note that a function is dropped: that of a schema (None: of any), with so many parameters (None: any)."""
        if name in self.definitions:
            self.definitions[name].append(Removed(schema, parameters))

    def rename(self, old: str, new: str) -> None:
        """Note that the functions of a name have another one."""
        if old in self.definitions:
            self.definitions.setdefault(new, []).extend(self.definitions.pop(old))

    def may_be_called(self, text: str) -> bool:
        """Return whether a statement seems to call one of them, or ``set_config``; strings and comments count."""
        if _SETS in text or _SETS.upper() in text:
            return True
        if self.views and not self.views.isdisjoint(_folded(word) for word in _WORD.findall(text)):
            return True
        texts = self._texts
        return bool(texts) and any(_folded(name[::-1]) in texts for name in _CALL_BACKWARDS.findall(text[::-1]))

    def defines(self, name: str) -> bool:
        """Return whether the script has defined a function of that name by now, in whatever schema."""
        return name in self._texts

    def can_change_schema(self, name: str) -> bool:
        """Return whether the function of that name is one of them and may change the schema."""
        if name not in self._risky:
            self._risky[name] = self._reaches_risky(name)
        return self._risky[name]

    def can_refuse(self, name: str) -> bool:
        """Return whether the function of that name is one of them and may raise an error."""
        return any(_RAISES.search(text) is not None for text in self._texts.get(name, ()))

    def _reaches_risky(self, name: str) -> bool:
        waiting, seen = [name], {name}
        for each in waiting:
            is_risky, calls = self._look_at(each)
            if is_risky or len(seen) > _MOST_CALLED:
                return True
            called = (calls & self._texts.keys()) - seen
            seen |= called
            waiting += called
        return False

    def _look_at(self, name: str) -> tuple[bool, frozenset[str]]:
        if name not in self._looked_at:
            texts = self._texts.get(name, ())
            calls = frozenset(_folded(found[1]) for text in texts for found in _CALL.finditer(text))
            self._looked_at[name] = any(map(_is_risky, texts)), calls
        return self._looked_at[name]


@lru_cache(maxsize=4)  # the cutter asks, and then the replay, about the same definition
def _is_risky(text: str) -> bool:
    languages = {word.lower() for word in _LANGUAGE.findall(text)}
    if not languages <= _FOLLOWED:
        return True
    fills = "plpgsql" in languages
    # Each of the three holds fewer words than the one before, and takes longer to find.
    if not _has_risky_word(text, fills):
        return False
    body = _body(text)
    return _has_risky_word(body, fills) and _has_risky_word(_code(body), fills)


def _has_risky_word(text: str, fills: bool) -> bool:
    """Whether a word of DDL or of dynamic SQL is in a text; ``fills``: INTO is none, it fills a variable there."""
    return any(not fills or found[0].upper() != "INTO" for found in _MAY_CHANGE.finditer(text))


def _body(text: str) -> str:
    """Return the part of a definition that runs; its head holds settings that last only for a call."""
    data, rules = text.encode(), lexicon(conforming=True)
    position, is_body = 0, False
    while position < len(data):
        start = position
        kind, position = token_at(data, start, rules)
        token = data[start:position]
        if kind == "dollar":
            tag = token.index(b"$", 1) + 1
            return token[tag:-tag].decode()
        if kind == "string" and is_body:
            return token[1:-1].replace(b"''", b"'").decode()
        if kind == "word" and token.lower() != b"e":
            is_body = token.lower() == b"as"
    return text


def _code(body: str) -> str:
    """Return the body of a definition without its comments and constants: their text only runs by EXECUTE."""
    data, rules = body.encode(), lexicon(conforming=True)
    parts: list[bytes] = []
    position = 0
    while position < len(data):
        start = position
        kind, position = token_at(data, start, rules)
        parts.append(b" " if kind in ("comment", "string") else data[start:position])
    return b"".join(parts).decode()


def _folded(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name.lower()
