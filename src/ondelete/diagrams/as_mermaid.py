"""A scene as a Mermaid flowchart, for comments and wikis: small, within the limits of the places that draw it.

Mermaid refuses 500 edges or 50,000 characters and then draws an error in place of the picture
(https://mermaid.js.org/config/schema-docs/config.html: maxEdges, maxTextSize); people give up long before that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName, ReferentialAction
from ondelete.diagrams.labels import INDEX_WORDS, remarks_on
from ondelete.diagrams.names import printable
from ondelete.diagrams.scene import Box, Bundle, Fate, Member, Row, Scene
from ondelete.diagrams.style import ACTIONS, FATES

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
# The other lines take the colour of the theme: black would vanish in the dark.
_COLOURED = (ReferentialAction.CASCADE, ReferentialAction.SET_NULL, ReferentialAction.SET_DEFAULT)


def render(scene: Scene) -> str:
    """Return the flowchart of a scene; one box that says why and what to do, where the scene is too large for it."""
    text = "\n".join(_lines(scene)) + "\n"
    if scene.size > MOST_NODES or _edge_count(scene) > MOST_EDGES or len(text) > MOST_CHARACTERS:
        return _too_large(scene)
    return text


def fits(scene: Scene) -> bool:
    """Whether the scene is drawn as it is."""
    return scene.size <= MOST_NODES and _edge_count(scene) <= MOST_EDGES


def _edge_count(scene: Scene) -> int:
    return sum(1 for _ in _links(scene))


def _too_large(scene: Scene) -> str:
    reason = f"{scene.size} boxes and {_edge_count(scene)} lines are too many for Mermaid: draw an .svg"
    lines = [escape(scene.title), *(escape(figure) for figure in scene.figures), escape(reason)]
    return f'flowchart LR\n  t0["{"<br>".join(lines)}"]\n'


def _lines(scene: Scene) -> Iterator[str]:
    yield "flowchart LR"
    ids = _ids(scene)
    yield f'  head["{"<br>".join(escape(line) for line in (scene.title, *scene.figures, *scene.notes))}"]'
    for box in scene.boxes:
        yield f'  {ids[box.table]}["{_box(box)}"]:::{_class(box.fate)}'
    for number, bundle in enumerate(scene.bundles):
        yield f'  b{number}["{_bundle(bundle)}"]:::{_class(bundle.fate)}'
    links = list(_links(scene))
    for tail, head, action in links:
        yield f"  {ids.get(tail, tail)} {_LINKS[action]} {ids.get(head, head)}"
    for action in _COLOURED:
        numbers = [str(number) for number, link in enumerate(links) if link[2] is action]
        if numbers:
            yield f"  linkStyle {','.join(numbers)} stroke:{ACTIONS[action].colour}"
    yield "  classDef head fill:none,stroke:none,text-align:left"
    yield "  class head head"
    for fate in dict.fromkeys([*(box.fate for box in scene.boxes), *(bundle.fate for bundle in scene.bundles)]):
        style = FATES[fate]
        dashes = {"solid": "", "dashed": ",stroke-dasharray:6 3", "dotted": ",stroke-dasharray:2 3"}[style.line]
        yield (
            f"  classDef {_class(fate)} fill:{style.fill},stroke:{style.colour},color:{style.text},"
            f"stroke-width:{style.border}px{dashes}"
        )


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


def _box(box: Box) -> str:
    title = f"<b>{escape(_name(box.table))}</b>{' · ' + escape(box.outcome) if box.outcome else ''}"
    lines = [
        title,
        *(_row(row, box) for row in box.rows),
        *(escape(text) for text in (*box.remarks, *remarks_on(box.not_modelled))),
    ]
    if box.deeper:
        lines.append(f"… and {box.deeper} deeper")
    return "<br>".join(lines)


def _row(row: Row, box: Box) -> str:
    mark = " ↻" if row.referenced == box.table else ""
    event = "ON UPDATE " if row.event == "update" else ""
    extra = " ".join(filter(None, (row.note, INDEX_WORDS[row.index])))
    return escape(f"{', '.join(row.key.columns)}{mark} {event}{row.action.upper()} {extra}".rstrip())


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


def escape(text: str) -> str:
    """Return text for a quoted Mermaid label: letters, digits and a few marks stay, all else becomes ``#number;``.

    >>> escape('a "b" <c>')
    'a #34;b#34; #60;c#62;'
    """
    shown: Iterable[str] = printable(text)
    return "".join(c if c.isalnum() or c in _SAFE else f"#{ord(c)};" for c in shown)
