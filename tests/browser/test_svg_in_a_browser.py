"""The SVG in Chromium: texts lie inside their boxes, titles and links are there, names are text and nothing runs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from browser_pictures import (
    HOSTILE,
    PICTURES,
    VIEWS,
    absent,
    hostile_sql,
    plain,
    sample_scene,
    scene_of_sql,
    view_scene,
)

from ondelete.diagrams.formats import as_dot
from ondelete.diagrams.formats.ids import bundle_token
from ondelete.diagrams.formats.render import draw, find_engine, with_style
from ondelete.diagrams.formats.style import DARK_OF, follow_the_reader
from ondelete.diagrams.formats.titles import box_id, edge_id, titles_of
from ondelete.diagrams.scenes.views import View
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ondelete.diagrams.scenes.scene import Scene

Rectangle = tuple[float, float, float, float]  # left, top, right, bottom, in points of the picture
BASE = "https://docs.example/tables/"
PIXEL = 1.0


@pytest.fixture
def show(open_file: Callable[[Path], Any], tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Give a function that draws a scene, opens the file and returns what the browser made of it."""

    def shown(scene: Scene, base_url: str | None = None) -> dict[str, Any]:
        engine = find_engine() or absent("no Graphviz: pip install pygraphviz")
        picture = draw(engine, as_dot.render(scene, base_url), "svg", titles_of(scene))
        path = tmp_path / "picture.svg"
        path.write_bytes(picture.content)
        found: dict[str, Any] = open_file(path).evaluate(_READ)
        return found

    return shown


_READ = """() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const rectangle = element => {
    const box = element.getBBox();
    return [box.x, box.y, box.x + box.width, box.y + box.height];
  };
  const page = document.documentElement.viewBox.baseVal;
  const shift = document.querySelector('g.graph').transform.baseVal.consolidate().matrix;
  return {
    page: [page.x - shift.e, page.y - shift.f, page.x + page.width - shift.e, page.y + page.height - shift.f],
    texts: all('text').map(text => [text.textContent, rectangle(text)]),
    boxes: all('g.node').map(node => ({
      id: node.id,
      cells: all('polygon', node).map(rectangle),
      texts: all('text', node).map(text => [text.textContent, rectangle(text)]),
    })),
    edges: all('g.edge').map(edge => edge.id),
    titles: Object.fromEntries(all('g[id] > title').map(title => [title.parentNode.id, title.textContent])),
    links: all('a').map(link => [link.closest('g.node').id, link.href.baseVal]),
    elements: [...new Set(all('*').map(element => element.localName))],
    handlers: all('*').flatMap(element => element.getAttributeNames()).filter(name => name.startsWith('on')),
    ran: 'ran' in window,
  };
}"""


def within(inner: Rectangle, outer: Rectangle) -> bool:
    """Whether a rectangle lies in another one, but for a pixel."""
    return (
        outer[0] - PIXEL <= inner[0]
        and outer[1] - PIXEL <= inner[1]
        and inner[2] <= outer[2] + PIXEL
        and inner[3] <= outer[3] + PIXEL
    )


def cell_of(text: Rectangle, cells: list[Rectangle]) -> Rectangle | None:
    """Return the smallest cell under the middle of a text."""
    x, y = (text[0] + text[2]) / 2, (text[1] + text[3]) / 2
    under = [cell for cell in cells if cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]]
    return min(under, key=lambda cell: (cell[2] - cell[0]) * (cell[3] - cell[1]), default=None)


def colliding(texts: list[tuple[str, Rectangle]]) -> list[tuple[str, str]]:
    """Return pairs of texts of one line that lie on each other."""
    ordered = sorted(texts, key=lambda text: (round(text[1][1]), text[1][0]))
    return [
        (left, right)
        for (left, first), (right, second) in pairwise(ordered)
        if round(first[1]) == round(second[1]) and second[0] < first[2] - PIXEL
    ]


def check_texts(seen: dict[str, Any]) -> None:
    """Hold the place of each text against its cell and the page."""
    assert seen["boxes"]
    for box in seen["boxes"]:
        for text, rectangle in box["texts"]:
            cell = cell_of(rectangle, box["cells"])
            assert cell is not None, text
            assert within(rectangle, cell), text
        assert colliding(box["texts"]) == []
    assert [text for text, rectangle in seen["texts"] if not within(rectangle, seen["page"])] == []


