"""The cheapest way to separate two nodes of a network, by networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

T = TypeVar("T", bound="Hashable")


def cheapest_cut(arcs: Iterable[tuple[T, T, int | None]], source: T, sink: T) -> tuple[int, frozenset[T]] | None:
    """Return the cost of a cheapest cut, and the nodes that stay on the side of ``source``; None if there is no cut.

    Args:
        arcs: from, to, and the cost of cutting the arc; None for one that cannot be cut. Several arcs between two
            nodes are one whose cost is their sum.
        source: where the flow begins.
        sink: where it ends; if no arc leads there, nothing is cut.

    >>> cost, near = cheapest_cut([("a", "b", 2), ("b", "c", 1), ("a", "c", 3)], "a", "c")
    >>> cost, sorted(near)
    (4, ['a', 'b'])
    """
    # Loaded here for start-up time: the library costs more than reading most schemas.
    from networkx import DiGraph, NetworkXUnbounded, minimum_cut
    from networkx.algorithms.flow import boykov_kolmogorov

    graph: DiGraph[T] = DiGraph()
    graph.add_nodes_from((source, sink))
    for tail, head, cost in arcs:
        known = graph.get_edge_data(tail, head)
        if cost is None or (known is not None and "capacity" not in known):
            graph.remove_edges_from([(tail, head)] if known else [])
            graph.add_edge(tail, head)
        else:
            graph.add_edge(tail, head, capacity=cost + (known["capacity"] if known else 0))
    try:
        value, (near, _) = minimum_cut(graph, source, sink, flow_func=boykov_kolmogorov)
    except NetworkXUnbounded:
        return None
    return int(value), frozenset(near)
