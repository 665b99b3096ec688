"""What the tests in a browser share: which pictures, hostile names, and what mermaid has made of a text."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import pytest
from msgspec.structs import replace

import ondelete
from ondelete.catalog import Location
from ondelete.diagrams.scenes import views
from ondelete.diagrams.scenes.scene import LooseKey
from ondelete.diagrams.scenes.views import View, scene_of

if TYPE_CHECKING:
    from ondelete.diagrams.scenes.scene import Scene

SMALL = View(small=True)
SAMPLES = Path(__file__).resolve().parents[2] / "samples"

# Sample and root; without a root the whole schema.
PICTURES = [
    ("helpdesk", "users"),
    ("helpdesk", None),
    ("backoffice", "users"),
    ("backoffice", None),
    ("spreadsheet", '"Sheet 1"."Customer List (final)"'),
    ("spreadsheet", None),
    ("tracker", "users"),
]

# Each tries to leave its label: as HTML, as an attribute, as Mermaid, Markdown, a formula, an icon.
HOSTILE = [
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "<svg onload=window.ran=1>",
    '" onload="window.ran=1',
    "javascript:window.ran=1",
    "]]></text></svg><script>window.ran=1</script>",
    "&lt;script&gt;window.ran=1&lt;/script&gt;",
    "&#60;img src=x onerror=window.ran=1&#62;",
    '"]; click t0 href "javascript:window.ran=1"',
    "%%{init: {'securityLevel': 'loose'}}%%",
    "#quot;#35;#60;b#62;",
    "$$x^2$$",
    "fa:fa-car",
    "`**bold** __bold__ _thin_`",
    "__bold__",
    "1. list",
    "- list",
    "end",
    "\\N \\G \\l",
    "a\x1b[31mb\u202ec",
    "::error::x",
    "##[group]x",
    "beam\U0001d173",
    "filler\u3164",
    "braille\u2800",
]


# Pictures that answer other questions, each by a function of the catalog and its tables.
VIEWS = {
    "inverted": ("helpdesk", lambda c, t: views.inverted_scene_of(c, t("comments"), SMALL)),
    "path": ("helpdesk", lambda c, t: views.paths_scene_of(c, [t("users")], t("attachments"), SMALL)),
    "around": ("helpdesk", lambda c, t: views.neighbourhood_of(c, [t("tickets")], 1, SMALL)),
    "cycles": ("backoffice", lambda c, t: views.cycles_scene_of(c, [], SMALL)),
    "actions": (
        "helpdesk",
        lambda c, t: views.scene_of(c, [t("users")], replace(SMALL, actions=frozenset({"restrict"}))),
    ),
    "frames": (
        "publishing",
        lambda c, t: views.scene_of(c, [], replace(SMALL, cluster_of=lambda table: table.schema)),
    ),
    "loose": (
        "helpdesk",
        lambda c, t: views.scene_of(
            c,
            [t("users")],
            replace(SMALL, loose=(LooseKey(t("tags"), ("id",), t("users"), "deleted later", Location("f", 1)),)),
        ),
    ),
}


def view_scene(view: str) -> Scene:
    case, make = VIEWS[view]
    schema = ondelete.read_schema(SAMPLES / case / "schema.sql")
    return make(schema.catalog, schema.table)


def absent(reason: str) -> NoReturn:
    """Skip, or fail with ONDELETE_REQUIRE_ORACLES=1: a continuous build must not lose its browser silently."""
    if os.environ.get("ONDELETE_REQUIRE_ORACLES") == "1":
        pytest.fail(f"{reason} (ONDELETE_REQUIRE_ORACLES=1)")
    pytest.skip(reason)


def sample_scene(case: str, root: str | None, view: View) -> Scene:
    return _scene(SAMPLES / case / "schema.sql", root, view)


def scene_of_sql(sql: str, root: str | None, folder: Path, view: View) -> Scene:
    path = folder / "schema.sql"
    path.write_text(sql, "utf-8")
    return _scene(path, root, view)


def hostile_sql() -> str:
    """Tables and columns with hostile names, all of them emptied with ``users``."""
    tables = ["CREATE TABLE users (id int PRIMARY KEY);"]
    for name in HOSTILE:
        quoted = '"' + name.replace('"', '""') + '"'
        tables.append(f"CREATE TABLE {quoted} ({quoted} int PRIMARY KEY REFERENCES users ON DELETE CASCADE);")
    return "\n".join(tables)


def _scene(path: Path, root: str | None, view: View) -> Scene:
    schema = ondelete.read_schema(path)
    return scene_of(schema.catalog, [] if root is None else [schema.table(root)], view)


def plain(text: str) -> str:
    """Return text as a reader sees it: every run of white space is one space, zero-width ones are none."""
    return " ".join(text.replace("\u200b", "").split())


def contrast(one: str, other: str) -> float:
    """Return the contrast of two ``rgb()`` colours, 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Node(NamedTuple):
    """A box as drawn: its id in the text, what it says, on how many lines, its colours."""

    id: str
    text: str
    lines: int
    colour: str
    fill: str


