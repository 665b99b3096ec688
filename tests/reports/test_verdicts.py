"""A verdict is told in the same words everywhere."""

from __future__ import annotations

from ondelete.deletion.kinds import Verdict
from ondelete.reports.verdicts import VERDICTS


def test_words_and_styles() -> None:
    assert {verdict.value: (words.says, words.style) for verdict, words in VERDICTS.items()} == {
        "must block": ("BLOCKED", "bad"),
        "may block": ("CAN FAIL", "warn"),
        "clear": ("CLEAR", "good"),
    }
    assert list(VERDICTS) == list(Verdict)
    assert all(words.means for words in VERDICTS.values())
