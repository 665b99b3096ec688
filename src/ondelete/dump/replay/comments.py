"""Comments go where their objects go: under new names, and away with what is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

if TYPE_CHECKING:
    from ondelete.catalog import QualifiedName
    from ondelete.catalog.catalog import CommentKind
    from ondelete.dump.replay.state import State

    Place: TypeAlias = tuple[CommentKind, QualifiedName, str | None]


def commented(state: State) -> list[Place]:
    """Return the objects that have a comment and are there: a file can comment on what only another one defines."""
    return [place for place in state.comments if _exists(place, state)]


def forget_dropped(before: list[Place], state: State) -> None:
    """Forget the comments on what was there before a statement and is not any more."""
    for place in before:
        if not _exists(place, state):
            state.comments.pop(place, None)


def comment_follows(table: QualifiedName, old: str, new: str, state: State, *kinds: CommentKind) -> None:
    """Put the comments on a part of a table, if there are any, under its new name."""
    for kind in kinds:
        _move((kind, table, old), (kind, table, new), state)


def comments_follow(old: QualifiedName, new: QualifiedName, state: State) -> None:
    """Put the comments on a table and on its parts under its new name."""
    for kind, table, name in list(state.comments):
        if table == old:
            _move((kind, old, name), (kind, new, name), state)


def _move(old: Place, new: Place, state: State) -> None:
    comment = state.comments.pop(old, None)
    if comment is not None:
        state.comments[new] = replace(comment, table=new[1], name=new[2])


def _exists(place: Place, state: State) -> bool:
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
            return name in state.not_null_names.get(table, ()) or any(r.has(table, name) for r in registries)
