"""Whether a row of the referencing table can do with what a key sets in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import MatchType
from ondelete.deletion.actions.changes import nulled, written_by
from ondelete.deletion.static.rows import row_failures

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, ForeignKey


def why_not_null(catalog: Catalog, key: ForeignKey, *, certain: bool = False) -> str | None:
    """Return why what a key sets can be refused by its own row, None if nothing refuses it.

    ``certain``: only what refuses every row counts.
    """
    changes = written_by(catalog, key, "delete", {}) or {}
    failures = row_failures(catalog, key, changes) if changes else []
    if certain:
        failures = [failure for failure in failures if failure.stops or failure.certain]
    if failures:
        return failures[0].reason
    partly = 0 < len(nulled(changes).intersection(key.columns)) < len(key.columns)
    return (
        "MATCH FULL does not let only some of its columns be NULL" if partly and key.match is MatchType.FULL else None
    )