class Link(NamedTuple):
    """A line as drawn: from which id to which, its colour, its width in pixels, whether it is broken."""

    tail: str
    head: str
    stroke: str
    width: float
    broken: bool


class Drawn(NamedTuple):
    """A picture as mermaid drew it. ``elements``: names of HTML elements inside labels; ``frames``: their labels."""

    nodes: list[Node]
    links: list[Link]
    elements: set[str]
    ran: bool
    frames: list[str]


class MermaidPage:
    """A page that has loaded mermaid."""

    def __init__(self, page: Any) -> None:
        self._page = page

    def draw(self, text: str, *, theme: str = "default", security: str = "strict") -> Drawn:
        """Draw a text.

        Raises:
            playwright.sync_api.Error: mermaid does not accept it.
        """
        found = self._page.evaluate(_DRAW, [text, theme, security])
        return Drawn(
            [Node(*node) for node in found["nodes"]],
            [Link(*link) for link in found["links"]],
            set(found["elements"]),
            found["ran"],
            found["frames"],
        )


_DRAW = """async ([text, theme, securityLevel]) => {
  mermaid.initialize({startOnLoad: false, theme, securityLevel});
  const {svg} = await mermaid.render('picture', text);
  document.body.innerHTML = svg;
  await new Promise(resolve => setTimeout(resolve, 50));  // for handlers that a broken label would bring
  const linesOf = label => {
    const range = document.createRange();
    const texts = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
    const middles = [];
    while (texts.nextNode()) {
      range.selectNodeContents(texts.currentNode);
      middles.push(...[...range.getClientRects()].map(r => (r.top + r.bottom) / 2));
    }
    middles.sort((a, b) => a - b);
    return middles.filter((y, n) => n === 0 || y - middles[n - 1] > 6).length;
  };
  const all = selector => [...document.querySelectorAll(selector)];
  return {
    nodes: all('g.node').map(node => {
      const label = node.querySelector('foreignObject span');
      const shape = node.querySelector('rect, path, polygon');
      return [node.id.match(/flowchart-(.+)-\\d+$/)[1], label.innerText, linesOf(label),
              getComputedStyle(label).color, getComputedStyle(shape).fill];
    }),
    links: all('path.flowchart-link').map(path => {
      const [, tail, head] = path.id.match(/L[_-]([a-z0-9]+)[_-]([a-z0-9]+)[_-]\\d+$/);
      const style = getComputedStyle(path);
      const dashes = style.strokeDasharray.match(/[\\d.]+/g) || [];
      return [tail, head, style.stroke, parseFloat(style.strokeWidth), dashes.some(dash => dash > 0 && dash < 10)];
    }),
    elements: all('foreignObject *').map(element => element.localName),
    ran: 'ran' in window,
    frames: all('g.cluster-label').map(label => label.textContent),
  };
}"""
