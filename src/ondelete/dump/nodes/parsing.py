"""PostgreSQL's own parser: one statement to its raw parse tree as JSON, and from there to typed nodes.

``pglast.parser.parse_sql_json`` returns libpg_query's protobuf JSON, in which a field that holds its default is
left out. So every field of a node has a default, and a field that is not named here is not even built. A node stands in
an object with one entry, its kind: ``{"ColumnRef": {...}}``; the ``...Node`` structs are such objects.
``location`` is a byte offset into the statement's UTF-8 text; 0 stands for "not given".
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import msgspec

from ondelete.dump.nodes.parser import ParseError, parse_plpgsql_json, parse_sql_json
from ondelete.dump.nodes.parser import split as split_sql

__all__ = ["ParseError"]


T = TypeVar("T")


_DECODERS: dict[type, msgspec.json.Decoder[Any]] = {}


_PREFIX = '"stmts":[{"stmt":{"'


class Struct(msgspec.Struct, gc=False):
    """Base of all nodes: they form no cycles, so the garbage collector need not look at them."""


class Statements(msgspec.Struct, Generic[T]):
    """The envelope of a parse: one entry per statement."""

    stmts: list[StatementEnvelope[T]]


class StatementEnvelope(msgspec.Struct, Generic[T]):
    """``{"stmt": {kind: node}}``."""

    stmt: dict[str, T]


def parse(text: str) -> tuple[str, str]:
    """Parse one statement; return the kind of its node and the whole parse as JSON.

    Raises:
        ParseError: PostgreSQL's grammar does not accept the text.
    """
    parsed: str = parse_sql_json(text)
    start = parsed.find(_PREFIX)
    if start < 0:
        return "", parsed
    start += len(_PREFIX)
    return parsed[start : parsed.index('"', start)], parsed


def parse_plainly(text: str) -> list[dict[str, Any]]:
    """Parse statements; return each as a dictionary with one entry, its kind.

    Raises:
        ParseError: PostgreSQL's grammar does not accept the text.
        msgspec.DecodeError: it nests too deep.
    """
    try:
        parsed = msgspec.json.decode(parse_sql_json(text))
    except RecursionError as error:
        raise msgspec.DecodeError("it nests too deep") from error
    return [each["stmt"] for each in parsed.get("stmts", ())]


def parse_plpgsql(text: str) -> dict[str, Any]:
    """Parse a CREATE FUNCTION in PL/pgSQL; return libpg_query's JSON of it, in which a record has no name.

    Raises:
        ParseError: the grammar does not accept the text, or it names a type that is not known.
        msgspec.DecodeError: it nests too deep.
    """
    try:
        [found] = msgspec.json.decode(parse_plpgsql_json(text))
    except (RecursionError, ValueError) as error:
        raise msgspec.DecodeError("it nests too deep") from error
    function: dict[str, Any] = found["PLpgSQL_function"]
    return function


def split_text(text: str) -> tuple[slice, ...]:
    """Return the place of each statement of a text. PostgreSQL's grammar must accept the text."""
    found: tuple[slice, ...] = split_sql(text, only_slices=True)
    return found


def decode(parsed: str, node: type[T]) -> T:
    """Decode the statement of a parse as a node of the given type."""
    decoder: msgspec.json.Decoder[Statements[T]] | None = _DECODERS.get(node)
    if decoder is None:
        decoder = _DECODERS[node] = msgspec.json.Decoder(Statements[node])  # type: ignore[valid-type]
    [statement] = decoder.decode(parsed).stmts[0].stmt.values()
    return statement
