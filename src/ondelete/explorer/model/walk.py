"""The walk that the page makes over a cascade, made here first: the page is told what this walk misses.

A cascade is walked table by table: the keys of a deleted row do the same whichever delete reached it. What depends on
more than that (ON UPDATE chains, rows that move between partitions) is found by comparing with the prediction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.deletion.kinds import StepOutcome
from ondelete.explorer.model.data import ChangeRow, StepRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ondelete.explorer.model.data import To

    Direct = Sequence[tuple[int, StepOutcome]]
    Written = Sequence[tuple[To, tuple[str, ...]]]


def walked_steps(starts: Iterable[int], direct: Mapping[int, Direct], table_of: Sequence[int]) -> tuple[StepRow, ...]:
    """Return the steps that the walk finds from some tables, breadth first.

    Args:
        starts: the table of the DELETE, and those that inherit from it.
        direct: by table, its keys and what they do when a row of it is deleted.
        table_of: by key, the referencing table.
    """
    found = []
    pending = list(starts)
    seen = set(pending)
    for table in pending:  # grows while it is read
        for key, outcome in direct[table]:
            found.append(StepRow(key, table, "delete", outcome))
            following = table_of[key]
            if outcome is StepOutcome.DELETED and following not in seen:
                seen.add(following)
                pending.append(following)
    return tuple(found)


def walked_changes(steps: Iterable[StepRow], written: Mapping[int, Written]) -> tuple[ChangeRow, ...]:
    """Return the changes that follow from steps, by what each key's ON DELETE writes."""
    keys = dict.fromkeys(step.key for step in steps if step.outcome is StepOutcome.UPDATED)
    return tuple(ChangeRow(key, "delete", to, columns) for key in keys for to, columns in written.get(key, ()))
