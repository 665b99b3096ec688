"""Actions that contradict the column that they write: SET NULL on a column that cannot be NULL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import ForeignKey, MatchType
from ondelete.deletion.actions.changes import nulled, written_by
from ondelete.deletion.static.rows import RowFailure, row_failures

if TYPE_CHECKING:
    from ondelete.catalog import Catalog

_PARTLY = "MATCH FULL does not let only some of its columns be NULL"


class Impossible(msgspec.Struct, frozen=True):
    """Why the action of a key always fails if a row references; ``reasons`` is empty if it can work.

    ``failures`` are the constraints of the row that refuse it; MATCH FULL is a reason without one.
    """

    reasons: tuple[str, ...]
    failures: tuple[RowFailure, ...]

    def __bool__(self) -> bool:
        return bool(self.reasons)


def impossible_action(catalog: Catalog, key: ForeignKey) -> Impossible:
    """Return why SET NULL, or SET DEFAULT to NULL, of a key can never work."""
    changes = written_by(catalog, key, "delete", {})
    if not changes or not nulled(changes):
        return Impossible((), ())
    failures = tuple(failure for failure in row_failures(catalog, key, changes) if failure.stops)
    reasons = [failure.reason for failure in failures]
    if key.match is MatchType.FULL and 0 < len(nulled(changes).intersection(key.columns)) < len(key.columns):
        reasons.append(_PARTLY)
    return Impossible(tuple(reasons), failures)
