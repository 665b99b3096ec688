"""Which of its own constraints a row can break when a referential action changes it (R10, step 1; R15)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import column_list
from ondelete.deletion.actions.changes import nulled, row_after, row_before
from ondelete.deletion.actions.movement import movement
from ondelete.deletion.expressions.raising import raises
from ondelete.deletion.kinds import FailureKind
from ondelete.deletion.sqlstates import SqlState
from ondelete.deletion.static.row_checks import ChangedRow
from ondelete.deletion.static.row_columns import (
    column_failures,
    is_not_null,
    not_null_columns,
    passed_on_failures,
)
from ondelete.deletion.static.row_failure import RowFailure
from ondelete.deletion.static.row_generated import cast_failures, generation_failures, virtual_failures
from ondelete.deletion.static.row_indexes import index_failures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName, Table
    from ondelete.deletion.actions.changes import Changes, To
    from ondelete.deletion.actions.movement import Movement

__all__ = ["RowFailure", "RowFailures", "is_not_null", "remembered_failures", "row_failures"]


class RowFailures:
    """What the rows of one catalog can violate, kept by the key that changes them and what it writes."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known: dict[tuple[int, frozenset[tuple[str, frozenset[To]]]], tuple[RowFailure, ...]] = {}

    def of(self, order: int, foreign_key: ForeignKey, changes: Changes) -> tuple[RowFailure, ...]:
        """Return ``row_failures``; ``order`` is the foreign key's place in the creation order."""
        what = (order, frozenset(changes.items()))
        if what not in self._known:
            self._known[what] = tuple(row_failures(self._catalog, foreign_key, changes))
        return self._known[what]


@lru_cache(maxsize=8)
def remembered_failures(catalog: Catalog) -> RowFailures:
    """Return the failures of a catalog's rows, kept because all DELETEs of the catalog need many of the same."""
    return RowFailures(catalog)


def row_failures(catalog: Catalog, foreign_key: ForeignKey, changes: Changes) -> list[RowFailure]:
    """Return everything that a row of ``foreign_key.table`` can violate when ``changes`` are written into it."""
    table = catalog.tables.get(foreign_key.table)
    if table is None:
        return []
    before, after = row_before(foreign_key), row_after(catalog, table.name, changes)
    not_null = not_null_columns(catalog, table)
    row = ChangedRow(catalog, table, before, after, changes, not_null)
    found = list(passed_on_failures(catalog, foreign_key, changes))
    found.extend(_own_failures(catalog, row, changes, (table.name, *catalog.partitioned_above(table.name))))
    moves = movement(catalog, table.name, before, changes)
    found.extend(_partition_failures(moves, changes))
    found.extend(_raising_bounds(catalog, row))
    if table.is_partitioned:
        found.extend(_Partitions(catalog, row, changes, moves).failures(found))
    return found


def _own_failures(
    catalog: Catalog, row: ChangedRow, changes: Changes, holders: tuple[QualifiedName, ...], *, attached: bool = True
) -> Iterator[RowFailure]:
    """Yield what the constraints of one table refuse.

    ``holders`` are the tables whose indexes check it; ``attached``: even indexes that belong to an index above.
    """
    table = row.table
    for column in table.columns:
        if column.name in changes:
            yield from column_failures(catalog, table, column, changes)
        elif row.came and column.not_null and column.name not in row.not_null:
            reason = f"{column.name} is NOT NULL there"
            yield RowFailure(FailureKind.NOT_NULL, (column.name,), False, SqlState.NOT_NULL_VIOLATION, reason)
        elif column.not_null_unchecked:
            reason = f"{column.name} is NOT NULL NOT VALID, and a row that holds NULL there fails any update"
            yield RowFailure(FailureKind.NOT_NULL, (column.name,), False, SqlState.NOT_NULL_VIOLATION, reason)
    yield from generation_failures(row)
    yield from cast_failures(row)
    yield from virtual_failures(row)
    for check in catalog.checks_of.get(table.name, ()):
        if check.enforced:
            yield from row.check_failures(check)
    for name in holders:
        constraints = {key.name: key for key in catalog.keys_of.get(name, ())}
        for index in catalog.indexes_of.get(name, ()):
            if attached or index.attached_to is None:
                yield from index_failures(index, constraints.get(index.name), row)


