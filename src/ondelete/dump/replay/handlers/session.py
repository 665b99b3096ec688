"""What a session and a transaction are told: SET, RESET, ALTER DATABASE ... SET, DISCARD, BEGIN, COMMIT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.dump.nodes.statements.session import (
    AlterDatabaseSetStmt,
    AlterRoleSetStmt,
    DiscardStmt,
    TransactionStmt,
    VariableSetStmt,
)
from ondelete.dump.replay.dispatch import replays
from ondelete.dump.replay.model.refusals import NotReplayed
from ondelete.dump.replay.model.search_path import DEFAULT_PATH
from ondelete.dump.replay.session.search_paths import (
    BLOCK_SETTING,
    PATH_SETTING,
    READ_ONLY_SETTING,
    constant_text,
    is_on,
    set_path,
)
from ondelete.dump.replay.session.temporary import drop_temporary, end_transaction
from ondelete.dump.replay.session.transactions import ENDS, WITHIN
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source

_MODE = later(r'"defname":"transaction_read_only","arg":\{"A_Const":\{"ival":\{("ival":1)?')
_RESETS = ("VAR_RESET_ALL", "VAR_RESET", "VAR_SET_DEFAULT")


@replays(TransactionStmt)
def transaction(statement: TransactionStmt, source: Source, state: State) -> None:
    """BEGIN and COMMIT of a block that takes effect; AND CHAIN begins the next one, after a ROLLBACK too."""
    if _is_out_of_place(statement, state):
        if state.is_strict:
            where = "outside" if state.transaction is None else "inside"
            raise NotReplayed(f"it cannot run {where} of a transaction block")
        return
    if statement.kind in ENDS:
        end_transaction(state)
        if not statement.chain:
            state.read_only.end()
    if statement.chain or statement.kind not in ENDS:
        state.transaction = source.location
    if statement.kind in ("TRANS_STMT_BEGIN", "TRANS_STMT_START"):
        state.read_only.begin(source, _mode(source))


def _is_out_of_place(statement: TransactionStmt, state: State) -> bool:
    """Whether a server refuses it for the block that is open, or is not."""
    if state.transaction is not None:
        return statement.kind.endswith("_PREPARED")
    # The block after a ROLLBACK AND CHAIN begins with that statement.
    return statement.kind in WITHIN or (statement.chain and statement.kind == "TRANS_STMT_COMMIT")


def _mode(source: Source) -> bool | None:
    """Return whether a statement says READ ONLY or READ WRITE; None if neither. The last one counts."""
    found = _MODE.findall(source.parsed)
    return bool(found[-1]) if found else None


@replays(VariableSetStmt)
def set_variable(statement: VariableSetStmt, source: Source, state: State) -> None:
    """SET and RESET of what this program follows: the search path, and READ ONLY in all its ways."""
    if statement.kind == "VAR_RESET_ALL":
        state.read_only.reset_default()
    elif statement.name in (READ_ONLY_SETTING, "SESSION CHARACTERISTICS"):
        _set_default_mode(statement, source, state)
        return
    elif statement.name in (BLOCK_SETTING, "TRANSACTION"):
        mode = _mode(source) if statement.kind == "VAR_SET_MULTI" else is_on(_text_of(statement))
        if mode is not None:
            state.read_only.set(source if mode else None)
        return
    elif statement.name != PATH_SETTING:
        return
    match statement.kind:
        case "VAR_SET_VALUE":
            set_path(tuple([constant_text(node) for node in statement.args]), state, local=statement.is_local)
        case "VAR_SET_CURRENT":
            if not statement.is_local or state.transaction is not None:
                state.paths.keep_current(local=statement.is_local)
        case _:
            set_path(None, state, local=statement.is_local)
    state.apply_path()


def _set_default_mode(statement: VariableSetStmt, source: Source, state: State) -> None:
    if statement.is_local or statement.kind == "VAR_SET_CURRENT":
        return
    if statement.kind in _RESETS:
        state.read_only.reset_default()
        return
    mode = _mode(source) if statement.kind == "VAR_SET_MULTI" else is_on(_text_of(statement))
    if mode is not None:
        state.read_only.set_default(source if mode else None)


def _text_of(statement: VariableSetStmt) -> str:
    return constant_text(statement.args[0]) if statement.args and statement.kind not in _RESETS else ""


@replays(AlterDatabaseSetStmt)
def alter_database(statement: AlterDatabaseSetStmt, source: Source, state: State) -> None:
    """ALTER DATABASE ... SET search_path: what later connections get, so what users of the database have."""
    setting = statement.setstmt
    _note_mode(("", statement.dbname), setting, source, state)
    if setting.kind in _RESETS:
        if setting.kind == "VAR_RESET_ALL" or setting.name == PATH_SETTING:
            state.paths.of_databases.pop(statement.dbname, None)
            state.database_path = None
    elif setting.name == PATH_SETTING and setting.kind == "VAR_SET_VALUE":
        names = tuple([constant_text(node) for node in setting.args])
        state.paths.of_databases[statement.dbname] = names
        known = tuple(name for name in names if name not in ("", "$user", "pg_catalog", "pg_temp"))
        state.database_path = known or DEFAULT_PATH


@replays(AlterRoleSetStmt)
def alter_role(statement: AlterRoleSetStmt, source: Source, state: State) -> None:
    """ALTER ROLE ... SET: what later connections of a role get. Whose they are is not known."""
    setting = statement.setstmt
    if statement.role is not None and statement.role.rolename.startswith("pg_"):
        raise NotReplayed(f"role name {statement.role.rolename} is reserved")
    of = (statement.role.shown if statement.role is not None else "", statement.database)
    _note_mode(of, setting, source, state)
    if setting.kind in _RESETS:
        if setting.kind == "VAR_RESET_ALL" or setting.name == PATH_SETTING:
            state.paths.of_roles.pop(of, None)
    elif setting.name == PATH_SETTING:
        state.paths.of_roles[of] = source.location.line


def _note_mode(of: tuple[str, str], setting: VariableSetStmt, source: Source, state: State) -> None:
    """Note that later connections of a role or to a database are read-only, or are not any more."""
    if setting.name in ("", READ_ONLY_SETTING):
        if setting.kind == "VAR_SET_VALUE" and is_on(_text_of(setting)):
            state.read_only.of_connections[of] = source
        else:
            state.read_only.of_connections.pop(of, None)


@replays(DiscardStmt)
def discard(statement: DiscardStmt, source: Source, state: State) -> None:
    """DISCARD ALL resets the session; DISCARD TEMP drops its temporary tables."""
    if statement.target == "DISCARD_ALL" and state.transaction is not None:
        raise NotReplayed("DISCARD ALL cannot run inside a transaction block")
    if statement.target in ("DISCARD_ALL", "DISCARD_TEMP"):
        drop_temporary(state)
    if statement.target == "DISCARD_ALL":
        state.read_only.reset_default()
        state.paths.set(None, local=False)
        state.apply_path()
