"""The foreign keys of a catalog as a directed multigraph; the only place that knows networkx."""

from ondelete.graph.export import to_networkx
from ondelete.graph.foreign_keys import Arrival, Edge, ForeignKeyGraph, KeyFilter, cascades, every_key

__all__ = ["Arrival", "Edge", "ForeignKeyGraph", "KeyFilter", "cascades", "every_key", "to_networkx"]
