"""A scene as a Mermaid flowchart, for comments and wikis: small, within the limits of the places that draw it.

Mermaid refuses 500 edges or 50,000 characters and then draws an error in place of the picture
(https://mermaid.js.org/config/schema-docs/config.html: maxEdges, maxTextSize); people give up long before that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ondelete.catalog import QualifiedName, ReferentialAction
from ondelete.diagrams.formats.labels import lines_below, words_beside
from ondelete.diagrams.formats.style import FATES
from ondelete.diagrams.scenes.scene import LEGEND_ORDER, LOOSE, NO_KEY, Action, Box, Bundle, Fate, Member, Row, Scene
from ondelete.text.runner_commands import Style, disarmed
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_NODES, MOST_EDGES, MOST_CHARACTERS = 40, 60, 50_000
NAMES = 12
"""Names in a bundle."""
_NUMBERS = Style("#58;", "#91;")

LINKS: dict[Action, str] = {
    ReferentialAction.CASCADE: "==>",
    ReferentialAction.SET_NULL: "-.->",
    ReferentialAction.SET_DEFAULT: "-.-o",
    ReferentialAction.RESTRICT: "--x",
    ReferentialAction.NO_ACTION: "-.-x",
    LOOSE: "-.-",
    NO_KEY: "-.-",
}
# Half-bright, so that they are seen on white and on black; the other lines take the colour of the theme.
# Mermaid draws all but the thick line so thin that a dotted one fades.
_LINE_STYLES: dict[Action, str] = {
    ReferentialAction.CASCADE: "stroke:#D2600F",
    ReferentialAction.SET_NULL: "stroke:#2E8BC9",
    ReferentialAction.SET_DEFAULT: "stroke:#B06A9B",
    LOOSE: "stroke:#808080",
    NO_KEY: "stroke:#808080",
}
# A row of a box keeps its line: Mermaid would wrap it after 120 to 200 pixels, according to its version.
HEAD = 'flowchart LR\n  %%{init: {"flowchart": {"wrappingWidth": 600}}}%%'


def render(scene: Scene) -> str:
    """Return the flowchart of a scene; one box that says why and what to do, if the scene is too large for it."""
    reason = excess(scene)
    return disarmed(_instead(scene, reason) if reason else "\n".join(_lines(scene)) + "\n", _NUMBERS)


def excess(scene: Scene) -> str:
    """Return why a scene is too large for a flowchart and what to do, "" if it is not."""
    lines = sum(1 for _ in _links(scene))
    if scene.size > MOST_NODES or lines > MOST_EDGES:
        return f"{scene.size} boxes and {lines} lines are too many for Mermaid: draw an .svg"
    length = sum(
        len(line.encode("utf-16-le", "surrogatepass")) // 2 + 1 for line in _lines(scene)
    )  # as JavaScript counts
    if length > MOST_CHARACTERS:
        return f"{length:,} characters are too long for Mermaid: draw an .svg"
    return ""


def _instead(scene: Scene, reason: str) -> str:
    lines = [escape(line) for line in (scene.title, *scene.counts, reason)]
    return f'{HEAD}\n  t0["{"<br>".join(lines)}"]\n'


def _lines(scene: Scene) -> Iterator[str]:
    yield HEAD
    heading = [escape(line) for line in (scene.title, *scene.counts, *scene.notes)]
    if not scene.layered:
        yield f'  head["{"<br>".join(heading)}"]'
    yield from _nodes(scene, heading if scene.layered else [])
    ids = _ids(scene)
    links = list(_links(scene))
    for link in links:
        yield f"  {ids.get(link.tail, link.tail)} {LINKS[link.action]} {ids.get(link.head, link.head)}"
    yield from _link_styles(links)
    for fate in dict.fromkeys([*(box.fate for box in scene.boxes), *(bundle.fate for bundle in scene.bundles)]):
        yield f"  classDef {_class(fate)} {class_style(fate)}"


def _nodes(scene: Scene, heading: Sequence[str]) -> Iterator[str]:
    """Yield boxes and bundles, those of a frame inside it; the heading stands in the first box."""
    ids = _ids(scene)
    framed: dict[str, list[str]] = {"": [], **{name: [] for name in scene.clusters}}
    for number, box in enumerate(scene.boxes):
        lines = [*(heading if number == 0 else ()), *_box(box)]
        framed[box.cluster].append(f'  {ids[box.table]}["{"<br>".join(lines)}"]:::{_class(box.fate)}')
    for number, bundle in enumerate(scene.bundles):
        framed[bundle.cluster].append(f'  b{number}["{_bundle(bundle)}"]:::{_class(bundle.fate)}')
    yield from framed.pop("")
    frames = list(enumerate(framed.items()))
    # Mermaid draws frames that no line connects upward.
    for number, (name, lines) in frames if scene.layered else reversed(frames):
        yield f'  subgraph f{number}["{escape(name)}"]'
        yield from (f"  {line}" for line in lines)
        yield "  end"


def _link_styles(links: Sequence[_Link]) -> Iterator[str]:
    """Yield the colour and width of each kind of line; a second style of one line would replace the first."""
    for action in LEGEND_ORDER:
        for breaks in (False, True):
            numbers = [str(n) for n, link in enumerate(links) if (link.action, link.breaks) == (action, breaks)]
            if numbers:
                yield f"  linkStyle {','.join(numbers)} {link_style(action, breaks=breaks)}"


def link_style(action: Action, *, breaks: bool = False) -> str:
    """Return how the lines of an action look, thick if a cycle can be broken there."""
    width = "stroke-width:6px" if breaks else "" if action is ReferentialAction.CASCADE else "stroke-width:2px"
    return ",".join(filter(None, (_LINE_STYLES.get(action, ""), width)))


def class_style(fate: Fate) -> str:
    """Return how the boxes of a fate look."""
    look = FATES[fate]
    dashes = {"solid": "", "dashed": ",stroke-dasharray:6 3", "dotted": ",stroke-dasharray:2 3"}[look.line]
    return f"fill:{look.fill},stroke:{_border(fate)},color:{look.text},stroke-width:{look.border}px{dashes}"


def _border(fate: Fate) -> str:
    """Return the colour of a border; the dark root needs a light one if the page is dark."""
    return "#888888" if fate is Fate.ROOT else FATES[fate].colour


def _class(fate: Fate) -> str:
    """Name a class. A class named ``root`` would turn the labels of edges white: Mermaid has one of its own."""
    return f"on_{fate}"


def _ids(scene: Scene) -> dict[QualifiedName | str, str]:
    return {box.table: f"t{number}" for number, box in enumerate(scene.boxes)}


class _Link(NamedTuple):
    """A line: from a table to a table, or to the id of a bundle."""

    tail: QualifiedName
    head: QualifiedName | str
    action: Action
    breaks: bool = False


def _links(scene: Scene) -> Iterator[_Link]:
    """Yield the lines; keys of one action between the same two tables share one."""
    seen = set()
    for box in scene.boxes:
        for row in box.rows:
            link = _Link(row.referenced, box.table, row.action, row.breaks)
            if row.referenced != box.table and row.referenced in scene.by_table and link not in seen:
                seen.add(link)
                yield link
    for number, bundle in enumerate(scene.bundles):
        if bundle.referenced is not None and bundle.action is not None:
            yield _Link(bundle.referenced, f"b{number}", bundle.action)


def _box(box: Box) -> list[str]:
    title = f"<b>{escape(box.table.shown)}</b>{' · ' + escape(box.outcome) if box.outcome else ''}"
    return [title, *(_row(row, box) for row in box.rows), *map(escape, lines_below(box))]


def _row(row: Row, box: Box) -> str:
    mark = " ↻" if row.referenced == box.table else ""
    counted = row.cardinality.words if row.cardinality else ""
    extra = " ".join(filter(None, (counted, words_beside(row))))
    return escape(f"{', '.join(row.key.columns)}{mark} {row.words} {extra}".rstrip())


def _bundle(bundle: Bundle) -> str:
    action = f" · {bundle.action.upper()}" if bundle.action else ""
    names = [escape(_member(member)) for member in bundle.members[:NAMES]]
    more = len(bundle.members) - len(names)
    return "<br>".join([f"<b>{escape(bundle.title)}</b>{action}", *names, *([f"… {more} more"] if more else [])])


def _member(member: Member) -> str:
    return f"{member.table.shown}{' ⚠' if member.index == 'none' else ''}{' ⚙' if member.not_modelled else ''}"


_SAFE: frozenset[str] = frozenset(" _.,:()+/·…⚙⚠↻→∞✂")
_SPECIAL = re.compile(r"#36;(?=#36;)|:(?=\S)")


def escape(text: str) -> str:
    """Return text for a quoted Mermaid label: letters, digits and a few marks stay, all else becomes ``#number;``.

    Mermaid looks for formulas (``$$x$$``) and icons (``fa:fa-car``) after it has read those numbers: a space of no
    width parts what would begin one.

    >>> escape('a "b" <c>')
    'a #34;b#34; #60;c#62;'
    >>> escape("$$x")
    '#36;#8203;#36;x'
    """
    shown: Iterable[str] = visible(text)
    escaped = "".join(c if c.isalnum() or c in _SAFE else f"#{ord(c)};" for c in shown)
    return _SPECIAL.sub(r"\g<0>#8203;", escaped)
