"""Run a plan on a server: change the keys, put a row behind every one of them, delete the row, look what is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg

from ondelete.catalog import EnumType, quote_identifier
from ondelete.deletion.kinds import Verdict
from ondelete.planning.plan import make_plans
from ondelete.planning.script import steps_of
from ondelete.planning.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from server import Server

    from ondelete.catalog import Catalog, Column, QualifiedName, Table
    from ondelete.planning.plan import Plan

CONSTANTS = {
    "smallint": "1", "integer": "1", "bigint": "1", "numeric": "1", "real": "1", "double precision": "1",
    "text": "'x'", "character varying": "'x'", "character": "'x'", "citext": "'x'", "name": "'x'",
    "uuid": "'00000000-0000-0000-0000-000000000001'", "boolean": "true", "json": "'{}'", "jsonb": "'{}'",
    "bytea": "'12345678901234567890'", "inet": "'127.0.0.1'", "cidr": "'127.0.0.0/8'",
    "date": "'2020-01-01'", "interval": "'1 day'",
    "timestamp without time zone": "'2020-01-01'", "timestamp with time zone": "'2020-01-01'",
    "time without time zone": "'10:00'", "tsvector": "'x'", "oid": "1", "money": "1", "int4range": "'[1,2)'",
    "daterange": "'[2020-01-01,2020-01-02)'", "tstzrange": "'[2020-01-01,2020-01-02)'",
}  # fmt: skip


class Ran(NamedTuple):
    """What became of one plan: ``error`` is None if the row was deleted; ``behind`` rows of so many keys' tables were
    there, ``kept`` of them are still there with NULL, as the plan says; ``lost`` should be and are not."""

    table: QualifiedName
    changes: int
    behind: int
    kept: int
    lost: tuple[str, ...]
    error: str | None


def planned(catalog: Catalog, table: QualifiedName) -> Plan | None:
    """Return the plan for a table that must block and then is CLEAR, None for every other table."""
    (plan, *_) = make_plans(catalog, [table], Wishes())
    must = plan.before[0].verdict is Verdict.MUST_BLOCK
    return plan if must and plan.possible and plan.after[0].verdict is Verdict.CLEAR else None


def run_plan(server: Server, database: str, catalog: Catalog, plan: Plan) -> Ran:
    """Apply a plan to a database that holds its schema and no rows, and delete one row that everything references."""
    table = plan.tables[0]
    server.load("\n".join(step.sql or "" for step in steps_of(plan, catalog)), database)
    tables = dict.fromkeys((table, *(step.key.table for step in plan.after[0].steps)))
    connection = server.connection(database)
    connection.execute("SET session_replication_role = replica")  # rows may come in any order
    inserted = {name for name in _with_referenced(plan.catalog, tables) if _inserted(connection, plan.catalog, name)}
    there = [name for name in tables if name in inserted]
    connection.execute("SET session_replication_role = origin")
    if table not in there:
        return Ran(table, len(plan.changes), 0, 0, (), "no row could be made")
    error = None
    try:
        connection.execute(f"DELETE FROM {table.sql}".encode())
    except psycopg.Error as raised:
        error = str(raised).splitlines()[0]
    gone = {entry.table for entry in plan.after[0].deleted} | {table}
    stay = [name for name in there if name not in gone]
    found = {name: _rows(connection, name) for name in there}
    lost = tuple(str(name) for name in stay if not found[name])
    return Ran(table, len(plan.changes), len(there) - 1, sum(found[name] for name in stay), lost, error)


def _with_referenced(catalog: Catalog, tables: Iterable[QualifiedName]) -> list[QualifiedName]:
    """Return tables, and those that their rows reference, directly or not: a row that references nothing is none."""
    found = list(tables)
    for name in found:  # grows while it is read
        found += [
            k.referenced_table for k in catalog.foreign_keys_from.get(name, ()) if k.referenced_table not in found
        ]
    return found


def _inserted(connection: psycopg.Connection[Any], catalog: Catalog, name: QualifiedName) -> bool:
    """Put one row into a table, in which every column of a key holds the constant of its type; False if it refuses."""
    table = catalog.tables.get(name)
    if table is None:
        return False
    columns = dict(_values(catalog, table))
    listed = ", ".join(map(quote_identifier, columns))
    sql = f"INSERT INTO {name.sql} ({listed}) OVERRIDING SYSTEM VALUE VALUES ({', '.join(columns.values())})"
    if not columns:
        sql = f"INSERT INTO {name.sql} DEFAULT VALUES"
    try:
        connection.execute(sql.encode())
    except psycopg.Error:
        return False
    return True


def _values(catalog: Catalog, table: Table) -> Iterator[tuple[str, str]]:
    referencing = {column for key in catalog.foreign_keys_from.get(table.name, ()) for column in key.columns}
    referenced = {column for key in catalog.foreign_keys_to.get(table.name, ()) for column in key.referenced_columns}
    for column in table.columns:
        needed = column.name in referencing | referenced or (column.not_null and column.default is None)
        if column.generated is None and needed:
            yield column.name, _constant(catalog, column)


def _constant(catalog: Catalog, column: Column) -> str:
    kind = catalog.enum(column.type_name)
    if isinstance(kind, EnumType):
        return "'" + kind.labels[0].replace("'", "''") + "'"
    if column.type.endswith("[]"):
        return "'{}'"
    return CONSTANTS.get(re.sub(r"\(\d+(,\d+)?\)", "", column.type).rpartition(".")[2], "DEFAULT")


def _rows(connection: psycopg.Connection[Any], name: QualifiedName) -> int:
    row = connection.execute(f"SELECT count(*) FROM {name.sql}".encode()).fetchone()
    return int(row[0]) if row is not None else 0
