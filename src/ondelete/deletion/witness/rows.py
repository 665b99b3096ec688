"""Which rows a witness needs: rows that the DELETE is to reach, and *safe* rows for every other reference.

A row that the DELETE reaches is *doomed* and has number 1 in its table if it can; a safe row has number 2. A key
of a row is NULL if it may be, else it references a safe row. A row is registered before its own references are
followed, so cycles of NOT NULL keys close.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from ondelete.deletion.witness.filling.checks import holds
from ondelete.deletion.witness.filling.facts import table_facts
from ondelete.deletion.witness.filling.fill import (
    Conflict,
    Filling,
    Request,
    RowSpec,
    Values,
    generated_value,
    in_leaf,
    same_key,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName
    from ondelete.deletion.expressions.values import Concrete
    from ondelete.deletion.simulation.row_store import Row

_MOST_ROWS = 40


class Style(msgspec.Struct, frozen=True):
    """How rows are chosen if there is a choice.

    ``fill``: reference safe rows from nullable keys too. ``loops``: a NOT NULL key of a row to its own table
    references the row itself. ``doomed``: a key may reference a doomed row that is there already. ``fresh``: every
    reference gets a safe row of its own. ``keep``: columns of a primary key keep the row's own number if another
    column of the same foreign key can give way. ``first``: the number of the first doomed row of a table. ``spread``:
    no two rows of any tables have the same number, so that a column of two keys means what it is to mean.
    """

    fill: bool = False
    loops: bool = False
    doomed: bool = False
    fresh: bool = False
    keep: bool = False
    first: int = 1
    spread: bool = False


class Placed:
    """A row in the making: ``table`` takes it (a partition, if that matters), ``root`` is the topmost table."""

    __slots__ = ("doomed", "number", "promised", "root", "table", "values")

    def __init__(self, table: QualifiedName, root: QualifiedName, number: int, *, doomed: bool) -> None:
        self.table, self.root, self.number, self.doomed = table, root, number, doomed
        self.values: Values = {}
        self.promised: tuple[Placed, ForeignKey] | None = None


Rows: TypeAlias = "Sequence[Placed]"


class _FirstRow(NamedTuple):
    """What the values of a table's first row in a candidate hang on."""

    table: QualifiedName
    number: int
    fixed: tuple[tuple[str, Concrete | None], ...]
    types: tuple[type, ...]
    wanted: frozenset[str]
    fill: bool
    keep: bool


@lru_cache(maxsize=4)
def _first_fillings(_catalog: Catalog) -> dict[_FirstRow, Filling]:
    return {}


def _first_filling(catalog: Catalog, row: _FirstRow) -> Filling:
    """Return the values of such a row: other candidates ask for the same."""
    known = _first_fillings(catalog)
    if row not in known:
        spec = RowSpec(row.number, dict(row.fixed), row.wanted, None, row.fill, row.keep)
        known[row] = Filling(table_facts(catalog, row.table), spec, ())
    return known[row]


