"""A scene as a Mermaid flowchart, for comments and wikis: small, within the limits of the places that draw it.

Mermaid refuses 500 edges or 50,000 characters and then draws an error in place of the picture
(https://mermaid.js.org/config/schema-docs/config.html: maxEdges, maxTextSize); people give up long before that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName, ReferentialAction
from ondelete.diagrams.labels import INDEX_WORDS, remarks_on
from ondelete.diagrams.names import printable
from ondelete.diagrams.scene import Box, Bundle, Fate, Member, Row, Scene
from ondelete.diagrams.style import FATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_NODES, MOST_EDGES, MOST_CHARACTERS = 40, 60, 50_000
_NAMES = 12

_LINKS = {
    ReferentialAction.CASCADE: "==>",
    ReferentialAction.SET_NULL: "-.->",
    ReferentialAction.SET_DEFAULT: "-.-o",
    ReferentialAction.RESTRICT: "--x",
    ReferentialAction.NO_ACTION: "-.-x",
}
# Half-bright, so that they are seen on white and on black; the other lines take the colour of the theme.
# Mermaid draws all but the thick line so thin that a dotted one fades.
_LINE_STYLES = {
    ReferentialAction.CASCADE: "stroke:#D2600F",
    ReferentialAction.SET_NULL: "stroke:#2E8BC9,stroke-width:2px",
    ReferentialAction.SET_DEFAULT: "stroke:#B06A9B,stroke-width:2px",
    ReferentialAction.RESTRICT: "stroke-width:2px",
    ReferentialAction.NO_ACTION: "stroke-width:2px",
}
# A row of a box keeps its line: Mermaid would wrap it after 120 to 200 pixels, according to its version.
_WRAP = '  %%{init: {"flowchart": {"wrappingWidth": 400}}}%%'


def render(scene: Scene) -> str:
    """Return the flowchart of a scene; one box that says why and what to do, where the scene is too large for it."""
    text = "\n".join(_lines(scene)) + "\n"
    lines = sum(1 for _ in _links(scene))
    if scene.size > MOST_NODES or lines > MOST_EDGES:
        return _instead(scene, f"{scene.size} boxes and {lines} lines are too many for Mermaid: draw an .svg")
    if len(text) > MOST_CHARACTERS:
        return _instead(scene, f"{len(text):,} characters are too long for Mermaid: draw an .svg")
    return text


def _instead(scene: Scene, reason: str) -> str:
    lines = [escape(line) for line in (scene.title, *scene.figures, reason)]
    return f'flowchart LR\n{_WRAP}\n  t0["{"<br>".join(lines)}"]\n'


def _lines(scene: Scene) -> Iterator[str]:
    yield "flowchart LR"
    yield _WRAP
    ids = _ids(scene)
    heading = [escape(line) for line in (scene.title, *scene.figures, *scene.notes)]
    if not scene.layered:
        yield f'  head["{"<br>".join(heading)}"]'
    for number, box in enumerate(scene.boxes):
        lines = [*(heading if scene.layered and number == 0 else ()), *_box(box)]
        yield f'  {ids[box.table]}["{"<br>".join(lines)}"]:::{_class(box.fate)}'
    for number, bundle in enumerate(scene.bundles):
        yield f'  b{number}["{_bundle(bundle)}"]:::{_class(bundle.fate)}'
    links = list(_links(scene))
    for tail, head, action in links:
        yield f"  {ids.get(tail, tail)} {_LINKS[action]} {ids.get(head, head)}"
    for action, style in _LINE_STYLES.items():
        numbers = [str(number) for number, link in enumerate(links) if link[2] is action]
        if numbers:
            yield f"  linkStyle {','.join(numbers)} {style}"
    for fate in dict.fromkeys([*(box.fate for box in scene.boxes), *(bundle.fate for bundle in scene.bundles)]):
        look = FATES[fate]
        dashes = {"solid": "", "dashed": ",stroke-dasharray:6 3", "dotted": ",stroke-dasharray:2 3"}[look.line]
        yield (
            f"  classDef {_class(fate)} fill:{look.fill},stroke:{_border(fate)},color:{look.text},"
            f"stroke-width:{look.border}px{dashes}"
        )


def _border(fate: Fate) -> str:
    """Return the colour of a border; the dark root needs a light one where the page is dark."""
    return "#888888" if fate is Fate.ROOT else FATES[fate].colour


def _class(fate: Fate) -> str:
    """Name a class. A class named ``root`` would turn the labels of edges white: Mermaid has one of its own."""
    return f"on_{fate}"


def _ids(scene: Scene) -> dict[QualifiedName | str, str]:
    return {box.table: f"t{number}" for number, box in enumerate(scene.boxes)}


def _links(scene: Scene) -> Iterator[tuple[QualifiedName | str, QualifiedName | str, ReferentialAction]]:
    """Yield tail, head and action; keys of one action between the same two tables share a line."""
    seen = set()
    for box in scene.boxes:
        for row in box.rows:
            link = (row.referenced, box.table, row.action)
            if row.referenced != box.table and row.referenced in scene.by_table and link not in seen:
                seen.add(link)
                yield link
    for number, bundle in enumerate(scene.bundles):
        if bundle.referenced is not None and bundle.action is not None:
            yield bundle.referenced, f"b{number}", bundle.action


def _box(box: Box) -> list[str]:
    title = f"<b>{escape(_name(box.table))}</b>{' · ' + escape(box.outcome) if box.outcome else ''}"
    lines = [
        title,
        *(_row(row, box) for row in box.rows),
        *(escape(text) for text in (*box.remarks, *remarks_on(box.not_modelled))),
    ]
    if box.deeper:
        lines.append(f"… and {box.deeper} deeper")
    return lines


def _row(row: Row, box: Box) -> str:
    mark = " ↻" if row.referenced == box.table else ""
    extra = " ".join(filter(None, (row.note, INDEX_WORDS[row.index])))
    return escape(f"{', '.join(row.key.columns)}{mark} {row.words} {extra}".rstrip())


def _bundle(bundle: Bundle) -> str:
    action = f" · {bundle.action.upper()}" if bundle.action else ""
    names = [escape(_member(member)) for member in bundle.members[:_NAMES]]
    more = len(bundle.members) - len(names)
    return "<br>".join([f"<b>{escape(bundle.title)}</b>{action}", *names, *([f"… {more} more"] if more else [])])


def _member(member: Member) -> str:
    return f"{_name(member.table)}{' ⚠' if member.index == 'none' else ''}{' ⚙' if member.not_modelled else ''}"


def _name(table: QualifiedName) -> str:
    return table.name if table.schema == "public" else str(table)


_SAFE: frozenset[str] = frozenset(" _.,:()+/·…⚙⚠↻→∞")
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
    shown: Iterable[str] = printable(text)
    escaped = "".join(c if c.isalnum() or c in _SAFE else f"#{ord(c)};" for c in shown)
    return _SPECIAL.sub(r"\g<0>#8203;", escaped)
