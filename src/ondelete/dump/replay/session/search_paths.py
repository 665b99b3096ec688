"""The search path as SET and set_config give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import fold_identifier
from ondelete.dump.replay.model.refusals import NotFollowed

if TYPE_CHECKING:
    from ondelete.dump.nodes.expressions import ExpressionNode, FuncCall
    from ondelete.dump.replay.model.state import State

PATH_SETTING = "search_path"
MOST_SCHEMAS = 100
"""Schemas of a search path in which a bare name is looked up: every name costs as many looks."""


def set_config(call: FuncCall, state: State) -> None:
    """``set_config('search_path', 'a, b', false)``: one string that holds the list; true is LOCAL.

    Raises:
        NotFollowed: what it sets is no constant.
    """
    name, value, local = (*map(constant, call.args[:3]), None, None, None)[:3]
    if name is not None and name.lower() != PATH_SETTING:
        return
    if name is None or value is None or local is None:
        raise NotFollowed("what set_config() sets here is known to a server alone")
    names = [fold_identifier(part.strip()) for part in value.split(",")]
    set_path(tuple([name for name in names if name]), state, local=local in ("t", "true", "on", "yes", "1", "y"))


def set_path(names: tuple[str, ...] | None, state: State, *, local: bool) -> None:
    """Make a search path the one in force; outside of a block LOCAL lasts no longer than its statement."""
    if not local or state.transaction is not None:
        if names is not None and len(names) > MOST_SCHEMAS:
            state.doubts.append(f"of this search path the first {MOST_SCHEMAS} schemas are looked in, and no others")
            names = names[:MOST_SCHEMAS]
        state.paths.set(names, local=local)
        state.apply_path()


def constant_text(node: ExpressionNode) -> str:
    """Return the text of a constant, "" for anything else."""
    return constant(node) or ""


def constant(node: ExpressionNode) -> str | None:
    """Return the text of a constant under any casts, None for anything else."""
    while node.cast is not None:
        node = node.cast.arg
    if node.constant is None:
        return None
    if node.constant.boolval is not None:
        return "true" if node.constant.boolval.boolval else "false"
    return node.constant.sval.sval if node.constant.sval is not None else None
