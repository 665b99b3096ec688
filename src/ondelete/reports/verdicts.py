"""The words for a verdict that people read; JSON and CSV keep the values of ``Verdict``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ondelete.deletion.kinds import Verdict

if TYPE_CHECKING:
    from ondelete.report import Style


class VerdictWords(NamedTuple):
    """The words for a verdict: what it ``says`` about a delete, its style, and what that means."""

    says: str
    style: Style
    means: str


VERDICTS: dict[Verdict, VerdictWords] = {
    Verdict.MUST_BLOCK: VerdictWords(
        Verdict.MUST_BLOCK.says, "bad", "rows that reference it through some foreign key always stop the delete"
    ),
    Verdict.MAY_BLOCK: VerdictWords(
        Verdict.MAY_BLOCK.says, "warn", "some data, a later check, or a trigger or rule that is not read can stop it"
    ),
    Verdict.CLEAR: VerdictWords(Verdict.CLEAR.says, "good", "nothing in the schema stops it"),
}
