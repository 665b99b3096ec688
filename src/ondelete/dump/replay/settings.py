"""The search path: SET, RESET, set_config, ALTER DATABASE ... SET."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.catalog import fold_identifier
from ondelete.dump.nodes.expressions import ExpressionNode, FuncCall
from ondelete.dump.nodes.statements.session import AlterDatabaseSetStmt, VariableSetStmt
from ondelete.dump.replay.handlers import replays
from ondelete.dump.replay.search_path import DEFAULT_PATH
from ondelete.dump.replay.state import NotFollowed, State

if TYPE_CHECKING:
    from ondelete.dump.statements.slicing import Source

_NAME = "search_path"
_READ_ONLY = re.compile(
    r"(?i)\bREAD\s++ONLY\b|transaction_read_only\W++(?:(?:to|=)\W*+)?(?:on?|t(?:rue?|r)?|y(?:es?)?|1)\b"
)
MOST_SCHEMAS = 100
"""Schemas of a search path in which a bare name is looked up: every name costs as many looks."""


@replays(VariableSetStmt)
def set_variable(statement: VariableSetStmt, source: Source, state: State) -> None:
    """SET [LOCAL] search_path, SET SCHEMA, RESET search_path, RESET ALL."""
    if statement.kind != "VAR_RESET_ALL" and statement.name != _NAME:
        if _READ_ONLY.search(source.text):
            raise NotFollowed("after this a server refuses to change tables; what follows counts here all the same")
        return
    match statement.kind:
        case "VAR_SET_VALUE":
            set_path(tuple([_text(node) for node in statement.args]), state, local=statement.is_local)
        case "VAR_SET_CURRENT":
            if not statement.is_local or state.transaction is not None:
                state.paths.keep_current(local=statement.is_local)
        case _:
            set_path(None, state, local=statement.is_local)
    state.apply_path()


@replays(AlterDatabaseSetStmt)
def alter_database(statement: AlterDatabaseSetStmt, source: Source, state: State) -> None:
    """ALTER DATABASE ... SET search_path: what later connections get, so what users of the database have."""
    setting = statement.setstmt
    if setting.kind in ("VAR_RESET_ALL", "VAR_RESET", "VAR_SET_DEFAULT"):
        if setting.kind == "VAR_RESET_ALL" or setting.name == _NAME:
            state.paths.of_databases.pop(statement.dbname, None)
            state.database_path = None
    elif setting.name == _NAME and setting.kind == "VAR_SET_VALUE":
        names = tuple([_text(node) for node in setting.args])
        state.paths.of_databases[statement.dbname] = names
        known = tuple(name for name in names if name not in ("", "$user", "pg_catalog", "pg_temp"))
        state.database_path = known or DEFAULT_PATH


def set_config(call: FuncCall, state: State) -> None:
    """``set_config('search_path', 'a, b', false)``: one string that holds the list; true is LOCAL.

    Raises:
        NotFollowed: what it sets is no constant.
    """
    name, value, local = (*map(_constant, call.args[:3]), None, None, None)[:3]
    if name is not None and name.lower() != _NAME:
        return
    if name is None or value is None or local is None:
        raise NotFollowed("what set_config() sets here is known to a server alone")
    names = [fold_identifier(part.strip()) for part in value.split(",")]
    set_path(tuple([name for name in names if name]), state, local=local in ("t", "true", "on", "yes", "1", "y"))


def set_path(names: tuple[str, ...] | None, state: State, *, local: bool) -> None:
    """Make a search path the one in force; outside of a block LOCAL lasts no longer than its statement."""
    if not local or state.transaction is not None:
        if names is not None and len(names) > MOST_SCHEMAS:
            state.doubts.append(f"of this search path the first {MOST_SCHEMAS} schemas are looked in, and no others")
            names = names[:MOST_SCHEMAS]
        state.paths.set(names, local=local)
        state.apply_path()


def _text(node: ExpressionNode) -> str:
    return _constant(node) or ""


def _constant(node: ExpressionNode) -> str | None:
    while node.cast is not None:
        node = node.cast.arg
    if node.constant is None:
        return None
    if node.constant.boolval is not None:
        return "true" if node.constant.boolval.boolval else "false"
    return node.constant.sval.sval if node.constant.sval is not None else None
