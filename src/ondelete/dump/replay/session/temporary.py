"""What ends with a transaction or a connection: SET LOCAL, the search path, temporary tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.dump.replay.changes.drops import drop_relation
from ondelete.dump.replay.changes.user_types import drop_type
from ondelete.dump.replay.model.namespace import TEMPORARY

if TYPE_CHECKING:
    from ondelete.catalog import QualifiedName
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.cutter import Connect


def drop_on_commit(name: QualifiedName, state: State) -> None:
    """Drop a table when its transaction ends: at once, if the statement stands in no block."""
    if state.transaction is None:
        drop_relation(name, state)
    else:
        state.dropped_on_commit.append(state.of(name))


def end_transaction(state: State) -> None:
    """Forget what SET LOCAL has set, and the tables of ON COMMIT DROP."""
    for relation in state.dropped_on_commit:
        if state.is_there(relation):
            drop_relation(relation.name, state)
    state.dropped_on_commit.clear()
    state.transaction = None
    state.may_have_failed = False
    state.paths.end_transaction()
    state.apply_path()


def connect(piece: Connect, state: State) -> None:
    r"""``\\connect``: a connection of its own, with nothing left of the one before."""
    end_transaction(state)
    drop_temporary(state)
    state.read_only.connect()
    state.paths.connect(piece.database)
    state.apply_path()


def drop_temporary(state: State) -> None:
    """Forget the temporary tables, views, sequences and types: they go with the session that made them."""
    if not state.has_temporary:
        return
    for name in (*state.tables.in_schema(TEMPORARY), *state.relations.in_schema(TEMPORARY)):
        if name in state.tables or name in state.relations:
            drop_relation(name, state)
    for name in state.types.in_schema(TEMPORARY):
        drop_type(name, state)
    state.has_temporary = False
