"""Which rows a witness needs: rows that the DELETE is to reach, and *safe* rows for every other reference.

A row that the DELETE reaches is *doomed* and has number 1 in its table where it can; a safe row has number 2. A key
of a row is NULL where it may be, else it references a safe row. A row is registered before its own references are
followed, so cycles of NOT NULL keys close.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice, product
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from ondelete.catalog import MatchType
from ondelete.deletion.changes import default_expression
from ondelete.deletion.evaluate import evaluate
from ondelete.deletion.partitions import CannotSimulate, ancestors, belongs, leaves, route
from ondelete.deletion.rows import is_not_null
from ondelete.deletion.values import Concrete
from ondelete.deletion.witness_checks import constants_of, holds
from ondelete.deletion.witness_values import typed_values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ondelete.catalog import Catalog, Check, Column, Expression, ForeignKey, Index, QualifiedName, Table

Values: TypeAlias = "dict[str, Concrete | None]"
_MOST_ROWS = 40
_MOST_TRIES = 4000


class Stuck(Exception):
    """No row can be made; the message says which constraint or type stands in the way, in one sentence."""


class Wish(msgspec.Struct, frozen=True):
    """What an effect asks of a row beyond its constraints: the CHECKs hold after a change too, but for one of them.

    ``after`` are the columns that change, ``breaks`` is the name of the CHECK that is to fail then, None where none is.
    """

    after: Mapping[str, Concrete | None]
    breaks: str | None


class Style(msgspec.Struct, frozen=True):
    """How rows are chosen where there is a choice.

    ``fill``: reference safe rows from nullable keys too. ``loops``: a NOT NULL key of a row to its own table
    references the row itself. ``doomed``: a key may reference a doomed row that is there already. ``fresh``: every
    reference gets a safe row of its own. ``keep``: columns of a primary key keep the row's own number where another
    column of the same foreign key can give way. ``first``: the number of the first doomed row of a table.
    """

    fill: bool = False
    loops: bool = False
    doomed: bool = False
    fresh: bool = False
    keep: bool = False
    first: int = 1


class Placed:
    """A row in the making: ``table`` is where it is inserted (a partition where that matters)."""

    __slots__ = ("doomed", "number", "promised", "table", "values")

    def __init__(self, table: QualifiedName, number: int, *, doomed: bool) -> None:
        self.table, self.number, self.doomed = table, number, doomed
        self.values: Values = {}
        self.promised: tuple[Placed, ForeignKey] | None = None


class Draft:
    """Rows of one witness, in an order in which nearly every row comes after those it references."""

    def __init__(self, catalog: Catalog, style: Style) -> None:
        self.catalog, self.style = catalog, style
        self.rows: list[Placed] = []
        self.undecided: dict[str, None] = {}
        self.unknown_columns: set[tuple[QualifiedName, str]] = set()

    def add(
        self,
        table: QualifiedName,
        *,
        fixed: Mapping[str, Concrete | None],
        needed: Collection[str] = (),
        doomed: bool,
        follow: Collection[ForeignKey] = (),
        wish: Wish | None = None,
        promised: tuple[Placed, ForeignKey] | None = None,
    ) -> Placed:
        """Make a row and every row that it has to reference.

        Args:
            table: where to insert it.
            fixed: columns whose values are given.
            needed: further columns that must not be NULL.
            doomed: whether the DELETE is to reach it.
            follow: nullable keys that must reference a row.
            wish: what the effect asks of the row.
            promised: the row for which this one is made, and the key by which that will reference it.

        Raises:
            Stuck: no such row can be made.
        """
        if table not in self.catalog.tables:
            raise Stuck(f"{table} is not defined in the file, so its columns are not known")
        if len(self.rows) >= _MOST_ROWS:
            raise Stuck(f"it needs more than {_MOST_ROWS} rows")
        row = Placed(table, self._number(table, doomed=doomed), doomed=doomed)
        row.promised = promised
        wanted = {*needed, *(c for key in follow for c in key.columns)}
        filling = _Filling(self, row, dict(fixed), wanted, wish)
        row.values = filling.values()
        self.rows.append(row)
        position = len(self.rows) - 1
        self._follow_keys(row, filling.columns_of_keys, follow)
        self._compute_generated(row)
        self._refuse_duplicates(row)
        self._refuse_broken_checks(row)
        # What it references was made after it and goes before it.
        self.rows.append(self.rows.pop(position))
        return row

    def family(self, table: QualifiedName) -> list[Placed]:
        """Return the rows of a table, of its partitions and of the partitioned tables above it."""
        root = self.catalog.root_of(table)
        return [row for row in self.rows if self.catalog.root_of(row.table) == root]

    def linked_row(self, key: ForeignKey, fixed: Mapping[str, Concrete | None], table: QualifiedName) -> Placed | None:
        """Return a row that references by ``key`` already because a reference of a doomed row asked for it."""
        for row in self.family(key.table):
            same = all(row.values.get(column) == value for column, value in fixed.items())
            if same and not row.doomed and row.table == table:
                row.doomed = True
                return row
        return None

    def _number(self, table: QualifiedName, *, doomed: bool) -> int:
        taken = {row.number for row in self.family(table)}
        if doomed and self.style.first not in taken:
            return self.style.first
        return next(n for n in range(2, _MOST_ROWS + 3) if n not in taken)

    def _follow_keys(self, row: Placed, pending: Collection[str], follow: Collection[ForeignKey]) -> None:
        """Let every key whose columns are all to hold a value reference a row."""
        open_columns = set(pending)
        keys = [k for k in keys_from(self.catalog, row.table) if self._is_active(row, k, open_columns)]
        # Those with the fewest free columns first: they have the least choice.
        keys.sort(key=lambda k: (k not in follow, len(open_columns & set(k.columns))))
        for key in keys:
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
            raise Stuck(f"{key.id} compares periods, for which no rows are made")
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
        trial = Placed(row.table, row.number, doomed=row.doomed)
        link = {c: other.values.get(r) for c, r in zip(key.columns, key.referenced_columns, strict=True)}
        trial.values = {**row.values, **link}
        uniques = [i for i in uniques_of(self.catalog, row.table) if not set(key.columns).isdisjoint(i.columns)]
        taken = other.promised is not None and other.promised[0] is not row and other.promised[1] is key
        if taken and any(set(i.columns) <= set(key.columns) for i in uniques):
            return True
        return any(_equal(i, trial, o) for i in uniques for o in self.family(row.table) if o is not row)

    def _lies_in(self, row: Placed, table: QualifiedName) -> bool:
        return row.table == table or table in ancestors(self.catalog, row.table) or self._leaf(row) == table

    def _leaf(self, row: Placed) -> QualifiedName | None:
        try:
            return route(self.catalog, row.table, row.values)
        except CannotSimulate:
            return None

    def _compute_generated(self, row: Placed) -> None:
        for column in self.catalog.tables[row.table].columns:
            if column.generation is not None:
                found = evaluate(column.generation.tree, row.values)
                if found.values is None or len(found.values) + found.null != 1:
                    row.values.pop(column.name, None)
                    self.unknown_columns.add((row.table, column.name))
                    self.undecided[f"generated column {column.name} of {row.table}"] = None
                    continue
                row.values[column.name] = next(iter(found.values), None)

    def _refuse_duplicates(self, row: Placed) -> None:
        for index in uniques_of(self.catalog, row.table):
            for other in self.family(row.table):
                if other is not row and _equal(index, row, other):
                    raise Stuck(f"two rows of {row.table} are needed that {index.name} refuses side by side")

    def _refuse_broken_checks(self, row: Placed) -> None:
        for check in checks_of(self.catalog, row.table):
            outcome = holds(check.expression, row.values)
            if outcome == {False}:
                raise Stuck(f"no values were found that satisfy CHECK {check.name} of {row.table}")
            if False in outcome:
                self.undecided[f"CHECK {check.name}"] = None


class _Filling:
    """Chooses the values of one row that do not come from other rows."""

    def __init__(self, draft: Draft, row: Placed, fixed: Values, wanted: set[str], wish: Wish | None) -> None:
        self.draft, self.row, self.wish = draft, row, wish
        self.catalog = draft.catalog
        self.table = self.catalog.tables[row.table]
        self.wanted = wanted
        self.fixed = {c.name: fixed[c.name] for c in self.table.columns if c.name in fixed}
        self.columns_of_keys: set[str] = set()
        self._keys = keys_from(self.catalog, row.table)
        self._key_columns = {c for key in self._keys for c in key.columns}

    def values(self) -> Values:
        """Return the row, with a stand-in in every column that a key will fill."""
        found: Values = dict(self.fixed)
        for column in self.table.columns:
            if column.name not in found and column.generation is None:
                found[column.name] = self._first(column)
        self._place(found)
        self._avoid_duplicates(found)
        self._satisfy(found)
        self._complete_keys(found)
        self.columns_of_keys = {c for c in self._key_columns if c not in self.fixed and found.get(c) is not None}
        self.columns_of_keys -= self._kept()
        return found

    def _kept(self) -> set[str]:
        """Return columns of keys that keep their own value: generated numbers, where another column can give way."""
        own = {c.name for c in self.table.columns if c.identity is not None or _is_serial(c)}
        if self.draft.style.keep:
            primary = (k for k in self.catalog.keys_of.get(self.table.name, ()) if k.kind == "primary key")
            own |= {c for k in primary for c in k.columns if c is not None}
        alone = {k.columns[0] for k in self._keys if len(k.columns) == 1}
        return own - alone

    def _first(self, column: Column) -> Concrete | None:
        by_key = column.name in self._key_columns
        if self._must_fill(column) or (by_key and self.draft.style.fill):
            default = None if by_key or self._is_unique(column.name) else default_value(self.catalog, column)
            return default if default is not None else self._typed(column)
        return None if by_key else default_value(self.catalog, column)

    def _must_fill(self, column: Column) -> bool:
        return column.name in self.wanted or is_not_null(self.catalog, self.table.name, column)

    def _typed(self, column: Column) -> Concrete:
        for value in self._good_values(column):
            return value
        raise Stuck(f"no value of type {column.type} is known for {self.table.name}.{column.name}")

    def _good_values(self, column: Column) -> Iterator[Concrete]:
        """Give values that the column's domain accepts."""
        conditions = list(domain_conditions(self.catalog, column))
        given = list(typed_values(self.catalog, column, self.row.number))
        for condition in conditions:
            given.extend(constants_of(condition))
        for value in given:
            if all(False not in holds(condition, {"value": value}) for condition in conditions):
                yield value
        if conditions and given:
            self.draft.undecided[f"the domain of {column.name}"] = None
            yield given[0]

    def _is_unique(self, column: str) -> bool:
        return any(column in index.columns for index in uniques_of(self.catalog, self.table.name))

    def _place(self, found: Values) -> None:
        """Choose the columns that decide the partition so that one takes the row."""
        names = [t for t in (self.table.name, *ancestors(self.catalog, self.table.name)) if self._partitions(t)]
        names += [t for t in _below(self.catalog, self.table.name) if self._partitions(t)]
        columns = {c for t in names for c in self._partitions(t) if c}
        if not columns:
            return
        try:
            if any(self._fits(found, leaf) for leaf in leaves(self.catalog, self.table.name)):
                return
            free = [c for c in self.table.columns if c.name in columns and c.name not in self.fixed]
            related = (self.table.name, *_related(self.catalog, names))
            bounds = [value for name in related for value in _bound_values(self.catalog, name)]
            choices = [[*bounds, *self._good_values(c)] for c in free]
            for choice in islice(product(*choices), _MOST_TRIES):
                trial = {**found, **{c.name: v for c, v in zip(free, choice, strict=True)}}
                if any(self._fits(trial, leaf) for leaf in leaves(self.catalog, self.table.name)):
                    found.update(trial)
                    return
        except CannotSimulate as unknown:
            self.draft.undecided[str(unknown)] = None
            return
        raise Stuck(f"no partition of {self.table.name} was found for the row")

    def _fits(self, row: Values, leaf: QualifiedName) -> bool:
        return route(self.catalog, self.table.name, row) == leaf and belongs(self.catalog, leaf, row)

    def _partitions(self, table: QualifiedName) -> tuple[str | None, ...]:
        entry: Table | None = self.catalog.tables.get(table)
        return entry.partition_key.columns if entry is not None and entry.partition_key is not None else ()

    def _avoid_duplicates(self, found: Values) -> None:
        """Change free columns where another row of the table has the same unique key."""
        trial = Placed(self.row.table, self.row.number, doomed=False)
        trial.values = found
        for index in uniques_of(self.catalog, self.table.name):
            clashes = [o for o in self.draft.family(self.table.name) if _equal(index, trial, o)]
            free = [c for c in self.table.columns if c.name in index.columns and c.name not in self.fixed]
            free = [c for c in free if c.name not in self._key_columns]
            if clashes and free:
                self._vary(found, free, index, clashes)

    def _vary(self, found: Values, free: list[Column], index: Index, clashes: list[Placed]) -> None:
        trial = Placed(self.row.table, self.row.number, doomed=False)
        choices: list[list[Concrete | None]] = [[*self._good_values(c)] or [found[c.name]] for c in free]
        for choice in islice(product(*choices), 64):
            trial.values = {**found, **{c.name: v for c, v in zip(free, choice, strict=True)}}
            if not any(_equal(index, trial, other) for other in clashes):
                found.update(trial.values)
                return

    def _satisfy(self, found: Values) -> None:
        """Change free columns until every CHECK holds and the wish comes true."""
        if self._content(found):
            return
        checks = [c.expression for c in checks_of(self.catalog, self.table.name)]
        broken = [c.expression for c in self._broken(found)]
        # First the conditions that fail, then all of them, since they can share columns.
        for conditions in (broken, checks):
            columns = [c for c in self.table.columns if any(c.name in e.columns for e in conditions)]
            free = [c for c in columns if c.name not in self.fixed and c.generation is None]
            choices = [self._choices(c, conditions, found) for c in free]
            for choice in islice(product(*choices), _MOST_TRIES):
                trial = {**found, **{c.name: v for c, v in zip(free, choice, strict=True)}}
                if self._content(trial):
                    found.update(trial)
                    return
        if self.wish is not None and self.wish.breaks in {check.name for check in self._broken(found)}:
            raise Stuck(f"no row of {self.table.name} was found that {self.wish.breaks} allows before and not after")

    def _choices(self, column: Column, conditions: list[Expression], found: Values) -> list[Concrete | None]:
        choices: dict[Concrete | None, None] = {found.get(column.name): None}
        if not self._must_fill(column):
            choices[None] = None
        for value in self._good_values(column):
            choices[value] = None
        if column.name not in self._key_columns:
            likes = [type(value) for value in choices if value is not None][:1]
            for condition in conditions:
                if column.name in condition.columns:
                    choices |= {v: None for v in constants_of(condition) if not likes or _is_like(v, likes[0])}
        return list(choices)

    def _content(self, row: Values) -> bool:
        return not self._broken(row)

    def _broken(self, row: Values) -> list[Check]:
        """Return the CHECKs that fail now, or hold after the change where they should not, or the other way round."""
        full, found = self._with_generated(row), []
        after = None if self.wish is None else self._with_generated({**row, **self.wish.after})
        for check in checks_of(self.catalog, self.table.name):
            broken = holds(check.expression, full) == {False}
            if self.wish is not None and after is not None:
                later = holds(check.expression, after)
                broken |= False not in later if check.name == self.wish.breaks else later == {False}
            if broken:
                found.append(check)
        return found

    def _with_generated(self, row: Values) -> Values:
        full = dict(row)
        for column in self.table.columns:
            if column.generation is not None:
                found = evaluate(column.generation.tree, row)
                if found.values is not None and len(found.values) + found.null == 1:
                    full[column.name] = next(iter(found.values), None)
        return full

    def _complete_keys(self, found: Values) -> None:
        """MATCH FULL: all columns of a key, or none."""
        for key in self._keys:
            filled = [c for c in key.columns if found.get(c) is not None]
            if key.match is MatchType.FULL and 0 < len(filled) < len(key.columns):
                for column in self.table.columns:
                    if column.name in key.columns and found.get(column.name) is None:
                        found[column.name] = self._typed(column)


