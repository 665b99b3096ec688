"""The values of one witness row that do not come from other rows: types, defaults, UNIQUE, CHECK, partition bounds."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, islice, product
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from ondelete.catalog import MatchType
from ondelete.deletion.actions.partitions import CannotSimulate, belongs, route
from ondelete.deletion.expressions.evaluate import evaluate
from ondelete.deletion.expressions.values import Concrete
from ondelete.deletion.witness.filling.checks import constants_of, holds
from ondelete.deletion.witness.filling.values import typed_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Check, Column, Expression, Index, QualifiedName
    from ondelete.deletion.witness.filling.facts import TableFacts


Values: TypeAlias = "dict[str, Concrete | None]"

_MOST_TRIES = 2000
_FEW_TRIES = 64


class Conflict(Exception):
    """No row can be made; the message says in one sentence which constraint or type prevents it."""


class Request(msgspec.Struct, frozen=True):
    """What an effect requires of a row beyond its constraints: the CHECKs hold after a change too, but for one of them.

    ``after`` are the columns that change, ``breaks`` is the name of the CHECK that is to fail then, None if none is.
    """

    after: Mapping[str, Concrete | None]
    breaks: str | None


class RowSpec(msgspec.Struct, frozen=True):
    """What is asked of one row.

    Attributes:
        number: which row of its table it is; its values are made of it.
        fixed: columns whose values are given.
        wanted: further columns that must not be NULL.
        request: what the effect requires, None for nothing.
        fill: give nullable keys a value too.
        keep: columns of the primary key keep the row's own number if another column of a key can give way.
    """

    number: int
    fixed: Mapping[str, Concrete | None]
    wanted: frozenset[str]
    request: Request | None
    fill: bool
    keep: bool


class Filling:
    """Chooses the values of one row.

    Attributes:
        values: the row, with a stand-in in every column that a key will fill.
        open_columns: those columns.
        undecided: the constraints that only a server can decide.
    """

    def __init__(self, facts: TableFacts, spec: RowSpec, others: Sequence[Values]) -> None:
        self.facts, self.spec, self.others = facts, spec, others
        self.fixed = {c.name: spec.fixed[c.name] for c in facts.plain if c.name in spec.fixed}
        self.undecided: dict[str, None] = {}
        self.values: Values = dict(self.fixed)
        for column in facts.plain:
            if column.name not in self.fixed:
                self.values[column.name] = self._first(column)
        self._place()
        self._avoid_duplicates()
        self._satisfy()
        self._complete_keys()
        kept = facts.own_numbers | (facts.primary if spec.keep else frozenset())
        filled = (c for c in facts.key_columns if c not in self.fixed and self.values.get(c) is not None)
        self.open_columns = frozenset(filled) - kept

    @property
    def broken(self) -> bool:
        """Whether a CHECK fails over the row, stand-ins included."""
        return bool(self._broken(self.values))

    def _first(self, column: Column) -> Concrete | None:
        by_key = column.name in self.facts.key_columns
        default = None if by_key else self.facts.defaults[column.name]
        if not (self._must_fill(column) or (by_key and self.spec.fill)):
            return default
        return self._typed(column) if default is None or column.name in self.facts.unique_columns else default

    def _must_fill(self, column: Column) -> bool:
        return column.name in self.spec.wanted or column.name in self.facts.not_null

    def _typed(self, column: Column) -> Concrete:
        for value in self._good_values(column):
            return value
        raise Conflict(f"no value of type {column.type} is known for {self.facts.name}.{column.name}")

    def _good_values(self, column: Column) -> Iterator[Concrete]:
        """Give values that the column's domain accepts."""
        conditions = self.facts.conditions[column.name]
        given = typed_values(self.facts.catalog, column, self.spec.number)
        if not conditions:
            yield from given
            return
        choices = [*given, *(value for condition in conditions for value in constants_of(condition))]
        yield from (v for v in choices if all(False not in holds(c, {"value": v}) for c in conditions))
        if choices:
            self.undecided[f"the domain of {column.name}"] = None
            yield choices[0]

    def _place(self) -> None:
        """Choose the columns that decide the partition so that one takes the row."""
        facts = self.facts
        if not facts.partition_columns:
            return
        try:
            if self._has_place(self.values):
                return
            free = [c for c in facts.plain if c.name in facts.partition_columns and c.name not in self.fixed]
            choices = [[*facts.bound_values, *self._good_values(column)] for column in free]
            for trial in self._trials(free, choices):
                if self._has_place(trial):
                    self.values = trial
                    return
        except CannotSimulate as unknown:
            self.undecided[str(unknown)] = None
            return
        if all(self.facts.catalog.tables[leaf].partition_key is not None for leaf in facts.leaves):
            raise Conflict(f"{facts.name} has no partition, so it can hold no rows")
        raise Conflict(f"no partition of {facts.name} was found for the row")

    def _has_place(self, row: Values) -> bool:
        leaf = route(self.facts.catalog, self.facts.name, row)
        return leaf is not None and belongs(self.facts.catalog, leaf, row)

    def _avoid_duplicates(self) -> None:
        """Change free columns if another row of the table has the same unique key."""
        for index in self.facts.uniques:
            if any(same_key(index, self.values, other) for other in self.others):
                held = self.fixed.keys() | self.facts.key_columns
                free = [c for c in self.facts.plain if c.name in index.columns and c.name not in held]
                choices = [list(self._good_values(column)) for column in free]
                for trial in islice(self._trials(free, choices), _FEW_TRIES):
                    if not any(same_key(index, trial, other) for other in self.others):
                        self.values = trial
                        break

    def _satisfy(self) -> None:
        """Change free columns until every CHECK holds and the request is met."""
        while broken := self._broken(self.values):
            # One condition after the other; then those that fail together, since they can share columns.
            if not (any(self._mend([check], len(broken)) for check in broken) or self._mend(broken, 1)):
                break
        name = self.spec.request.breaks if self.spec.request is not None else None
        if name in {check.name for check in self._broken(self.values)}:
            raise Conflict(f"no row of {self.facts.name} was found that {name} allows before the change and not after")

    def _mend(self, checks: Sequence[Check], fewer_than: int) -> bool:
        """Change the columns that these CHECKs read so that fewer fail; return whether that was possible."""
        conditions = [check.expression for check in checks]
        read = frozenset(c for condition in conditions for c in condition.columns)
        free = [c for c in self.facts.plain if c.name in read and c.name not in self.fixed]
        for trial in self._trials(free, [self._choices(column, conditions) for column in free]):
            if len(self._broken(trial)) < fewer_than:
                self.values = trial
                return True
        return False

    def _trials(self, free: Sequence[Column], choices: Sequence[Sequence[Concrete | None]]) -> Iterator[Values]:
        """Give the row with other values in one free column, then in two, and so on."""
        yield from islice(self._all_trials(free, choices), _MOST_TRIES)

    def _all_trials(self, free: Sequence[Column], choices: Sequence[Sequence[Concrete | None]]) -> Iterator[Values]:
        others = [
            [(c.name, v) for v in given if v is None or v != self.values.get(c.name)]
            for c, given in zip(free, choices, strict=True)
        ]
        for width in range(1, len(free) + 1):
            for changing in combinations(others, width):
                for choice in product(*changing):
                    yield {**self.values, **dict(choice)}

    def _choices(self, column: Column, conditions: Sequence[Expression]) -> list[Concrete | None]:
        choices: dict[Concrete | None, None] = {self.values.get(column.name): None}
        if not self._must_fill(column):
            choices[None] = None
        choices |= dict.fromkeys(self._good_values(column))
        kind = next((type(value) for value in choices if value is not None), None)
        for condition in conditions:
            if column.name in condition.columns and (kind is str or column.name not in self.facts.key_columns):
                choices |= {v: None for v in constants_of(condition) if kind in (None, type(v))}
        return list(choices)

    def _broken(self, row: Values) -> list[Check]:
        """Return the CHECKs that fail now, or hold after the change if they should not, or the other way round."""
        if not self.facts.checks:
            return []
        request, found = self.spec.request, []
        full = with_generated(self.facts, row)
        after = with_generated(self.facts, {**row, **request.after}) if request is not None else {}
        for check in self.facts.checks:
            broken = holds(check.expression, full) == {False}
            if request is not None and not broken:
                later = holds(check.expression, after)
                broken = False not in later if check.name == request.breaks else later == {False}
            if broken:
                found.append(check)
        return found

    def _complete_keys(self) -> None:
        """MATCH FULL: all columns of a key, or none."""
        for key in self.facts.foreign_keys:
            filled = [c for c in key.columns if self.values.get(c) is not None]
            if key.match is MatchType.FULL and 0 < len(filled) < len(key.columns):
                for column in self.facts.plain:
                    if column.name in key.columns and self.values.get(column.name) is None:
                        self.values[column.name] = self._typed(column)


