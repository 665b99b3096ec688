"""Statements that bring or read rows, for what they call; EXPLAIN; CREATE FUNCTION; DO and CALL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ondelete.dump.nodes.statements.queries import CallStmt, DoStmt, ExplainStmt, QueryStmt
from ondelete.dump.programs.definitions import program_of_block
from ondelete.dump.replay.code.running import Machine
from ondelete.dump.replay.code.scope import Scope
from ondelete.dump.replay.code.selects import EVALUATOR
from ondelete.dump.replay.dispatch import HANDLERS, replays
from ondelete.dump.replay.model.firing import doubt_fired
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


@replays(DoStmt)
def do(statement: DoStmt, source: Source, state: State) -> None:
    """DO: its block is run."""
    program = program_of_block(source.text, source.location)
    Machine(source.location.path, source.text, state).run(program, {})


@replays(CallStmt)
def call(statement: CallStmt, source: Source, state: State) -> None:
    """CALL: the procedure is run.

    Raises:
        NotFollowed: the file does not define it.
    """
    node: dict[str, Any] = statement.funccall
    values = [EVALUATOR.value(each, Scope(state, {})) for each in node.get("args", ())]
    names = [name["String"]["sval"] for name in node["funcname"]]
    if not state.functions.defines(names[-1]):
        raise NotFollowed(f"the procedure {'.'.join(names)}() runs code that is not read")
    Machine(source.location.path, source.text, state).call(names, values, source.location.line)
