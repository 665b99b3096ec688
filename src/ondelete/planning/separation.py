"""The fewest keys to change so that a delete no longer reaches a table: a minimum cut between the two."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from ondelete.analyses.contracts import is_named
from ondelete.catalog import QualifiedName, ReferentialAction
from ondelete.deletion.kinds import StepOutcome
from ondelete.graph.cuts import cheapest_cut
from ondelete.planning.nulls import why_not_null
from ondelete.whatif import Supposed
from ondelete.whatif.refused import why_refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, ForeignKey
    from ondelete.declarations import Patterns
    from ondelete.deletion.effects import Prediction, Step

_Node: TypeAlias = "tuple[QualifiedName, str] | str"
_SINK = ""
_CHANGE, _BLOCKS = 1_000, 1
"""A changed key counts most; of two, the one that can be SET NULL is better than one that then blocks the delete."""


def separating(catalog: Catalog, prediction: Prediction, spared: QualifiedName, keep: Patterns) -> tuple[Supposed, ...]:
    """Return the keys to change so that the delete leaves the rows of ``spared`` alone; () if no key can do it.

    A key before it becomes SET NULL if its row can do with that, otherwise, and if it is a key of ``spared`` itself,
    RESTRICT: then the rows that must stay stop the delete.

    Args:
        catalog: the schema.
        prediction: what the delete does.
        spared: a table that it must not reach.
        keep: keys, or tables with all their keys, that must not change.
    """
    changes = {step.key.id: _changed(catalog, step.key, spared) for step in prediction.steps}
    arcs = list(_arcs(catalog, prediction, spared, keep, changes))
    found = cheapest_cut(arcs, (prediction.table, "delete"), _SINK)
    if found is None or not found[0]:
        return ()
    near = found[1]
    cut = (tail for tail, head, cost in arcs if cost is not None and tail in near and head not in near)
    return tuple(changes[key] for key in dict.fromkeys(cut) if isinstance(key, str))


def _arcs(
    catalog: Catalog, prediction: Prediction, spared: QualifiedName, keep: Patterns, changes: dict[str, Supposed]
) -> Iterator[tuple[_Node, _Node, int | None]]:
    for table in prediction.inheriting:
        yield (prediction.table, "delete"), (table, "delete"), None
    for step in prediction.steps:
        if not step.outcome.goes_on:
            continue
        fixed = step.event == "update" or is_named(keep, step.key, catalog.home)
        yield (step.referenced, step.event), step.key.id, None
        yield step.key.id, _target(step), None if fixed else _cost(changes[step.key.id])
    for table in {step.key.table for step in prediction.steps}:
        if spared in (table, catalog.root_of(table)):
            yield (table, "delete"), _SINK, None
            yield (table, "update"), _SINK, None


def _target(step: Step) -> _Node:
    return step.key.table, "delete" if step.outcome is StepOutcome.DELETED else "update"


def _cost(change: Supposed) -> int:
    return _CHANGE + (_BLOCKS if change.key.on_delete is ReferentialAction.RESTRICT else 0)


def _changed(catalog: Catalog, key: ForeignKey, spared: QualifiedName) -> Supposed:
    null = replace(key, on_delete=ReferentialAction.SET_NULL, set_columns=None)
    own = spared in (key.table, catalog.root_of(key.table))
    works = why_refused(catalog, null) is None and why_not_null(catalog, null) is None
    if not own and works and key.on_delete is not ReferentialAction.SET_NULL:
        return Supposed(key, null)
    return Supposed(key, replace(key, on_delete=ReferentialAction.RESTRICT, set_columns=None))
