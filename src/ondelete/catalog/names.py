"""Names as PostgreSQL stores, folds and quotes them, and places in a file."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from ondelete.text.names import Elsewhere, shown_table
from ondelete.text.patterns import later
from ondelete.text.quoting import quote_identifier

_UNICODE_QUOTED = later(r'[Uu]&"(.*)"\Z', re.DOTALL)
_UNICODE_ESCAPE = later(r"\\(?:\\|\+([0-9A-Fa-f]{6})|([0-9A-Fa-f]{4}))")


class QualifiedName(NamedTuple):
    """A schema and a name, both exactly as stored (unquoted, already folded).

    A tuple, because it is the key of nearly every look-up and tuples hash fast.
    """

    schema: str
    name: str

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def shown(self) -> str:
        """The name for a sentence: without the schema if that is public."""
        return shown_table(self.schema, self.name)

    @property
    def is_elsewhere(self) -> bool:
        """Whether it names a table of another database."""
        return isinstance(self.schema, Elsewhere)

    @property
    def sql(self) -> str:
        """The name as SQL text, quoted if PostgreSQL would need it."""
        return f"{quote_identifier(self.schema)}.{quote_identifier(self.name)}"


class Location(msgspec.Struct, frozen=True):
    """Where a statement begins: the file as the user named it, and the 1-based line."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


def fold_identifier(text: str) -> str:
    r"""Return the stored form of an identifier typed in SQL: unquote it, or fold it to lower case.

    PostgreSQL folds ASCII letters only in multi-byte encodings (``downcase_identifier``) and cuts names
    at 63 bytes (NAMEDATALEN - 1).

    >>> fold_identifier('Users'), fold_identifier('"Odd ""Name"" x"'), fold_identifier(r'U&"a\005cb"')
    ('users', 'Odd "Name" x', 'a\\b')
    """
    unicode_quoted = _UNICODE_QUOTED.match(text)
    if unicode_quoted is not None:
        stored = _UNICODE_ESCAPE.sub(_escaped_character, unicode_quoted[1].replace('""', '"'))
    elif len(text) >= 2 and text.startswith('"') and text.endswith('"'):
        stored = text[1:-1].replace('""', '"')
    else:
        stored = "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in text)
    return truncate_identifier(stored)


def split_identifier(text: str) -> list[str]:
    """Split a name at its dots outside of double quotes.

    >>> split_identifier('app."a.b"')
    ['app', '"a.b"']
    """
    parts, quoted = [""], False
    for character in text.strip():
        quoted ^= character == '"'
        if character == "." and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def truncate_identifier(name: str, limit: int = 63) -> str:
    """Cut a name to PostgreSQL's ``limit`` bytes without splitting a character (``pg_mbcliplen``)."""
    encoded = name.encode("utf-8", "surrogateescape")
    return name if len(encoded) <= limit else encoded[:limit].decode("utf-8", "ignore")


def key_part(name: str) -> str:
    """Return one part of a ``schema.table.constraint`` key name; a part that holds a dot is double-quoted."""
    return '"' + name.replace('"', '""') + '"' if "." in name else name


def _escaped_character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else "\\"
