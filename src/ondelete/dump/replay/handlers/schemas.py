"""Schemas and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import Comment
from ondelete.catalog.catalog import ADDRESS, CommentKind
from ondelete.dump.nodes.statements.objects import CommentStmt, CreateSchemaStmt
from ondelete.dump.replay.changes.comments import exists
from ondelete.dump.replay.dispatch import HANDLERS, replays
from ondelete.dump.replay.model.refusals import NotReplayed

if TYPE_CHECKING:
    from ondelete.catalog import QualifiedName
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source

_PARTS_OF_TABLES: dict[str, CommentKind] = {
    "OBJECT_COLUMN": "column",
    "OBJECT_TABCONSTRAINT": "constraint",
    "OBJECT_TRIGGER": "trigger",
    "OBJECT_RULE": "rule",
}
# The order in which the elements of a CREATE SCHEMA run (transformCreateSchemaStmtElements).
_ORDER = ("CreateSeqStmt", "CreateStmt", "ViewStmt", "IndexStmt", "CreateTrigStmt", "GrantStmt")


@replays(CreateSchemaStmt)
def create_schema(statement: CreateSchemaStmt, source: Source, state: State) -> None:
    """CREATE SCHEMA with the tables, views, indexes and triggers inside it, which are created in that schema."""
    name = statement.schemaname or str((statement.authrole or {}).get("rolename", "public"))
    if name in state.paths.made:
        # Dumps make public anew, which fails and does no harm: what comes with it is lost.
        if not statement.if_not_exists and (statement.elements or state.is_strict):
            raise NotReplayed(f"schema {name} already exists")
        return
    state.paths.make(name)
    state.apply_path()
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
    """COMMENT ON a table, and on what belongs to one if the comment speaks to this program."""
    if statement.object is None:
        return
    parts = statement.object.parts
    if statement.objtype in ("OBJECT_TABLE", "OBJECT_FOREIGN_TABLE"):
        table = state.tables.get(state.relation_name_of(parts))
        if table is None and state.is_strict:
            raise NotReplayed(f"table {'.'.join(parts)} is not in this file")
        if table is not None:
            state.change_table(table, comment=statement.comment)
            _note("table", table.name, None, statement, source, state)
    elif statement.objtype == "OBJECT_INDEX":
        index = state.indexes.in_schema(*state.relation_name_of(parts))
        if index is not None:
            _note("index", index.table, index.name, statement, source, state)
    elif (kind := _PARTS_OF_TABLES.get(statement.objtype)) is not None and len(parts) > 1:
        _note(kind, state.relation_name_of(parts[:-1]), parts[-1], statement, source, state)


def _note(
    kind: CommentKind, table: QualifiedName, name: str | None, statement: CommentStmt, source: Source, state: State
) -> None:
    """Keep the latest comment on an object, if it speaks to this program."""
    state.comments.forget((kind, table, name))
    if statement.comment is not None and ADDRESS in statement.comment:
        made = Comment(kind, table, name, statement.comment, source.location)
        state.comments.put(made, known=exists((kind, table, name), state))
