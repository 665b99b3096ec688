from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from picture_values import ACTIONS, cascade, catalog, name, raw_key
from test_as_dot import HOSTILE, hostile_scene

from ondelete.catalog import QualifiedName
from ondelete.diagrams import as_markdown, as_mermaid
from ondelete.diagrams.collapse import bundle_leaves
from ondelete.diagrams.pictures import View, cycles_scene_of, inverted_scene_of, scene_of
from ondelete.text.unsafe_characters import visible

KEYS = ["posts.u > users cascade", "posts.p > posts null", "likes.p > posts cascade", "likes.u > users cascade"]


def test_a_small_scene_is_a_fenced_picture_under_its_figures():
    scene = cascade("users", *KEYS)
    assert as_markdown.block(scene) == (
        "**DELETE FROM users**\n\n"
        "2 other tables lose rows (longest chain 2) · 1 column gets NULLs\n\n"
        f"```mermaid\n{as_mermaid.render(scene)}```\n"
    )


def test_a_tree_opens_each_table_once():
    scene = cascade("users", *KEYS, "tags.l > likes restrict", marks={"public.likes.fk_p": "none"})
    assert as_markdown.tree(scene).splitlines()[4:10] == [
        "- `users` deleted",
        "  - `likes.u` **CASCADE** deleted · 1",
        "    - `tags.l` **RESTRICT** BLOCKS",
        "  - `posts.u` **CASCADE** deleted · 1",
        "    - `posts.p` ↻ **SET NULL** deleted · 1",
        "    - `likes.p` **CASCADE** deleted · 1 ⚠ no index (see above)",
    ]


def test_a_bundle_is_one_line():
    scene = bundle_leaves(cascade("users", *(f"leaf{n:02}.u > users null" for n in range(40))))
    (line,) = [line for line in as_markdown.tree(scene).splitlines() if "  - 40 tables" in line]
    assert line.startswith("  - 40 tables kept, get NULLs **SET NULL**: `leaf00`, `leaf01`")
    assert line.endswith("`leaf27`, … 12 more")


def test_every_table_of_every_view_is_in_the_list():
    made = catalog(
        [
            raw_key(name(a), c, name(b), ACTIONS["cascade"])
            for a, c, b in [("b", "x", "a"), ("a", "y", "b"), ("c", "z", "b")]
        ]
    )
    for scene in (
        scene_of(made, [], View()),
        inverted_scene_of(made, name("c"), View()),
        cycles_scene_of(made, [], View()),
    ):
        text = as_markdown.tree(scene)
        assert all(re.search(rf"`{box.table.name}[.`]", text) for box in scene.boxes)


def test_a_very_long_tree_is_cut_and_counted():
    scene = cascade("users", *(f"t{n}.u > users cascade" for n in range(as_markdown.MOST_LINES + 9)))
    assert "- … 10 more lines" in as_markdown.tree(scene)


def test_a_long_chain_needs_no_recursion():
    scene = cascade("t0", *(f"t{n}.p > t{n - 1} cascade" for n in range(1, 1500)))
    assert "`t400.p`" in as_markdown.tree(scene)


@pytest.mark.parametrize("nasty", HOSTILE)
def test_a_hostile_name_stays_inside_its_code_span(nasty):
    lines = as_markdown.tree(hostile_scene(nasty)).splitlines()
    assert len(lines) == len(as_markdown.tree(hostile_scene("plain")).splitlines())
    key = next(line for line in lines if "CASCADE" in line and line.startswith("  - "))
    fence = re.match(r"  - (`+)", key)[1]
    inside = re.match(rf"  - {fence}(?!`)(.*?)(?<!`){fence}(?!`) \*\*CASCADE\*\*", key)[1]
    shown = f"{QualifiedName(nasty, nasty).shown}.{visible(nasty)}"
    assert inside in (shown, f" {shown} ")


@given(st.text(min_size=1))
def test_a_code_span_has_no_way_out(text):
    span = as_markdown.code(text)
    fence = re.match("`+", span)[0]
    assert span.endswith(fence)
    assert fence not in re.findall("`+", span[len(fence) : -len(fence)])
    assert "\n" not in span


@given(st.text())
def test_escaped_text_begins_nothing(text):
    escaped = as_markdown.escape(text).replace("&#8203;", "")  # our own space of no width
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_<>\[\]&|~$#@]", escaped)
    assert "\n" not in escaped


def test_a_title_with_a_hostile_name_is_escaped():
    made = catalog([raw_key(name("posts"), "u", QualifiedName("public", "<b>*x* @you #1"), ACTIONS["cascade"])])
    text = as_markdown.tree(scene_of(made, [QualifiedName("public", "<b>*x* @you #1")], View()))
    assert text.startswith('**DELETE FROM "\\<b\\>\\*x\\* \\@&#8203;you \\#&#8203;1"**\n')
