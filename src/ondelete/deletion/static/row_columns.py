"""What single columns of a changed row refuse: identity, domains, NOT NULL, and types that do not hold the value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.deletion.actions.assignment import narrowing
from ondelete.deletion.actions.changes import nulled, row_after
from ondelete.deletion.actions.domains import domains_of
from ondelete.deletion.expressions.evaluate import check_outcome
from ondelete.deletion.expressions.raising import raises
from ondelete.deletion.expressions.rows import row_reader
from ondelete.deletion.kinds import FailureKind
from ondelete.deletion.sqlstates import VERSIONS, SqlState
from ondelete.deletion.static.row_failure import RowFailure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, Column, ForeignKey, QualifiedName, Table
    from ondelete.deletion.actions.changes import Changes


def is_not_null(catalog: Catalog, table: QualifiedName, column: Column) -> bool:
    """Whether a column refuses NULL: NOT NULL, identity, part of a primary key, or a NOT NULL domain."""
    return any(d.not_null for d in domains_of(catalog, column)) or _refusal(catalog, table, column) is not None


def not_null_columns(catalog: Catalog, table: Table) -> frozenset[str]:
    """Return the columns of a table that refuse NULL, as ``is_not_null`` says of each."""
    primary = {name for key in catalog.keys_of.get(table.name, ()) if key.kind == "primary key" for name in key.columns}
    return frozenset(
        column.name
        for column in table.columns
        if column.not_null
        or column.identity is not None
        or column.name in primary
        or (column.type_name is not None and any(domain.not_null for domain in domains_of(catalog, column)))
    )


def _refusal(catalog: Catalog, table: QualifiedName, column: Column) -> str | None:
    if any(k.kind == "primary key" and column.name in k.columns for k in catalog.keys_of.get(table, ())):
        return "is in the primary key"
    return "is NOT NULL" if column.not_null or column.identity is not None else None


def column_failures(catalog: Catalog, table: Table, column: Column, changes: Changes) -> Iterator[RowFailure]:
    """Yield what one changed column refuses, in the order of a server; nothing follows a certain failure."""
    to = changes[column.name]
    if column.identity == "always" and to != frozenset({"default"}):
        yield from _identity(table, column, changes)
        return
    if to == frozenset({"same"}):
        return
    for failure in _domain_failures(catalog, table, column, changes):
        yield failure
        if failure.certain:
            return
    if table.is_partition and column.identity is not None and "default" in to:
        yield _becomes_null(column, _OF_OLD, certain=to == {"default"}, versions=_PARTITIONS_WITHOUT)
    refusal = _refusal(catalog, table.name, column)
    if "null" in to and refusal is not None:
        yield _becomes_null(column, refusal, certain=column.name in nulled(changes))


def _becomes_null(column: Column, refusal: str, *, certain: bool, versions: tuple[int, ...] = VERSIONS) -> RowFailure:
    reason = f"{column.name} would become NULL but {refusal}"
    state = SqlState.NOT_NULL_VIOLATION
    return RowFailure(FailureKind.NOT_NULL, (column.name,), certain, state, reason, versions=versions)


# Partitions have the identity of their table from 17 on (ATExecAddIdentity); before, they have its NOT NULL alone.
_PARTITIONS_WITHOUT = tuple(version for version in VERSIONS if version < 17)
_PARTITIONS_WITH = tuple(version for version in VERSIONS if version >= 17)
_OF_OLD = "is NOT NULL: before PostgreSQL 17, a partition has only this from the identity"


def _identity(table: Table, column: Column, changes: Changes) -> Iterator[RowFailure]:
    """Yield why GENERATED ALWAYS AS IDENTITY refuses the statement, whether or not a row is found."""
    reason = f"{column.name} is GENERATED ALWAYS AS IDENTITY: it can only be set to its default"
    versions = _PARTITIONS_WITH if table.is_partition else VERSIONS
    if table.is_partition:
        reason = f"from PostgreSQL 17 on, {reason}"
    kind, state = FailureKind.IDENTITY, SqlState.GENERATED_ALWAYS
    yield RowFailure(kind, (column.name,), True, state, reason, always=True, versions=versions)
    if table.is_partition and changes[column.name] & {"null", "default"}:
        certain = changes[column.name] <= {"null", "default"}
        yield _becomes_null(column, _OF_OLD, certain=certain, versions=_PARTITIONS_WITHOUT)


def _domain_failures(catalog: Catalog, table: Table, column: Column, changes: Changes) -> Iterator[RowFailure]:
    domains = domains_of(catalog, column)
    if not domains:
        return
    strict = next((domain for domain in domains if domain.not_null), None)
    value = row_after(catalog, table.name, {column.name: changes[column.name]})[column.name]
    if strict is not None and "null" in changes[column.name]:
        certain = column.name in nulled(changes)
        yield _becomes_null(column, f"has the NOT NULL domain {strict.name.name}", certain=certain)
    base = row_reader(catalog, table).types[column.name]
    for domain in domains:
        for check in sorted(domain.checks, key=lambda each: each.name):
            found = raises(check.expression.tree, {"value": value}, {"value": base})
            if found:
                reason = f"{column.name} gets a value for which its domain {domain.name.name} can raise an error"
                yield RowFailure(FailureKind.RAISE, (column.name,), False, found[0], reason, check.name, also=found[1:])
            fails = check_outcome(check.expression, {"value": value})
            if fails != "cannot fail":
                what = "would become NULL, which" if value is None else "gets a value that"
                verb = "refuses" if fails == "must fail" else "can refuse"
                reason = f"{column.name} {what} its domain {domain.name.name} {verb}"
                certain = fails == "must fail"
                yield RowFailure(
                    FailureKind.CHECK, (column.name,), certain, SqlState.CHECK_VIOLATION, reason, check.name
                )


def passed_on_failures(catalog: Catalog, key: ForeignKey, changes: Changes) -> Iterator[RowFailure]:
    """Yield errors of ON UPDATE CASCADE into a column whose type cannot hold every value of the referenced column."""
    table, referenced = catalog.tables.get(key.table), catalog.tables.get(key.referenced_table)
    if table is None or referenced is None:
        return
    target, source = row_reader(catalog, table).types, row_reader(catalog, referenced).types
    for name, other in zip(key.columns, key.referenced_columns, strict=False):
        if "value" not in changes.get(name, ()) or name not in target or other not in source:
            continue
        lossy, sqlstates = narrowing(source[other], target[name])
        what = f"{name} is {target[name]}, and the new value comes from {source[other]}"
        if sqlstates:
            first, *more = sqlstates
            reason = f"{what}: it can be out of range"
            yield RowFailure(FailureKind.RAISE, (name,), False, first, reason, name, also=tuple(more))
        if lossy:
            reason = f"{what}: it can be rounded, and then it references no row of {key.referenced_table.name}"
            deferred = key.timing.initially_deferred
            sqlstate = SqlState.FOREIGN_KEY_VIOLATION
            yield RowFailure(FailureKind.DEFAULT, (name,), False, sqlstate, reason, deferred=deferred)
