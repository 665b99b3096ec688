"""What a witness has to show, and whether the end of a DELETE shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, assert_never

import msgspec

from ondelete.catalog import QualifiedName
from ondelete.deletion.actions.changes import default_expression
from ondelete.deletion.effects import Deleted, Failure, Prediction, Refusal, Updated
from ondelete.deletion.expressions.evaluate import evaluate
from ondelete.deletion.kinds import Certainty, Names

if TYPE_CHECKING:
    from ondelete.catalog import Catalog
    from ondelete.deletion.simulation.row_store import Failed, Row
    from ondelete.deletion.simulation.simulate import Outcome

Effect: TypeAlias = Deleted | Updated | Failure
"""What rows can show."""


class Target(msgspec.Struct, frozen=True):
    """The row that the effect is about: the leaf it lies in and its values; None if the effect needs no row."""

    table: QualifiedName
    row: Row


def effects_of(prediction: Prediction) -> tuple[Effect | Refusal, ...]:
    """Return everything in a prediction that can be asked about; a refused statement looks at no row."""
    return (*prediction.deleted, *prediction.updated, *prediction.failures, *prediction.refusals)


def shows(catalog: Catalog, effect: Effect, outcome: Outcome, target: Target | None) -> bool:
    """Return whether the outcome shows exactly that effect on the target row."""
    if isinstance(effect, Failure):
        return outcome.failed is not None and _is_failure(catalog, effect, outcome.failed)
    if outcome.failed is not None or target is None:
        return False
    if target.row in outcome.rows.get(target.table, ()):
        return False
    if isinstance(effect, Deleted):
        return not _successors(catalog, target, outcome, ignoring=frozenset())
    changed = _successors(catalog, target, outcome, ignoring=frozenset(target.row))
    return any(_is_changed(catalog, effect, target.row, row) for row in changed)


def new_values(catalog: Catalog, effect: Updated, outcome: Outcome, target: Target | None) -> Row:
    """Return the columns of the target that changed as the effect says, with their new values."""
    if target is None:
        return {}
    for row in _successors(catalog, target, outcome, ignoring=frozenset(target.row)):
        if _is_changed(catalog, effect, target.row, row):
            return {c: row[c] for c in effect.columns if c in row and row[c] != target.row.get(c)}
    return {}


def _successors(catalog: Catalog, target: Target, outcome: Outcome, *, ignoring: frozenset[str]) -> list[Row]:
    """Return the rows that can be the target's new version: rows of its table that were not there before."""
    root = catalog.root_of(target.table)
    found = [row for table, rows in outcome.rows.items() if catalog.root_of(table) == root for row in rows]
    key = _identity(catalog, target.table)
    kept = [c for c in key if c not in ignoring]
    return [row for row in found if row != target.row and (ignoring or all(row[c] == target.row[c] for c in kept))]


def _identity(catalog: Catalog, table: QualifiedName) -> tuple[str, ...]:
    for constraint in catalog.keys_of.get(table, ()):
        if constraint.kind == "primary key":
            return tuple(c for c in constraint.columns if c is not None)
    return tuple(column.name for column in catalog.tables[table].columns)


def _is_changed(catalog: Catalog, effect: Updated, old: Row, new: Row) -> bool:
    columns = [c for c in effect.columns if c in new and new[c] != old.get(c)]
    untouched = [c for c in old if c not in effect.columns and catalog.tables[effect.table].column(c) is not None]
    own = _identity(catalog, effect.table)
    if any(new[c] != old[c] for c in untouched if c in own):
        return False
    if effect.to == "null":
        return any(new[c] is None for c in columns)
    if effect.to == "default":
        return any(new[c] is not None and _is_default(catalog, effect.table, c, new[c]) for c in columns)
    return any(new[c] is not None for c in columns)


def _is_default(catalog: Catalog, table: QualifiedName, column: str, value: object) -> bool:
    definition = catalog.tables[table].column(column)
    expression = default_expression(catalog, definition) if definition is not None else None
    return expression is not None and value in (evaluate(expression.tree, {}).values or ())


def _is_failure(catalog: Catalog, effect: Failure, failed: Failed) -> bool:
    if failed.sqlstate not in effect.sqlstates:
        return False
    if catalog.root_of(failed.table) != catalog.root_of(effect.table):
        return False
    if failed.at_commit and effect.certainty not in (Certainty.DEFERRED, Certainty.MAY):
        return False
    match effect.kind.facts.names:
        case Names.COLUMN:
            return failed.column is None or failed.column in effect.columns
        case Names.CONSTRAINT:
            return failed.constraint == effect.constraint
        case Names.KEY:
            return failed.constraint == effect.key.name
        case Names.NOTHING:
            return True
        case unknown:
            assert_never(unknown)
