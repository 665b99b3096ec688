"""A schema that has been read, and the questions that it answers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import QualifiedName
from ondelete.declarations import NOTHING
from ondelete.schema.questions import Questions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from ondelete.analyses.expected_rows import ExpectedRows
    from ondelete.audit.baseline import Baseline
    from ondelete.catalog import Catalog
    from ondelete.changes import Cause, Review
    from ondelete.config import Config
    from ondelete.declarations import Declarations
    from ondelete.findings import Audit
    from ondelete.fixes.plan import FixPlan
    from ondelete.rails.deletes.pairs import Layers
    from ondelete.rules import Policy
    from ondelete.whatif import Supposed


class Schema(Questions):
    """The library's face: a catalog, its graph of foreign keys, predictions and findings."""

    def __init__(
        self,
        catalog: Catalog,
        declared: Declarations = NOTHING,
        config: Config | None = None,
        supposed: tuple[Supposed, ...] = (),
    ) -> None:
        super().__init__(catalog, declared)
        self.config = config
        self.supposed = supposed
        """What is different from the schema that was read, if somebody asked what would be if."""

    def __repr__(self) -> str:
        return f"<Schema {' + '.join(self.catalog.paths)}: {len(self.catalog.tables)} tables>"

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

    def expected_updates(self, table: QualifiedName) -> ExpectedRows | None:
        """Return how many rows of each table stay and change with one row, None if no row estimates are declared."""
        if not self.declared.rows:
            return None
        from ondelete.analyses.expected_rows import expected_updates

        return expected_updates(self.key_graph, self.declared.rows, table)

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

    def fixes(self, policy: str | None = None) -> FixPlan:
        """Return the fixes of a policy's findings, in an order in which they can run.

        Raises:
            BadConfig: there is no policy of that name.
        """
        from ondelete.fixes.plan import fix_plan

        return fix_plan(self.audit(policy).findings)

    @cached_property
    def known(self) -> Baseline | None:
        """The findings of the baseline that the configuration names, None if it names none."""
        from ondelete.audit.baseline import read_baseline

        place = self.config.baseline if self.config else None
        return read_baseline(place) if place is not None and place.exists() else None