def keys_from(catalog: Catalog, table: QualifiedName) -> list[ForeignKey]:
    """Return the enforced keys that a row must satisfy: of its table, and of the partitioned tables above and below."""
    names = (table, *ancestors(catalog, table), *_below(catalog, table))
    return [key for name in names for key in catalog.keys_from.get(name, ()) if key.enforced]


def checks_of(catalog: Catalog, table: QualifiedName) -> list[Check]:
    """Return the enforced CHECK constraints of a table."""
    return [check for check in catalog.checks_of.get(table, ()) if check.enforced]


def uniques_of(catalog: Catalog, table: QualifiedName) -> list[Index]:
    """Return the unique indexes over plain columns that guard the rows of a table."""
    names = (table, *ancestors(catalog, table))
    indexes = (index for name in names for index in catalog.indexes_of.get(name, ()))
    return [i for i in indexes if i.unique and i.attached_to is None and None not in i.columns]


def domain_conditions(catalog: Catalog, column: Column) -> Iterator[Expression]:
    """Give the CHECKs of the column's domains, whose column is ``value``."""
    domain = catalog.domain(column.type_name) if not column.type.endswith("[]") else None
    for _ in range(20):
        if domain is None:
            return
        yield from (check.expression for check in domain.checks)
        domain = catalog.domain(domain.base_name)


