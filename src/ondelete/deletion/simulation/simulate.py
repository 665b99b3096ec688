"""The row-level simulator: what one DELETE does to concrete rows, as PostgreSQL's trigger queue does it.

This is docs/semantics.md in executable form. The differential fuzz test in tests/postgres compares outcome and rows
with a real server.

Not simulated: the bodies of user triggers and rules, row security, PERIOD keys, EXCLUDE constraints, identity and
sequence defaults. If one of them decides the outcome, ``CannotSimulate`` says which. User triggers are ignored;
``Prediction.not_modelled`` lists them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import QualifiedName
from ondelete.deletion.simulation.row_store import Abort, Failed, Row, Version
from ondelete.deletion.simulation.transaction import Transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ondelete.catalog import Catalog


class Outcome(msgspec.Struct, frozen=True):
    """How a DELETE ended: ``failed`` is None if it committed. ``rows`` by leaf table, in scan order."""

    failed: Failed | None
    rows: Mapping[QualifiedName, tuple[Row, ...]]

    @property
    def ok(self) -> bool:
        """Whether the transaction committed."""
        return self.failed is None


def simulate_delete(
    catalog: Catalog,
    rows: Mapping[QualifiedName, Sequence[Row]],
    table: QualifiedName,
    where: Callable[[Row], bool] = lambda row: True,
    *,
    server_version: int = 18,
    same_transaction: bool = False,
) -> Outcome:
    """Return what ``DELETE FROM table WHERE ...; COMMIT`` does to these rows.

    Args:
        catalog: the schema. Its keys are in creation order, which decides which one fires first (R4).
        rows: the rows before, by table, in insertion order; a partitioned table's rows may be listed under any level.
            They must satisfy their constraints; ``violations`` says whether they do.
        table: the table of the DELETE; rows of its partitions and of tables that inherit from it are deleted, too.
        where: which of its rows are deleted.
        server_version: the major version; RESTRICT fails with 23001 from 18 on.
        same_transaction: the rows were inserted by the transaction that deletes (R9: then one update re-checks).

    Raises:
        CannotSimulate: the outcome depends on something that is not simulated.
        ValueError: a row fits no partition.
    """
    transaction = Transaction(catalog, rows, server_version, own=same_transaction)
    before = transaction.heap.rows()
    try:
        transaction.delete(table, where)
        transaction.commit()
    except Abort as abort:
        return Outcome(abort.failed, before)
    return Outcome(None, transaction.heap.rows())


def violations(catalog: Catalog, rows: Mapping[QualifiedName, Sequence[Row]]) -> Iterator[tuple[Version, Failed]]:
    """Yield every row that a database with this schema would refuse, with a reason; none if all are possible.

    The version contains the row (with its generated columns computed) and its leaf.
    """
    transaction = Transaction(catalog, {}, 18, own=True)
    heap = transaction.heap
    written = []
    for table, given in rows.items():
        for row in given:
            try:
                written.append(heap.load(table, row, own=True))
            except Abort as abort:
                yield Version(table, row, own=True), abort.failed
    for version in written:
        try:
            transaction.check_version(version)
        except Abort as abort:
            yield version, abort.failed
