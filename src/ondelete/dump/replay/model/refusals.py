"""Why a statement is not replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ondelete.catalog import QualifiedName


class NotReplayed(Exception):
    """A statement that PostgreSQL would refuse, or that is not known; the reason is for the user."""


class DefinedTwice(NotReplayed):
    """A CREATE TABLE of a table that is there already.

    Args:
        table: the table.
    """

    def __init__(self, table: QualifiedName) -> None:
        self.table = table
        super().__init__(f"relation {table} already exists")


class Repeated(NotReplayed):
    """A statement that makes what is there already, and in the same way: a server refuses it, and nothing is lost."""


class RefusedKey(NotReplayed):
    """A foreign key that PostgreSQL surely refuses, and with it the whole statement."""


class NotFollowed(NotReplayed):
    """A statement that a server runs, but whose effects are not all known."""


class Problems:
    """What is wrong with some parts of a statement whose other parts are replayed all the same.

    ``refused``: a server surely refuses the whole statement.
    """

    def __init__(self) -> None:
        self._found: list[NotReplayed] = []

    @property
    def refused(self) -> bool:
        """Whether one of the parts is a key that a server refuses."""
        return any(isinstance(each, RefusedKey) for each in self._found)

    def of_one(self) -> Problems:
        """Return a context that replays one part and notes what is wrong with it."""
        return self

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> bool:
        if isinstance(problem, NotReplayed):
            self._found.append(problem)
        return problem is None or isinstance(problem, NotReplayed)

    def tell(self, rest: str | None = None) -> None:
        """Raise NotReplayed (NotFollowed if a server follows all parts) with all reasons, if there are any.

        Args:
            rest: what becomes of the other parts.
        """
        if self._found:
            followed = all(isinstance(each, NotFollowed) for each in self._found)
            reasons = [*dict.fromkeys(map(str, self._found)), *([rest] if rest is not None and not followed else ())]
            raise (NotFollowed if followed else NotReplayed)("; ".join(reasons))
