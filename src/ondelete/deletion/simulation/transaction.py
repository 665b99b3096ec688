"""One transaction over concrete rows: PostgreSQL's queue of AFTER ROW triggers, and what each event does.

Each referential action is an AFTER ROW trigger; all of them, and everything that they cause, are in one queue (R1, R2).
The rule numbers below are those of docs/semantics.md.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from ondelete.catalog import ForeignKey, Index, MatchType, QualifiedName, ReferentialAction
from ondelete.deletion.actions.assignment import narrowing
from ondelete.deletion.actions.changes import default_expression
from ondelete.deletion.actions.partitions import CannotSimulate, belongs, key_columns, route, scanned
from ondelete.deletion.actions.table_keys import TableKeys
from ondelete.deletion.expressions.rows import row_reader
from ondelete.deletion.simulation.refusals import refuse_rule
from ondelete.deletion.simulation.row_store import Abort, Failed, Heap, Row, Version
from ondelete.deletion.sqlstates import SqlState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ondelete.catalog import Catalog, Clause, Column
    from ondelete.deletion.expressions.values import Concrete

NO_ACTION, RESTRICT = ReferentialAction.NO_ACTION, ReferentialAction.RESTRICT
CASCADE, SET_DEFAULT = ReferentialAction.CASCADE, ReferentialAction.SET_DEFAULT


class Acted(msgspec.Struct, frozen=True):
    """The row ``old`` of ``table`` was deleted (``new`` is None) or updated; the action of ``key`` fires."""

    key: ForeignKey
    table: QualifiedName
    old: Row
    new: Row | None

    @property
    def clause(self) -> Clause:
        """Which action of the key fires."""
        return "delete" if self.new is None else "update"


class Written(msgspec.Struct, frozen=True):
    """A version was written; ``constraint`` (a key of its row, or a deferrable unique index) is checked."""

    constraint: ForeignKey | Index
    version: Version


Event: TypeAlias = Acted | Written


class Transaction:
    """The queue and the heap of one transaction."""

    def __init__(
        self, catalog: Catalog, rows: Mapping[QualifiedName, Sequence[Row]], server_version: int, *, own: bool = False
    ) -> None:
        self.catalog = catalog
        self.server_version = server_version
        self.heap = Heap(catalog)
        self._queue: deque[Event] = deque()
        self._deferred: deque[Event] = deque()
        self._keys = TableKeys(catalog)
        for table, given in rows.items():
            for row in given:
                self._load(table, row, own=own)

    def delete(self, table: QualifiedName, where: Callable[[Row], bool]) -> None:
        """Run one DELETE statement and the immediate events that it causes; raises Abort."""
        doomed = [v for v in self.heap.scan(scanned(self.catalog, table)) if where(v.row)]
        for version in doomed:
            self._delete_version(version)
        while self._queue:
            event = self._queue.popleft()
            if _waits_for_commit(event, self._timing(event)):
                self._deferred.append(event)
            else:
                self._fire(event)

    def commit(self) -> None:
        """Run the deferred events, in the order in which they were queued; raises Abort."""
        for event in self._deferred:
            try:
                self._fire(event)
            except Abort as abort:
                raise Abort(msgspec.structs.replace(abort.failed, at_commit=True)) from None

    def check_version(self, version: Version) -> None:
        """Raise Abort if a row, as if just inserted, violates a constraint of its table."""
        every = frozenset(version.row)
        self._check_assigned(version.table, version.row, every)
        self.heap.check_row(version.table, version.row, every)
        for index in self.heap.conflicts(version, every):
            raise Abort(Failed(SqlState.UNIQUE_VIOLATION, version.table, index.name))
        for key in self._keys.out_of(version.table):
            self._check_reference(key, version)

    # What an event does (R6, R7, R11, R13)

    def _fire(self, event: Event) -> None:
        if isinstance(event, Acted):
            self._act(event)
        elif isinstance(event.constraint, Index):
            self._recheck_unique(event.constraint, event.version.latest())
        elif event.version.live:  # a version that was replaced has left its check to its successor
            self._check_reference(event.constraint, event.version)

    def _act(self, event: Acted) -> None:
        key = event.key
        if key.period:
            raise CannotSimulate(f"PERIOD key {key.id}")
        action = key.action_on(event.clause)
        if action.checks_only:
            self._refuse_if_referenced(event, action)
        elif action == CASCADE and event.new is None:
            refuse_rule(self.catalog, key, "delete")
            for version in self._referencing(event):
                self._delete_version(version)
        else:
            refuse_rule(self.catalog, key, "update")
            self._update(event, action)
            if action == SET_DEFAULT:
                # The row deleted may be the default itself: then its references were updated to what they were.
                self._refuse_if_referenced(event, NO_ACTION)

    def _update(self, event: Acted, action: ReferentialAction) -> None:
        key = event.key
        columns = key.set_columns if event.new is None and key.set_columns is not None else key.columns
        table = self.catalog.tables[key.table]
        targets = [c for c in table.columns if c.name in columns]
        # A partition has the identity of its table from 17 on.
        always = self.server_version >= 17 or not table.is_partition
        if action != SET_DEFAULT and always and any(c.identity == "always" for c in targets):
            raise Abort(Failed(SqlState.GENERATED_ALWAYS, key.table))  # refused when the query is planned, rows or none
        for version in self._referencing(event):
            if action == SET_DEFAULT:
                values = {c.name: self._default(c) for c in targets}
            elif action == CASCADE and event.new is not None:
                new = event.new
                self._refuse_narrowing(key)
                values = dict(zip(key.columns, (new[c] for c in key.referenced_columns), strict=True))
            else:
                values = dict.fromkeys(columns)
            self._update_version(version, values, key.table)

    def _refuse_narrowing(self, key: ForeignKey) -> None:
        """Raise CannotSimulate if a column's type may not hold the value that ON UPDATE CASCADE writes."""
        names = (key.referenced_table, key.table)
        source, target = (row_reader(self.catalog, self.catalog.tables[name]).types for name in names)
        for column, referenced in zip(key.columns, key.referenced_columns, strict=True):
            if narrowing(source[referenced], target[column]) != (False, ()):
                raise CannotSimulate(f"a value of {source[referenced]} in {column}")

    def _refuse_if_referenced(self, event: Acted, action: ReferentialAction) -> None:
        key = event.key
        old = [event.old[c] for c in key.referenced_columns]
        if action == NO_ACTION and self.heap.matching(event.table, key.referenced_columns, old):
            return  # the key exists again
        if self._referencing(event):
            newer = action == RESTRICT and self.server_version >= 18
            code = SqlState.RESTRICT_VIOLATION if newer else SqlState.FOREIGN_KEY_VIOLATION
            raise Abort(Failed(code, key.table, key.name))

    def _check_reference(self, key: ForeignKey, version: Version) -> None:
        values = [version.row[column] for column in key.columns]
        nulls = values.count(None)
        if nulls == len(values) or (nulls and key.match == MatchType.SIMPLE):
            return
        if nulls or not self.heap.matching(key.referenced_table, key.referenced_columns, values):
            raise Abort(Failed(SqlState.FOREIGN_KEY_VIOLATION, version.table, key.name))

    def _recheck_unique(self, index: Index, version: Version) -> None:
        if version.live and index in self.heap.conflicts(version, frozenset(version.row)):
            raise Abort(Failed(SqlState.UNIQUE_VIOLATION, version.table, index.name))

    def _referencing(self, event: Acted) -> list[Version]:
        key = event.key
        return self.heap.matching(key.table, key.columns, [event.old[c] for c in key.referenced_columns])

    # Writing rows and queueing what follows (R3, R9, R10, R15)

    def _delete_version(self, version: Version) -> None:
        version.live = False
        self._queue_actions(self._keys.to(version.table), version.table, version.row, None)

    def _update_version(self, version: Version, values: Mapping[str, Concrete | None], target: QualifiedName) -> None:
        changed = frozenset(values)
        self._check_assigned(version.table, values, changed)
        row = self.heap.generate(version.table, {**version.row, **values}, changed)
        changed |= {name for name in row if row[name] != version.row[name]}
        if changed & key_columns(self.catalog, version.table) and not self._stays(version, row, changed, target):
            self._move(version, row, target)
            return
        self.heap.check_row(version.table, row, changed)
        self.heap.refuse_unknown(version.table, row, changed)
        new = self._replace(version, version.table, row, changed)
        self._queue_actions(self._keys.to(version.table), version.table, version.row, row)
        for key in self._keys.out_of(version.table):
            if _check_required(key, version, row):
                self._queue.append(Written(key, new))

    def _stays(self, version: Version, row: Row, changed: frozenset[str], target: QualifiedName) -> bool:
        strategies = [self.catalog.tables[t].partition_key for t in self.catalog.partitioned_above(version.table)]
        if any(s is not None and s.strategy == "hash" and changed & s.reads for s in strategies):
            raise CannotSimulate(f"hash partition for a changed key of {target}")
        if belongs(self.catalog, version.table, row):
            return True
        if version.table == target:  # the query names the leaf itself
            raise Abort(Failed(SqlState.CHECK_VIOLATION, version.table))
        return False

    def _move(self, version: Version, row: Row, target: QualifiedName) -> None:
        leaf = route(self.catalog, target, row)
        if leaf is None or not belongs(self.catalog, leaf, row):
            raise Abort(Failed(SqlState.CHECK_VIOLATION, target))
        row = self.heap.generate(leaf, row, frozenset(row))  # by the expressions of the new partition
        self.heap.check_row(leaf, row, frozenset(row))
        self.heap.refuse_unknown(leaf, row, frozenset(row))
        new = self._replace(version, leaf, row, frozenset(row))
        self._refuse_move(version.table, target)
        self._queue_actions(self._keys.directly_to(version.table), version.table, version.row, None)
        for key in self._keys.out_of(leaf):
            self._queue.append(Written(key, new))
        self._queue_actions(self._keys.to(target), target, version.row, row)

    def _refuse_move(self, leaf: QualifiedName, target: QualifiedName) -> None:
        for table in self.catalog.partitioned_above(leaf):
            if table == target:
                return
            if self._keys.directly_to(table):
                raise Abort(Failed(SqlState.FEATURE_NOT_SUPPORTED, target))

    def _replace(self, version: Version, leaf: QualifiedName, row: Row, changed: frozenset[str]) -> Version:
        version.live = False
        new = self.heap.append(leaf, row, own=True)
        version.newer = new
        for index in self.heap.conflicts(new, changed):
            if not self.heap.timing(index).deferrable:
                raise Abort(Failed(SqlState.UNIQUE_VIOLATION, leaf, index.name))
            self._queue.append(Written(index, new))
        return new

    def _queue_actions(self, keys: Iterable[ForeignKey], table: QualifiedName, old: Row, new: Row | None) -> None:
        for key in keys:
            before = [old[column] for column in key.referenced_columns]
            unchanged = new is not None and before == [new[column] for column in key.referenced_columns]
            if None not in before and not unchanged:
                self._queue.append(Acted(key, table, old, new))

    def _check_assigned(self, table: QualifiedName, row: Row, changed: frozenset[str]) -> None:
        for column in self.catalog.tables[table].columns:
            if column.type_name is not None and column.name in changed:  # one of the file's types, maybe a domain
                self.heap.check_assigned(column, row[column.name], table)

    def _default(self, column: Column) -> Concrete | None:
        default = default_expression(self.catalog, column)
        if column.identity is not None:
            raise CannotSimulate(f"identity default of {column.name}")
        return None if default is None else self.heap.compute(default, {}, f"default of {column.name}")

    def _timing(self, event: Event) -> bool:
        constraint = event.key if isinstance(event, Acted) else event.constraint
        timing = self.heap.timing(constraint) if isinstance(constraint, Index) else constraint.timing
        return timing.initially_deferred

    def _load(self, table: QualifiedName, row: Row, *, own: bool) -> None:
        try:
            version = self.heap.load(table, row, own=own)
        except Abort:
            raise ValueError(f"no partition of {table} takes {dict(row)}") from None
        if own:
            late = (key for key in self._keys.out_of(version.table) if key.timing.initially_deferred)
            self._deferred.extend(Written(key, version) for key in late)


def _check_required(key: ForeignKey, version: Version, row: Row) -> bool:
    """Whether an update of ``version`` to ``row`` queues the check of its key (R9: always, if it is our own)."""
    new = [row[column] for column in key.columns]
    if None in new:
        return key.match == MatchType.FULL and any(value is not None for value in new)
    return version.own or new != [version.row[column] for column in key.columns]


def _waits_for_commit(event: Event, initially_deferred: bool) -> bool:
    """Whether an event is deferred; the only action that can be is NO ACTION (R14)."""
    if isinstance(event, Acted):
        return initially_deferred and event.key.action_on(event.clause) == NO_ACTION
    return initially_deferred
