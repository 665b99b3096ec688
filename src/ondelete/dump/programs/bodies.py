"""The body of a PL/pgSQL function made ready for libpg_query, and parsed.

libpg_query knows the types of ``pg_catalog`` and ``public`` only, leaves the record out of ``RETURN OLD``, and refuses
pseudo types. So a body is parsed under a head of our own, ``RETURN OLD`` is written as ``RETURN (OLD)``, which keeps
the name, and if the body is refused, its variables are declared as records or texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog.programs import Unread
from ondelete.dump.nodes.parsing import ParseError, parse_plpgsql
from ondelete.dump.programs.plpgsql import Reader
from ondelete.text.quoting import quote_identifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog.programs import Statement

_NAME = r'(?:[^\W\d][\w$]*|"(?:[^"]|"")*")'
# What is no code, and is passed over as one piece.
_NO_CODE = r"[eE]'(?:[^'\\]|\\.|'')*+'|'(?:[^']|'')*+'|--[^\n]*+|/\*(?s:.*?)\*/|\$(?P<tag>\w*)\$(?s:.*?)\$(?P=tag)\$"
_RETURN = re.compile(rf"(?i){_NO_CODE}|(?<![\w$.])RETURN(?P<blank>\s+)(?P<record>{_NAME})(?=\s*;)")
_MASKED = re.compile(_NO_CODE)
_SECTION = re.compile(r"(?i)(?<![\w$.])(?:(?P<declare>DECLARE)|BEGIN)(?![\w$])")
_DECLARED = re.compile(
    rf"(?is)\A(\s*(?:DECLARE\s+)?{_NAME}\s+(?:CONSTANT\s+)?)(?!ALIAS\b|(?:NO\s+)?SCROLL\b|CURSOR\b|CONSTANT\b)(.+?)"
    r"(\s*(?:(?:NOT\s+NULL|COLLATE\s.*?)\s*)?(?:(?::=|=|DEFAULT\b).*)?)\Z"
)


def statements_of(
    body: str, before: int, returns: str, parameters: Sequence[str] = (), *, gives: bool = False
) -> tuple[Statement, ...]:
    """Return the statements of a PL/pgSQL body, one ``Unread`` if it could not be parsed.

    Args:
        body: its text, which begins in the line ``before + 1`` of the file.
        before: the number of lines above it.
        returns: ``trigger``, ``void``, ``text``, ``SETOF text`` and so on.
        parameters: the names of its parameters, "" for one without.
        gives: whether it has parameters of the mode OUT, so that RETURN has no value.
    """
    text = _RETURN.sub(_parenthesised, body)
    names = [*(quote_identifier(name) if name else "" for name in parameters)]
    listed = [*(f"{name} text" for name in names), *(["OUT ondelete_out text"] if gives else [])]
    head = f"CREATE FUNCTION f({', '.join(listed)}) RETURNS {returns} LANGUAGE plpgsql AS "
    refused = ""
    for attempt in (text, _retyped(text)):
        try:
            return Reader(parse_plpgsql(head + _quoted(attempt)), before).program()
        except ParseError as error:
            refused = refused or str(error.args[0])
        except (msgspec.DecodeError, RecursionError):
            refused = "it nests too deep"
    return (Unread(before + 1, f"it could not be parsed: {refused}"),)


def _parenthesised(match: re.Match[str]) -> str:
    record = match["record"]
    if record is None or record.upper() in ("NEXT", "QUERY", "NULL"):
        return match[0]
    return f"RETURN{match['blank']}({record})"


def _quoted(body: str) -> str:
    return "'" + body.replace("'", "''") + "'" if "\\" not in body else _dollar_quoted(body)


def _dollar_quoted(body: str) -> str:
    tag = "ondelete"
    while f"${tag}$" in body:
        tag += "_"
    return f"${tag}${body}${tag}$"


def _sections(masked: str) -> Iterator[tuple[int, int]]:
    """Yield where the declarations of blocks begin and end: from a DECLARE to the next BEGIN."""
    start = None
    for word in _SECTION.finditer(masked):
        if word["declare"] is None and start is not None:
            yield start, word.start()
            start = None
        elif word["declare"] is not None and start is None:
            start = word.end()


def _retyped(body: str) -> str:
    """Return the body with its variables declared as records or texts."""
    masked = _MASKED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), body)
    parts, position = [], 0
    for start, stop in _sections(masked):
        for piece in masked[start:stop].split(";")[:-1]:
            declared = _DECLARED.match(piece)
            if declared is not None:
                begin, end = start + declared.start(2), start + declared.end(2)
                parts += [body[position:begin], _stand_in(body[begin:end], with_value=bool(declared[3].strip()))]
                position = end
            start += len(piece) + 1
    return "".join([*parts, body[position:]])


def _stand_in(declared: str, *, with_value: bool) -> str:
    """Return the type that a declared one is read as, with as many lines; a record would lose its first value."""
    found = "text[]" if declared.rstrip().endswith("]") else "text" if with_value else "record"
    return found + "\n" * declared.count("\n")
