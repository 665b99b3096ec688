"""Which CHECKs a changed row can break: all of them are evaluated on every update, whatever column changed (R10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import column_list
from ondelete.deletion.actions.changes import changed
from ondelete.deletion.expressions.evaluate import change_outcome, check_outcome
from ondelete.deletion.expressions.raising import raises
from ondelete.deletion.expressions.rows import row_reader
from ondelete.deletion.expressions.volatility import unstable
from ondelete.deletion.kinds import FailureKind
from ondelete.deletion.sqlstates import SqlState
from ondelete.deletion.static.row_failure import RowFailure

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ondelete.catalog import Catalog, Check, Expression, Table
    from ondelete.deletion.actions.changes import Changes
    from ondelete.deletion.expressions.rows import RowReader
    from ondelete.deletion.expressions.values import Value


class ChangedRow:
    """A row of one table, before and after an action changed it.

    ``came``: the row was not in this table before, so none of its values was checked here. ``declared`` is the table
    that the statement names; ``table`` can be a partition of it.
    """

    def __init__(
        self,
        catalog: Catalog,
        table: Table,
        before: Mapping[str, Value],
        after: Mapping[str, Value],
        changes: Changes,
        not_null: Collection[str],
        *,
        came: bool = False,
        declared: Table | None = None,
    ) -> None:
        self.declared = declared or table
        self.table, self.before, self.after, self.not_null, self.came = table, before, after, not_null, came
        self.reader: RowReader = row_reader(catalog, table)
        self.changes, self.catalog = changes, catalog
        self.differs = changed(changes)

    def of(self, partition: Table, *, came: bool) -> ChangedRow:
        """Return the same change of a row of a partition."""
        return ChangedRow(
            self.catalog,
            partition,
            self.before,
            self.after,
            self.changes,
            self.not_null,
            came=came,
            declared=self.declared,
        )

    def check_failures(self, check: Check) -> Iterator[RowFailure]:
        """Yield the enforced CHECKs that the row can violate."""
        expression = self.reader.bind(check.expression)
        touched = tuple(c for c in self.after if c in expression.columns and c in self.differs)
        why = None if self.came else self._distrust(check, expression)
        if not touched and why is None and not self.came:
            return  # it held, and nothing that it reads has changed
        if touched or self.came or not check.validated:
            yield from self._raising(check, expression, touched)
        if why is None and not self.came:
            inexact = self.reader.inexact
            outcome = change_outcome(expression, self.before, self.after, self.not_null, inexact)
        else:
            outcome = check_outcome(expression, self.after, self.not_null)
        if outcome == "cannot fail":
            return
        certain = outcome == "must fail"
        columns = touched or tuple(c.name for c in self.table.columns if c.name in expression.columns)
        reason = self._reason(check, touched, why, certain=certain)
        yield RowFailure(FailureKind.CHECK, columns, certain, SqlState.CHECK_VIOLATION, reason, check.name)

    def _distrust(self, check: Check, expression: Expression) -> str | None:
        """Return why the CHECK may be false for the row before it changes, None if it certainly is not."""
        if not check.validated:
            return "is NOT VALID, and a row that already violates it fails any update"
        called = unstable(expression.tree, self.reader.types)
        return None if called is None else f"calls {called}, so it can be false now for a row for which it was true"

    def _reason(self, check: Check, touched: tuple[str, ...], why: str | None, *, certain: bool) -> str:
        sql = _short(check.expression.sql)
        if touched:
            verb = "violates" if certain else "can violate"
            return f"changing {column_list(touched)} {verb} CHECK {check.name}: {sql}"
        return f"CHECK {check.name} {why or 'was never checked for the row'}: {sql}"

    def _raising(self, check: Check, expression: Expression, touched: tuple[str, ...]) -> Iterator[RowFailure]:
        found = raises(expression.tree, self.after, self.reader.types)
        if found:
            of = f" for the new value of {column_list(touched)}" if touched else ""
            reason = f"CHECK {check.name} can raise an error{of}: {_short(check.expression.sql)}"
            columns = touched or tuple(c.name for c in self.table.columns if c.name in expression.columns)
            yield RowFailure(FailureKind.RAISE, columns, False, found[0], reason, check.name, also=found[1:])


def _short(sql: str) -> str:
    text = " ".join(sql.split())
    return text if len(text) <= 60 else text[:59] + "…"
