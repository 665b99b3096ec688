"""One thing that a changed row can break."""

from __future__ import annotations

import pytest

from ondelete.deletion.kinds import FailureKind
from ondelete.deletion.sqlstates import SqlState
from ondelete.deletion.static.row_failure import RowFailure


@pytest.mark.parametrize(
    ("certain", "deferred", "stops"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_only_what_is_certain_at_once_stops_the_update(certain: bool, deferred: bool, stops: bool) -> None:
    failure = RowFailure(FailureKind.UNIQUE, ("a",), certain, SqlState.UNIQUE_VIOLATION, "", deferred=deferred)
    assert failure.stops is stops
