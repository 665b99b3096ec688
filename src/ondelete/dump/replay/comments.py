"""Comments go where their objects go: under new names, and away with what is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Comment, QualifiedName
    from ondelete.catalog.catalog import CommentKind
    from ondelete.dump.replay.state import State

    Place: TypeAlias = tuple[CommentKind, QualifiedName, str | None]


class Comments:
    """The comments, in the order of the file; each is found by its table."""

    def __init__(self) -> None:
        self._comments: dict[Place, Comment] = {}
        self._of: dict[QualifiedName, dict[Place, None]] = {}
        self._known: set[Place] = set()

    def __bool__(self) -> bool:
        return bool(self._comments)

    def __iter__(self) -> Iterator[Comment]:
        return iter(self._comments.values())

    def put(self, comment: Comment, *, known: bool) -> None:
        """Add a comment; ``known`` is whether its object is there, since a file can comment on another one's."""
        place = (comment.kind, comment.table, comment.name)
        self._comments[place] = comment
        self._of.setdefault(comment.table, {})[place] = None
        if known:
            self._known.add(place)

    def forget(self, place: Place) -> Comment | None:
        """Remove and return the comment on an object, if there is one."""
        comment = self._comments.pop(place, None)
        if comment is not None:
            del self._of[place[1]][place]
            self._known.discard(place)
        return comment

    def known(self, place: Place) -> bool:
        """Return whether the object of a comment was there when the comment was made."""
        return place in self._known

    def of(self, table: QualifiedName) -> tuple[Place, ...]:
        """Return the places of the comments on a table and its parts."""
        return tuple(self._of.get(table, ()))


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
            return name in state.not_null_names.get(table, ()) or any(r.has(table, name) for r in registries)
