"""The page keeps no words, colours and limits of its own where text and pictures have some: it is given theirs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ondelete.catalog import ReferentialAction
from ondelete.deletion.kinds import Certainty, Verdict
from ondelete.diagrams.formats.style import DARK, LIGHT
from ondelete.diagrams.scenes.scene import LEGEND_ORDER, LOOSE, NO_KEY, Fate
from ondelete.explorer import page
from ondelete.explorer.model.words import WORDS
from ondelete.explorer.page import looks

SCRIPTS = sorted(Path(page.__file__).parent.glob("*.js"))


def test_every_verdict_and_certainty_has_its_words() -> None:
    assert [row.verdict for row in WORDS.verdicts] == list(Verdict)
    assert [row.certainty for row in WORDS.certainties] == sorted(Certainty, key=lambda one: one.facts.place)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_repeats_them(script: Path) -> None:
    text = script.read_text("utf-8")
    told = {row.says for row in WORDS.verdicts} | {row.says for row in WORDS.certainties}
    told |= {row.many for row in WORDS.fates if row.many} | set(WORDS.changes.values()) | set(WORDS.later.values())
    told |= {WORDS.inherits, WORDS.never_acts, *filter(None, WORDS.index.values())}
    assert not [words for words in told if f'"{words}"' in text]
    assert not [row.mermaid for row in WORDS.actions if f'"{row.mermaid}"' in text]


def test_every_action_and_fate_has_a_look() -> None:
    assert [row.action for row in WORDS.actions] == [action for action in LEGEND_ORDER if action not in (LOOSE, NO_KEY)]
    assert [row.action for row in WORDS.beside] == [action for action in LEGEND_ORDER if action in (LOOSE, NO_KEY)]
    css = looks.style()
    assert all(f".edge.a-{row.action.replace(' ', '-')}{{" in css for row in WORDS.actions)
    assert all(f".f-{fate} .bar{{" in css for fate in Fate)


@pytest.mark.parametrize("sheet", sorted(Path(page.__file__).parent.glob("*.css")), ids=lambda path: path.name)
def test_no_style_sheet_has_colours_of_its_own(sheet: Path) -> None:
    assert not re.findall(r"#[0-9a-f]{6}\b|#[0-9a-f]{3}\b", sheet.read_text("utf-8"), re.IGNORECASE)


def test_a_colour_of_a_picture_is_the_same_on_the_page() -> None:
    light, dark, _ = looks.style().split("\n")[:3]
    assert f"--a-cascade:{LIGHT.actions[ReferentialAction.CASCADE].colour.lower()};" in light
    assert f"--a-cascade:{DARK.actions[ReferentialAction.CASCADE].colour.lower()};" in dark
