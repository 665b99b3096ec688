"""One thing that a changed row can break."""

from __future__ import annotations

import pytest

from ondelete.deletion.kinds import FailureKind
from ondelete.deletion.sqlstates import VERSIONS, SqlState
from ondelete.deletion.static.row_failure import RowFailure


@pytest.mark.parametrize(
    ("certain", "deferred", "stops"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_only_what_is_certain_at_once_stops_the_update(certain: bool, deferred: bool, stops: bool) -> None:
    failure = RowFailure(FailureKind.UNIQUE, ("a",), certain, SqlState.UNIQUE_VIOLATION, "", deferred=deferred)
    assert failure.stops is stops


def test_what_is_not_said_of_a_failure() -> None:
    failure = RowFailure(FailureKind.CHECK, ("a",), True, SqlState.CHECK_VIOLATION, "")
    assert not failure.always
    assert not failure.deferred
    assert (failure.also, failure.constraint, failure.versions) == ((), None, VERSIONS)


@pytest.mark.parametrize(("versions", "stops"), [(VERSIONS, True), (VERSIONS[1:], False)])
def test_what_fails_on_some_versions_does_not_stop_the_update_on_all(versions: tuple[int, ...], stops: bool) -> None:
    failure = RowFailure(FailureKind.CHECK, ("a",), True, SqlState.CHECK_VIOLATION, "", versions=versions)
    assert failure.stops is stops
