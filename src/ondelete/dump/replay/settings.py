"""The search path: SET, RESET, set_config and ALTER DATABASE ... SET."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import fold_identifier
from ondelete.dump.nodes import ExpressionNode, FuncCall
from ondelete.dump.replay.handlers import replays
from ondelete.dump.replay.state import DEFAULT_PATH, State
from ondelete.dump.statement_nodes import AlterDatabaseSetStmt, VariableSetStmt

if TYPE_CHECKING:
    from ondelete.dump.slicing import Source


@replays(VariableSetStmt)
def set_variable(statement: VariableSetStmt, source: Source, state: State) -> None:
    """SET [LOCAL] search_path, RESET search_path, RESET ALL."""
    if statement.kind != "VAR_RESET_ALL" and statement.name != "search_path":
        return
    if statement.kind == "VAR_SET_VALUE":
        set_path(tuple(_text(node) for node in statement.args), state)
    elif statement.kind in ("VAR_RESET", "VAR_RESET_ALL", "VAR_SET_DEFAULT"):
        set_path(("$user", *DEFAULT_PATH), state)


@replays(AlterDatabaseSetStmt)
def alter_database(statement: AlterDatabaseSetStmt, source: Source, state: State) -> None:
    """ALTER DATABASE ... SET search_path: what users of the database get."""
    if statement.setstmt.name == "search_path" and statement.setstmt.kind == "VAR_SET_VALUE":
        state.database_path = _schemas(tuple(_text(node) for node in statement.setstmt.args)) or DEFAULT_PATH


def set_config(call: FuncCall, state: State) -> None:
    """``set_config('search_path', 'a, b', false)``: one string that holds the list."""
    if len(call.args) >= 2 and _text(call.args[0]).lower() == "search_path":
        names = [fold_identifier(part.strip()) for part in _text(call.args[1]).split(",")]
        set_path(tuple(name for name in names if name), state)


def set_path(names: tuple[str, ...], state: State) -> None:
    """Make a search path the one in force.

    A dump switches it for its own needs: the empty path, and before PostgreSQL 11 ``schema, pg_catalog``.
    Neither is what a user of the schema has.
    """
    state.search_path = _schemas(names)
    ours = not state.search_path or (names[-1] == "pg_catalog" and len(names) == 2)
    state.user_path = DEFAULT_PATH if ours else state.search_path


def _schemas(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in ("", "$user", "pg_catalog", "pg_temp"))


def _text(node: ExpressionNode) -> str:
    while node.cast is not None:
        node = node.cast.arg
    if node.constant is not None and node.constant.sval is not None:
        return node.constant.sval.sval
    return ""
