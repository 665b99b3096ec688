"""One thing that a changed row can break."""

from __future__ import annotations

import msgspec

from ondelete.deletion.kinds import FailureKind
from ondelete.deletion.sqlstates import VERSIONS


class RowFailure(msgspec.Struct, frozen=True):
    """One constraint that the changed row can break, or one computation that can end in an error.

    ``certain``: it fails for every row that the key finds. ``always``: even if the key finds none. ``deferred``: the
    constraint waits for COMMIT. ``also``: other SQLSTATEs with which it can fail. ``constraint`` is the name of what
    fails: a constraint, an index, or the column that is computed. ``versions`` are the major versions of PostgreSQL on
    which it fails.
    """

    kind: FailureKind
    columns: tuple[str, ...]
    certain: bool
    sqlstate: str
    reason: str
    constraint: str | None = None
    always: bool = False
    deferred: bool = False
    also: tuple[str, ...] = ()
    versions: tuple[int, ...] = VERSIONS

    @property
    def stops(self) -> bool:
        """Whether the update can never succeed, on whatever version."""
        return self.certain and not self.deferred and self.versions == VERSIONS
