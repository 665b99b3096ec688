from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from picture_values import cascade
from test_as_dot import HOSTILE, hostile_scene

from ondelete.diagrams.formats import as_mermaid
from ondelete.diagrams.scenes.collapse import collapse

GOLDEN = """\
flowchart LR
  %%{init: {"flowchart": {"wrappingWidth": 600}}}%%
  t0["DELETE FROM users<br>BLOCKED while a row of a and b references it<br>\
1 other table loses rows (longest chain ∞: cycle)<br>2 columns get NULLs<br>\
2 keys can stop it<br>1 of 6 keys has no index<br><b>users</b> · deleted"]:::on_root
  t1["<b>a</b> · BLOCKS<br>u RESTRICT"]:::on_blocks
  t2["<b>b</b> · BLOCKS<br>u NO ACTION ⚠ no index"]:::on_blocks
  t3["<b>c</b> · kept<br>u SET NULL"]:::on_nulled
  t4["<b>d</b> · kept<br>u SET DEFAULT"]:::on_nulled
  t5["<b>e</b> · deleted · 1<br>u CASCADE<br>e ↻ CASCADE"]:::on_deleted
  t0 --x t1
  t0 -.-x t2
  t0 -.-> t3
  t0 -.-o t4
  t0 ==> t5
  linkStyle 4 stroke:#D2600F
  linkStyle 2 stroke:#2E8BC9,stroke-width:2px
  linkStyle 3 stroke:#B06A9B,stroke-width:2px
  linkStyle 0 stroke-width:2px
  linkStyle 1 stroke-width:2px
  classDef on_root fill:#2B2B2B,stroke:#888888,color:#FFFFFF,stroke-width:2px
  classDef on_blocks fill:#F5DF4D,stroke:#000000,color:#000000,stroke-width:3px
  classDef on_nulled fill:#BBD9EC,stroke:#0072B2,color:#000000,stroke-width:1px,stroke-dasharray:6 3
  classDef on_deleted fill:#F4C7AE,stroke:#C04A00,color:#000000,stroke-width:1px
"""


def every_action(*more):
    keys = [
        "a.u > users restrict",
        "b.u > users nothing",
        "c.u > users null",
        "d.u > users default",
        "e.u > users cascade",
    ]
    return cascade("users", *keys, *more, marks={"public.b.fk_u": "none"})


def test_each_action_has_its_words_and_its_line():
    assert as_mermaid.render(every_action("e.e > e cascade")) == GOLDEN


def test_no_class_has_a_name_of_mermaids_own():
    assert "on_root" in as_mermaid.render(every_action())
    assert not re.search(r"(:::|classDef )root\b", as_mermaid.render(every_action()))


@pytest.mark.parametrize("nasty", HOSTILE)
def test_a_hostile_name_stays_inside_its_label(nasty):
    lines = as_mermaid.render(hostile_scene(nasty)).splitlines()
    assert len(lines) == len(as_mermaid.render(hostile_scene("plain")).splitlines())
    for label in re.findall(r'\["(.*)"\]', "\n".join(lines)):
        assert not re.search(r'["`\\|{}\[\]%\n]|<(?!/?b>|br>)', label)


@given(st.text())
def test_escaping_leaves_nothing_that_mermaid_or_html_would_read(text):
    escaped = as_mermaid.escape(text)
    assert not set(escaped) & set('"<>&`\\[]{}|%\n\r\x1b')
    assert not re.search(r"#(?!\d+;)", escaped)


@pytest.mark.parametrize("text", ["$$x^2$$", "$$$$", "fa:fa-car", "fab:x"])
def test_no_formula_or_icon_begins_in_a_name(text):
    read = re.sub(r"#(\d+);", lambda number: chr(int(number[1])), as_mermaid.escape(text))
    assert read.replace("\u200b", "") == text
    assert not re.search(r"\$\$|:\w", read)


def test_a_bundle_writes_some_names_and_counts_the_rest():
    scene = collapse(cascade("users", *(f"leaf{n:02}.u > users cascade" for n in range(50))))
    text = as_mermaid.render(scene)
    assert '  b0["<b>50 tables deleted</b> · CASCADE<br>leaf00<br>' in text
    assert "leaf11<br>… 38 more" in text


@pytest.mark.parametrize("count", [39, 40])
def test_above_forty_boxes_one_box_says_so(count):
    text = as_mermaid.render(cascade("users", *(f"leaf{n}.u > users restrict" for n in range(count))))
    assert ("too many for Mermaid: draw an .svg" in text) == (count == 40)
    assert text.count("==>") + text.count("--x") == (0 if count == 40 else count)


def test_above_sixty_lines_one_box_says_so():
    keys = [
        f"leaf{n}.{column} > users {action}" for n in range(31) for column, action in (("a", "null"), ("b", "cascade"))
    ]
    text = as_mermaid.render(cascade("users", *keys))
    assert "32 boxes and 62 lines are too many" in text


def test_a_text_that_mermaid_would_refuse_is_never_written():
    long = "x" * 1900
    text = as_mermaid.render(cascade("users", *(f"leaf{n}{long}.u > users restrict" for n in range(30))))
    assert len(text) < 50_000
    assert "too long for Mermaid: draw an .svg" in text


def test_a_text_is_as_long_as_javascript_counts_it():
    """Mermaid runs there: a letter beyond the first plane counts twice."""
    for letter, fits in (("x", True), ("\U00010400", False)):
        text = as_mermaid.render(cascade("users", *(f"leaf{n}{letter * 800}.u > users restrict" for n in range(39))))
        assert ("too long for Mermaid" not in text) is fits
