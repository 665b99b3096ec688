"""What a session and a transaction are told: SET, RESET, ALTER DATABASE ... SET, DISCARD, BEGIN, COMMIT."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.dump.nodes.statements.session import AlterDatabaseSetStmt, DiscardStmt, TransactionStmt, VariableSetStmt
from ondelete.dump.replay.dispatch import replays
from ondelete.dump.replay.model.refusals import NotFollowed
from ondelete.dump.replay.model.search_path import DEFAULT_PATH
from ondelete.dump.replay.session.search_paths import PATH_SETTING, constant_text, set_path
from ondelete.dump.replay.session.temporary import drop_temporary, end_transaction
from ondelete.dump.replay.session.transactions import ENDS

if TYPE_CHECKING:
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source

_READ_ONLY = re.compile(
    r"(?i)\bREAD\s++ONLY\b|transaction_read_only\W++(?:(?:to|=)\W*+)?(?:on?|t(?:rue?|r)?|y(?:es?)?|1)\b"
)


@replays(TransactionStmt)
def transaction(statement: TransactionStmt, source: Source, state: State) -> None:
    """BEGIN and COMMIT of a block that takes effect; AND CHAIN begins the next one, after a ROLLBACK too."""
    if statement.kind in ENDS:
        end_transaction(state)
    if statement.chain or statement.kind not in ENDS:
        state.transaction = source.location


@replays(VariableSetStmt)
def set_variable(statement: VariableSetStmt, source: Source, state: State) -> None:
    """SET [LOCAL] search_path, SET SCHEMA, RESET search_path, RESET ALL."""
    if statement.kind != "VAR_RESET_ALL" and statement.name != PATH_SETTING:
        if _READ_ONLY.search(source.text):
            raise NotFollowed("after this a server refuses to change tables; what follows counts here all the same")
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


@replays(AlterDatabaseSetStmt)
def alter_database(statement: AlterDatabaseSetStmt, source: Source, state: State) -> None:
    """ALTER DATABASE ... SET search_path: what later connections get, so what users of the database have."""
    setting = statement.setstmt
    if setting.kind in ("VAR_RESET_ALL", "VAR_RESET", "VAR_SET_DEFAULT"):
        if setting.kind == "VAR_RESET_ALL" or setting.name == PATH_SETTING:
            state.paths.of_databases.pop(statement.dbname, None)
            state.database_path = None
    elif setting.name == PATH_SETTING and setting.kind == "VAR_SET_VALUE":
        names = tuple([constant_text(node) for node in setting.args])
        state.paths.of_databases[statement.dbname] = names
        known = tuple(name for name in names if name not in ("", "$user", "pg_catalog", "pg_temp"))
        state.database_path = known or DEFAULT_PATH


@replays(DiscardStmt)
def discard(statement: DiscardStmt, source: Source, state: State) -> None:
    """DISCARD ALL resets the session; DISCARD TEMP drops its temporary tables."""
    if statement.target in ("DISCARD_ALL", "DISCARD_TEMP"):
        drop_temporary(state)
    if statement.target == "DISCARD_ALL":
        state.paths.set(None, local=False)
        state.apply_path()
