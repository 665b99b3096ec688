from __future__ import annotations

import re

import pytest
from picture_values import ACTIONS, cascade, catalog, name, raw_key
from test_as_dot import HOSTILE, hostile_scene

from ondelete.catalog import QualifiedName
from ondelete.diagrams.formats import as_mermaid, as_report
from ondelete.diagrams.scenes.collapse import bundle_leaves
from ondelete.diagrams.scenes.scene import Scene
from ondelete.diagrams.scenes.views import View, cycles_scene_of, inverted_scene_of, scene_of
from ondelete.formats import as_markdown
from ondelete.text.unsafe_characters import visible


def outline(scene: Scene) -> str:
    """The nested list as Markdown."""
    return as_markdown.render(as_report.outline(scene))


KEYS = ["posts.u > users cascade", "posts.p > posts null", "likes.p > posts cascade", "likes.u > users cascade"]


def test_a_small_scene_is_a_fenced_picture_under_its_figures():
    scene = cascade("users", *KEYS)
    assert as_markdown.render(as_report.picture(scene)) == (
        "## DELETE FROM users\n\n"
        "CLEAR: nothing in the schema stops it · 2 other tables lose rows (longest chain 2) · 1 column gets NULLs\n\n"
        f"```mermaid\n{as_mermaid.render(scene)}```\n"
    )


def test_a_tree_opens_each_table_once():
    scene = cascade("users", *KEYS, "tags.l > likes restrict", marks={"public.likes.fk_p": "none"})
    assert outline(scene).splitlines()[4:10] == [
        "- `users` deleted",
        "  - `likes.u` **CASCADE** deleted · 1",
        "    - `tags.l` **RESTRICT** BLOCKS",
        "  - `posts.u` **CASCADE** deleted · 1",
        "    - `posts.p` ↻ **SET NULL** deleted · 1",
        "    - `likes.p` **CASCADE** deleted · 1 ⚠ no index (see above)",
    ]


def test_a_bundle_is_one_line():
    scene = bundle_leaves(cascade("users", *(f"leaf{n:02}.u > users null" for n in range(40))))
    (line,) = [line for line in outline(scene).splitlines() if "  - 40 tables" in line]
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
        text = outline(scene)
        assert all(re.search(rf"`{box.table.name}[.`]", text) for box in scene.boxes)


def test_a_very_long_list_is_cut_as_comments_need_it():
    text = outline(cascade("users", *(f"t{n}.u > users cascade" for n in range(4_000))))
    assert "**Cut here**" in text
    assert len(text) <= as_markdown.LIMIT


def test_a_long_chain_needs_no_recursion():
    scene = cascade("t0", *(f"t{n}.p > t{n - 1} cascade" for n in range(1, 1500)))
    assert "`t200.p`" in outline(scene)


@pytest.mark.parametrize("nasty", HOSTILE)
def test_a_hostile_name_stays_inside_its_code_span(nasty):
    lines = outline(hostile_scene(nasty)).splitlines()
    assert len(lines) == len(outline(hostile_scene("plain")).splitlines())
    key = next(line for line in lines if "CASCADE" in line and line.startswith("  - "))
    fence = re.match(r"  - (`+)", key)[1]
    inside = re.match(rf"  - {fence}(?!`)(.*?)(?<!`){fence}(?!`) \*\*CASCADE\*\*", key)[1]
    shown = f"{QualifiedName(nasty, nasty).shown}.{visible(nasty)}"
    assert inside in (shown, f" {shown} ")


def test_a_title_with_a_hostile_name_is_escaped():
    made = catalog([raw_key(name("posts"), "u", QualifiedName("public", "<b>*x* @you #1"), ACTIONS["cascade"])])
    text = outline(scene_of(made, [QualifiedName("public", "<b>*x* @you #1")], View()))
    assert text.startswith('## DELETE FROM `"<b>*x*` `@you` `#1"`\n')
