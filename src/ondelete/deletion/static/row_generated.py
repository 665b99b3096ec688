"""What a changed row computes: generated columns, domains that its expressions cast to, virtual columns (R10)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ondelete.catalog import Domain
from ondelete.catalog.expressions import Cast, children
from ondelete.deletion.actions.assignment import is_bounded, narrowing, refusal
from ondelete.deletion.actions.domains import domains_below
from ondelete.deletion.expressions.evaluate import check_outcome, evaluate
from ondelete.deletion.expressions.raising import raises
from ondelete.deletion.expressions.types import type_of
from ondelete.deletion.kinds import FailureKind
from ondelete.deletion.sqlstates import SqlState
from ondelete.deletion.static.row_failure import RowFailure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.catalog import Catalog, Column, Expression
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
    found = tuple(dict.fromkeys(_not_held(tree, row.reader.types[column.name], row)))
    if found:
        reason = f"the generated column {column.name} is {row.reader.types[column.name]}, which may not hold its value"
        yield RowFailure(FailureKind.RAISE, columns, False, found[0], reason, column.name, also=found[1:])


def _not_held(tree: Tree, target: str, row: ChangedRow) -> Iterator[str]:
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


def cast_failures(row: ChangedRow) -> Iterator[RowFailure]:
    """Yield the domains that refuse a value in a CHECK, a generated column or an index of the changed row."""
    domains = _domains(row.catalog)
    for expression in _expressions(row) if domains else ():
        touched = tuple(c for c in row.after if c in expression.columns and c in row.differs)
        for cast in _casts(row.reader.bind(expression).tree) if touched else ():
            if cast.type in domains:
                yield from _refused(domains[cast.type], cast, row, touched)


def virtual_failures(row: ChangedRow) -> Iterator[RowFailure]:
    """Yield the virtual columns that can raise an error when a CHECK reads them."""
    for check in row.catalog.checks_of.get(row.table.name, ()):
        for column in row.table.columns if check.enforced else ():
            generation = column.generation
            if generation is None or column.generated != "virtual" or column.name not in check.expression.columns:
                continue
            touched = tuple(c for c in row.after if c in generation.columns and c in row.differs)
            tree = row.reader.bind(generation).tree
            found = raises(tree, row.after, row.reader.types) if touched or row.came else ()
            if found:
                reason = f"CHECK {check.name} reads {column.name}, whose expression can raise an error"
                columns = touched or (column.name,)
                yield RowFailure(FailureKind.RAISE, columns, False, found[0], reason, check.name, also=found[1:])


def _refused(domain: Domain, cast: Cast, row: ChangedRow, touched: tuple[str, ...]) -> Iterator[RowFailure]:
    value = evaluate(cast.operand, row.after)
    chain = domains_below(row.catalog, domain)
    if value.null and any(each.not_null for each in chain):
        reason = f"an expression casts NULL to {domain.name.name}, which is NOT NULL"
        yield RowFailure(FailureKind.NOT_NULL, touched, False, SqlState.NOT_NULL_VIOLATION, reason)
    for each in chain:
        for check in each.checks:
            if check_outcome(check.expression, {"value": value}) != "cannot fail":
                reason = f"an expression casts a value to {domain.name.name} that {check.name} can refuse"
                yield RowFailure(FailureKind.CHECK, touched, False, SqlState.CHECK_VIOLATION, reason, check.name)


def _expressions(row: ChangedRow) -> Iterator[Expression]:
    catalog, table = row.catalog, row.table
    yield from (check.expression for check in catalog.checks_of.get(table.name, ()) if check.enforced)
    yield from (c.generation for c in table.columns if c.generation is not None and c.generated == "stored")
    for name in (table.name, *catalog.partitioned_above(table.name)):
        for index in catalog.indexes_of.get(name, ()):
            yield from index.expressions
            yield from (index.predicate,) if index.predicate is not None else ()


def _casts(tree: Tree) -> Iterator[Cast]:
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, Cast):
            yield node
        pending.extend(children(node))


@lru_cache(maxsize=8)
def _domains(catalog: Catalog) -> Mapping[str, Domain]:
    """Return the domains by name, as a cast writes it."""
    return {name.sql: each for name, each in catalog.types.items() if isinstance(each, Domain)}
