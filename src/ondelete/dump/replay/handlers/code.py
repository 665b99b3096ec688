"""DO and CALL: code that runs at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ondelete.dump.nodes.statements.queries import CallStmt, DoStmt
from ondelete.dump.programs.definitions import program_of_block
from ondelete.dump.replay.code.running import Machine
from ondelete.dump.replay.code.selects import EVALUATOR
from ondelete.dump.replay.code.values import Scope
from ondelete.dump.replay.dispatch import replays
from ondelete.dump.replay.model.refusals import NotFollowed

if TYPE_CHECKING:
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source


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
