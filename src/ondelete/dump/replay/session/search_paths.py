"""Settings as SET and set_config give them: the search path, and whether transactions are read-only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import fold_identifier
from ondelete.dump.replay.model.refusals import NotFollowed

if TYPE_CHECKING:
    from ondelete.dump.nodes.expressions import ExpressionNode, FuncCall
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source

PATH_SETTING = "search_path"
BLOCK_SETTING = "transaction_read_only"
READ_ONLY_SETTING = f"default_{BLOCK_SETTING}"
MOST_SCHEMAS = 100
"""Schemas of a search path in which a bare name is looked up: every name costs as many looks."""


def set_config(call: FuncCall, source: Source, state: State) -> None:
    """``set_config('search_path', 'a, b', false)``: one string that holds the list; true is LOCAL.

    Raises:
        NotFollowed: the value is no constant.
    """
    name, value, local = (*map(constant, call.args[:3]), None, None, None)[:3]
    setting = name.lower() if name is not None else ""
    if setting and setting not in (PATH_SETTING, READ_ONLY_SETTING, BLOCK_SETTING):
        return
    if name is None or value is None or local is None:
        raise NotFollowed("only a server knows what set_config() sets here")
    if setting == PATH_SETTING:
        names = [fold_identifier(part.strip()) for part in value.split(",")]
        set_path(tuple([name for name in names if name]), state, local=is_on(local))
    elif setting == BLOCK_SETTING:
        state.read_only.set(source if is_on(value) else None)
    elif not is_on(local):
        state.read_only.set_default(source if is_on(value) else None)


def set_path(names: tuple[str, ...] | None, state: State, *, local: bool) -> None:
    """Put a search path in force; outside of a block, LOCAL lasts no longer than its statement."""
    if not local or state.transaction is not None:
        if names is not None and len(names) > MOST_SCHEMAS:
            state.doubts.append(f"only the first {MOST_SCHEMAS} schemas of this search path are searched")
            names = names[:MOST_SCHEMAS]
        state.paths.set(names, local=local)
        state.apply_path()


def is_on(value: str) -> bool:
    """Return a boolean setting as PostgreSQL reads it; a value that it does not understand is off.

    >>> is_on("on"), is_on("T"), is_on("yes"), is_on("off"), is_on("o")
    (True, True, True, False, False)
    """
    word = value.strip().lower()
    return word in ("on", "1") or (bool(word) and ("true".startswith(word) or "yes".startswith(word)))


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
    if node.constant.ival is not None:
        return str(node.constant.ival.ival)
    return node.constant.sval.sval if node.constant.sval is not None else None
