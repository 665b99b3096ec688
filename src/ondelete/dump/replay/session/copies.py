"""COPY ... FROM stdin: if a server refuses it, psql takes the rows for statements.

Facts: DoCopy, BeginCopyFrom and ProcessCopyOptions of PostgreSQL 18. What is wrong with a row is found later: then psql
passes over the rest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import DecodeError

from ondelete.dump.nodes.parsing import ParseError, decode, parse
from ondelete.dump.nodes.statements.queries import CopyStmt
from ondelete.dump.replay.model.firing import doubt_fired

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import QualifiedName, Table
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.cutter import Copy

# Forms that no grammar has any more, of dumps that were whole when they were made.
_OF_OLD = re.compile(r"(?i)COPY\s++(?:BINARY\s|(?s:.)*\bWITH\s++OIDS\b)")
_SO = "so psql takes its rows for statements"
# Options that no server refuses, whatever their value is in a grammatical statement.
_PLAIN_OPTIONS = frozenset(("format", "freeze", "header", "null"))
_OF_CSV = frozenset(("quote", "escape"))


def check_rows(copy: Copy, state: State) -> None:
    """Say that the rows of a COPY are, or may be, statements for psql."""
    reason = next(_reasons(copy, state), None)
    if reason is not None:
        state.skip(copy.location, reason, copy.text)


def _reasons(copy: Copy, state: State) -> Iterator[str]:
    try:
        kind, parsed = parse(copy.text)
    except (ParseError, RecursionError):
        if _OF_OLD.match(copy.text) is None:
            yield f"PostgreSQL's grammar does not accept it, {_SO}"
        return
    try:
        node = decode(parsed, CopyStmt) if kind == "CopyStmt" else None
    except (DecodeError, RecursionError):
        yield "it could not be read, and if a server refuses it, psql takes its rows for statements"
        return
    if node is None or node.relation is None:
        return
    doubt_fired(parsed, state)
    if state.read_only.is_on:
        yield f"a server refuses it in a read-only transaction, {_SO}"
    name = state.relation_name(node.relation)
    yield from _why_not_into(name, node, state)
    if not _has_plain_options(node) or node.where is not None:
        yield "if a server refuses an option or the condition of it, psql takes its rows for statements"
    if state.unfollowed.is_recent or state.may_have_failed:
        state.unfollowed.is_recent = state.may_have_failed = False
        yield "what is reported before it may make it fail; then psql takes its rows for statements"


def _why_not_into(name: QualifiedName, node: CopyStmt, state: State) -> Iterator[str]:
    table = state.tables.get(name)
    if table is not None:
        yield from _why_not_columns(table, node, state)
    elif name not in state.relations:
        yield f"its table is not in the file before it, {_SO}"
    elif not any(each.timing == "instead of" and "insert" in each.events for each in state.triggers.of(name)):
        yield f"{name} is no table: there it is a {state.relations[name].kind}, {_SO}"


def _why_not_columns(table: Table, node: CopyStmt, state: State) -> Iterator[str]:
    named = [part.string.sval for part in node.attlist if part.string is not None]
    columns = {column.name: column for column in table.columns}
    if not columns.keys() >= set(named):
        if state.of(table.name).opaque:
            yield "whether its table has these columns is not known; if not, psql takes its rows for statements"
        else:
            yield f"its column is not in the file before it, {_SO}"
    elif len(set(named)) < len(named):
        yield f"it names a column twice, {_SO}"
    elif any(columns[each].generated for each in named):
        yield f"it names a generated column, {_SO}"


def _has_plain_options(node: CopyStmt) -> bool:
    """Whether a server surely takes the options: those that dumps and people use, in their usual forms."""
    options = {each.option.defname: each.option.arg for each in node.options}
    texts = {name: arg.string.sval for name, arg in options.items() if arg is not None and arg.string is not None}
    is_csv = texts.get("format") == "csv"
    if texts == {"format": "binary"}:
        return len(node.options) == 1
    if len(options) < len(node.options) or texts.get("format", "text") not in ("text", "csv"):
        return False
    if not options.keys() <= _PLAIN_OPTIONS | {"delimiter"} | (_OF_CSV if is_csv else set()):
        return False
    marks = [text for name, text in texts.items() if name in _OF_CSV or name == "delimiter"]
    return all(mark in (",", ";", "|", "\t", '"', "'") for mark in marks) and len(set(marks)) == len(marks)
