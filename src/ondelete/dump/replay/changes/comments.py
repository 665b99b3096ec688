"""Comments stay with their objects: they follow a rename, and a drop removes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from ondelete.catalog import QualifiedName
    from ondelete.catalog.catalog import CommentKind
    from ondelete.dump.replay.model.comments import Place
    from ondelete.dump.replay.model.state import State


def forget_dropped(state: State) -> None:
    """Forget the comments on what a statement has taken away."""
    for table in state.poorer if state.comments else ():
        for place in state.comments.of(table):
            if state.comments.known(place) and not exists(place, state):
                state.comments.forget(place)


def comment_follows(table: QualifiedName, old: str, new: str, state: State, *kinds: CommentKind) -> None:
    """Put the comments on a part of a table, if there are any, under its new name."""
    for kind in kinds:
        _move((kind, table, old), (kind, table, new), state)


def comments_follow(old: QualifiedName, new: QualifiedName, state: State) -> None:
    """Put the comments on a table and on its parts under its new name."""
    for kind, _, name in state.comments.of(old):
        _move((kind, old, name), (kind, new, name), state)


def _move(old: Place, new: Place, state: State) -> None:
    known = state.comments.known(old)
    comment = state.comments.forget(old)
    if comment is not None:
        state.comments.put(replace(comment, table=new[1], name=new[2]), known=known)


def exists(place: Place, state: State) -> bool:
    """Return whether an object is there."""
    kind, table, name = place
    known = state.tables.get(table)
    if name is None:
        return known is not None
    match kind:
        case "column":
            return known is not None and known.column(name) is not None
        case "index":
            return state.indexes.has(table, name)
        case "trigger":
            return state.triggers.has(table, name)
        case "rule":
            return state.rules.has(table, name)
        case _:
            registries = (state.foreign_keys, state.keys, state.checks)
            return name in state.of(table).not_null_names or any(r.has(table, name) for r in registries)
