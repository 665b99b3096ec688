"""The functions that a SELECT calls once each, because it has no rows of tables: ``SELECT make_tables()``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ondelete.dump.replay.code.rows import called_in
from ondelete.dump.replay.code.running import Machine
from ondelete.dump.replay.code.scope import Scope
from ondelete.dump.replay.code.selects import EVALUATOR

if TYPE_CHECKING:
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source


def run_functions(source: Source, state: State) -> frozenset[str]:
    """Run the functions of a SELECT that can change the schema; return the names of those that are dealt with.

    Raises:
        NotReplayed: a server refuses the statement.
    """
    [statement] = msgspec.json.decode(source.parsed)["stmts"]
    node: dict[str, Any] = statement["stmt"].get("SelectStmt", {})
    if "whereClause" in node or "limitCount" in node or not _once(node):
        return frozenset()
    machine, found = Machine(source.location.path, source.text, state), []
    for call in called_in(node):
        names = [name["String"]["sval"] for name in call["funcname"]]
        if state.functions.can_change_schema(names[-1]):
            values = [EVALUATOR.value(each, Scope(state, {})) for each in call.get("args", ())]
            machine.call(names, values, source.location.line)
            found.append(names[-1])
    return frozenset(found)


def _once(node: dict[str, Any]) -> bool:
    sources = node.get("fromClause", ())
    return not sources or (len(sources) == 1 and "RangeFunction" in sources[0])
