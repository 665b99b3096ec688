"""What a verdict and a certainty say to people, and which outcomes lead on."""

from __future__ import annotations

import pytest

from ondelete.deletion.outcomes import Certainty, StepOutcome, Verdict


@pytest.mark.parametrize(
    ("verdict", "says"), [(Verdict.MUST_BLOCK, "BLOCKED"), (Verdict.MAY_BLOCK, "CAN FAIL"), (Verdict.CLEAR, "CLEAR")]
)
def test_what_a_verdict_says(verdict: Verdict, says: str) -> None:
    assert verdict.says == says


def test_only_what_must_happen_is_sure() -> None:
    assert [certainty for certainty in Certainty if certainty.facts.sure] == [Certainty.MUST]
    assert max(Certainty, key=lambda each: each.facts.strength) is Certainty.MUST
    assert sorted(each.facts.place for each in Certainty) == list(range(len(Certainty)))


def test_a_row_that_changes_leads_on() -> None:
    assert [outcome for outcome in StepOutcome if outcome.goes_on] == [StepOutcome.DELETED, StepOutcome.UPDATED]
