"""Which of its own constraints a row can break when a referential action changes it (R10, step 1)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import column_list
from ondelete.deletion.actions.changes import changed, nulled, row_after, row_before
from ondelete.deletion.expressions.evaluate import change_outcome, check_outcome, evaluate, truth
from ondelete.deletion.kinds import FailureKind, SqlState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.catalog import Catalog, Check, Column, Domain, ForeignKey, Index, Key, QualifiedName, Table
    from ondelete.deletion.actions.changes import Changes, To
    from ondelete.deletion.expressions.values import Value


class RowFailure(msgspec.Struct, frozen=True):
    """One constraint that the changed row can break.

    ``certain``: it breaks for every row that the key finds. ``always``: even where the key finds none.
    ``deferred``: the constraint waits for COMMIT.
    """

    kind: FailureKind
    columns: tuple[str, ...]
    certain: bool
    sqlstate: str
    reason: str
    constraint: str | None = None
    always: bool = False
    deferred: bool = False

    @property
    def stops(self) -> bool:
        """Whether the update can never succeed."""
        return self.certain and not self.deferred


class RowFailures:
    """What the rows of one catalog can break, remembered by the key that changes them and what it writes."""

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
    """Return the failures of a catalog's rows: every DELETE of the catalog asks for many of the same."""
    return RowFailures(catalog)


def row_failures(catalog: Catalog, foreign_key: ForeignKey, changes: Changes) -> list[RowFailure]:
    """Return everything that a row of ``foreign_key.table`` can break when ``changes`` are written into it."""
    table = catalog.tables.get(foreign_key.table)
    if table is None:
        return []
    columns = [c for c in (table.column(name) for name in changes) if c is not None]
    found: list[RowFailure] = [f for c in columns for f in _column_failures(catalog, table.name, c, changes)]
    not_null = _not_null_columns(catalog, table)
    before, after = row_before(foreign_key), row_after(catalog, table.name, changes)
    for check in catalog.checks_of.get(table.name, ()):
        if check.enforced and not check.expression.columns.isdisjoint(changed(changes)):
            found.extend(_check_failures(check, before, after, not_null))
    names = (table.name, *catalog.partitioned_above(table.name))
    constraints = {(k.table, k.name): k for name in names for k in catalog.keys_of.get(name, ())}
    for index in (i for name in names for i in catalog.indexes_of.get(name, ())):
        found.extend(_index_failures(index, constraints.get((index.table, index.name)), changes, after))
    found.extend(_partition_failures(catalog, table, changes))
    found.extend(_partitions_own_failures(catalog, table, changes, found))
    return found


def is_not_null(catalog: Catalog, table: QualifiedName, column: Column) -> bool:
    """Whether a column refuses NULL: NOT NULL, identity, part of a primary key, or a NOT NULL domain."""
    return _refusal(catalog, table, column) is not None


def _refusal(catalog: Catalog, table: QualifiedName, column: Column) -> str | None:
    if any(k.kind == "primary key" and column.name in k.columns for k in catalog.keys_of.get(table, ())):
        return "is in the primary key"
    if column.not_null or column.identity is not None:
        return "is NOT NULL"
    for domain in _domains(catalog, column):
        if domain.not_null:
            return f"has the NOT NULL domain {domain.name.name}"
    return None


def _not_null_columns(catalog: Catalog, table: Table) -> frozenset[str]:
    return frozenset(c.name for c in table.columns if is_not_null(catalog, table.name, c))


def _domains(catalog: Catalog, column: Column) -> Iterator[Domain]:
    seen: set[QualifiedName] = set()
    domain = catalog.domain(column.type_name) if not column.type.endswith("[]") else None
    while domain is not None and domain.name not in seen:
        yield domain
        seen.add(domain.name)
        domain = catalog.domain(domain.base_name)


def _column_failures(catalog: Catalog, table: QualifiedName, column: Column, changes: Changes) -> Iterator[RowFailure]:
    to = changes[column.name]
    if column.identity == "always" and to != frozenset({"default"}):
        reason = f"{column.name} is GENERATED ALWAYS AS IDENTITY: it can only be set to its default"
        yield RowFailure(FailureKind.IDENTITY, (column.name,), True, SqlState.GENERATED_ALWAYS, reason, always=True)
        return
    refusal = _refusal(catalog, table, column)
    if "null" in to and refusal is not None:
        certain = column.name in nulled(changes)
        reason = f"{column.name} would become NULL but {refusal}"
        yield RowFailure(FailureKind.NOT_NULL, (column.name,), certain, SqlState.NOT_NULL_VIOLATION, reason)
    elif to != frozenset({"same"}):
        yield from _domain_failures(catalog, column, row_after(catalog, table, {column.name: to})[column.name])


def _domain_failures(catalog: Catalog, column: Column, value: Value) -> Iterator[RowFailure]:
    for domain in _domains(catalog, column):
        for check in domain.checks:
            fails = check_outcome(check.expression, {"value": value})
            if fails != "cannot fail":
                what = "would become NULL, which" if value is None else "gets a value that"
                verb = "refuses" if fails == "must fail" else "can refuse"
                reason = f"{column.name} {what} its domain {domain.name.name} {verb}"
                certain = fails == "must fail"
                yield RowFailure(
                    FailureKind.CHECK, (column.name,), certain, SqlState.CHECK_VIOLATION, reason, check.name
                )


