"""Whether a server would refuse every change, because the transaction is read-only.

Facts: xact.c and utility.c (PreventCommandIfReadOnly) of PostgreSQL 18. A transaction takes the default that is there
when it begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ondelete.dump.statements.slicing import Source


class ReadOnly:
    """The statement by which transactions are read-only, for the session and for the open block.

    ``of_connections`` are those of ALTER ROLE and ALTER DATABASE, by role and database, for later connections.
    """

    def __init__(self) -> None:
        self.of_connections: dict[tuple[str, str], Source] = {}
        self._first: Source | None = None
        self._default: Source | None = None
        self._block: Source | None = None
        self._in_block = False
        self._told: Source | None = None

    def begin(self, source: Source, mode: bool | None) -> None:
        """Begin a block that is read-only, or is not, or does as the session."""
        self._in_block = True
        self._block = self._default if mode is None else source if mode else None

    def connect(self) -> None:
        """Start a connection."""
        self.end()
        self._first = next(iter(self.of_connections.values()), None)
        self._default = self._first

    def end(self) -> None:
        """End the block."""
        self._in_block, self._block = False, None

    def set(self, mode: Source | None) -> None:
        """SET TRANSACTION: outside of a block it means nothing."""
        if self._in_block:
            self._block = mode

    def set_default(self, mode: Source | None) -> None:
        """Set what later transactions are."""
        self._default = mode

    def reset_default(self) -> None:
        """Let later transactions be as those of a new connection are."""
        self._default = self._first

    @property
    def is_on(self) -> bool:
        """Whether a server refuses changes now."""
        return self._cause is not None

    @property
    def to_tell(self) -> Source | None:
        """The statement by which the next change is refused, if it was not reported yet."""
        return None if self._cause is self._told else self._cause

    @property
    def _cause(self) -> Source | None:
        return self._block if self._in_block else self._default

    def tell(self) -> None:
        """Note that it was reported."""
        self._told = self.to_tell or self._told
