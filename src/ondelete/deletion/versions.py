"""What differs between the versions of PostgreSQL that answers cover."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from ondelete.catalog import ReferentialAction
from ondelete.deletion.kinds import FailureKind
from ondelete.deletion.sqlstates import SqlState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.deletion.effects import Failure, Prediction

    P = TypeVar("P", bound=Prediction)

VERSIONS = (15, 16, 17, 18)
"""The major versions that answers are for, if none is named."""

_RESTRICT_HAS_ITS_OWN = 18
"""From this version on RESTRICT fails with 23001 (restrict_violation); before, with 23503."""


def covered(version: int | None) -> int | None:
    """Return a version if answers can be for it alone, else None: then they are for all of VERSIONS."""
    return version if version in VERSIONS else None


def for_version(prediction: P, version: int | None) -> P:
    """Return what of a prediction holds on one version; all of it for None."""
    if version is None:
        return prediction
    failures = []
    for failure in prediction.failures:
        held = {state: versions for state, versions in sqlstate_versions(failure).items() if version in versions}
        if held:
            failures.append(msgspec.structs.replace(failure, sqlstates=tuple(held)))
    return msgspec.structs.replace(prediction, failures=tuple(failures))


def sqlstate_versions(failure: Failure) -> Mapping[str, tuple[int, ...]]:
    """Return, by SQLSTATE of an error, the versions that report it so."""
    return dict(_versions(failure))


def _versions(failure: Failure) -> Iterator[tuple[str, tuple[int, ...]]]:
    for state in failure.sqlstates:
        yield state, tuple(v for v in VERSIONS if _reports(failure, state, v))


def _reports(failure: Failure, state: str, version: int) -> bool:
    restricts = ReferentialAction.RESTRICT in (failure.key.on_delete, failure.key.on_update)
    if failure.kind is not FailureKind.BLOCK or not restricts or len(failure.sqlstates) == 1:
        return True
    return (state == SqlState.RESTRICT_VIOLATION) == (version >= _RESTRICT_HAS_ITS_OWN)
