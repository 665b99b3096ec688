"""Which indexes can refuse a changed row: another row has its key, or the expression of an index raises (R10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import column_list
from ondelete.deletion.expressions.evaluate import evaluate, truth
from ondelete.deletion.expressions.raising import raises
from ondelete.deletion.kinds import FailureKind
from ondelete.deletion.static.row_failure import RowFailure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Expression, Index, Key
    from ondelete.deletion.static.row_checks import ChangedRow


def index_failures(index: Index, constraint: Key | None, row: ChangedRow) -> Iterator[RowFailure]:
    """Yield why an index refuses a row; a row from another partition is inserted with all its columns."""
    yield from _raising(index, row)
    exclusion = constraint is not None and (constraint.kind == "exclude" or constraint.without_overlaps)
    if not (index.unique or exclusion) or not _can_collide(index, row):
        return
    columns = _index_columns(index)
    touched = tuple(c for c in row.after if c in columns and c in row.differs) or _named(index, row)
    kind = FailureKind.EXCLUDE if exclusion else FailureKind.UNIQUE
    what = "another row can conflict" if exclusion else "another row can have the same"
    reason = f"the changed row can collide in {index.name}: {what}{f' {column_list(touched)}' if touched else ''}"
    deferred = constraint is not None and constraint.timing.initially_deferred
    yield RowFailure(kind, touched, False, kind.facts.sqlstates[0], reason, index.name, deferred=deferred)


def _raising(index: Index, row: ChangedRow) -> Iterator[RowFailure]:
    for expression in _expressions(index):
        touched = tuple(c for c in row.after if c in expression.columns and c in row.differs)
        found = raises(row.reader.bind(expression).tree, row.after, row.reader.types) if touched or row.came else ()
        if found:
            of = f" for the new value of {column_list(touched)}" if touched else ""
            reason = f"an expression of index {index.name} can raise an error{of}"
            columns = touched or _named(index, row)
            yield RowFailure(FailureKind.RAISE, columns, False, found[0], reason, index.name, also=found[1:])
            return


def _can_collide(index: Index, row: ChangedRow) -> bool:
    """Whether a changed row can be inserted into the index with a key that another row already has."""
    keys_change = row.came
    for column in index.columns:
        if column is not None and column in row.differs:
            if not index.nulls_not_distinct and row.after.get(column, "") is None:
                return False
            keys_change = True
    for expression in index.expressions:
        if not expression.columns.isdisjoint(row.differs):
            value = evaluate(row.reader.bind(expression).tree, row.after)
            if not index.nulls_not_distinct and value.values is not None and not value.values:
                return False
            keys_change = True
    if index.predicate is None:
        return keys_change
    holds = truth(row.reader.bind(index.predicate).tree, row.after)
    enters = not index.predicate.columns.isdisjoint(row.differs)
    return True in holds and (keys_change or enters)


def _named(index: Index, row: ChangedRow) -> tuple[str, ...]:
    columns = _index_columns(index)
    return tuple(c.name for c in row.table.columns if c.name in columns)


def _index_columns(index: Index) -> frozenset[str]:
    columns = frozenset(c for c in index.columns if c is not None)
    return columns.union(*(expression.columns for expression in _expressions(index)))


def _expressions(index: Index) -> tuple[Expression, ...]:
    return (*index.expressions, *((index.predicate,) if index.predicate else ()))
