"""What a simulation leaves out: statements that a server refuses, and expressions that raise (semantics R10, R19).

Rows over which the simulator shows an effect prove nothing if one of these can end the DELETE, or the INSERTs, before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.deletion.expressions.raising import causes
from ondelete.deletion.expressions.rows import row_reader
from ondelete.deletion.kinds import FailureKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ondelete.catalog import Catalog, Expression, QualifiedName
    from ondelete.deletion.effects import Prediction
    from ondelete.deletion.expressions.values import Concrete


def doubt_about(
    catalog: Catalog,
    prediction: Prediction,
    effect_id: str,
    rows: Sequence[tuple[QualifiedName, Mapping[str, Concrete | None]]],
) -> str | None:
    """Return what only a server decides about an effect that these rows show, None if the simulation is all there is.

    Args:
        catalog: the schema.
        prediction: what the DELETE can do.
        effect_id: the effect.
        rows: by table what is inserted; columns that are left out are NULL.
    """
    return next(_doubts(catalog, prediction, effect_id, rows), None)


def _doubts(
    catalog: Catalog,
    prediction: Prediction,
    effect_id: str,
    rows: Sequence[tuple[QualifiedName, Mapping[str, Concrete | None]]],
) -> Iterator[str]:
    for refusal in prediction.refusals:
        yield f"whether the DELETE is refused with {refusal.sqlstate}"
    filled = {catalog.root_of(table) for table, _ in rows}
    for failure in prediction.failures:
        # Of exclusion constraints a plan says so itself.
        left_out = not failure.kind.facts.decided and failure.kind is not FailureKind.EXCLUDE
        # A value that ON UPDATE CASCADE passes on is converted while its statement is planned, without a row.
        passed_on = failure.kind is FailureKind.RAISE and failure.constraint in failure.key.columns
        alone = passed_on or not failure.kind.facts.needs_row
        needed = failure.key.referenced_table if alone else failure.key.table
        if left_out and failure.id != effect_id and catalog.root_of(needed) in filled:
            yield f"whether {failure.key.name} ends in {failure.sqlstates[0]}"
    for table, values in rows:
        reader = row_reader(catalog, catalog.tables[table])
        given = {column.name: values.get(column.name) for column in catalog.tables[table].columns}
        for name, expression in _computed(catalog, table):
            # That a function can raise is left to the server: most take every value.
            if "operator" in causes(reader.bind(expression).tree, given):
                yield f"whether {name} can be computed"


def _computed(catalog: Catalog, table: QualifiedName) -> Iterator[tuple[str, Expression]]:
    """Yield the expressions that an INSERT computes, each with the name of its column or index."""
    for column in catalog.tables[table].columns:
        if column.generation is not None and column.generated == "stored":
            yield column.name, column.generation
    for name in (table, *catalog.partitioned_above(table)):
        for index in catalog.indexes_of.get(name, ()):
            yield from ((index.name, expression) for expression in index.expressions)
