"""The words that the page shows for verdicts and errors: the same as everywhere, so that it keeps none of its own."""

from __future__ import annotations

import msgspec

from ondelete.deletion.kinds import Certainty, Verdict
from ondelete.report import Style
from ondelete.reports.verdicts import VERDICTS


class VerdictRow(msgspec.Struct, frozen=True, array_like=True):
    """How a verdict is told, as ``reports.verdicts`` has it."""

    verdict: Verdict
    says: str
    style: Style
    means: str


class CertaintyRow(msgspec.Struct, frozen=True, array_like=True):
    """What a box says of errors that are so sure; ``of_deleted`` is for a table that loses rows too."""

    certainty: Certainty
    says: str
    of_deleted: str


class Words(msgspec.Struct, frozen=True):
    """Verdicts, and certainties from the one that is told first."""

    verdicts: tuple[VerdictRow, ...]
    certainties: tuple[CertaintyRow, ...]


WORDS = Words(
    verdicts=tuple(VerdictRow(verdict, *words) for verdict, words in VERDICTS.items()),
    certainties=tuple(
        CertaintyRow(certainty, facts.says, (facts.of_deleted or (facts.says,))[0])
        for certainty in sorted(Certainty, key=lambda certainty: certainty.facts.place)
        for facts in (certainty.facts,)
    ),
)
