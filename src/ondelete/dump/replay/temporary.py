"""What ends with a transaction or a connection: SET LOCAL, the search path, temporary tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.dump.nodes.statements.session import DiscardStmt
from ondelete.dump.replay.drops import drop_relation
from ondelete.dump.replay.handlers import replays
from ondelete.dump.replay.state import TEMPORARY, State
from ondelete.dump.replay.user_types import drop_type

if TYPE_CHECKING:
    from ondelete.catalog import QualifiedName
    from ondelete.dump.statements.cutter import Connect
    from ondelete.dump.statements.slicing import Source


def drop_on_commit(name: QualifiedName, state: State) -> None:
    """Drop a table when its transaction ends: at once, where the statement stands in no block."""
    if state.transaction is None:
        drop_relation(name, state)
    else:
        state.dropped_on_commit.append(name)


def end_transaction(state: State) -> None:
    """Forget what SET LOCAL has set, and the tables of ON COMMIT DROP."""
    for name in state.dropped_on_commit:
        if name in state.tables:
            drop_relation(name, state)
    state.dropped_on_commit.clear()
    state.transaction = None
    state.paths.end_transaction()
    state.apply_path()


def connect(piece: Connect, state: State) -> None:
    r"""``\\connect``: a connection of its own, with nothing left of the one before."""
    end_transaction(state)
    drop_temporary(state)
    state.paths.connect(piece.database)
    state.apply_path()


def drop_temporary(state: State) -> None:
    """Forget the temporary tables, views, sequences and types: they go with the session that made them."""
    if not state.has_temporary:
        return
    for name in [name for name in (*state.tables, *state.relations) if name.schema == TEMPORARY]:
        if name in state.tables or name in state.relations:
            drop_relation(name, state)
    for name in [name for name in state.types if name.schema == TEMPORARY]:
        drop_type(name, state)
    state.has_temporary = False


@replays(DiscardStmt)
def discard(statement: DiscardStmt, source: Source, state: State) -> None:
    """DISCARD ALL resets the session; DISCARD TEMP drops its temporary tables."""
    if statement.target in ("DISCARD_ALL", "DISCARD_TEMP"):
        drop_temporary(state)
    if statement.target == "DISCARD_ALL":
        state.paths.set(None, local=False)
        state.apply_path()
