"""A scene as DOT text: HTML-like labels with one port per key, ids that do not churn, everything escaped here."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote

from ondelete.catalog import QualifiedName, ReferentialAction, column_list
from ondelete.diagrams.labels import FONT, INDEX_WORDS, POINTS, box_label, bundle_label, header, remarks_on
from ondelete.diagrams.names import bundle_token, key_token, printable, table_token
from ondelete.diagrams.scene import Box, Bundle, Fate, Row, Scene
from ondelete.diagrams.style import ACTIONS

if TYPE_CHECKING:
    from graphviz import Digraph


def render(scene: Scene, base_url: str | None = None) -> str:
    """Return the DOT text of a scene.

    Args:
        scene: what to draw.
        base_url: where the tables' documentation lies; each box links to ``base_url`` + ``schema.table``.
    """
    from graphviz import Digraph

    dot = Digraph("ondelete", node_attr=_NODE, edge_attr=_EDGE)
    dot.attr("graph", **_GRAPH, label=header(scene))
    for box in scene.boxes:
        link = {"URL": _link(base_url, box.table), "target": "_top"} if base_url else {}
        dot.node(table_token(box.table), box_label(box), id=box_id(box.table), **link)
    for bundle in scene.bundles:
        dot.node(bundle_token(bundle), bundle_label(bundle), id=f"bundle-{bundle_token(bundle)}")
    for box in scene.boxes:
        for number, row in enumerate(box.rows):
            if row.referenced != box.table and row.referenced in scene.by_table:
                _edge(dot, scene, box, row, number)
    for bundle in scene.bundles:
        _bundle_edge(dot, bundle)
    if scene.layered:
        _blockers_first(dot, scene)
    text: str = dot.source
    return text


_NODE = {"shape": "plain", "fontname": FONT, "fontsize": str(POINTS)}
# Graphviz 2.43 takes the first of these for the arrow head of an edge inside a column: let it be one.
_EDGE = {"arrowhead": "normal", "fontname": FONT, "fontsize": str(POINTS), "arrowsize": "0.8"}
_GRAPH = {
    "id": "diagram",
    "rankdir": "LR",
    "labelloc": "t",
    "labeljust": "l",
    "fontname": FONT,
    "fontsize": str(POINTS),
    "bgcolor": "white",
    "nodesep": "0.22",
    "ranksep": "1.1",
    "pad": "0.2",
    "outputorder": "edgesfirst",
    "charset": "UTF-8",
}


def titles(scene: Scene) -> dict[str, str]:
    """Return one sentence for each id of the picture: what a reader sees who rests the pointer there."""
    found = {"diagram": f"{scene.title}: {' · '.join(scene.figures)}"}
    for box in scene.boxes:
        found[box_id(box.table)] = " · ".join(
            filter(None, (str(box.table), box.outcome, *box.remarks, *remarks_on(box.not_modelled)))
        )
        found.update((edge_id(row), _edge_title(row)) for row in box.rows)
    for bundle in scene.bundles:
        token = bundle_token(bundle)
        found[f"bundle-{token}"] = f"{bundle.title}: {', '.join(str(member.table) for member in bundle.members)}"
        found[f"edge-{token}"] = f"{bundle.title}, {_clause(bundle.event, bundle.action)}"
    return {identifier: printable(text) for identifier, text in found.items()}


def box_id(table: QualifiedName) -> str:
    """Return the id of a table's box."""
    return f"table-{table_token(table)}"


def edge_id(row: Row) -> str:
    """Return the id of a key's edge."""
    origin = "" if row.referenced == row.key.referenced_table else f"-{table_token(row.referenced)}"
    return f"key-{key_token(row.key)}{origin}"


def _edge_title(row: Row) -> str:
    key = row.key
    words = INDEX_WORDS[row.index]
    return (
        f"{key.table}.{column_list(key.columns)} → {key.referenced_table}: {_clause(row.event, row.action)}, "
        f"{key.name}, {key.location}{', ' + words if words else ''}"
    )


def _clause(event: str, action: ReferentialAction | None) -> str:
    return f"ON {event.upper()} {(action or '').upper()}"


def _blockers_first(dot: Digraph, scene: Scene) -> None:
    """Put the blockers next to the root above all else there: an edge inside a column keeps its ends in order."""
    near = [box for box in scene.boxes if box.column == 1]
    blockers = [table_token(box.table) for box in near if box.fate is Fate.BLOCKS]
    others = [table_token(box.table) for box in near if box.fate is not Fate.BLOCKS]
    others += [bundle_token(bundle) for bundle in scene.bundles if bundle.column == 1]
    if not blockers:
        return
    with dot.subgraph(graph_attr={"rank": "same"}) as column:
        for before, after in pairwise(blockers):
            column.edge(before, after, style="invis")
        for other in others:
            column.edge(blockers[-1], other, style="invis")


def _edge(dot: Digraph, scene: Scene, box: Box, row: Row, number: int) -> None:
    style = ACTIONS[row.action]
    forward = scene.by_table[row.referenced].column < box.column
    dot.edge(
        f"{table_token(row.referenced)}:out:e",
        f"{table_token(box.table)}:k{number}:w",
        id=edge_id(row),
        color=style.colour,
        style=style.line,
        penwidth=str(style.width),
        arrowhead=style.head,
        **({} if forward or not scene.layered else {"constraint": "false"}),
    )


def _bundle_edge(dot: Digraph, bundle: Bundle) -> None:
    if bundle.referenced is None or bundle.action is None:
        return
    style = ACTIONS[bundle.action]
    token = bundle_token(bundle)
    dot.edge(
        f"{table_token(bundle.referenced)}:out:e",
        f"{token}:in:w",
        id=f"edge-{token}",
        color=style.colour,
        style=style.line,
        penwidth=str(style.width),
        arrowhead=style.head,
    )


def _link(base_url: str, table: QualifiedName) -> str:
    name = quote(f"{table.schema}.{table.name}", safe="", errors="surrogatepass")
    return base_url.replace("\\", "%5C") + name
