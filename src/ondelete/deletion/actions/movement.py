"""Between which partitions an update may move a row, and whether any partition takes it (R15).

PostgreSQL finds the partition of a changed row level by level (ExecFindPartition in execPartition.c). A level whose key
is unchanged keeps a row that was there before; a new row is compared with the key of every level.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from ondelete.catalog import QualifiedName
from ondelete.deletion.actions.bounds import Answer, covers_values, takes
from ondelete.deletion.actions.changes import changed, row_after
from ondelete.deletion.expressions.evaluate import evaluate
from ondelete.deletion.expressions.values import Possible, possible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ondelete.catalog import Catalog, Table
    from ondelete.deletion.actions.changes import Changes, To
    from ondelete.deletion.expressions.values import Value

Lost: TypeAlias = Literal["cannot", "may", "must"]
Leaves: TypeAlias = frozenset[QualifiedName]
_NONE: Leaves = frozenset()


class Movement(msgspec.Struct, frozen=True):
    """Where an update of rows of one table may move them.

    Attributes:
        leaving: partitions from which a row may go to another one. DELETE triggers fire there, and the actions of keys
            to the partition itself.
        arriving: partitions to which a row may come. INSERT triggers fire there, and every constraint is checked.
        staying: partitions in which a row may stay.
        refused: partitions in ``leaving`` below a partition that a key references: no row may leave them (0A000).
        lost: whether no partition takes the changed row (23514).
        columns: the changed columns that decide the partition; empty if none does.
        bound: the partition that an update names itself and that the row would have to leave, else None.
    """

    leaving: Leaves = _NONE
    arriving: Leaves = _NONE
    staying: Leaves = _NONE
    refused: Leaves = _NONE
    lost: Lost = "cannot"
    columns: tuple[str, ...] = ()
    bound: QualifiedName | None = None


STAYS = Movement()


def movement(catalog: Catalog, table: QualifiedName, before: Mapping[str, Value], changes: Changes) -> Movement:
    """Return where an update of ``table`` by an action may move a row.

    Args:
        catalog: the schema.
        table: the table that the statement names: the key's own. A partition keeps its rows, or the update fails.
        before: what is known about the row before.
        changes: what is written.
    """
    definition = catalog.tables.get(table)
    if definition is None or not (definition.is_partitioned or definition.is_partition):
        return STAYS
    known = _remembered(catalog)
    what = (table, tuple(sorted(before)), frozenset(changes.items()))
    if what not in known:
        known[what] = _Walk(catalog, table, before, changes).run()
    return known[what]


_What: TypeAlias = "tuple[QualifiedName, tuple[str, ...], frozenset[tuple[str, frozenset[To]]]]"


@lru_cache(maxsize=8)
def _remembered(_catalog: Catalog) -> dict[_What, Movement]:
    return {}


class _Walk:
    """The path of a row through the levels of a partitioned table."""

    def __init__(self, catalog: Catalog, table: QualifiedName, before: Mapping[str, Value], changes: Changes) -> None:
        self.catalog, self.table, self.before = catalog, table, before
        self.differs = changed(changes)
        after = row_after(catalog, table, changes)
        self.after: Mapping[str, Value] = {**{c: v for c, v in before.items() if c not in after}, **after}

    def run(self) -> Movement:
        tables = (self.table, *self.catalog.partitioned_above(self.table), *self.catalog.partitions_below(self.table))
        keys = (self._reads(self.catalog.tables[name]) for name in tables if name in self.catalog.tables)
        read = frozenset[str]().union(*keys) & self.differs
        columns = tuple(sorted(read))
        above = self._lost_above()
        found = self._below(self.catalog.tables[self.table], came=False)
        if above != "cannot":
            return msgspec.structs.replace(found, lost=_worst(above, found.lost), columns=columns, bound=self.table)
        refused = frozenset(leaf for leaf in found.leaving if self._is_held(leaf))
        return msgspec.structs.replace(found, refused=refused, columns=columns)

    def _lost_above(self) -> Lost:
        """Whether the row would have to leave the partition that the statement names."""
        worst: Lost = "cannot"
        below = self.catalog.tables[self.table]
        for name in self.catalog.partitioned_above(self.table):
            above = self.catalog.tables.get(name)
            if above is None:
                break
            if not self._reads(above).isdisjoint(self.differs):
                worst = _worst(worst, _LOST[takes(self.catalog, above, below, self._key(above, self.after))])
            below = above
        return worst

    def _below(self, table: Table, *, came: bool) -> Movement:
        """Return what happens to a row below ``table``; ``came``: it was not there before."""
        if not table.is_partitioned:
            here = frozenset({table.name})
            return Movement(arriving=here) if came else Movement(staying=here)
        parts = [self.catalog.tables[name] for name in self.catalog.children_of.get(table.name, ())]
        if not parts:
            return Movement(lost="may" if came or not self._reads(table).isdisjoint(self.differs) else "cannot")
        earlier = self._key(table, self.before)
        held = {p.name for p in parts if takes(self.catalog, table, p, earlier) is not Answer.NO} if not came else set()
        if not came and self._reads(table).isdisjoint(self.differs):
            return _joined(self._below(part, came=False) for part in parts if part.name in held)
        return self._routed(table, parts, held, came=came)

    def _routed(self, table: Table, parts: list[Table], held: set[QualifiedName], *, came: bool) -> Movement:
        """Return what happens to a row whose partition is determined again."""
        later = self._key(table, self.after)
        answers = {part.name: takes(self.catalog, table, part, later) for part in parts}
        ways, leaving = [], set[QualifiedName]()
        targets = [part for part in parts if answers[part.name] is not Answer.NO]
        for part in targets:
            others = held - {part.name}
            if came or others:
                ways.append(self._below(part, came=True))
                leaving |= others
            if part.name in held:
                ways.append(self._below(part, came=False))
        found = _joined(ways)
        out = {leaf for name in leaving if answers[name] is not Answer.YES for leaf in self._leaves(name)}
        lost = _worst(self._lost_at(table, parts, later, answers.values()), found.lost)
        return msgspec.structs.replace(found, leaving=found.leaving | out, lost=lost)

    def _lost_at(self, table: Table, parts: list[Table], key: list[Possible], answers: Iterable[Answer]) -> Lost:
        found = set(answers)
        if found == {Answer.NO}:
            return "must"
        return "cannot" if Answer.YES in found or covers_values(table, parts, key) else "may"

    def _leaves(self, name: QualifiedName) -> Iterable[QualifiedName]:
        below = self.catalog.partitions_below(name)
        return [each for each in below if not self.catalog.is_partitioned(each)] if below else [name]

    def _is_held(self, leaf: QualifiedName) -> bool:
        """Whether a partitioned partition above a leaf is referenced itself (ExecCrossPartitionUpdateForeignKey)."""
        for name in self.catalog.partitioned_above(leaf):
            if name == self.table:
                return False
            if any(key.enforced for key in self.catalog.foreign_keys_to.get(name, ())):
                return True
        return False

    def _reads(self, table: Table) -> frozenset[str]:
        return table.partition_key.reads if table.partition_key is not None else frozenset()

    def _key(self, table: Table, row: Mapping[str, Value]) -> list[Possible]:
        """Return the possible values of a partition key."""
        by = table.partition_key
        expressions = iter(by.expressions if by is not None else ())
        trees = [next(expressions).tree if column is None else column for column in (by.columns if by else ())]
        return [
            possible(row.get(each, Possible(None, null=True))) if isinstance(each, str) else evaluate(each, row)
            for each in trees
        ]


_LOST: Mapping[Answer, Lost] = {Answer.NO: "must", Answer.MAY: "may", Answer.YES: "cannot"}
_RANK: Mapping[Lost, int] = {"cannot": 0, "may": 1, "must": 2}


def _worst(one: Lost, other: Lost) -> Lost:
    return max(one, other, key=_RANK.__getitem__)


def _joined(ways: Iterable[Movement]) -> Movement:
    """Return several outcomes as one: only what is in all of them is certain."""
    found = list(ways)
    lost = {way.lost for way in found}
    return Movement(
        leaving=_NONE.union(*(way.leaving for way in found)),
        arriving=_NONE.union(*(way.arriving for way in found)),
        staying=_NONE.union(*(way.staying for way in found)),
        lost=next(iter(lost)) if len(lost) == 1 else "may" if lost else "cannot",
    )
