"""Names and values as SQL text that reads back the same and hides nothing from a reader: the one place that quotes."""

from __future__ import annotations

import re

from ondelete.text.runner_commands import without_brackets
from ondelete.text.unsafe_characters import Escapes, visible

_PLAIN = re.compile(r"[a-z_][a-z0-9_$]*\Z")


def quote_identifier(name: str) -> str:
    r"""Quote a name for SQL text, as ``quote_ident`` does, except that every reserved word is quoted too.

    A name that a terminal or a CI runner obeys, or that has an invisible part, is written with escapes, which SQL can
    read (https://www.postgresql.org/docs/current/sql-syntax-lexical.html, "Identifiers with Unicode escapes").

    >>> quote_identifier('users'), quote_identifier('Odd "Name" x'), quote_identifier('order')
    ('users', '"Odd ""Name"" x"', '"order"')
    >>> print(quote_identifier('two\nlines'), quote_identifier('##[a]'))
    U&"two\000alines" U&"##\005ba]"
    """
    if _PLAIN.match(name) and not is_reserved(name):
        return name
    quoted = name.replace('"', '""')
    if _is_harmless(name):
        return f'"{quoted}"'
    return f'U&"{_escaped(quoted, _IN_IDENTIFIER, _BRACKET_IN_IDENTIFIER)}"'


def quote_literal(text: str) -> str:
    r"""Return text as an SQL string, with escapes if ``quote_identifier`` has some.

    >>> print(quote_literal("it's"), quote_literal("a\nb"), quote_literal("##[a]"))
    'it''s' E'a\u000ab' E'##\u005ba]'
    """
    quoted = text.replace("'", "''")
    if "\\" not in text and _is_harmless(text):
        return f"'{quoted}'"
    return f"E'{_escaped(quoted, _IN_STRING, _BRACKET_IN_STRING)}'"


def _is_harmless(text: str) -> bool:
    seen = (text.isascii() and text.isprintable()) or visible(text) == text
    return seen and without_brackets(text, "") == text


def _escaped(text: str, escapes: Escapes, bracket: str) -> str:
    return without_brackets(text.replace("\\", "\\\\").translate(escapes), bracket)


_IN_IDENTIFIER = Escapes(lambda code: f"\\{code:04x}" if code < 0x10000 else f"\\+{code:06x}")
_BRACKET_IN_IDENTIFIER = r"\005b"
_IN_STRING = Escapes(lambda code: f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
_BRACKET_IN_STRING = r"\u005b"


def is_reserved(word: str) -> bool:
    """Whether a lower-case word is a keyword that is no bare column or table name."""
    return word in RESERVED


# Every keyword that cannot be a bare column or table name: categories R and T of PostgreSQL's kwlist.h,
# and the C category, which quote_ident quotes too.
RESERVED = frozenset(
    """
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both
    case cast char character check coalesce collate collation column concurrently constraint create cross
    current_catalog current_date current_role current_schema current_time current_timestamp current_user dec
    decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign
    freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect
    interval into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg
    json_query json_scalar json_serialize json_table json_value lateral leading least left like limit
    localtime localtimestamp merge_action national natural nchar none normalize not notnull null nullif
    numeric offset on only or order out outer overlaps overlay placing position precision primary real
    references returning right row select session_user setof similar smallint some substring symmetric
    system_user table tablesample then time timestamp to trailing treat trim true union unique user using
    values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists
    xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
    """.split()
)
