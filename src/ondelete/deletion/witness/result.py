"""A witness as a value: rows to insert, the DELETE, and what it showed."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ondelete.catalog import QualifiedName
from ondelete.deletion.expressions.values import Concrete
from ondelete.deletion.simulation.row_store import Failed


class WitnessRow(msgspec.Struct, frozen=True):
    """One row to insert; ``table`` is a partition if the effect needs that one. Columns left out are NULL."""

    table: QualifiedName
    values: Mapping[str, Concrete | None]


class WitnessDelete(msgspec.Struct, frozen=True):
    """``DELETE FROM table WHERE column = value AND ...``; ``also`` are further rows that the statement takes."""

    table: QualifiedName
    where: Mapping[str, Concrete | None]
    also: tuple[Mapping[str, Concrete | None], ...] = ()

    def chooses(self, row: Mapping[str, Concrete | None]) -> bool:
        """Whether the statement deletes a row of its table."""
        return any(all(row.get(c) == v for c, v in where.items()) for where in (self.where, *self.also))


class Witness(msgspec.Struct, frozen=True):
    """A small set of rows that shows one effect.

    Attributes:
        effect: its id.
        proved: whether the simulation of the DELETE over ``rows`` shows exactly that effect.
        rows: what to insert, referenced rows first if possible; empty if no rows were found.
        delete: the statement; None if no rows were found.
        target: the row that the effect is about; None if it needs none.
        changed: columns of the target that the DELETE changes, with their new values; empty for other effects.
        failed: the error with which the DELETE ends, None if it succeeds.
        committed: the rows must be committed before the DELETE: in one transaction with it the outcome differs,
            because a row that was inserted by the same transaction has all its keys checked on one update (R9).
        undecided: constraints that only a server can decide.
        reason: why it is not proved, in one sentence; None if it is.
    """

    effect: str
    proved: bool
    rows: tuple[WitnessRow, ...] = ()
    delete: WitnessDelete | None = None
    target: WitnessRow | None = None
    changed: Mapping[str, Concrete | None] = {}
    failed: Failed | None = None
    committed: bool = False
    undecided: tuple[str, ...] = ()
    reason: str | None = None
