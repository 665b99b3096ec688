"""Rows as in a heap: versions in scan order, each alive or dead, and the constraints that need no other table."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

from ondelete.catalog import IMMEDIATE, QualifiedName
from ondelete.deletion.actions.domains import domains_of
from ondelete.deletion.actions.partitions import CannotSimulate, belongs, in_hash_partition, leaves, route
from ondelete.deletion.expressions.evaluate import evaluate, truth
from ondelete.deletion.expressions.raising import causes
from ondelete.deletion.expressions.rows import row_reader
from ondelete.deletion.expressions.values import Concrete
from ondelete.deletion.sqlstates import SqlState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ondelete.catalog import Catalog, Column, Expression, Index, Timing

Row: TypeAlias = "Mapping[str, Concrete | None]"
"""Column name -> value. A column that is absent is NULL, a generated one is computed."""


class Failed(msgspec.Struct, frozen=True):
    """The error that ends the transaction, as an application sees it.

    ``table`` and ``constraint`` are what the server reports (a partition's own copy of a constraint is reported
    here by the name of the declared one); ``column`` is set for 23502.  ``at_commit``: by a deferred check.
    """

    sqlstate: str
    table: QualifiedName
    constraint: str | None = None
    column: str | None = None
    at_commit: bool = False


class Abort(Exception):
    """Raised inside a simulation: the transaction ends with ``failed``."""

    def __init__(self, failed: Failed) -> None:
        self.failed = failed
        super().__init__(failed)


class Version:
    """One version of a row. ``own``: written by the current transaction; ``newer``: the version that replaced it."""

    __slots__ = ("live", "newer", "own", "row", "table")

    def __init__(self, table: QualifiedName, row: Row, *, own: bool) -> None:
        self.table, self.row, self.own = table, row, own
        self.live = True
        self.newer: Version | None = None

    def latest(self) -> Version:
        """Return the newest version of the same row."""
        version = self
        while version.newer is not None:
            version = version.newer
        return version


class Heap:
    """The rows of all tables, and the constraints that need no other table: NOT NULL, CHECK, domains, UNIQUE."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._versions: dict[QualifiedName, list[Version]] = {}
        self._uniques: dict[QualifiedName, tuple[Index, ...]] = {}

    def load(self, table: QualifiedName, row: Row, *, own: bool) -> Version:
        """Insert a row without checking its constraints; raises Abort 23514 if no partition takes it."""
        names = self.catalog.tables[table].columns_by_name
        given: Row = dict.fromkeys(names) | {name: value for name, value in row.items() if name in names}
        full = self.generate(table, given, frozenset(given))
        leaf = route(self.catalog, table, full)
        if leaf is None or not (in_hash_partition(self.catalog, leaf) or belongs(self.catalog, leaf, full)):
            raise Abort(Failed(SqlState.CHECK_VIOLATION, table))
        # A partition computes generated columns by its own expressions.
        return self.append(leaf, full if leaf == table else self.generate(leaf, given, frozenset(given)), own=own)

    def append(self, leaf: QualifiedName, row: Row, *, own: bool) -> Version:
        """Add a version at the end of a leaf's heap."""
        version = Version(leaf, row, own=own)
        self._versions.setdefault(leaf, []).append(version)
        return version

    def scan(self, tables: Iterable[QualifiedName]) -> Iterator[Version]:
        """Yield the live versions of these leaves in the order of a sequential scan."""
        return (version for table in tables for version in self._versions.get(table, ()) if version.live)

    def matching(
        self, table: QualifiedName, columns: Sequence[str], values: Sequence[Concrete | None]
    ) -> list[Version]:
        """Return the live versions of a table (all its partitions) with these values; NULL matches nothing."""
        found = self.scan(leaves(self.catalog, table))
        wanted = tuple(values)
        return [v for v in found if None not in wanted and tuple(v.row[c] for c in columns) == wanted]

    def rows(self) -> dict[QualifiedName, tuple[Row, ...]]:
        """Return the live rows by leaf, in scan order."""
        return {table: tuple(v.row for v in versions if v.live) for table, versions in self._versions.items()}

    def generate(self, table: QualifiedName, row: Row, changed: frozenset[str]) -> Row:
        """Return the row with its generated columns computed again, if they read a changed column."""
        full = dict(row)
        for column in self.catalog.tables[table].generated_columns:
            if column.generation is not None and column.generation.columns & changed:
                full[column.name] = self.compute(column.generation, row, f"generated column {column.name}")
        return full

    def compute(self, expression: Expression, row: Row, what: str) -> Concrete | None:
        """Return the one value of an expression; raises CannotSimulate if it is not known."""
        found = evaluate(expression.tree, row)
        if found.values is not None and len(found.values) + found.null == 1:
            return next(iter(found.values), None)
        raise CannotSimulate(f"{what}: {expression.sql}")

    def check_assigned(self, column: Column, value: Concrete | None, table: QualifiedName) -> None:
        """Raise Abort if a column's domain refuses a value (23502 or 23514, before the row's own constraints)."""
        domains = domains_of(self.catalog, column)
        if value is None and any(domain.not_null for domain in domains):
            raise Abort(Failed(SqlState.NOT_NULL_VIOLATION, table, None))
        for check in (check for domain in domains for check in sorted(domain.checks, key=lambda each: each.name)):
            if self._false(check.expression, {"value": value}):
                raise Abort(Failed(SqlState.CHECK_VIOLATION, table, check.name))

    def check_row(self, leaf: QualifiedName, row: Row, changed: frozenset[str]) -> None:
        """Raise Abort if a new version breaks NOT NULL (columns in order) or a CHECK (names in order)."""
        table = self.catalog.tables[leaf]
        for column in table.columns:
            if column.not_null and row[column.name] is None:
                raise Abort(Failed(SqlState.NOT_NULL_VIOLATION, leaf, None, column.name))
        reader = row_reader(self.catalog, table)
        for check in sorted(self.catalog.checks_of.get(leaf, ()), key=lambda c: c.name):
            expression = reader.bind(check.expression)
            # A condition that reads no changed column held before, so it holds; rows are as fresh as the DELETE.
            holds = check.validated and changed.isdisjoint(expression.columns)
            if check.enforced and not holds and self._false(expression, row):
                raise Abort(Failed(SqlState.CHECK_VIOLATION, leaf, check.name))

    def refuse_unknown(self, leaf: QualifiedName, row: Row, changed: frozenset[str]) -> None:
        """Raise CannotSimulate if a changed row can be refused by something that is not modelled."""
        for check in self.catalog.checks_of.get(leaf, ()):
            if check.enforced and check.expression.columns & changed:
                self._refuse_raising(check.expression, row, f"CHECK {check.name}")
        for name in (leaf, *self.catalog.partitioned_above(leaf)):
            for key in self.catalog.keys_of.get(name, ()):
                if (key.kind == "exclude" or key.without_overlaps) and (
                    None in key.columns or changed & {*key.columns}
                ):
                    raise CannotSimulate(f"exclusion constraint {key.name}")
            for index in self.catalog.indexes_of.get(name, ()):
                for expression in (*index.expressions, *([index.predicate] if index.predicate else [])):
                    if expression.columns & changed:
                        self._refuse_raising(expression, row, f"an expression of index {index.name}")

    def _refuse_raising(self, expression: Expression, row: Row, what: str) -> None:
        # What a function of its own might do is passed over, as bodies of triggers are.
        if not causes(expression.tree, row).isdisjoint(("operator", "own function")):
            raise CannotSimulate(f"{what} can raise an error")

    def conflicts(self, version: Version, changed: frozenset[str]) -> Iterator[Index]:
        """Yield the unique indexes, in creation order, in which another live row has an equal key."""
        for index in self.uniques(version.table):
            if not changed & self._read_by(index):
                continue
            if None in index.columns:
                raise CannotSimulate(f"unique index {index.name} on an expression")
            if self._covers(index, version) and self._has_equal(index, version):
                yield index

    def uniques(self, leaf: QualifiedName) -> tuple[Index, ...]:
        """Return the unique indexes of a leaf: its own, and those declared on the partitioned tables above."""
        if leaf not in self._uniques:
            names = {leaf, *self.catalog.partitioned_above(leaf)}
            found = (i for i in self.catalog.indexes if i.table in names and i.unique and i.attached_to is None)
            self._uniques[leaf] = tuple(found)
        return self._uniques[leaf]

    def timing(self, index: Index) -> Timing:
        """Return when a unique index is checked: an index without a constraint at once."""
        for constraint in self.catalog.keys_of.get(index.table, ()):
            if constraint.name == index.constraint:
                return constraint.timing
        return IMMEDIATE

    def _has_equal(self, index: Index, version: Version) -> bool:
        key = _key(index, version)
        if None in key and not index.nulls_not_distinct:
            return False
        others = self.scan([version.table])
        return any(o is not version and _key(index, o) == key and self._covers(index, o) for o in others)

    def _covers(self, index: Index, version: Version) -> bool:
        if index.predicate is None:
            return True
        outcome = truth(index.predicate.tree, version.row)
        if len(outcome) > 1 and True in outcome:
            raise CannotSimulate(f"predicate of unique index {index.name}: {index.predicate.sql}")
        return outcome == {True}

    def _read_by(self, index: Index) -> frozenset[str]:
        expressions = (*index.expressions, *([index.predicate] if index.predicate else []))
        columns = frozenset(c for c in index.columns if c is not None)
        return columns.union(*(expression.columns for expression in expressions))

    def _false(self, expression: Expression, row: Row) -> bool:
        outcome = truth(expression.tree, row)
        if len(outcome) > 1 and False in outcome:
            raise CannotSimulate(f"CHECK {expression.sql}")
        return outcome == {False}


def _key(index: Index, version: Version) -> tuple[Concrete | None, ...]:
    return tuple(version.row[column] for column in index.columns if column is not None)
