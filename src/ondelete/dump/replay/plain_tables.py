"""CREATE TABLE as pg_dump writes it, a column or CHECK per line, without parsing every column again.

Most columns of a schema are declared like many others (``bigint NOT NULL``): after its name, one in forty is new.
Each such declaration is parsed once, and made into a column by the same function as everywhere; of the rest of the
statement only the CHECKs go to the parser. A table with anything else goes there as a whole.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Never

from ondelete.catalog import Column, Location, QualifiedName, Table, is_reserved
from ondelete.dump.nodes.parsing import ParseError, decode, parse
from ondelete.dump.nodes.statements.tables import CreateStmt
from ondelete.dump.nodes.types import SERIALS
from ondelete.dump.replay.changes.columns import make_column
from ondelete.dump.replay.changes.declarations import add_constraints
from ondelete.dump.replay.changes.drops import take_name
from ondelete.dump.replay.model.state import State
from ondelete.dump.statements.cutter import Statement
from ondelete.dump.statements.slicing import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.dump.nodes.statements.constraints import Constraint
    from ondelete.dump.nodes.statements.tables import TableElement

_QUIET = r"[^()'\"$\\/\n\r-]"
_STRING = r"'[^'\\\n\r]*'"


def _group(depth: int) -> str:
    inner = "|" + _group(depth - 1) if depth else ""
    return rf"\((?>(?:{_QUIET}+|-(?!-)|{_STRING}{inner})*)\)"


# Whole tokens, whole strings and whole parentheses, so that what stands between two commas is one declaration.
_WHOLE = re.compile(rf"(?>(?:(?!,){_QUIET}|-(?!-)|{_STRING}|{_group(5)})+)\Z")
_COLUMN = re.compile(r"([a-z_][a-z0-9_]{0,62}) (.+)\Z")
_BETWEEN = ",\n    "
_PLAIN_KINDS = ("CONSTR_NOTNULL", "CONSTR_DEFAULT")


def create_plain_table(name: QualifiedName, body: str, location: Location, state: State) -> bool:
    """Create a table of plain columns and CHECKs; return False, having done nothing, if it has anything else.

    Args:
        name: the table's.
        body: what stands between ``(``, a line end and four blanks, and a line end and ``)``.
        location: where the statement begins.
        state: what there is so far.

    Raises:
        NotReplayed: there is a relation of that name.
    """
    columns: dict[str, Column] = {}
    lines: list[str] = []
    for line in body.split(_BETWEEN):
        found = _COLUMN.match(line)
        if found is None:
            lines.append(line)
            continue
        column, declared = found.groups()
        like = _declared(declared)
        if like is None or is_reserved(column):
            return False
        columns[column] = Column(column, like.type, like.not_null, like.default)
        lines.append("")
    rest = _checks(lines, location)
    if rest is None:
        return False
    checks, source = rest
    take_name(name, state)
    state.put_table(Table(name=name, kind="table", columns=tuple(columns.values()), location=location))
    add_constraints(name, checks, source, state, ()).tell()
    return True


@lru_cache(maxsize=4096)
def _declared(text: str) -> Column | None:
    """Return a column so declared, None if it has more than a built-in type, DEFAULT and NOT NULL."""
    elements = _elements(f"CREATE TABLE t (c {text})") if _is_whole(text) else ()
    node = elements[0].column if len(elements) == 1 else None
    if node is None or node.type_name is None or node.collation is not None:
        return None
    if any(part.string is None or part.string.sval in SERIALS for part in node.type_name.names):
        return None
    if any(c.constraint.contype not in _PLAIN_KINDS or c.constraint.conname for c in node.constraints):
        return None
    source = Source(Statement(f"CREATE TABLE t (c {text})", Location("", 1)))
    try:
        return make_column(node, QualifiedName("", "t"), source, _OnlyBuiltin())[0]
    except _UserDefined:
        return None


def _is_whole(text: str) -> bool:
    return text.isascii() and _WHOLE.match(text) is not None


def _checks(lines: Sequence[str], location: Location) -> tuple[list[Constraint], Source] | None:
    """Return the CHECKs of a table, one in each line that is not empty, and the text that their offsets count in."""
    if not any(lines):
        return [], Source(Statement("", location))
    if not all(line.startswith("CONSTRAINT ") and _is_whole(line) for line in lines if line):
        return None
    last = max(place for place, line in enumerate(lines) if line)
    listed = (line + "," if line and place < last else line for place, line in enumerate(lines))
    text = "CREATE TABLE t (\n" + "\n".join(listed) + ")"
    declared = [element.constraint for element in _elements(text)]
    checks = [each for each in declared if each is not None and each.contype == "CONSTR_CHECK"]
    if not checks or len(checks) < len(declared):
        return None
    return checks, Source(Statement(text, location))


def _elements(text: str) -> tuple[TableElement, ...]:
    try:
        kind, parsed = parse(text)
    except ParseError:
        return ()
    return decode(parsed, CreateStmt).elements if kind == "CreateStmt" else ()


class _UserDefined(Exception):
    """A type that only this schema has: what it is depends on what came before."""


class _OnlyBuiltin(State):
    def find_type(self, parts: tuple[str, ...]) -> Never:
        raise _UserDefined
