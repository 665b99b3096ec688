"""A schema that has been read, and the questions that it answers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from ondelete.catalog import QualifiedName
from ondelete.catalog.lookup import find_table
from ondelete.declarations import NOTHING
from ondelete.showable import Results

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from networkx import MultiDiGraph

    from ondelete.analyses.cycles import Component
    from ondelete.analyses.delete_order import Order
    from ondelete.analyses.expected_rows import ExpectedRows
    from ondelete.analyses.index_coverage import KeyCoverage
    from ondelete.analyses.reach import TableReach
    from ondelete.analyses.references import Reference, References
    from ondelete.analyses.why import Chains
    from ondelete.audit.baseline import Baseline
    from ondelete.catalog import Catalog
    from ondelete.changes import Cause, Review
    from ondelete.config import Config
    from ondelete.declarations import Declarations
    from ondelete.deletion.effects import Prediction
    from ondelete.deletion.witness.result import Witness
    from ondelete.findings import Audit, Fix
    from ondelete.fixes.plan import FixPlan
    from ondelete.graph import ForeignKeyGraph
    from ondelete.notebooks import Picture
    from ondelete.rails.deletes.pairs import Layers
    from ondelete.rules import Policy
    from ondelete.whatif import Supposed


class Schema:
    """The library's face: a catalog, its graph of foreign keys, predictions and findings."""

    def __init__(
        self,
        catalog: Catalog,
        declared: Declarations = NOTHING,
        config: Config | None = None,
        supposed: tuple[Supposed, ...] = (),
    ) -> None:
        self.catalog, self.declared, self.config = catalog, declared, config
        self.supposed = supposed
        """What is different from the schema that was read, if somebody asked what would be if."""

    def __repr__(self) -> str:
        return f"<Schema {' + '.join(self.catalog.paths)}: {len(self.catalog.tables)} tables>"

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

    def suppose(self, *changes: str) -> Schema:
        """Return the schema in which keys have other actions: ``posts_user_id_fkey=cascade``.

        A key is named as answers name it, or by a pattern; ``new:posts.user_id→users=cascade`` is a key that is not
        there. The actions are cascade, restrict, no-action, set-null, set-default, deferred and none.

        Raises:
            OndeleteError: there is no such key or action, or PostgreSQL would refuse the key.
        """
        from ondelete.whatif import assume

        catalog, supposed = assume(self.catalog, changes)
        return Schema(catalog, self.declared, self.config, (*self.supposed, *supposed))

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

    def expected_updates(self, table: QualifiedName) -> ExpectedRows | None:
        """Return how many rows of each table stay and change with one row, None if no row estimates are declared."""
        if not self.declared.rows:
            return None
        from ondelete.analyses.expected_rows import expected_updates

        return expected_updates(self.key_graph, self.declared.rows, table)

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

    def audit(
        self,
        policy: str | Policy | None = None,
        *,
        only: Collection[str] = (),
        baseline: Baseline | None = None,
        watch: Callable[[int, int], None] | None = None,
        layers: Layers | str = "",
    ) -> Audit:
        """Return the findings of a policy, most severe first, and the accepted ones.

        Args:
            policy: a policy, or the name of one; else the one of the configuration, or ``default``.
            only: the names of the rules to run, if not all.
            baseline: findings that are known and do not count.
            watch: called after each rule with 1 and the number of rules, to show progress.
            layers: the models of a Rails application with their keys, or why there are none (a note says it).

        Raises:
            BadConfig: there is no policy of that name.
        """
        from ondelete.audit import run_rules
        from ondelete.config import Config
        from ondelete.notebooks import OfAudits
        from ondelete.rules import RuleContext

        context = RuleContext.of(self.catalog, known=self, declared=self.declared, layers=layers)
        policy = (self.config or Config()).policy(policy) if policy is None or isinstance(policy, str) else policy
        shares = self.config.shares if self.config and self.config.part is not None else None
        found = run_rules(context, policy, only=only, baseline=baseline, watch=watch, shares=shares)
        return replace(found, renderer=OfAudits(self.catalog))

    def diff(
        self,
        after: Schema,
        *,
        policy: str | None = None,
        silences: Sequence[Cause] = (),
        watch: Callable[[int, int], None] | None = None,
    ) -> Review:
        """Return what a change from this schema to another does to deletes.

        Args:
            after: the schema as it is after the change.
            policy: the rules whose findings are compared, as for ``audit``.
            silences: what the change no longer reports (``ondelete.changes.silenced``).
            watch: called after each rule with 1 and the number of rules, to show progress.

        Raises:
            BadConfig: there is no policy of that name.
        """
        from ondelete.changes import compare, in_new_names, review

        old, renamed = in_new_names(self.catalog, after.catalog)
        before = self if old is self.catalog else Schema(old, after.declared, after.config)
        first, last = (each.audit(policy, baseline=after.known, watch=watch) for each in (before, after))
        accepts = after.config.accepts if after.config else ()
        difference = compare(old, after.catalog, renamed, after.declared, (before, after))
        return replace(review(difference, first, last, silences, accepts), old=old)

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

    def fixes(self, policy: str | None = None) -> FixPlan:
        """Return the fixes of a policy's findings, in an order in which they can run.

        Raises:
            BadConfig: there is no policy of that name.
        """
        from ondelete.fixes.plan import fix_plan

        return fix_plan(self.audit(policy).findings)

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

    @cached_property
    def known(self) -> Baseline | None:
        """The findings of the baseline that the configuration names, None if it names none."""
        from ondelete.audit.baseline import read_baseline

        place = self.config.baseline if self.config else None
        return read_baseline(place) if place is not None and place.exists() else None
