"""Whether code that cannot be decided can change tables, keys, indexes, triggers or rules at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ondelete.catalog import Location
from ondelete.catalog.programs import Block, Dynamic, If, Loop, Run, Unread
from ondelete.dump.nodes.parsing import ParseError, parse, parse_plainly
from ondelete.dump.replay.code.scope import UNKNOWN, Scope
from ondelete.dump.replay.code.selects import EVALUATOR
from ondelete.dump.replay.relevance import HARMLESS_KINDS, cannot_matter
from ondelete.dump.statements.pieces import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog.programs import Statement as Step
    from ondelete.dump.replay.model.state import State

_STAND_IN = "unknown"
# They are replayed for what they need, and change nothing that an answer holds.
_NO_PART_OF_AN_ANSWER = frozenset(("CreatePolicyStmt", "CreateSchemaStmt", "CreateSeqStmt"))


def text_matters(statement: Statement, state: State) -> bool:
    """Return whether a statement can change the schema."""
    if not statement.text or cannot_matter(statement, state):
        return False
    try:
        kind = parse(statement.text)[0]
    except ParseError:
        return True
    return kind not in HARMLESS_KINDS and kind not in _NO_PART_OF_AN_ANSWER


def sketched_matters(expression: str, scope: Scope) -> bool:
    """Return whether the text that an expression makes can be a statement that changes the schema.

    What only a server knows stands in it as a name.
    """
    try:
        [statement] = parse_plainly(f"SELECT {expression}")
    except (ParseError, ValueError, msgspec.DecodeError):
        return True
    value = statement["SelectStmt"]["targetList"][0]["ResTarget"].get("val")
    text = _sketch(value, scope)
    return text is None or text_matters(Statement(text.strip().removesuffix(";"), Location("", 1)), scope.state)


def _sketch(node: Any, scope: Scope) -> str | None:
    known = EVALUATOR.value(node, scope)
    if isinstance(known, str):
        return known
    body = node.get("A_Expr", {}) if isinstance(node, dict) else {}
    if body.get("name", [{}])[-1].get("String", {}).get("sval") == "||":
        left, right = _sketch(body.get("lexpr"), scope), _sketch(body.get("rexpr"), scope)
        return None if left is None else left + (right if right is not None else _STAND_IN)
    call = node.get("FuncCall", {}) if isinstance(node, dict) else {}
    if call.get("funcname", [{}])[-1].get("String", {}).get("sval") == "format":
        first, *rest = call.get("args", [{}])
        values = [EVALUATOR.value(each, scope) for each in rest]
        stand_in = {"A_Const": {"sval": {"sval": _STAND_IN}}}
        stand_ins = [
            each if isinstance(v, str | int | None) else stand_in for v, each in zip(values, rest, strict=True)
        ]
        found = EVALUATOR.value({"FuncCall": {"funcname": call["funcname"], "args": [first, *stand_ins]}}, scope)
        return found if isinstance(found, str) else None
    return _STAND_IN if known is UNKNOWN else None


def matters(steps: Sequence[Step], state: State) -> bool:
    """Return whether some statements of a program can change the schema."""
    return any(_step_matters(step, state) for step in steps)


def _step_matters(step: Step, state: State) -> bool:
    match step:
        case Run():
            return _query_matters(step, state)
        case Dynamic():
            return sketched_matters(step.text.sql, Scope(state, {}))
        case If():
            bodies = [*(branch.body for branch in step.branches), step.otherwise or ()]
            return any(matters(body, state) for body in bodies)
        case Loop():
            return matters(step.body, state)
        case Block():
            return matters(step.body, state) or any(matters(each.body, state) for each in step.handlers)
        case Unread():
            return True
        case _:
            return False


def _query_matters(step: Run, state: State) -> bool:
    query = step.query
    if query.command in ("select", "insert", "update", "delete", "merge", "truncate"):
        return any(state.functions.can_change_schema(call.names[-1]) for call in query.calls)

    return text_matters(Statement(query.sql, Location("", step.line)), state)
