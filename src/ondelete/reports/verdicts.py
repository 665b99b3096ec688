"""The words for a verdict, wherever people read one; JSON and CSV keep the values of ``Verdict``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ondelete.deletion.kinds import Verdict

if TYPE_CHECKING:
    from ondelete.report import Style


class VerdictWords(NamedTuple):
    """How a verdict is told: what it ``says`` of a delete, its style, and what that means."""

    says: str
    style: Style
    means: str


VERDICTS: dict[Verdict, VerdictWords] = {
    Verdict.MUST_BLOCK: VerdictWords(
        "BLOCKED", "bad", "a referencing row behind one of its keys always stops the delete"
    ),
    Verdict.MAY_BLOCK: VerdictWords(
        "CAN FAIL", "warn", "some data, a later check, or a trigger or rule that is not read can stop it"
    ),
    Verdict.CLEAR: VerdictWords("CLEAR", "good", "nothing in the schema stops it"),
}
