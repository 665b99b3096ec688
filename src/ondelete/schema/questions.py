"""What a schema answers about deletes, one method for each question; each loads what answers it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from ondelete.catalog import QualifiedName
from ondelete.catalog.lookup import find_table
from ondelete.showable import Results

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from networkx import MultiDiGraph

    from ondelete.analyses.cycles import Component
    from ondelete.analyses.delete_order import Order
    from ondelete.analyses.expected_rows import ExpectedRows
    from ondelete.analyses.index_coverage import KeyCoverage
    from ondelete.analyses.reach import TableReach
    from ondelete.analyses.references import Reference, References
    from ondelete.analyses.why import Chains
    from ondelete.catalog import Catalog
    from ondelete.declarations import Declarations
    from ondelete.deletion.effects import Prediction
    from ondelete.deletion.witness.result import Witness
    from ondelete.findings import Fix
    from ondelete.graph import ForeignKeyGraph
    from ondelete.notebooks import Picture


class Questions:
    """The questions about deletes that a catalog, and what a team declares, can answer.

    Args:
        catalog: the schema.
        declared: groups, sizes, loose keys and contracts.
    """

    def __init__(self, catalog: Catalog, declared: Declarations) -> None:
        self.catalog, self.declared = catalog, declared

    @cached_property
    def key_graph(self) -> ForeignKeyGraph:
        """The enforced foreign keys between tables, partitions folded into their roots: what the analyses walk."""
        from ondelete.graph import ForeignKeyGraph

        return ForeignKeyGraph(self.catalog)

    @cached_property
    def graph(self) -> MultiDiGraph[str]:
        """The same as a networkx graph of table names (``public.users``), a copy of which you may change.

        An edge goes from the referencing to the referenced table; a delete travels in the opposite direction.
        ``ondelete.graph.to_networkx`` lists the attributes.
        """
        from ondelete.graph import to_networkx

        return to_networkx(self.key_graph)

    @cached_property
    def references(self) -> References:
        """The references without a foreign key, found by names, types and the keys of the same schema."""
        from ondelete.analyses.references import References

        return References(self.catalog, self.declared)

    def table(self, name: str) -> QualifiedName:
        """Return the table of that name, written as in SQL: ``users``, ``public.users``, ``"Odd Name"``.

        Raises:
            NoSuchTable: no table, several tables, or something else has that name.
        """
        return find_table(self.catalog, name)

    def reference(self, name: str) -> Reference:
        """Return the reference of a column without a foreign key: ``posts.user_id``, ``app.posts.user_id``.

        Raises:
            NoSuchTable: as ``table`` does.
            OndeleteError: there is no such column, it has a foreign key, or nothing says which table it references.
        """
        from ondelete.analyses.references.asked import asked_reference

        return asked_reference(self.catalog, self.references, name)

    def predict_delete(self, table: str | QualifiedName) -> Prediction:
        """Return everything that ``DELETE FROM table`` can do; a notebook shows it as picture and report.

        Raises:
            NoSuchTable: as ``table`` does.
        """
        from ondelete.deletion.predict import predict_delete
        from ondelete.notebooks import OfPredictions

        found = predict_delete(self.catalog, self.table(table) if isinstance(table, str) else table)
        return replace(found, renderer=OfPredictions(self.catalog, self.declared))

    def expected_rows(self, table: QualifiedName) -> ExpectedRows | None:
        """Return how many rows of each table go with one row of ``table``, None if no row estimates are declared."""
        if not self.declared.rows:
            return None
        from ondelete.analyses.expected_rows import expected_rows

        return expected_rows(self.key_graph, self.declared.rows, table)

    @cached_property
    def coverage(self) -> Mapping[str, KeyCoverage]:
        """By key id, the index verdict on the key."""
        from ondelete.analyses.index_coverage import index_coverage

        return index_coverage(self.catalog)

    @cached_property
    def index_fixes(self) -> Mapping[str, Fix]:
        """By key id, the index to add; a key that has an index, or that no index can serve, is left out."""
        from ondelete.fixes.indexes import index_fixes

        return index_fixes(self.catalog, self.coverage.values())

    def survey(self, *, show_partitions: bool = False) -> Iterator[TableReach]:
        """Yield the figures of every table: its verdict, reach, blockers and keys without an index.

        After a number of steps (``deletion.static.work``), the remaining tables have no verdict and no figures.
        """
        from ondelete.analyses.reach import survey
        from ondelete.deletion.predict import predict_statically
        from ondelete.deletion.static.work import Work
        from ondelete.graph import ForeignKeyGraph

        graph = ForeignKeyGraph(self.catalog, fold_partitions=False) if show_partitions else self.key_graph
        unindexed = {key for key, found in self.coverage.items() if found.verdict == "none"}
        work = Work()
        return survey(graph, lambda table: predict_statically(self.catalog, table, work), unindexed, work)

    @cached_property
    def reach(self) -> Results[TableReach]:
        """The figures of every table, as ``survey`` yields them; ``to_dicts()`` makes rows of a table of them."""
        return Results(self.survey())

    def why(self, table: str, other: str, *, every: bool = False) -> Chains:
        """Return a shortest chain of keys by which a DELETE on ``table`` reaches ``other``; ``every`` chain if asked.

        Raises:
            NoSuchTable: as ``table`` does.
        """
        from ondelete.analyses.why import why, why_all

        return (why_all if every else why)(self.key_graph, self.table(table), self.table(other))

    @cached_property
    def cycles(self) -> Results[Component]:
        """The tables that reference each other in a cycle, and where to break it, the largest cycle first."""
        from ondelete.analyses.cycles import cycles

        return Results(cycles(self.key_graph))

    @cached_property
    def order(self) -> Order:
        """The order in which the tables can be emptied, and filled again."""
        from ondelete.analyses.delete_order import delete_order

        return delete_order(self.key_graph)

    def witness(self, table: str, effect: str | None = None) -> Results[Witness]:
        """Return the rows that show what a DELETE does: for the effect of the prediction with that ``id``, or for each.

        Raises:
            KeyError: the prediction has no such effect.
        """
        from ondelete.deletion.witness.search import all_witnesses, find_witness

        prediction = self.predict_delete(table)
        if effect is not None:
            return Results((find_witness(self.catalog, prediction, effect),))
        return Results(all_witnesses(self.catalog, prediction))

    def diagram(self, *tables: str, style: Literal["sheet", "graph"] | None = None) -> Picture:
        """Return the picture of a DELETE on the tables, or of the whole schema; a notebook shows it.

        Args:
            tables: the tables of the DELETE; none for the whole schema.
            style: a sheet (of one table) or a graph; without a choice, a sheet if more than 40 tables are in reach.

        Raises:
            NoSuchTable: as ``table`` does.
        """
        from ondelete.notebooks import picture_of

        return picture_of(self.catalog, self.declared, [self.table(table) for table in tables], style)
