"""The page keeps no words of its own for verdicts and errors: it is given those that text and pictures have."""

from __future__ import annotations

from pathlib import Path

import pytest

from ondelete.deletion.kinds import Certainty, Verdict
from ondelete.explorer import page
from ondelete.explorer.model.words import WORDS

SCRIPTS = sorted(Path(page.__file__).parent.glob("*.js"))


def test_every_verdict_and_certainty_has_its_words() -> None:
    assert [row.verdict for row in WORDS.verdicts] == list(Verdict)
    assert [row.certainty for row in WORDS.certainties] == sorted(Certainty, key=lambda one: one.facts.place)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_repeats_them(script: Path) -> None:
    text = script.read_text("utf-8")
    told = {row.says for row in WORDS.verdicts} | {row.says for row in WORDS.certainties}
    assert not [words for words in told if f'"{words}"' in text]
