"""Statements that bring or read rows, for what they call; EXPLAIN; CREATE FUNCTION."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.dump.nodes.statements.queries import ExplainStmt, QueryStmt
from ondelete.dump.replay.changes.firing import doubt_fired
from ondelete.dump.replay.dispatch import HANDLERS, replays
from ondelete.dump.replay.model.refusals import NotFollowed
from ondelete.dump.replay.relevance import REASONS, SETTINGS
from ondelete.dump.replay.session.calls import run_calls

if TYPE_CHECKING:
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source

_QUERIES = ("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CopyStmt", "DeclareCursorStmt", "TruncateStmt")


def query(statement: QueryStmt, source: Source, state: State) -> None:
    """INSERT and the rest: rows are no matter, but what is called to make them may be."""
    if f'"UpdateStmt":{{"relation":{{"relname":"{SETTINGS}"' in source.parsed:
        raise NotFollowed("what it sets is not followed")
    doubt_fired(source.parsed, state)
    run_calls(source, state)


for _kind in _QUERIES:
    replays(QueryStmt, _kind)(query)


@replays(ExplainStmt)
def explain(statement: ExplainStmt, source: Source, state: State) -> None:
    """EXPLAIN ANALYZE runs its statement; EXPLAIN alone does not.

    Raises:
        NotFollowed: what it runs is not followed.
    """
    if not statement.runs:
        return
    for kind, body in statement.query.items():
        if kind in HANDLERS:
            node, handler = HANDLERS[kind]
            handler(msgspec.json.decode(body, type=node), source, state)
        elif kind in REASONS:
            raise NotFollowed(REASONS[kind])


def create_function(statement: QueryStmt, source: Source, state: State) -> None:
    """CREATE FUNCTION with comments between its words."""
    state.functions.note(source.text, next(iter(state.search_path), ""), source.location)


replays(QueryStmt, "CreateFunctionStmt")(create_function)
