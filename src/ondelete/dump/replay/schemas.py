"""Schemas and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ondelete.dump.replay.handlers import HANDLERS, replays
from ondelete.dump.statement_nodes import CommentStmt, CreateSchemaStmt

if TYPE_CHECKING:
    from ondelete.dump.replay.state import State
    from ondelete.dump.slicing import Source

# The order in which the elements of a CREATE SCHEMA run (transformCreateSchemaStmtElements).
_ORDER = ("CreateSeqStmt", "CreateStmt", "ViewStmt", "IndexStmt", "CreateTrigStmt", "GrantStmt")


@replays(CreateSchemaStmt)
def create_schema(statement: CreateSchemaStmt, source: Source, state: State) -> None:
    """CREATE SCHEMA with the tables, views, indexes and triggers inside it, which are created in that schema."""
    name = statement.schemaname or str((statement.authrole or {}).get("rolename", "public"))
    path = state.search_path
    state.search_path = (name, *path)
    try:
        for kind in _ORDER:
            for body in (element[kind] for element in statement.elements if kind in element and kind in HANDLERS):
                node, handler = HANDLERS[kind]
                handler(msgspec.json.decode(body, type=node), source, state)
    finally:
        state.search_path = path


@replays(CommentStmt)
def comment(statement: CommentStmt, source: Source, state: State) -> None:
    """COMMENT ON TABLE."""
    if statement.objtype != "OBJECT_TABLE" or statement.object is None:
        return
    table = state.tables.get(state.relation_name_of(statement.object.parts))
    if table is not None:
        state.tables[table.name] = replace(table, comment=statement.comment)
