"""What a rule sees: the schema, what the team declares about it, and answers that several rules ask for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import msgspec

from ondelete.declarations import NOTHING, Declarations, Patterns
from ondelete.findings import KnownFinding
from ondelete.rules.base.ignores import Ignore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ondelete.analyses.index_coverage import KeyCoverage
    from ondelete.analyses.order_risks import OrderRisks
    from ondelete.analyses.references import References
    from ondelete.analyses.trigger_code import TriggerCode
    from ondelete.catalog import Catalog, ForeignKey, QualifiedName, Table
    from ondelete.deletion.effects import Prediction
    from ondelete.findings import Fix
    from ondelete.graph import ForeignKeyGraph
    from ondelete.rails.deletes.pairs import Layers


class Run(msgspec.Struct, frozen=True):
    """What the audit itself knows.

    ``rule_names`` are all rules, on or off. Only a rule that runs last knows the rest: ``unused_ignores`` and
    ``stale_entries`` matched no finding; ``baseline_path`` is the file of the entries.
    """

    rule_names: tuple[str, ...] = ()
    unused_ignores: tuple[Ignore, ...] = ()
    stale_entries: tuple[KnownFinding, ...] = ()
    baseline_path: str = ""


class Known(Protocol):
    """What somebody has worked out of a schema already, or works out when it is asked."""

    @property
    def key_graph(self) -> ForeignKeyGraph:
        """See ``RuleContext.graph``."""

    @property
    def coverage(self) -> Mapping[str, KeyCoverage]:
        """See ``RuleContext.coverage``."""

    @property
    def references(self) -> References:
        """See ``RuleContext.references``."""


class Answers:
    """Answers about one schema that take time: each is computed when a rule first asks for it, and then kept.

    Its module is imported then, too, so that a run of few rules, and every start, is quicker.
    """

    def __init__(self, catalog: Catalog, known: Known | None, declared: Declarations = NOTHING) -> None:
        self._catalog, self._known, self._declared = catalog, known, declared
        self._predictions: dict[QualifiedName, Prediction] = {}

    @cached_property
    def graph(self) -> ForeignKeyGraph:
        """See ``RuleContext.graph``."""
        from ondelete.graph import ForeignKeyGraph

        return ForeignKeyGraph(self._catalog) if self._known is None else self._known.key_graph

    @cached_property
    def coverage(self) -> Mapping[str, KeyCoverage]:
        """See ``RuleContext.coverage``."""
        from ondelete.analyses.index_coverage import index_coverage

        return index_coverage(self._catalog) if self._known is None else self._known.coverage

    @cached_property
    def index_fixes(self) -> Mapping[str, Fix]:
        """See ``RuleContext.index_fixes``."""
        from ondelete.fixes.indexes import index_fixes

        return index_fixes(self._catalog, self.coverage.values())

    @cached_property
    def references(self) -> References:
        """See ``RuleContext.references``."""
        from ondelete.analyses.references import References

        return References(self._catalog, self._declared) if self._known is None else self._known.references

    @cached_property
    def order_risks(self) -> OrderRisks:
        """See ``RuleContext.order_risks``."""
        from ondelete.analyses.order_risks import OrderRisks

        return OrderRisks(self._catalog)

    @cached_property
    def trigger_code(self) -> TriggerCode:
        """See ``RuleContext.trigger_code``."""
        from ondelete.analyses.trigger_code import trigger_code

        return trigger_code(self._catalog)

    def prediction(self, table: QualifiedName) -> Prediction:
        """See ``RuleContext.prediction``."""
        if table not in self._predictions:
            from ondelete.deletion.predict import predict_delete

            self._predictions[table] = predict_delete(self._catalog, table)
        return self._predictions[table]


class RuleContext(msgspec.Struct, frozen=True, eq=False, dict=True):
    """What a rule may read. A rule cannot change it, so rules do not depend on the order in which they run.

    Make one with ``RuleContext.of``. ``declared`` is what the team declares about the schema, ``run`` what the audit
    itself knows. A copy with another ``run`` shares the answers.
    """

    catalog: Catalog
    answers: Answers
    declared: Declarations = NOTHING
    run: Run = Run()
    layers: Layers | str = ""

    @classmethod
    def of(
        cls,
        catalog: Catalog,
        *,
        known: Known | None = None,
        declared: Declarations = NOTHING,
        layers: Layers | str = "",
    ) -> RuleContext:
        """Return the context for a schema.

        Args:
            catalog: the schema.
            known: what is known of it already.
            declared: what the team declares about the schema.
            layers: the models of a Rails application with the keys that they meet, or why they were not read.
        """
        return cls(catalog, Answers(catalog, known, declared), declared, layers=layers)

    @property
    def both_layers(self) -> Layers:
        """The models and the keys, for a rule that only runs if the models were read."""
        assert not isinstance(self.layers, str)  # noqa: S101 - the audit leaves out such rules otherwise
        return self.layers

    @cached_property
    def home(self) -> str:
        """The schema whose tables can be named without their schema."""
        return self.catalog.home

    @cached_property
    def keys(self) -> tuple[ForeignKey, ...]:
        """The foreign keys that act: NOT ENFORCED ones do nothing."""
        return tuple(key for key in self.catalog.foreign_keys if key.enforced)

    @property
    def graph(self) -> ForeignKeyGraph:
        """The enforced keys, partitions folded into their roots."""
        return self.answers.graph

    @property
    def coverage(self) -> Mapping[str, KeyCoverage]:
        """The index verdict on every enforced key, by key id."""
        return self.answers.coverage

    @property
    def index_fixes(self) -> Mapping[str, Fix]:
        """The index to add, by the id of the key that needs it."""
        return self.answers.index_fixes

    @property
    def references(self) -> References:
        """The references that no foreign key declares."""
        return self.answers.references

    @property
    def order_risks(self) -> OrderRisks:
        """The keys whose outcome depends on the order in which keys were created."""
        return self.answers.order_risks

    @property
    def trigger_code(self) -> TriggerCode:
        """What the triggers and rules do that a DELETE can fire."""
        return self.answers.trigger_code

    def prediction(self, table: QualifiedName) -> Prediction:
        """Return everything that a DELETE on a table can do."""
        return self.answers.prediction(table)

    def matching(self, patterns: Patterns) -> tuple[Table, ...]:
        """Return the tables of the schema that match, in file order."""
        return tuple(table for name, table in self.catalog.tables.items() if patterns.matches(name, self.home))
