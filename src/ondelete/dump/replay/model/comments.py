"""Comments of tables and their parts, in the order of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Comment, QualifiedName
    from ondelete.catalog.catalog import CommentKind

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
