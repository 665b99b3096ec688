"""Witnesses: a few rows that show one effect of a DELETE, found by construction and confirmed by simulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName
from ondelete.deletion.actions.partitions import CannotSimulate, in_hash_partition
from ondelete.deletion.effects import Deleted, Failure, Prediction, Refusal, Updated
from ondelete.deletion.kinds import FailureKind, WitnessPlan
from ondelete.deletion.simulation.row_store import Abort, Failed, Heap, Row
from ondelete.deletion.simulation.simulate import simulate_delete, violations
from ondelete.deletion.sqlstates import SqlState
from ondelete.deletion.static.events import EventGraph
from ondelete.deletion.witness.doubts import doubt_about
from ondelete.deletion.witness.effort import Effort
from ondelete.deletion.witness.goal import Effect, Target, effects_of, new_values, shows
from ondelete.deletion.witness.hazard import prove_hazard
from ondelete.deletion.witness.missing_partitions import with_partitions
from ondelete.deletion.witness.order import references
from ondelete.deletion.witness.plan import Plan, plans
from ondelete.deletion.witness.rechecks import hazards_by_key
from ondelete.deletion.witness.result import Witness, WitnessDelete, WitnessRow
from ondelete.deletion.witness.rows import Conflict, Placed, Rows, rows_by_table
from ondelete.deletion.witness.scope import restrict, without_guesses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog
    from ondelete.deletion.simulation.row_store import Version
    from ondelete.deletion.simulation.simulate import Outcome

MOST_SIMULATIONS = 200
"""How often one effect may be simulated before the search gives up."""


def find_witness(catalog: Catalog, prediction: Prediction, effect_id: str) -> Witness:
    """Return the smallest witness that was found for an effect of the prediction.

    Args:
        catalog: the schema that the prediction was made of.
        prediction: what a DELETE can do.
        effect_id: the ``id`` of one of its entries.

    Raises:
        KeyError: the prediction has no such effect.
    """
    for effect in effects_of(prediction):
        if effect.id == effect_id:
            return _witness(catalog, prediction, effect)
    raise KeyError(effect_id)


def all_witnesses(catalog: Catalog, prediction: Prediction) -> Iterator[Witness]:
    """Give a witness for every effect of the prediction, in its order."""
    for effect in effects_of(prediction):
        yield _witness(catalog, prediction, effect)


def _witness(catalog: Catalog, prediction: Prediction, effect: Effect | Refusal) -> Witness:
    if isinstance(effect, Refusal):
        reason = f"a server refuses the DELETE with {effect.sqlstate} whatever the rows are, so no rows show it"
        return Witness(effect.id, proved=False, reason=reason)
    return _Search(catalog, prediction, effect).run()


_FEW = 6  # rows: a witness of so few is not searched to be smaller by other plans
_COST_OF_CONFLICT = 4  # simulations: rows that cannot be made cost time too
_ENOUGH = 3  # witnesses of more rows are compared before the smallest is taken


class _Search:
    """Tries plan after plan, and makes the first that works smaller."""

    def __init__(self, catalog: Catalog, prediction: Prediction, effect: Effect) -> None:
        catalog = with_partitions(catalog)
        self.catalog, self.prediction, self.effect = catalog, prediction, effect
        self.left = MOST_SIMULATIONS
        self.reasons: dict[str, None] = {}
        self._scoped: tuple[Plan | None, Catalog, Catalog] = (None, catalog, catalog)

    def run(self) -> Witness:
        if isinstance(self.effect, Failure) and self.effect.kind.facts.plan is WitnessPlan.RECHECK:
            return self._recheck(self.effect)
        best: Witness | None = None
        unproved: Witness | None = None
        found_so_far = 0
        for attempt in plans(self.catalog, self.prediction, self.effect):
            if self.left <= 0:
                break
            try:
                plan = attempt()
                found = self._try(plan)
            except (Conflict, CannotSimulate) as conflict:
                self.reasons[str(conflict)] = None
                self.left -= _COST_OF_CONFLICT
                continue
            if found is None:
                continue
            if not found.proved:
                unproved = unproved or found
            elif best is None or _rank(found) < _rank(best):
                best = found
            found_so_far += 1
            if best is not None and not best.committed and (len(best.rows) <= _FEW or found_so_far >= _ENOUGH):
                break
        if best is not None:
            return best
        reason = next(iter(self.reasons), "none of the rows that were tried shows it")
        if unproved is not None:
            return unproved
        return Witness(self.effect.id, proved=False, reason=reason)

    def _recheck(self, effect: Failure) -> Witness:
        effort, reason = Effort(), "none of the rows that were tried shows it"
        tried = hazards_by_key(EventGraph(self.catalog, self.prediction.table))
        for hazard in next((hazards for hazards in tried if hazards[0].key is effect.key), ()):
            proof = prove_hazard(self.catalog, self.prediction.table, hazard, effort=effort)
            if proof is not None and proof.fails:
                failed = Failed(SqlState.FOREIGN_KEY_VIOLATION, effect.table, effect.key.name)
                return Witness(
                    effect.id, proved=True, rows=proof.rows, delete=proof.delete, failed=failed, committed=True
                )
            if proof is not None:
                reason = "it fails only if the keys were created in another order than that of the file"
        return Witness(effect.id, proved=False, reason=reason)

    def _try(self, plan: Plan) -> Witness | None:
        """Return the plan as a witness, None if it shows something else."""
        try:
            outcome = self._shown(plan, plan.rows)
        except CannotSimulate as unknown:
            return self._witness(plan, plan.rows, None, f"not decided here: {unknown}")
        if outcome is None:
            undecided = _undecided(self.effect, plan)
            return self._witness(plan, plan.rows, None, f"not decided here: {undecided}") if undecided else None
        hashed = next((row.table for row in plan.rows if in_hash_partition(self.catalog, row.table)), None)
        if hashed is not None:
            return self._witness(
                plan, plan.rows, None, f"not decided here: whether hash partition {hashed} takes the row"
            )
        if plan.may_refuse:
            return self._witness(plan, plan.rows, None, f"not decided here: {plan.may_refuse[0]}")
        refusing = self._refusing_column(plan)
        if refusing is not None:
            return self._witness(plan, plan.rows, None, f"not decided here: generated column {refusing}")
        given = [(row.table, row.values) for row in plan.rows]
        doubt = doubt_about(self.catalog, self.prediction, self.effect.id, given)
        if doubt is not None:
            return self._witness(plan, plan.rows, None, f"not decided here: {doubt}")
        rows, outcome = self._smaller(plan, outcome)
        return self._witness(plan, rows, outcome, None)

    def _refusing_column(self, plan: Plan) -> str | None:
        """Return a generated column that cannot be computed here and could refuse the change of the target."""
        written = self.effect.path[-1].columns if self.effect.path else ()
        for table, name in sorted(plan.unknown_columns):
            column = self.catalog.tables[table].column(name)
            at_target = plan.target is not None and plan.target.table == table
            if column is None or column.generation is None or not (at_target and column.not_null):
                continue
            if not column.generation.columns.isdisjoint(written) and not isinstance(self.effect, Deleted):
                return name
        return None

    def _shown(self, plan: Plan, rows: Rows, *, own: bool = False) -> Outcome | None:
        """Return the outcome over these rows if they are possible and show the effect."""
        self.left -= 1
        scope = self._scope(plan)
        given = rows_by_table(rows)
        for version, failed in self._refusals(plan, given):
            what = failed.constraint or failed.column or failed.sqlstate
            self.reasons[f"a row of {version.table} that the effect needs is refused by {what}"] = None
            return None
        where = plan.where
        outcome = simulate_delete(
            scope,
            given,
            self.prediction.table,
            lambda row: all(row.get(c) == v for c, v in where.items()),
            same_transaction=own,
        )
        target = located(scope, plan.target) if plan.target in rows else None
        if shows(scope, self.effect, outcome, target):
            return outcome
        if outcome.failed is not None:
            found = outcome.failed
            culprit = found.constraint or found.column or str(found.table)
            self.reasons[f"another error comes first: {found.sqlstate} by {culprit}"] = None
        return None

    def _refusals(self, plan: Plan, given: dict[QualifiedName, list[Row]]) -> list[tuple[Version, Failed]]:
        """Return the rows that a server would refuse, as far as that can be told."""
        try:
            return list(violations(self._scope(plan), given))
        except CannotSimulate:
            return list(violations(self._plain_scope(plan), given))

    def _scope(self, plan: Plan) -> Catalog:
        """Return the part of the schema around all rows of a plan, also if fewer rows are tried."""
        if self._scoped[0] is not plan:
            tables = {row.table for row in plan.rows} | {self.prediction.table}
            scope = restrict(self.catalog, tables, plan.unknown_columns)
            self._scoped = (plan, scope, without_guesses(scope))
        return self._scoped[1]

    def _plain_scope(self, plan: Plan) -> Catalog:
        self._scope(plan)
        return self._scoped[2]

    def _smaller(self, plan: Plan, outcome: Outcome) -> tuple[list[Placed], Outcome]:
        """Leave out rows as long as the effect still shows."""
        rows = list(plan.rows)
        for row in reversed([r for r in plan.rows if r is not plan.root]):
            fewer = [other for other in rows if other is not row]
            if any(references(self.catalog, other, row) for other in fewer):
                continue
            try:
                found = self._shown(plan, fewer)
            except CannotSimulate:
                continue
            if found is not None:
                rows, outcome = fewer, found
        return rows, outcome

    def _witness(self, plan: Plan, rows: Rows, outcome: Outcome | None, reason: str | None) -> Witness:
        committed = False
        if reason is None:
            try:
                committed = self._shown(plan, rows, own=True) is None
            except CannotSimulate:
                committed = True
        changed: Row = {}
        if outcome is not None and isinstance(self.effect, Updated):
            scope = self._scope(plan)
            changed = new_values(scope, self.effect, outcome, located(scope, plan.target))
        return Witness(
            effect=self.effect.id,
            proved=reason is None,
            rows=tuple(WitnessRow(row.table, row.values) for row in rows),
            delete=WitnessDelete(self.prediction.table, plan.where),
            target=WitnessRow(plan.target.table, plan.target.values) if plan.target and plan.target in rows else None,
            changed=changed,
            failed=outcome.failed if outcome is not None else None,
            committed=committed,
            undecided=tuple(plan.undecided),
            reason=reason,
        )


def _undecided(effect: Effect, plan: Plan) -> str:
    """Return what only a server can decide about an effect, "" if the simulation is the whole truth."""
    if isinstance(effect, Failure) and not effect.kind.facts.decided:
        what = "exclusion constraint" if effect.kind is FailureKind.EXCLUDE else "what is computed for"
        return f"{what} {effect.constraint}"
    about = effect.columns if isinstance(effect, (Updated, Failure)) else ()
    unknown = [c for table, c in sorted(plan.unknown_columns) if table == effect.table and c in about]
    return f"generated column {unknown[0]}" if unknown else ""


def located(catalog: Catalog, placed: Placed | None) -> Target | None:
    """Return the leaf that a row lies in, and the row as the simulator keeps it."""
    if placed is None:
        return None
    try:
        version = Heap(catalog).load(placed.table, placed.values, own=False)
    except Abort:
        return None
    return Target(version.table, version.row)


def _rank(witness: Witness) -> tuple[bool, int]:
    return witness.committed, len(witness.rows)


__all__ = ["Witness", "WitnessDelete", "WitnessRow", "all_witnesses", "find_witness"]