class Candidate:
    """Rows of one witness, in an order in which nearly every row comes after those it references."""

    def __init__(self, catalog: Catalog, style: Style) -> None:
        self.catalog, self.style = catalog, style
        self.rows: list[Placed] = []
        self.undecided: dict[str, None] = {}
        self.may_refuse: dict[str, None] = {}
        self.unknown_columns: set[tuple[QualifiedName, str]] = set()

    def add(
        self,
        table: QualifiedName,
        *,
        fixed: Mapping[str, Concrete | None],
        needed: Collection[str] = (),
        doomed: bool,
        follow: Collection[ForeignKey] = (),
        request: Request | None = None,
        promised: tuple[Placed, ForeignKey] | None = None,
    ) -> Placed:
        """Make a row and every row that it has to reference.

        Args:
            table: where to insert it.
            fixed: columns whose values are given.
            needed: further columns that must not be NULL.
            doomed: whether the DELETE is to reach it.
            follow: nullable keys that must reference a row.
            request: what the effect asks of the row.
            promised: the row for which this one is made, and the key by which that will reference it.

        Raises:
            Conflict: no such row can be made.
        """
        if table not in self.catalog.tables:
            raise Conflict(f"{table} is not defined in the file, so its columns are not known")
        if len(self.rows) >= _MOST_ROWS:
            raise Conflict(f"it needs more than {_MOST_ROWS} rows")
        row = Placed(table, self.catalog.root_of(table), self._number(table, doomed=doomed), doomed=doomed)
        row.promised = promised
        wanted = frozenset((*needed, *(c for key in follow for c in key.columns)))
        others = [other.values for other in self.family(table)]
        if others or request is not None:
            spec = RowSpec(row.number, fixed, wanted, request, self.style.fill, self.style.keep)
            filling = Filling(table_facts(self.catalog, table), spec, others)
        else:
            given = tuple(fixed.items())
            types = tuple(type(value) for _, value in given)  # True is no 1
            first = _FirstRow(table, row.number, given, types, wanted, self.style.fill, self.style.keep)
            filling = _first_filling(self.catalog, first)
        row.values = dict(filling.values)
        self.undecided |= filling.undecided
        self.may_refuse |= filling.undecided
        self.rows.append(row)
        position = len(self.rows) - 1
        self._follow_keys(row, filling.open_columns, follow)
        self._compute_generated(row)
        self._refuse_duplicates(row)
        self._refuse_broken_checks(row)
        # What it references was made after it and goes before it.
        self.rows.append(self.rows.pop(position))
        return row

    def family(self, table: QualifiedName) -> list[Placed]:
        """Return the rows of a table, of its partitions and of the partitioned tables above it."""
        root = self.catalog.root_of(table)
        return [row for row in self.rows if row.root == root]

    def linked_row(self, key: ForeignKey, fixed: Mapping[str, Concrete | None], table: QualifiedName) -> Placed | None:
        """Return a row that references by ``key`` already because a reference of a doomed row asked for it."""
        for row in self.family(key.table):
            same = all(row.values.get(column) == value for column, value in fixed.items())
            if same and not row.doomed and row.table == table:
                row.doomed = True
                return row
        return None

    def _number(self, table: QualifiedName, *, doomed: bool) -> int:
        if self.style.spread:
            # Odd numbers for doomed rows, even ones for safe rows, and no number twice in any table.
            taken = {row.number for row in self.rows}
            return next(n for n in range(1 if doomed else 2, 3 * _MOST_ROWS, 2) if n not in taken)
        taken = {row.number for row in self.family(table)}
        if doomed and self.style.first not in taken:
            return self.style.first
        lowest = 2 if self.style.first == 1 else 1
        return next(n for n in range(lowest, _MOST_ROWS + 3) if n not in taken)

    def _follow_keys(self, row: Placed, pending: Collection[str], follow: Collection[ForeignKey]) -> None:
        """Let every key whose columns are all to hold a value reference a row."""
        open_columns = set(pending)
        keys = [k for k in table_facts(self.catalog, row.table).foreign_keys if self._is_active(row, k, open_columns)]
        # Those with the fewest free columns first: they have the least choice.
        keys.sort(key=lambda k: (k not in follow, len(open_columns & set(k.columns))))
        for key in keys:
            if not key.referenced_columns:
                raise Conflict(f"{key.referenced_table} is not defined in the file, so its columns are not known")
            pairs = list(zip(key.columns, key.referenced_columns, strict=True))
            wanted = {r: row.values[c] for c, r in pairs if c not in open_columns}
            target = self._referenced(row, key, wanted)
            for column, referenced in pairs:
                if target is row and column in open_columns:
                    row.values[column] = row.values[referenced]
                elif column in open_columns:
                    row.values[column] = target.values[referenced]
                open_columns.discard(column)

    def _is_active(self, row: Placed, key: ForeignKey, pending: set[str]) -> bool:
        return all(c in pending or row.values.get(c) is not None for c in key.columns)

    def _referenced(self, row: Placed, key: ForeignKey, wanted: Mapping[str, Concrete | None]) -> Placed:
        """Return the row that ``row`` is to reference by ``key``, an old one or a new one."""
        if key.period:
            raise Conflict(f"{key.id} compares periods, for which no rows are made")
        settled = len(wanted) == len(key.referenced_columns)
        for other in self.family(key.referenced_table):
            fits = all(other.values.get(c) == value for c, value in wanted.items())
            full = all(other.values.get(c) is not None for c in key.referenced_columns)
            if not (fits and full and self._lies_in(other, key.referenced_table)):
                continue
            if settled or (self._welcome(row, other) and not self._collides(row, key, other)):
                return other
        fixed = {column: value for column, value in wanted.items() if value is not None}
        needed = key.referenced_columns
        return self.add(key.referenced_table, fixed=fixed, needed=needed, doomed=False, promised=(row, key))

    def _welcome(self, row: Placed, other: Placed) -> bool:
        if other is row:
            return self.style.loops or not row.doomed
        if other.doomed:
            return self.style.doomed
        return not self.style.fresh

    def _collides(self, row: Placed, key: ForeignKey, other: Placed) -> bool:
        """Whether the reference would make ``row`` a duplicate of another row of its table."""
        link = {c: other.values.get(r) for c, r in zip(key.columns, key.referenced_columns, strict=True)}
        trial = {**row.values, **link}
        indexes = table_facts(self.catalog, row.table).uniques
        uniques = [i for i in indexes if not set(key.columns).isdisjoint(i.columns)]
        taken = other.promised is not None and other.promised[0] is not row and other.promised[1] is key
        if taken and any(set(i.columns) <= set(key.columns) for i in uniques):
            return True
        return any(same_key(i, trial, o.values) for i in uniques for o in self.family(row.table) if o is not row)

    def _lies_in(self, row: Placed, table: QualifiedName) -> bool:
        facts = table_facts(self.catalog, row.table)
        return row.table == table or table in facts.above or in_leaf(facts, row.values, table)

    def _compute_generated(self, row: Placed) -> None:
        for column in table_facts(self.catalog, row.table).generated:
            known, value = generated_value(column, row.values)
            if known:
                row.values[column.name] = value
            else:
                row.values.pop(column.name, None)
                self.unknown_columns.add((row.table, column.name))
                self.undecided[f"generated column {column.name} of {row.table}"] = None

    def _refuse_duplicates(self, row: Placed) -> None:
        for index in table_facts(self.catalog, row.table).uniques:
            for other in self.family(row.table):
                if other is not row and same_key(index, row.values, other.values):
                    raise Conflict(f"two rows of {row.table} are needed that {index.name} refuses side by side")

    def _refuse_broken_checks(self, row: Placed) -> None:
        for check in table_facts(self.catalog, row.table).checks:
            outcome = holds(check.expression, row.values)
            if outcome == {False}:
                raise Conflict(f"no values were found that satisfy CHECK {check.name} of {row.table}")
            if False in outcome:
                self.undecided[f"CHECK {check.name}"] = self.may_refuse[f"CHECK {check.name}"] = None


def rows_by_table(rows: Rows) -> dict[QualifiedName, list[Row]]:
    """Return the rows as the simulator takes them."""
    found: dict[QualifiedName, list[Row]] = {}
    for row in rows:
        found.setdefault(row.table, []).append(row.values)
    return found


__all__ = ["Candidate", "Conflict", "Placed", "Request", "Rows", "Style", "rows_by_table"]
