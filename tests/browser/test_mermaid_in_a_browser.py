"""The Mermaid text in the real mermaid, in Chromium: it is drawn whole, as text, readable in both themes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from browser_pictures import (
    HOSTILE,
    PICTURES,
    SMALL,
    VIEWS,
    MermaidPage,
    contrast,
    hostile_sql,
    plain,
    sample_scene,
    scene_of_sql,
    view_scene,
)

from ondelete.catalog import ReferentialAction
from ondelete.diagrams.formats import as_mermaid
from ondelete.diagrams.scenes.views import View
from ondelete.text.names import shown_name
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from pathlib import Path

    from ondelete.diagrams.scenes.scene import Scene

PAGES = {"default": "rgb(255, 255, 255)", "dark": "rgb(13, 17, 23)"}  # the pages of GitHub


def ids_of(scene: Scene) -> dict[object, str]:
    """Return which id each box and bundle has in the text: they are numbered in the order of the scene."""
    ids: dict[object, str] = {box.table: f"t{number}" for number, box in enumerate(scene.boxes)}
    return ids | {number: f"b{number}" for number in range(len(scene.bundles))}


def links_of(scene: Scene) -> Counter[tuple[str, str]]:
    """Return the ends of each line; keys of one action between the same two tables share one."""
    ids = ids_of(scene)
    lines = {
        (ids[row.referenced], ids[box.table], row.action)
        for box in scene.boxes
        for row in box.rows
        if row.referenced != box.table and row.referenced in ids
    }
    lines |= {(ids[b.referenced], ids[n], b.action) for n, b in enumerate(scene.bundles) if b.referenced is not None}
    return Counter((tail, head) for tail, head, _ in lines)


def check_drawn_whole(mermaid: MermaidPage, scene: Scene, theme: str) -> None:
    """Hold what mermaid drew against the scene."""
    drawn = mermaid.draw(as_mermaid.render(scene), theme=theme)
    texts = {node.id: plain(node.text) for node in drawn.nodes}
    assert set(texts) == set(ids_of(scene).values()) | (set() if scene.layered else {"head"})
    assert Counter((link.tail, link.head) for link in drawn.links) == links_of(scene)
    for box in scene.boxes:
        text = texts[ids_of(scene)[box.table]]
        assert plain(visible(shown_name(box.table.name))) in text
        for row in box.rows:
            assert plain(visible(", ".join(row.key.columns))) in text
            assert row.words in text
    for number, bundle in enumerate(scene.bundles):
        assert bundle.title in texts[f"b{number}"]
    assert scene.title in texts["t0" if scene.layered else "head"]
    assert drawn.elements <= {"div", "span", "p", "b", "br"}
    assert [node for node in drawn.nodes if contrast(node.colour, node.fill) < 7] == []
    assert [link for link in drawn.links if contrast(link.stroke, PAGES[theme]) < 3] == []
    assert [link for link in drawn.links if link.width < 2] == []


@pytest.mark.parametrize("theme", PAGES)
@pytest.mark.parametrize(("case", "root"), PICTURES)
def test_samples_are_drawn_whole_and_readable(mermaid: MermaidPage, case: str, root: str | None, theme: str) -> None:
    check_drawn_whole(mermaid, sample_scene(case, root, SMALL), theme)


@pytest.mark.parametrize("theme", PAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_drawn_whole_and_readable(mermaid: MermaidPage, view: str, theme: str) -> None:
    check_drawn_whole(mermaid, view_scene(view), theme)


def test_a_key_to_break_has_a_line_that_is_seen(mermaid: MermaidPage) -> None:
    scene = view_scene("cycles")
    breaking = [ids_of(scene)[box.table] for box in scene.boxes for row in box.rows if row.breaks]
    links = mermaid.draw(as_mermaid.render(scene)).links
    assert sorted(link.head for link in links if link.width == 6) == sorted(breaking)
    assert breaking


def test_a_row_of_a_box_keeps_its_line(mermaid: MermaidPage) -> None:
    scene = sample_scene("helpdesk", "users", SMALL)
    drawn = {node.id: node.lines for node in mermaid.draw(as_mermaid.render(scene)).nodes}
    expected = {
        f"t{number}": 1 + len(box.rows) + len(box.remarks) + len(box.not_modelled)
        for number, box in enumerate(scene.boxes)
    }
    expected["t0"] += 1 + len(scene.counts)
    assert drawn == expected


def test_each_action_has_a_line_of_its_own(mermaid: MermaidPage, tmp_path: Path) -> None:
    sql = ["CREATE TABLE users (id int PRIMARY KEY);"]
    sql += [
        f"CREATE TABLE t{n} (u int REFERENCES users ON DELETE {a.upper()});" for n, a in enumerate(ReferentialAction)
    ]
    scene = scene_of_sql("\n".join(sql), "users", tmp_path, SMALL)
    heads = {f"t{number}": box.rows[0].action for number, box in enumerate(scene.boxes) if box.rows}
    looks = {heads[link.head]: (link.stroke, link.broken) for link in mermaid.draw(as_mermaid.render(scene)).links}
    assert set(looks) == set(ReferentialAction)
    assert len(set(looks.values())) == len(ReferentialAction)


@pytest.mark.parametrize("security", ["strict", "loose"])
def test_hostile_names_are_text(mermaid: MermaidPage, tmp_path: Path, security: str) -> None:
    scene = scene_of_sql(hostile_sql(), "users", tmp_path, View(full=True, small=True))
    assert len(scene.boxes) == len(HOSTILE) + 1
    drawn = mermaid.draw(as_mermaid.render(scene), security=security)
    assert not drawn.ran
    assert drawn.elements <= {"div", "span", "p", "b", "br"}
    texts = {node.id: plain(node.text) for node in drawn.nodes}
    for box in scene.boxes[1:]:
        name, column = plain(box.table.shown), plain(visible(box.table.name))
        assert texts[ids_of(scene)[box.table]] == f"{name} · {box.outcome} {column} CASCADE"


def test_a_hostile_name_of_a_frame_is_text(mermaid: MermaidPage, tmp_path: Path) -> None:
    names = iter(HOSTILE * 2)
    view = View(full=True, small=True, cluster_of=lambda _: next(names))
    scene = scene_of_sql(hostile_sql(), "users", tmp_path, view)
    drawn = mermaid.draw(as_mermaid.render(scene), security="loose")
    assert not drawn.ran
    assert drawn.elements <= {"div", "span", "p", "b", "br"}
    assert {plain(frame) for frame in drawn.frames} == {plain(visible(name)) for name in HOSTILE}


def star(leaves: int, keys: int = 1, column: str = "c") -> str:
    """Write tables that reference ``users`` by so many RESTRICT keys each."""
    columns = ", ".join(f'"{column}{n}" int REFERENCES users ON DELETE RESTRICT' for n in range(keys))
    return "CREATE TABLE users (id int PRIMARY KEY);\n" + "\n".join(
        f"CREATE TABLE leaf{number} ({columns});" for number in range(leaves)
    )


@pytest.mark.parametrize(("leaves", "fits"), [(as_mermaid.MOST_NODES - 1, True), (as_mermaid.MOST_NODES, False)])
def test_above_the_limit_of_boxes_one_box_says_so(
    mermaid: MermaidPage, tmp_path: Path, leaves: int, fits: bool
) -> None:
    scene = scene_of_sql(star(leaves), "users", tmp_path, View(full=True, small=True))
    drawn = mermaid.draw(as_mermaid.render(scene))
    assert (len(drawn.nodes), len(drawn.links)) == ((leaves + 1, leaves) if fits else (1, 0))
    assert ("too many for Mermaid: draw an .svg" in drawn.nodes[0].text) is not fits
    assert "DELETE FROM users" in drawn.nodes[0].text


@pytest.mark.parametrize(("keys", "fits"), [(7, True), (8, False)])
def test_mermaid_accepts_a_text_of_nearly_the_limit(
    mermaid: MermaidPage, tmp_path: Path, keys: int, fits: bool
) -> None:
    scene = scene_of_sql(star(29, keys, "-" * 48), "users", tmp_path, View(full=True, small=True))
    text = as_mermaid.render(scene)
    drawn = mermaid.draw(text)
    assert len(drawn.nodes) == (30 if fits else 1)
    assert ("too long for Mermaid: draw an .svg" in drawn.nodes[0].text) is not fits
    assert (0.9 * as_mermaid.MOST_CHARACTERS < len(text) <= as_mermaid.MOST_CHARACTERS) is fits


def test_mermaid_refuses_a_longer_text(mermaid: MermaidPage) -> None:
    """The reason for the limit. Mermaid draws a picture that says so in place of ours."""
    lines = "".join(f'  t{number}["{"x" * 100}"]\n' for number in range(as_mermaid.MOST_CHARACTERS // 100))
    drawn = mermaid.draw(f"flowchart LR\n{lines}")
    assert ["Maximum text size" in node.text for node in drawn.nodes] == [True]