def _partition_failures(moves: Movement, changes: Changes) -> Iterator[RowFailure]:
    """Yield whether no partition takes the changed row, and whether it may not leave its partition."""
    if not moves.columns:
        return
    decides = f"{column_list(moves.columns)} decides the partition"
    if moves.refused:
        reason = f"{decides}, and a row cannot leave a partition that a foreign key references"
        yield RowFailure(FailureKind.PARTITION, moves.columns, False, SqlState.FEATURE_NOT_SUPPORTED, reason)
    if moves.lost == "cannot":
        return
    certain = moves.lost == "must"
    if moves.bound is not None:
        reason = f"{decides}, and the row cannot leave {moves.bound.name}"
    elif certain and not nulled(changes).isdisjoint(moves.columns):
        reason = f"{decides}, and no partition takes NULL"
    else:
        reason = f"{decides}, and no partition may take the new value"
    yield RowFailure(FailureKind.PARTITION, moves.columns, certain, SqlState.CHECK_VIOLATION, reason)


def _raising_bounds(catalog: Catalog, row: ChangedRow) -> Iterator[RowFailure]:
    """Yield the partition keys, at any level, that are expressions and can raise for the changed row."""
    named = row.table.name
    for name in (named, *catalog.partitioned_above(named), *catalog.partitions_below(named)):
        table = catalog.tables.get(name)
        for expression in table.partition_key.expressions if table is not None and table.partition_key else ():
            touched = tuple(c for c in row.after if c in expression.columns and c in row.differs)
            found = raises(row.reader.bind(expression).tree, row.after, row.reader.types) if touched else ()
            if found:
                reason = (
                    f"the partition key of {name.name} can raise an error for the new value of {column_list(touched)}"
                )
                yield RowFailure(FailureKind.RAISE, touched, False, found[0], reason, name.name, also=found[1:])


class _Partitions:
    """The partitions of one table, and what else they refuse: for a row that stays, and for one that comes."""

    def __init__(self, catalog: Catalog, row: ChangedRow, changes: Changes, moves: Movement) -> None:
        self.catalog, self.row, self.changes, self.moves = catalog, row, changes, moves
        self.root = row.table.name
        self.guarded = {check.name for check in catalog.checks_of.get(self.root, ())}

    def failures(self, known: list[RowFailure]) -> Iterator[RowFailure]:
        """Yield the failures that the table itself does not have, each once."""
        seen = {(failure.kind, failure.columns, failure.constraint) for failure in known}
        for name in self.catalog.partitions_below(self.root):
            leaf = self.catalog.tables[name]
            for failure in self._of_leaf(leaf) if not leaf.is_partitioned else ():
                what = (failure.kind, failure.columns, failure.constraint)
                if what not in seen:
                    seen.add(what)
                    reason = f"in partition {name.name}, {failure.reason}"
                    yield msgspec.structs.replace(failure, certain=False, reason=reason)

    def _of_leaf(self, leaf: Table) -> Iterator[RowFailure]:
        above = self.catalog.partitioned_above(leaf.name)
        holders = (leaf.name, *above[: above.index(self.root)])
        for came, leaves in ((False, self.moves.staying), (True, self.moves.arriving)):
            if leaf.name in leaves:
                row = self.row.of(leaf, came=came)
                for failure in _own_failures(self.catalog, row, self.changes, holders, attached=False):
                    of_check = failure.kind in (FailureKind.CHECK, FailureKind.RAISE)
                    if not (of_check and failure.constraint in self.guarded):
                        yield failure
