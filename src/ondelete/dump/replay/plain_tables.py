"""CREATE TABLE as pg_dump writes it, a column or CHECK per line, without parsing every column again.

Most columns of a schema are declared like many others (``bigint NOT NULL``): after its name, one in forty is new.
Each such declaration is parsed once, and made into a column by the same function as everywhere; of the rest of the
statement only the CHECKs go to the parser. A table with anything else goes there as a whole.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Never

from ondelete.catalog import Check, Column, Location, QualifiedName, Table, is_reserved
from ondelete.dump.nodes.types import SERIALS
from ondelete.dump.replay.changes.columns import make_column
from ondelete.dump.replay.changes.constraints import add_new_check
from ondelete.dump.replay.changes.drops import take_name
from ondelete.dump.replay.model.refusals import Problems
from ondelete.dump.replay.model.state import State
from ondelete.dump.replay.plain_expressions import UserDefined, elements_of, is_whole, plain_expression
from ondelete.dump.statements.cutter import Statement
from ondelete.dump.statements.slicing import Source
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from ondelete.catalog import Expression, PartitionKey
    from ondelete.catalog.relations import TableKind

_COLUMN = later(r"([a-z_][a-z0-9_]{0,62}) (.+)\Z")
_CHECK = later(r"CONSTRAINT ([a-z_][a-z0-9_]{0,62}) CHECK (\(.+\))\Z")
_CONSTRAINT = "CONSTRAINT "
_BETWEEN = ",\n    "
_PLAIN_KINDS = ("CONSTR_NOTNULL", "CONSTR_DEFAULT")


def create_plain_table(
    name: QualifiedName, body: str, location: Location, state: State, key: PartitionKey | None = None
) -> bool:
    """Create a table of plain columns and CHECKs; return False, having done nothing, if it has anything else.

    Args:
        name: the table's.
        body: what stands between ``(``, a line end and four blanks, and a line end and ``)``.
        location: where the statement begins.
        state: what there is so far.
        key: what the table is partitioned by, if it is.

    Raises:
        NotReplayed: there is a relation of that name.
    """
    columns: dict[str, Column] = {}
    lines: list[str] = []
    for line in body.split(_BETWEEN):
        column = None if line.startswith(_CONSTRAINT) else _column(line)
        if column is not None:
            columns[column.name] = column
        lines.append(line if column is None else "")
    checks = _checks(lines, columns, location, state)
    if checks is None:
        return False
    take_name(name, state)
    kind: TableKind = "table" if key is None else "partitioned table"
    state.put_table(Table(name, kind, tuple(columns.values()), location, partition_key=key))
    problems = Problems()
    for given, expression, place in checks:
        with problems.of_one():
            add_new_check(Check(name, given, expression, True, True, False, place), state)
    problems.tell()
    return True


@lru_cache(maxsize=8192)
def _column(line: str) -> Column | None:
    """Return the column of a line; many tables have the same ones."""
    found = _COLUMN.match(line)
    if found is None or is_reserved(found[1]):
        return None
    like = _declared(found[2])
    return None if like is None else Column(found[1], like.type, like.not_null, like.default)


@lru_cache(maxsize=4096)
def _declared(text: str) -> Column | None:
    """Return a column so declared, None if it has more than a built-in type, DEFAULT and NOT NULL."""
    elements = elements_of(f"CREATE TABLE t (c {text})") if is_whole(text) else ()
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
    except UserDefined:
        return None


def _checks(
    lines: Sequence[str], columns: Container[str], location: Location, state: State
) -> list[tuple[str, Expression, Location]] | None:
    """Return the CHECKs of a table, one in each line that is not empty: name, expression and place."""
    checks = []
    for number, line in enumerate(lines, location.line + 1):
        if line:
            found = _CHECK.match(line)
            if found is None or is_reserved(found[1]) or not is_whole(line):
                return None
            expression = plain_expression(found[2], columns, state)
            if expression is None:
                return None
            checks.append((found[1], expression, Location(location.path, number)))
    return checks


class _OnlyBuiltin(State):
    def find_type(self, parts: tuple[str, ...]) -> Never:
        raise UserDefined