def default_value(catalog: Catalog, column: Column) -> Concrete | None:
    """Return the column's default where it is one known value, else None."""
    expression = default_expression(catalog, column)
    if expression is None or column.identity is not None:
        return None
    found = evaluate(expression.tree, {})
    one = found.values is not None and len(found.values) == 1 and not found.null
    return next(iter(found.values)) if found.values is not None and one else None


def _equal(index: Index, row: Placed, other: Placed) -> bool:
    key = [row.values.get(c) for c in index.columns if c is not None]
    if None in key and not index.nulls_not_distinct:
        return False
    if key != [other.values.get(c) for c in index.columns if c is not None]:
        return False
    return index.predicate is None or all(True in holds(index.predicate, r.values) for r in (row, other))


def _is_serial(column: Column) -> bool:
    return column.default is not None and column.default.sql.lower().startswith("nextval(")


def _is_like(value: Concrete, kind: type) -> bool:
    return isinstance(value, kind) and isinstance(value, bool) == (kind is bool)


def _below(catalog: Catalog, table: QualifiedName) -> list[QualifiedName]:
    if catalog.tables[table].partition_key is None:
        return []
    found = list(catalog.children_of.get(table, ()))
    for name in found:  # grows while it is read
        found.extend(catalog.children_of.get(name, ()))
    return found


def _related(catalog: Catalog, names: list[QualifiedName]) -> list[QualifiedName]:
    return [child for name in names for child in catalog.children_of.get(name, ())]


def _bound_values(catalog: Catalog, table: QualifiedName) -> Iterator[Concrete | None]:
    """Give values that a partition's bound mentions, and numbers beside them."""
    import re

    bound = catalog.tables[table].bound
    for text, number in re.findall(r"'((?:[^']|'')*)'|(-?\d+)", bound.sql if bound is not None else ""):
        if number:
            yield from (int(number), int(number) - 1)
        else:
            yield text.replace("''", "'")
    if bound is not None and bound.takes_null:
        yield None
