"""A scene as DOT text: HTML-like labels with one port per key, ids that stay the same, everything escaped here."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote

from ondelete.catalog import QualifiedName
from ondelete.diagrams.formats.header import header
from ondelete.diagrams.formats.ids import bundle_token, cluster_token, table_token
from ondelete.diagrams.formats.labels import FONT, POINTS, box_label, bundle_label, html
from ondelete.diagrams.formats.style import LIGHT, Theme, crow_feet
from ondelete.diagrams.formats.titles import box_id, bundle_id, cluster_id, edge_id
from ondelete.diagrams.scenes.scene import Box, Bundle, Fate, Row, Scene
from ondelete.text.runner_commands import XML, disarmed

if TYPE_CHECKING:
    from graphviz import Digraph


def render(scene: Scene, base_url: str | None = None, theme: Theme = LIGHT, *, simply: bool = False) -> str:
    """Return the DOT text of a scene.

    Args:
        scene: what to draw.
        base_url: where the tables' documentation lies; each box links to ``base_url`` + ``schema.table``.
        theme: the colours.
        simply: draw straight lines, and order boxes with little care: much faster if lines are many.
    """
    from graphviz import Digraph

    dot = Digraph("ondelete", node_attr=_TEXT | {"shape": "plain"}, edge_attr=_EDGE)
    dot.attr(
        "graph",
        **_GRAPH,
        **(_SIMPLE if simply else {}),
        bgcolor=theme.paper,
        fontcolor=theme.ink,
        label=header(scene, theme),
    )
    dot.attr("node", fontcolor=theme.ink)
    _nodes(dot, scene, "", base_url, theme)
    # Frames without lines between them are drawn upward.
    for name in scene.clusters if scene.layered else reversed(scene.clusters):
        with dot.subgraph(name=f"cluster_{cluster_token(name)}", graph_attr=_frame(name, theme)) as frame:
            _nodes(frame, scene, name, base_url, theme)
    for box in scene.boxes:
        for number, row in enumerate(box.rows):
            if row.referenced != box.table and row.referenced in scene.by_table:
                _edge(dot, scene, box, row, number, theme)
    for bundle in scene.bundles:
        _bundle_edge(dot, bundle, theme, "crow" if scene.counts_rows else None)
    text: str = dot.source
    return disarmed(text, XML)


_TEXT = {"fontname": FONT, "fontsize": str(POINTS)}
# Graphviz 2.43 takes the first of these for the arrow head of an edge inside a column: let it be one.
_EDGE = {"arrowhead": "normal", **_TEXT, "arrowsize": "0.8"}
_GRAPH = {
    "id": "diagram",
    "rankdir": "LR",
    "labelloc": "t",
    "labeljust": "l",
    **_TEXT,
    "nodesep": "0.22",
    "ranksep": "1.1",
    "pad": "0.2",
    "outputorder": "edgesfirst",
    "charset": "UTF-8",
}
# https://graphviz.org/docs/attrs/splines/, nslimit, mclimit and searchsize: what takes dot its time.
_SIMPLE = {"splines": "line", "nslimit": "0.1", "nslimit1": "0.1", "mclimit": "0.01", "searchsize": "5"}

_TALL = 40
"""Names in a bundle."""


def _frame(name: str, theme: Theme) -> dict[str, str]:
    label = f'<<FONT COLOR="{theme.dim}"><B>{html(name)}</B></FONT>>'
    return {"id": cluster_id(name), "label": label, "color": theme.frame, "style": "rounded", "margin": "14"}


def _nodes(dot: Digraph, scene: Scene, cluster: str, base_url: str | None, theme: Theme) -> None:
    """Write the boxes and bundles of one frame, or those without one."""
    boxes = [box for box in scene.boxes if box.cluster == cluster]
    bundles = [bundle for bundle in scene.bundles if bundle.cluster == cluster]
    for box in boxes:
        link = {"URL": _link(base_url, box.table), "target": "_top"} if base_url else {}
        dot.node(table_token(box.table), box_label(box, theme, scene.home), id=box_id(box.table), **link)
    for bundle in bundles:
        dot.node(bundle_token(bundle), bundle_label(bundle, theme), id=bundle_id(bundle))
    if scene.layered:
        _blockers_first(dot, boxes, bundles, upward=bool(cluster))


def _blockers_first(dot: Digraph, boxes: list[Box], bundles: list[Bundle], *, upward: bool) -> None:
    """Put the blockers next to the root above all else there: an edge inside a column keeps its ends in order.

    Args:
        dot: the picture, or a frame of it.
        boxes: the boxes of it, blockers first.
        bundles: the bundles of it.
        upward: in a frame Graphviz draws the head of such an edge above its tail.
    """
    near = [box for box in boxes if box.column == 1]
    blockers = [table_token(box.table) for box in near if box.fate is Fate.BLOCKS]
    others = [table_token(box.table) for box in near if box.fate is not Fate.BLOCKS]
    for bundle in bundles:
        if bundle.column == 1:
            (blockers if bundle.fate is Fate.BLOCKS else others).append(bundle_token(bundle))
    if not blockers:
        return
    pairs = [*pairwise(blockers), *((blockers[-1], other) for other in others)]
    with dot.subgraph(graph_attr={"rank": "same"}) as column:
        for above, below in pairs:
            column.edge(*((below, above) if upward else (above, below)), style="invis")


def _edge(dot: Digraph, scene: Scene, box: Box, row: Row, number: int, theme: Theme) -> None:
    style = theme.actions[row.action]
    forward = scene.by_table[row.referenced].column < box.column if scene.layered else not row.breaks
    heads = {"arrowhead": style.head}
    if row.cardinality is not None:
        tail, head = crow_feet(row.cardinality)
        heads = {"dir": "both", "arrowtail": tail, "arrowhead": head, "arrowsize": "1.1"}
    dot.edge(
        f"{table_token(row.referenced)}:out:e",
        f"{table_token(box.table)}:k{number}:w",
        id=edge_id(row),
        # Two lines side by side: three colours, the middle one of the paper.
        color=f"{style.colour}:{theme.paper}:{style.colour}" if row.breaks else style.colour,
        style=style.line,
        penwidth=str(style.width),
        **heads,
        **({} if forward else {"constraint": "false"}),
    )


def _bundle_edge(dot: Digraph, bundle: Bundle, theme: Theme, head: str | None) -> None:
    if bundle.referenced is None or bundle.action is None:
        return
    style = theme.actions[bundle.action]
    token = bundle_token(bundle)
    # Into the title of a very tall box Graphviz would lead the line through the box.
    port = "in:w" if len(bundle.shown) <= _TALL else "w"
    dot.edge(
        f"{table_token(bundle.referenced)}:out:e",
        f"{token}:{port}",
        id=f"edge-{token}",
        color=style.colour,
        style=style.line,
        penwidth=str(style.width),
        arrowhead=head or style.head,
    )


def _link(base_url: str, table: QualifiedName) -> str:
    name = quote(f"{table.schema}.{table.name}", safe="", errors="surrogatepass")
    return base_url.replace("\\", "%5C") + name
