"""Whether what was observed lies within what was predicted: the strongest promise of the static engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ondelete.catalog import QualifiedName
from ondelete.deletion import Verdict
from ondelete.deletion.actions.partitions import scanned
from ondelete.deletion.predict import predict_statically
from ondelete.deletion.simulation.row_store import Abort, Failed
from ondelete.deletion.simulation.transaction import Transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ondelete.catalog import Catalog, ForeignKey
    from ondelete.deletion import Failure
    from ondelete.deletion.simulation.row_store import Row

KINDS = {
    "23503": {"block", "recheck", "match full", "default"},
    "23001": {"block"},
    "23502": {"not null"},
    "23514": {"check", "partition"},
    "0A000": {"partition"},
    "23505": {"unique"},
    "23P01": {"exclude"},
    "428C9": {"identity"},
    "XX000": {"rule"},
}


class Observation(NamedTuple):
    """What a DELETE did: its error, or the tables that lost rows and the columns that changed (root, column, to).

    ``rows`` are the rows before: (leaf, row, whether the statement itself deletes it). ``touched`` are those that are
    gone or different afterwards.
    """

    failed: Failed | None
    lost: frozenset[QualifiedName]
    changed: frozenset[tuple[QualifiedName, str, str]]
    rows: tuple[tuple[QualifiedName, Row, bool], ...]
    touched: tuple[tuple[QualifiedName, Row], ...] = ()


def observe(
    catalog: Catalog,
    rows: Mapping[QualifiedName, Sequence[Row]],
    table: QualifiedName,
    where: Callable[[Row], bool],
    version: int = 18,
) -> Observation:
    """Run a DELETE in the simulator and follow every row to its last version."""
    transaction = Transaction(catalog, rows, version)
    before = [(v, v.row) for v in transaction.heap.scan(list(catalog.tables))]
    own = {table, *scanned(catalog, table)}
    rows_before = tuple((v.table, row, v.table in own and where(row)) for v, row in before)
    try:
        transaction.delete(table, where)
        transaction.commit()
    except Abort as abort:
        return Observation(abort.failed, frozenset(), frozenset(), rows_before)
    lost, changed, touched = set(), set(), []
    for version_before, row in before:
        latest = version_before.latest()
        root = catalog.root_of(version_before.table)
        if not latest.live or latest.row != row:
            touched.append((version_before.table, row))
        if not latest.live:
            lost.add(root)
            continue
        changed |= {(root, c, "null" if v is None else "value") for c, v in latest.row.items() if v != row[c]}
    return Observation(None, frozenset(lost), frozenset(changed), rows_before, tuple(touched))


def surprises(catalog: Catalog, table: QualifiedName, seen: Observation) -> Iterator[str]:
    """Yield everything that happened although the prediction has no word for it."""
    prediction = predict_statically(catalog, table)
    if seen.failed is not None:
        if prediction.verdict is Verdict.CLEAR:
            yield "the verdict is clear, and the DELETE failed"
        if not any(explains(failure, seen.failed) for failure in prediction.failures):
            yield f"unpredicted error {seen.failed}"
        return
    deletable = {catalog.root_of(table), *(catalog.root_of(entry.table) for entry in prediction.deleted)}
    yield from (f"{root} lost rows" for root in sorted(seen.lost - deletable))
    updatable = {
        (catalog.root_of(entry.table), column, "null" if entry.to == "null" else "value")
        for entry in prediction.updated
        for column in entry.columns
    }
    yield from (f"{root}.{column} became {to}" for root, column, to in sorted(seen.changed - updatable))


def explains(failure: Failure, failed: Failed) -> bool:
    """Whether a predicted failure has the SQLSTATE and the constraint (or column) of an error."""
    if failure.kind not in KINDS[failed.sqlstate]:
        return False
    if failed.sqlstate in ("23503", "23001"):
        return failure.key.name == failed.constraint
    if failed.sqlstate == "23502":
        return failed.column is None or failed.column in failure.columns
    if failed.sqlstate in ("23514", "23505", "23P01"):
        # A partition's index has a name of its own, and no constraint is named where no partition takes the row.
        return failed.constraint is None or failure.constraint is None or failed.constraint == failure.constraint
    return True


def broken_musts(catalog: Catalog, table: QualifiedName, seen: Observation) -> Iterator[str]:
    """Yield every error that must happen and did not, though a row references the one deleted row by that key alone.

    "must" speaks of a DELETE of one row: of several, one can take the referencing row away from another. Another key
    of the same row can save it, so only rows count whose other keys reference what the DELETE left as it was.
    """
    if seen.failed is not None or sum(gone for _, _, gone in seen.rows) != 1:
        return
    for failure in predict_statically(catalog, table).failures:
        if failure.certainty == "must" and len(failure.path) == 1:
            key = failure.path[0]
            doomed = (row for name, row, gone in seen.rows if gone and _holds(catalog, key.referenced_table, name))
            wanted = {tuple(row[c] for c in key.referenced_columns) for row in doomed}
            mine = ((n, row) for n, row, gone in seen.rows if not gone and _holds(catalog, key.table, n))
            for name, row in mine:
                values = tuple(row[c] for c in key.columns)
                if None not in values and values in wanted and _is_alone(catalog, key, name, row, seen):
                    yield f"{failure.id} must fail and did not"


def _is_alone(catalog: Catalog, key: ForeignKey, leaf: QualifiedName, row: Row, seen: Observation) -> bool:
    """Whether no other key of a row references a row that was deleted or changed."""
    others = [k for k in catalog.foreign_keys if k is not key and k.enforced and _holds(catalog, k.table, leaf)]
    return not any(_references(catalog, other, row, seen) for other in others)


def _references(catalog: Catalog, key: ForeignKey, row: Row, seen: Observation) -> bool:
    values = tuple(row[c] for c in key.columns)
    return None not in values and any(
        values == tuple(touched[c] for c in key.referenced_columns)
        for name, touched in seen.touched
        if _holds(catalog, key.referenced_table, name)
    )


def _holds(catalog: Catalog, table: QualifiedName, leaf: QualifiedName) -> bool:
    while leaf != table and (definition := catalog.tables[leaf]).is_partition:
        leaf = definition.parents[0]
    return leaf == table