def with_generated(facts: TableFacts, row: Values) -> Values:
    """Return the row with its generated columns, those that can be computed here."""
    if not facts.generated:
        return row
    full = dict(row)
    for column in facts.generated:
        known, value = generated_value(column, row)
        if known:
            full[column.name] = value
        else:
            full.pop(column.name, None)
    return full


def generated_value(column: Column, row: Values) -> tuple[bool, Concrete | None]:
    """Return whether a generated column can be computed here, and its value."""
    if column.generation is None:
        return False, None
    found = evaluate(column.generation.tree, row)
    known = found.values is not None and len(found.values) + found.null == 1
    return known, next(iter(found.values or ()), None)


def same_key(index: Index, row: Values, other: Values) -> bool:
    """Whether a unique index refuses two rows side by side."""
    key = [row.get(c) for c in index.columns if c is not None]
    if None in key and not index.nulls_not_distinct:
        return False
    if key != [other.get(c) for c in index.columns if c is not None]:
        return False
    return index.predicate is None or all(True in holds(index.predicate, r) for r in (row, other))


def in_leaf(facts: TableFacts, row: Values, leaf: QualifiedName) -> bool:
    """Whether a row that is inserted into the table lies in that partition."""
    try:
        return route(facts.catalog, facts.name, row) == leaf
    except CannotSimulate:
        return False
