"""Views, sequences, and tables made by a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ondelete.catalog import Column, QualifiedName, Table
from ondelete.dump.nodes.names import RangeVar, strings
from ondelete.dump.nodes.statements.queries import IntoClause, SelectStmt
from ondelete.dump.nodes.statements.relations import CreateSeqStmt, CreateTableAsStmt, ViewStmt
from ondelete.dump.replay.changes.drops import take_name
from ondelete.dump.replay.code.calling import run_functions
from ondelete.dump.replay.dispatch import replays
from ondelete.dump.replay.model.firing import doubt_fired
from ondelete.dump.replay.model.refusals import NotFollowed, NotReplayed
from ondelete.dump.replay.model.state import UNKNOWN, State
from ondelete.dump.replay.session.calls import note_view, relations_read, run_calls
from ondelete.dump.replay.session.temporary import drop_on_commit

if TYPE_CHECKING:
    from ondelete.dump.statements.slicing import Source


@replays(ViewStmt)
def create_view(statement: ViewStmt, source: Source, state: State) -> None:
    """CREATE [OR REPLACE] VIEW. What a view reads is not followed, so a dropped one may still be noted: no error."""
    name = state.new_name(statement.view)
    if name in state.tables:
        raise NotReplayed(f"relation {name} already exists")
    state.add_relation(name, "view", source.location, _reads(source, state))
    note_view(name, source, state)


def _reads(source: Source, state: State) -> tuple[QualifiedName, ...]:
    return tuple(dict.fromkeys(relations_read(source, state)))


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
        state.add_relation(name, "materialized view", source.location, _reads(source, state))
        note_view(name, source, state)
        run_calls(source, state)
    else:
        _make_table(name, statement.into, statement.query.select, source, state)
        run_calls(source, state)


@replays(SelectStmt)
def select(statement: SelectStmt, source: Source, state: State) -> None:
    """SELECT: makes a table (INTO), sets the search path (set_config), or calls functions that may do anything."""
    if statement.into is not None:
        _make_table(state.new_name(statement.into.rel), statement.into, statement, source, state)
    doubt_fired(source.parsed, state)
    run = run_functions(source, state) if state.functions.some_change_schema and statement.into is None else ()
    run_calls(source, state, all_are_known=statement.into is not None, run=run)


def _make_table(name: QualifiedName, into: IntoClause, query: SelectStmt | None, source: Source, state: State) -> None:
    """Make the table of a query; if its columns cannot be told, say so."""
    take_name(name, state)
    columns = _columns_of(query, state)
    if columns is None:
        names = strings(into.columns)
        state.put_table(Table(name, "table", tuple(Column(each, UNKNOWN, False) for each in names), source.location))
        state.of(name).opaque = True
        _drop_on_commit(name, into, state)
        run_calls(source, state)
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
    if table is None or state.of(table.name).opaque:
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
