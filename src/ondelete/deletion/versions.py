"""Differences between the versions of PostgreSQL that answers cover."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from ondelete.catalog import ReferentialAction
from ondelete.deletion.effects import verdict_of
from ondelete.deletion.kinds import Certainty, FailureKind
from ondelete.deletion.sqlstates import VERSIONS, SqlState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.deletion.effects import Failure, Prediction

    P = TypeVar("P", bound=Prediction)

__all__ = ["VERSIONS", "covered", "for_version", "sqlstate_versions"]

_RESTRICT_HAS_ITS_OWN = 18
"""From this version on RESTRICT fails with 23001 (restrict_violation); before, with 23503."""


def covered(version: int | None) -> int | None:
    """Return a version if answers can be for only that version, or else None: answers are for all of VERSIONS."""
    return version if version in VERSIONS else None


def for_version(prediction: P, version: int | None) -> P:
    """Return the part of a prediction that is true of one version; all of it for None."""
    if version is None:
        return prediction
    failures = [failure for each in prediction.failures if (failure := _on(each, version)) is not None]
    refusals = [
        msgspec.structs.replace(refusal, certain=refusal.certain or version in refusal.sure_on)
        for refusal in prediction.refusals
        if version in refusal.versions
    ]
    stopped = {f.key.id for f in failures if version in f.sure_on}
    return msgspec.structs.replace(
        prediction,
        failures=tuple(failures),
        refusals=tuple(refusals),
        updated=tuple(updated for updated in prediction.updated if updated.key.id not in stopped),
        verdict=verdict_of(
            failures,
            prediction.not_modelled,
            refusals,
            (version,),
            triggers=prediction.triggers,
            trigger_errors=prediction.trigger_errors,
        ),
    )


def _on(failure: Failure, version: int) -> Failure | None:
    """Return an error as one version reports it, None if that one does not."""
    held = tuple(state for state, versions in sqlstate_versions(failure).items() if version in versions)
    certainty = Certainty.MUST if version in failure.sure_on else failure.certainty
    return msgspec.structs.replace(failure, sqlstates=held, certainty=certainty) if held else None


def sqlstate_versions(failure: Failure) -> Mapping[str, tuple[int, ...]]:
    """Return, by SQLSTATE of an error, the versions that report it so."""
    return dict(_versions(failure))


def _versions(failure: Failure) -> Iterator[tuple[str, tuple[int, ...]]]:
    for state in failure.sqlstates:
        yield state, tuple(v for v in failure.versions if _reports(failure, state, v))


def _reports(failure: Failure, state: str, version: int) -> bool:
    restricts = ReferentialAction.RESTRICT in (failure.key.on_delete, failure.key.on_update)
    if failure.kind is not FailureKind.BLOCK or not restricts or len(failure.sqlstates) == 1:
        return True
    if failure.checked_again and state == SqlState.FOREIGN_KEY_VIOLATION:
        return True
    return (state == SqlState.RESTRICT_VIOLATION) == (version >= _RESTRICT_HAS_ITS_OWN)
