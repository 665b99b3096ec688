"""Stored generated columns of a changed row: their expression raises, or their type does not hold its value (R10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.deletion.actions.assignment import is_bounded, narrowing, refusal
from ondelete.deletion.expressions.evaluate import evaluate
from ondelete.deletion.expressions.raising import raises
from ondelete.deletion.expressions.types import type_of
from ondelete.deletion.kinds import FailureKind
from ondelete.deletion.sqlstates import SqlState
from ondelete.deletion.static.row_failure import RowFailure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Column, Expression
    from ondelete.catalog.expressions import Tree
    from ondelete.deletion.static.row_checks import ChangedRow


def generation_failures(row: ChangedRow) -> Iterator[RowFailure]:
    """Yield the stored generated columns that cannot be computed for some changed row."""
    for column in row.table.columns:
        if column.generation is not None and column.generated == "stored" and _is_computed_anew(column, row):
            yield from _failures(column, column.generation, row)


def _is_computed_anew(column: Column, row: ChangedRow) -> bool:
    """Whether a value can come out that the expression never gave for the row."""
    generation = column.generation
    if generation is None or not generation.columns.isdisjoint(row.after):
        return generation is not None
    declared = row.declared.column(column.name)
    return row.came and (declared is None or declared.generation is None or declared.generation.sql != generation.sql)


def _failures(column: Column, generation: Expression, row: ChangedRow) -> Iterator[RowFailure]:
    tree = row.reader.bind(generation).tree
    touched = tuple(c for c in row.after if c in generation.columns)
    columns = touched or tuple(c.name for c in row.table.columns if c.name in generation.columns)
    found = raises(tree, row.after, row.reader.types)
    if found:
        reason = f"the expression of the generated column {column.name} can raise an error: {generation.sql}"
        yield RowFailure(FailureKind.RAISE, columns, False, found[0], reason, column.name, also=found[1:])
        return
    found = tuple(dict.fromkeys(_refused(tree, row.reader.types[column.name], row)))
    if found:
        reason = f"the generated column {column.name} is {row.reader.types[column.name]}, which may not hold its value"
        yield RowFailure(FailureKind.RAISE, columns, False, found[0], reason, column.name, also=found[1:])


def _refused(tree: Tree, target: str, row: ChangedRow) -> Iterator[str]:
    """Yield the SQLSTATEs with which the column's type refuses what the expression gives."""
    value = evaluate(tree, row.after)
    if value.values is not None:
        yield from (state for each in value.values if (state := refusal(each, target)) is not None)
        return
    source = type_of(tree, row.reader.types)
    if source is not None:
        yield from narrowing(source, target)[1]
    elif is_bounded(target):
        yield SqlState.DATA_EXCEPTION
