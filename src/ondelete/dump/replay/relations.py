"""Views, sequences, and tables made by a query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ondelete.catalog import Column, QualifiedName, Table
from ondelete.dump.nodes import RangeVar, strings
from ondelete.dump.replay.drops import take_name
from ondelete.dump.replay.handlers import replays
from ondelete.dump.replay.settings import set_config
from ondelete.dump.replay.state import UNKNOWN, NotFollowed, NotReplayed, State
from ondelete.dump.replay.temporary import drop_on_commit
from ondelete.dump.statement_nodes import CreateSeqStmt, CreateTableAsStmt, IntoClause, SelectStmt, ViewStmt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.dump.slicing import Source

_CALL = re.compile(r'"FuncCall":\{"funcname":\[((?:\{"String":\{"sval":"(?:[^"\\]|\\.)*"\}\},?)+)\]')
# Functions that a script may call without changing tables, keys, indexes, triggers or rules.
_HARMLESS = frozenset(
    """
    set_config setval nextval currval lastval now version current_setting pg_get_serial_sequence count max min sum avg
    array_agg string_agg array_to_string string_to_array format concat concat_ws lower upper length trim btrim
    replace substr substring round floor ceil abs random md5 to_char to_date to_timestamp date_trunc date_part age
    clock_timestamp statement_timestamp transaction_timestamp generate_series unnest array_length json_agg jsonb_agg
    json_build_object jsonb_build_object row_to_json to_json to_jsonb gen_random_uuid quote_ident quote_literal
    row_number rank exists txid_current lo_create lo_open lo_close lowrite has_table_privilege obj_description
    """.split()
)


@replays(ViewStmt)
def create_view(statement: ViewStmt, source: Source, state: State) -> None:
    """CREATE [OR REPLACE] VIEW. What a view reads is not followed, so a dropped one may still be noted: no error."""
    name = state.new_name(statement.view)
    if name in state.tables:
        raise NotReplayed(f"relation {name} already exists")
    state.add_relation(name, "view", source.location)


@replays(CreateSeqStmt)
def create_sequence(statement: CreateSeqStmt, source: Source, state: State) -> None:
    """CREATE SEQUENCE."""
    name = state.new_name(statement.sequence)
    if name not in state.tables:
        state.add_relation(name, "sequence", source.location)


@replays(CreateTableAsStmt)
def create_table_as(statement: CreateTableAsStmt, source: Source, state: State) -> None:
    """CREATE TABLE AS, CREATE MATERIALIZED VIEW."""
    name = state.new_name(statement.into.rel)
    if statement.if_not_exists and state.relation_exists(name):
        return
    if statement.objtype == "OBJECT_MATVIEW":
        take_name(name, state)
        state.add_relation(name, "materialized view", source.location)
    else:
        _make_table(name, statement.into, statement.query.select, source, state)


@replays(SelectStmt)
def select(statement: SelectStmt, source: Source, state: State) -> None:
    """SELECT: makes a table (INTO), sets the search path (set_config), or calls functions that may do anything."""
    if statement.into is not None:
        _make_table(state.new_name(statement.into.rel), statement.into, statement, source, state)
        return
    for target in (target for entry in statement.targets for target in entry.values()):
        call = target.val.call if target.val is not None else None
        if call is not None and strings(call.funcname)[-1] == "set_config":
            set_config(call, state)
    for names in _called(source.parsed):
        if names[0] != "pg_catalog" and names[-1] not in _HARMLESS:
            raise NotFollowed(f"the function {'.'.join(names)}() runs code that is not read")


def _called(parsed: str) -> Iterator[list[str]]:
    """Yield the name, in its parts, of every function that a query calls."""
    for match in _CALL.finditer(parsed):
        yield [node["String"]["sval"] for node in msgspec.json.decode(f"[{match[1]}]")]


def _make_table(name: QualifiedName, into: IntoClause, query: SelectStmt | None, source: Source, state: State) -> None:
    """Make the table of a query; where its columns cannot be told, say so."""
    take_name(name, state)
    columns = _columns_of(query, state)
    if columns is None:
        names = strings(into.columns)
        state.put_table(Table(name, "table", tuple(Column(each, UNKNOWN, False) for each in names), source.location))
        state.opaque_tables.add(name)
        _drop_on_commit(name, into, state)
        raise NotFollowed(f"the columns of {name} come from a query that is not evaluated")
    renamed = strings(into.columns)
    columns = tuple(
        replace(column, name=renamed[place]) if place < len(renamed) else column for place, column in enumerate(columns)
    )
    state.put_table(Table(name, "table", columns, source.location))
    _drop_on_commit(name, into, state)


def _drop_on_commit(name: QualifiedName, into: IntoClause, state: State) -> None:
    if into.oncommit == "ONCOMMIT_DROP":
        drop_on_commit(name, state)


def _columns_of(query: SelectStmt | None, state: State) -> tuple[Column, ...] | None:
    """Return the columns of ``SELECT *`` or of plain columns from one known table, None for anything else."""
    if query is None or len(query.sources) != 1 or "RangeVar" not in query.sources[0]:
        return None
    table = state.tables.get(state.relation_name(msgspec.convert(query.sources[0]["RangeVar"], RangeVar)))
    if table is None or table.name in state.opaque_tables:
        return None
    columns: list[Column] = []
    for target in (target for entry in query.targets for target in entry.values()):
        reference = target.val.column_ref if target.val is not None else None
        if reference is None:
            return None
        names = strings(reference.fields)
        if reference.fields[-1].string is None:
            columns += table.columns
            continue
        column = table.column(names[-1])
        if column is None:
            return None
        columns.append(replace(column, name=target.name or column.name))
    return tuple(
        Column(each.name, each.type, False, collation=each.collation, type_name=each.type_name) for each in columns
    )
