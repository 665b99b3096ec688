"""What can stop a delete? The foreign keys that can end a DELETE in an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import ForeignKey
from ondelete.deletion.effects import Failure
from ondelete.deletion.kinds import Certainty

if TYPE_CHECKING:
    from ondelete.deletion.effects import Prediction


class Blocker(msgspec.Struct, frozen=True):
    """A key that can stop the delete, with every error that it can end in.

    ``hard``: a row that references through the key always stops the delete (certainty ``must``). Otherwise it depends
    on the data, the order of events, or the end of the transaction.
    """

    key: ForeignKey
    hard: bool
    failures: tuple[Failure, ...]


def blockers_of(prediction: Prediction) -> tuple[Blocker, ...]:
    """Return the blockers of a DELETE, hard ones first, otherwise in the order of the prediction."""
    groups: dict[str, list[Failure]] = {}
    for failure in prediction.failures:
        groups.setdefault(failure.key.id, []).append(failure)
    blockers = (
        Blocker(group[0].key, any(f.certainty is Certainty.MUST for f in group), tuple(group))
        for group in groups.values()
    )
    return tuple(sorted(blockers, key=lambda blocker: not blocker.hard))
