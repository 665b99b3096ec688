"""The errors of rows that a trigger writes: NOT NULL, keys to rows that go, TRUNCATE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import Rule, column_list
from ondelete.deletion.actions.changes import default_expression
from ondelete.deletion.expressions.evaluate import check_outcome
from ondelete.deletion.expressions.values import NULL
from ondelete.deletion.kinds import Certainty, FailureKind
from ondelete.deletion.sqlstates import SqlState
from ondelete.deletion.static.truncate import predict_truncate
from ondelete.deletion.trigger_effects import TriggerError
from ondelete.deletion.triggers.code.conditions import catches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.catalog import Catalog, Column, ForeignKey, QualifiedName
    from ondelete.deletion.expressions.values import Possible
    from ondelete.deletion.triggers.code.found import Written
    from ondelete.deletion.triggers.statements import Fired

_IN_USE = "55006"


class WriteErrors:
    """The errors of what triggers write.

    Attributes:
        losing: the tables that lose rows in the same DELETE, partitions as their roots.
    """

    def __init__(self, catalog: Catalog, losing: frozenset[QualifiedName]) -> None:
        self._catalog, self.losing = catalog, losing

    def errors(self, fired: Fired, written: Written, *, direct: bool) -> Iterator[TriggerError]:
        """Yield the errors that a statement of a trigger ends in, those left out that an exception block catches."""
        for error in self._all_of_write(fired, written, direct=direct):
            if not any(catches(condition, error.sqlstates[0]) for condition in written.place.caught):
                yield error

    def _all_of_write(self, fired: Fired, written: Written, *, direct: bool) -> Iterator[TriggerError]:
        if written.write.command == "truncate":
            yield from self._truncated(fired, written, direct=direct)
            return
        if written.write.command in ("insert", "update"):
            yield from self._nulls(fired, written, direct=direct)
            yield from self._checks(fired, written.place.line, written.table, written.values)
            yield from self._keys(fired, written, direct=direct)

    def _nulls(self, fired: Fired, written: Written, *, direct: bool) -> Iterator[TriggerError]:
        """Yield the columns that certainly get NULL and are NOT NULL."""
        table = self._catalog.tables.get(written.table)
        if table is None:
            return
        is_insert = written.write.command == "insert"
        # A BEFORE trigger of the table can give the value.
        mended = any(
            t.is_active and t.row and t.timing == "before" and written.write.command in t.events
            for name in (table.name, *self._catalog.partitioned_above(table.name))
            for t in self._catalog.triggers_of.get(name, ())
        )
        for column in table.columns:
            if not column.not_null or column.generated is not None or column.identity is not None:
                continue
            given = {a.column for a in written.write.assignments} | written.values.keys()
            null = written.values.get(column.name) == NULL
            left_out = is_insert and column.name not in given and _has_no_default(self._catalog, column)
            if left_out and (written.write.all_columns or not written.write.assignments) and not written.values:
                continue  # which columns get values is not known
            if null or left_out:
                certain = written.place.sure and written.write.always and not mended
                yield error_of(
                    fired,
                    written.place.line,
                    (SqlState.NOT_NULL_VIOLATION,),
                    f"{column.name} of {table.name.shown} gets no value, but is NOT NULL",
                    kind=FailureKind.NOT_NULL,
                    table=table.name,
                    columns=(column.name,),
                    certain=certain,
                    direct=direct,
                )

    def of_new(self, fired: Fired, table: QualifiedName) -> Iterator[TriggerError]:
        """Yield what a BEFORE trigger breaks by what it gives to NEW: NOT NULL, and CHECKs that then certainly fail."""
        known, place = self._catalog.tables.get(table), fired.run.gives_at
        if known is None or place is None:
            return
        for column in known.columns:
            if column.not_null and fired.run.gives.get(column.name) == NULL:
                yield error_of(
                    fired,
                    place.line,
                    (SqlState.NOT_NULL_VIOLATION,),
                    f"{column.name} of {table.shown} becomes NULL, but is NOT NULL",
                    kind=FailureKind.NOT_NULL,
                    table=table,
                    columns=(column.name,),
                )
        yield from self._checks(fired, place.line, table, fired.run.gives)

    def _checks(
        self, fired: Fired, line: int, table: QualifiedName, values: Mapping[str, Possible]
    ) -> Iterator[TriggerError]:
        """Yield the CHECKs that fail for every row with these values."""
        for check in self._catalog.checks_of.get(table, ()):
            written = {name: value for name, value in values.items() if name in check.expression.columns}
            if check.enforced and written and check_outcome(check.expression, written) == "must fail":
                yield error_of(
                    fired,
                    line,
                    (SqlState.CHECK_VIOLATION,),
                    f"what it writes into {column_list(tuple(written))} violates {check.name} of {table.shown}",
                    kind=FailureKind.CHECK,
                    table=table,
                    columns=tuple(written),
                    constraint=check.name,
                )

    def _keys(self, fired: Fired, written: Written, *, direct: bool) -> Iterator[TriggerError]:
        """Yield the keys of a written row to tables that lose rows."""
        changed = {a.column for a in written.write.assignments} | written.values.keys()
        whole = written.write.command == "insert"
        for key in keys_from(self._catalog, written.table):
            if self._catalog.root_of(key.referenced_table) not in self.losing:
                continue
            if not whole and changed.isdisjoint(key.columns):
                continue  # that one is checked again only if the row is written twice
            if any(written.values.get(column) == NULL for column in key.columns):
                continue
            if whole and written.values and not changed & set(key.columns) and self._defaults_null(key):
                continue
            certain = self._references_the_row(fired, written, key)
            yield error_of(
                fired,
                written.place.line,
                (SqlState.FOREIGN_KEY_VIOLATION,),
                self._words(written, key, certain=certain),
                kind=FailureKind.BLOCK,
                table=key.table,
                columns=key.columns,
                certain=certain,
                direct=direct,
                key=key,
                constraint=key.name,
                certainty=Certainty.DEFERRED if key.timing.initially_deferred and not certain else None,
            )

    def _words(self, written: Written, key: ForeignKey, *, certain: bool) -> str:
        row = "the very row that is deleted" if certain else "a row that is deleted"
        verb = "inserts" if written.write.command == "insert" else "changes"
        return f"it {verb} a row of {key.table.shown} that references {row} by {column_list(key.columns)}"

    def _defaults_null(self, key: ForeignKey) -> bool:
        table = self._catalog.tables.get(key.table)
        found = [table.column(name) for name in key.columns] if table is not None else []
        return any(column is not None and _has_no_default(self._catalog, column) for column in found)

    def _references_the_row(self, fired: Fired, written: Written, key: ForeignKey) -> bool:
        """Whether a written row certainly references the deleted one, and nothing takes care of it any more."""
        body, place = fired.body, written.place
        entry = body.entry
        if isinstance(entry, Rule) or not entry.row or body.verb != "delete" or fired.run.veto != "no":
            return False
        if not (place.sure and written.write.always and written.write.command == "insert"):
            return False
        pairs = zip(key.columns, key.referenced_columns, strict=False)
        table = self._catalog.tables.get(body.holder)
        same = key.referenced_table == body.holder and all(
            written.from_old.get(column) == referenced
            and table is not None
            and (own := table.column(referenced)) is not None
            and own.not_null
            for column, referenced in pairs
        )
        if not same or self._may_be_kept_out(written.table):
            return False
        return entry.timing == "after" or (key.on_delete.checks_only and not key.timing.initially_deferred)

    def _may_be_kept_out(self, table: QualifiedName) -> bool:
        names = (table, *self._catalog.partitioned_above(table), *self._catalog.partitions_below(table))
        return any(
            "insert" in t.events and t.is_active and t.row and t.timing == "before"
            for name in names
            for t in self._catalog.triggers_of.get(name, ())
        ) or any(r.event == "insert" and r.is_active for r in self._catalog.rules_of.get(table, ()))

    def _truncated(self, fired: Fired, written: Written, *, direct: bool) -> Iterator[TriggerError]:
        truncation = predict_truncate(self._catalog, written.table)
        if truncation.refused_by and not written.write.cascade:
            yield error_of(
                fired,
                written.place.line,
                (SqlState.FEATURE_NOT_SUPPORTED,),
                f"TRUNCATE of {written.table.shown} is refused: {truncation.refused_by[0].table.shown} references it",
                certain=written.place.sure,
                direct=direct,
                table=written.table,
            )
        yield error_of(
            fired,
            written.place.line,
            (_IN_USE,),
            f"TRUNCATE of {written.table.shown} fails if the DELETE, or a trigger, is at work on it",
            table=written.table,
        )


def error_of(
    fired: Fired,
    line: int,
    sqlstates: tuple[str, ...],
    reason: str,
    *,
    kind: FailureKind = FailureKind.TRIGGER,
    table: QualifiedName | None = None,
    columns: tuple[str, ...] = (),
    certain: bool = False,
    direct: bool = False,
    key: ForeignKey | None = None,
    constraint: str | None = None,
    missing: str = "",
    certainty: Certainty | None = None,
) -> TriggerError:
    """Return an error of a trigger; it gets its name with the others."""
    sure = Certainty.MUST if certain else Certainty.MAY
    return TriggerError(
        kind=kind,
        trigger=fired.id,
        table=table if table is not None else fired.body.entry.table,
        columns=columns,
        certainty=certainty or sure,
        sqlstates=sqlstates,
        reason=reason,
        line=line,
        id="",
        direct=direct,
        key=key,
        constraint=constraint,
        missing=missing,
    )


def keys_from(catalog: Catalog, table: QualifiedName) -> Iterator[ForeignKey]:
    """Yield the keys that the rows of a table, and of its partitions, must satisfy."""
    names = (*catalog.partitioned_above(table), table, *catalog.partitions_below(table))
    for name in names:
        yield from (key for key in catalog.foreign_keys_from.get(name, ()) if key.enforced)


def _has_no_default(catalog: Catalog, column: Column) -> bool:
    expression = default_expression(catalog, column)
    return (expression is None or expression.is_null) and column.identity is None