def _check_failures(
    check: Check, before: Mapping[str, Value], after: Mapping[str, Value], not_null: frozenset[str]
) -> Iterator[RowFailure]:
    outcome = change_outcome(check.expression, before, after, not_null)
    if outcome == "cannot fail":
        return
    touched = tuple(c for c in after if c in check.expression.columns)
    verb = "breaks" if outcome == "must fail" else "can break"
    reason = f"changing {column_list(touched)} {verb} CHECK {check.name}: {_short(check.expression.sql)}"
    certain = outcome == "must fail"
    yield RowFailure(FailureKind.CHECK, touched, certain, SqlState.CHECK_VIOLATION, reason, check.name)


def _index_failures(
    index: Index, constraint: Key | None, changes: Changes, after: Mapping[str, Value]
) -> Iterator[RowFailure]:
    exclusion = constraint is not None and constraint.kind == "exclude"
    if not (index.unique or exclusion) or not _can_collide(index, changes, after):
        return
    touched = tuple(c for c in changes if c in _index_columns(index))
    timing = constraint.timing if constraint is not None else None
    kind = FailureKind.EXCLUDE if exclusion else FailureKind.UNIQUE
    what = "another row can hold the same" if index.unique else "another row can conflict"
    reason = f"the changed row can collide in {index.name}: {what} {column_list(touched)}"
    deferred = timing is not None and timing.initially_deferred
    yield RowFailure(kind, touched, False, kind.facts.sqlstates[0], reason, index.name, deferred=deferred)


def _can_collide(index: Index, changes: Changes, row: Mapping[str, Value]) -> bool:
    """Whether a changed row can enter the index with a key that another row already has."""
    differs = changed(changes)
    keys_change = False
    for column in index.columns:
        if column is not None and column in differs:
            if not index.nulls_not_distinct and column in nulled(changes):
                return False
            keys_change = True
    for expression in index.expressions:
        if not expression.columns.isdisjoint(differs):
            value = evaluate(expression.tree, row)
            if not index.nulls_not_distinct and value.values is not None and not value.values:
                return False
            keys_change = True
    if index.predicate is None:
        return keys_change
    holds = truth(index.predicate.tree, row)
    enters = not index.predicate.columns.isdisjoint(differs)
    return True in holds and (keys_change or enters)


def _index_columns(index: Index) -> frozenset[str]:
    columns = {c for c in index.columns if c is not None}
    for expression in (*index.expressions, *((index.predicate,) if index.predicate else ())):
        columns |= expression.columns
    return frozenset(columns)


def _partition_failures(catalog: Catalog, table: Table, changes: Changes) -> Iterator[RowFailure]:
    differs, gone = changed(changes), nulled(changes)
    # A key of a partition itself updates that partition only, so the row cannot move (R15).
    for above in (catalog.tables.get(name) for name in catalog.partitioned_above(table.name)):
        columns = _partition_columns(above, differs) if above is not None else ()
        if columns:
            reason = f"{column_list(columns)} decides the partition, and the row cannot leave {table.name.name}"
            yield RowFailure(FailureKind.PARTITION, columns, False, SqlState.CHECK_VIOLATION, reason)
            return
    columns = _partition_columns(table, differs)
    if not columns:
        return
    # ExecCrossPartitionUpdateForeignKey wants no key to a partition that is partitioned itself.
    between = filter(catalog.is_partitioned, catalog.partitions_below(table.name))
    if any(catalog.foreign_keys_to.get(name) for name in between):
        reason = f"{column_list(columns)} decides the partition, and a row cannot leave one that a key references"
        yield RowFailure(FailureKind.PARTITION, columns, False, SqlState.FEATURE_NOT_SUPPORTED, reason)
    bounds = [catalog.tables[child].bound for child in catalog.children_of.get(table.name, ())]
    if any(bound is not None and bound.is_default for bound in bounds):
        return
    lost = any(column in gone for column in columns)
    certain = lost and not any(bound is not None and bound.takes_null for bound in bounds)
    if lost and not certain and len(columns) == 1:
        return
    reason = f"{column_list(columns)} decides the partition, and " + (
        "no partition takes NULL" if certain else "no partition may take the new value"
    )
    yield RowFailure(FailureKind.PARTITION, columns, certain, SqlState.CHECK_VIOLATION, reason)


def _partitions_own_failures(
    catalog: Catalog, table: Table, changes: Changes, known: list[RowFailure]
) -> Iterator[RowFailure]:
    """Yield what single partitions refuse beyond their root: a row may lie in one of them."""
    seen = {(failure.kind, failure.columns, failure.constraint) for failure in known}
    after = row_after(catalog, table.name, changes)
    for leaf in (catalog.tables[name] for name in catalog.partitions_below(table.name)):
        own = [f for c in leaf.columns if c.name in changes for f in _column_failures(catalog, leaf.name, c, changes)]
        for check in catalog.checks_of.get(leaf.name, ()):
            if check.enforced and not check.expression.columns.isdisjoint(changed(changes)):
                own.extend(_check_failures(check, {}, after, frozenset()))
        for index in catalog.indexes_of.get(leaf.name, ()):
            if index.attached_to is None and index.constraint is None:
                own.extend(_index_failures(index, None, changes, after))
        for failure in own:
            what = (failure.kind, failure.columns, failure.constraint)
            if what not in seen:
                seen.add(what)
                reason = f"in partition {leaf.name.name}, {failure.reason}"
                yield msgspec.structs.replace(failure, certain=False, reason=reason)


def _partition_columns(table: Table, differs: frozenset[str]) -> tuple[str, ...]:
    key = table.partition_key
    return tuple(c for c in key.columns if c is not None and c in differs) if key is not None else ()


def _short(sql: str) -> str:
    text = " ".join(sql.split())
    return text if len(text) <= 60 else text[:59] + "…"