@pytest.mark.parametrize(("case", "root"), PICTURES)
def test_every_text_lies_inside_its_box(show: Callable[..., dict[str, Any]], case: str, root: str | None) -> None:
    check_texts(show(sample_scene(case, root, View())))


@pytest.mark.parametrize("view", VIEWS)
def test_every_text_of_every_view_lies_inside_its_box(show: Callable[..., dict[str, Any]], view: str) -> None:
    check_texts(show(view_scene(view)))


@pytest.mark.parametrize(("case", "root"), PICTURES)
def test_every_box_and_line_has_its_title(show: Callable[..., dict[str, Any]], case: str, root: str | None) -> None:
    scene = sample_scene(case, root, View())
    seen = show(scene)
    boxes = [box_id(box.table) for box in scene.boxes] + [f"bundle-{bundle_token(b)}" for b in scene.bundles]
    edges = [
        edge_id(row)
        for box in scene.boxes
        for row in box.rows
        if row.referenced != box.table and row.referenced in scene.by_table
    ] + [f"edge-{bundle_token(bundle)}" for bundle in scene.bundles if bundle.referenced is not None]
    assert sorted(box["id"] for box in seen["boxes"]) == sorted(boxes)
    assert sorted(seen["edges"]) == sorted(edges)
    titles = titles_of(scene)
    assert seen["titles"] == {identifier: titles[identifier] for identifier in ("diagram", *boxes, *edges)}


@pytest.mark.parametrize("case", ["helpdesk", "spreadsheet"])
def test_each_box_links_to_its_page(show: Callable[..., dict[str, Any]], case: str) -> None:
    scene = sample_scene(case, None, View())
    links = dict(show(scene, BASE)["links"])
    expected = {box_id(box.table): f"{box.table.schema}.{box.table.name}" for box in scene.boxes}
    assert {box: unquote(link.removeprefix(BASE)) for box, link in links.items()} == expected
    assert all(link.startswith(BASE) and "/" not in link.removeprefix(BASE) for link in links.values())


@pytest.mark.parametrize("base_url", [None, BASE])
def test_hostile_names_are_text_in_the_picture(
    show: Callable[..., dict[str, Any]], tmp_path: Path, base_url: str | None
) -> None:
    scene = scene_of_sql(hostile_sql(), "users", tmp_path, View(full=True))
    assert len(scene.boxes) == len(HOSTILE) + 1
    seen = show(scene, base_url)
    assert not seen["ran"]
    assert seen["handlers"] == []
    assert set(seen["elements"]) <= {"svg", "g", "title", "polygon", "polyline", "path", "text", "a"}
    texts = {box["id"]: [plain(text) for text, _ in box["texts"]] for box in seen["boxes"]}
    for box in scene.boxes:
        assert plain(visible(box.table.name)) in texts[box_id(box.table)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_follows_the_theme_of_its_reader(browser: Any, tmp_path: Path, scheme: str) -> None:
    """Every colour is the one of the theme, as the browser has painted it."""
    engine = find_engine() or absent("no Graphviz: pip install pygraphviz")
    svg = draw(engine, as_dot.render(sample_scene("helpdesk", "users", View())), "svg").content.decode()
    path = tmp_path / "picture.svg"
    path.write_text(with_style(svg, follow_the_reader()), "utf-8")
    page = browser.new_page(color_scheme=scheme)
    page.goto(path.as_uri())
    painted = set(page.evaluate(_PAINTED)) - {"none", "rgba(0, 0, 0, 0)"}
    page.close()
    allowed = set(DARK_OF) if scheme == "light" else set(DARK_OF.values())
    assert painted <= {f"rgb({int(c[1:3], 16)}, {int(c[3:5], 16)}, {int(c[5:], 16)})" for c in allowed}
    assert len(painted) > 8


_PAINTED = """() => [...document.querySelectorAll('#diagram text, #diagram polygon, #diagram polyline, #diagram path')]
  .flatMap(element => {
    const style = getComputedStyle(element);
    return element.localName === 'text' ? [style.fill] : [style.fill, style.stroke];
  })"""
