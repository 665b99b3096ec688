"""Deletes that depend on the order of creation of foreign keys, found without predicting every delete.

Two keys on the same columns that do different things are found directly. A key that is checked again is at risk only on
a table with two keys that can meet in one delete, and only the keys on the way to what these reference decide when they
meet. So the events are computed over these keys only, and only from tables that reach two keys of one table at risk.
The result is that of predictions from all tables; the tests compare the two.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import msgspec

from ondelete.catalog import ForeignKey, QualifiedName, ReferentialAction
from ondelete.deletion.actions.keys import key_order
from ondelete.deletion.static.events import EventGraph
from ondelete.deletion.static.work import MOST_STEPS, Work
from ondelete.deletion.witness.rechecks import MOST_EFFORT, hazards_by_key
from ondelete.graph.reaching import reachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ondelete.catalog import Catalog, Clause
    from ondelete.deletion.static.hazards import Hazard

    Written: TypeAlias = set[tuple[QualifiedName, str]]
    """Columns that a referential action may write, each with its table's root."""
    Risk: TypeAlias = Callable[[Catalog, QualifiedName, Sequence[ForeignKey], Written], bool]

_SETS = (ReferentialAction.SET_NULL, ReferentialAction.SET_DEFAULT)


class Tie(msgspec.Struct, frozen=True):
    """Two keys on the same columns that do different things when a referenced row is deleted or changes (``clause``).

    The one that was created first acts (R8). ``first`` comes before ``second`` in the file, which says nothing about
    the database from which the dump was made (R5).
    """

    first: ForeignKey
    second: ForeignKey
    clause: Clause


class Recheck(msgspec.Struct, frozen=True):
    """A key that is checked again and can fail; rows show it for a delete on ``root``."""

    root: QualifiedName
    hazard: Hazard


_R = TypeVar("_R")


class OrderRisks:
    """The keys at risk of one catalog. If a table is partitioned, its root is looked at.

    Args:
        catalog: the schema.
        most_steps: the limit on the work of ``rechecks`` (see ``deletion.static.work``).
        most_effort: the limit on the rows with which the re-checks of all keys are tried.
    """

    def __init__(self, catalog: Catalog, most_steps: int = MOST_STEPS, most_effort: int = MOST_EFFORT) -> None:
        self._catalog = catalog
        self._families = _families(catalog)
        self._written = _written(catalog, self._families)
        self._most_steps, self._most_effort = most_steps, most_effort
        self.undecided: dict[QualifiedName, None] = {}
        """The tables at whose delete ``rechecks`` did not look, or not to the end: it came to the bound on its work."""

    def ties(self) -> tuple[Tie, ...]:
        """Return the pairs of keys of which only the one that was created first acts, each once, in file order."""
        found: dict[tuple[int, int], Tie] = {}
        order = key_order(self._catalog)
        for place, key in enumerate(self._catalog.foreign_keys):
            for clause in ("delete", "update"):
                rival = order.rival_of(place, clause)
                if rival is None or (clause == "update" and not _is_changed(self._catalog, key, self._written)):
                    continue
                (_, first), (later, second) = sorted(((place, key), (rival.order, rival.key)), key=lambda pair: pair[0])
                found.setdefault((place + rival.order - later, later), Tie(first, second, clause))
        return tuple(found[places] for places in sorted(found))

    def rechecks(self) -> tuple[Recheck, ...]:
        """Return the keys that a row can violate because it is updated twice, each once, if example rows show it."""
        # Loaded here for start-up time: the simulator is read only if this question is asked.
        from ondelete.deletion.witness.effort import Effort
        from ondelete.deletion.witness.hazard import prove_hazard

        tries: dict[str, list[tuple[int, int, QualifiedName, list[Hazard]]]] = {}
        for place, graph in enumerate(self.graphs(can_be_rechecked)):
            for hazards in hazards_by_key(graph):
                if graph.work.is_over:
                    self.undecided[graph.roots[0].table] = None
                    break
                nearest = len(hazards[0].first)
                tries.setdefault(hazards[0].key.id, []).append((nearest, place, graph.roots[0].table, hazards))
        found: dict[str, Recheck] = {}
        whole = Work(self._most_effort)
        for key, attempts in tries.items():
            for _, _, root, hazards in sorted(attempts, key=lambda attempt: attempt[:2]):
                if whole.is_over:
                    self.undecided[root] = None
                    continue
                effort = Effort()
                given = effort.left
                shown = (h for h in hazards if prove_hazard(self._catalog, root, h, compare=False, effort=effort))
                hazard = next(shown, None)
                whole.spend(given - effort.left)
                if hazard is not None:
                    found[key] = Recheck(root, hazard)
                    break
        return self._in_file_order(found)

    def _in_file_order(self, found: Mapping[str, _R]) -> tuple[_R, ...]:
        return tuple(found[key.id] for key in self._catalog.foreign_keys if key.id in found)

    def graphs(self, risk: Risk) -> Iterator[EventGraph]:
        """Yield the events of each delete that reaches two keys of a table at risk, over the keys that matter.

        After the limit on the work, deletes are left undecided.
        """
        work = Work(self._most_steps)
        at_risk = {t: keys for t, keys in self._families.items() if risk(self._catalog, t, keys, self._written)}
        ways = self._ways_to(key for keys in at_risk.values() for key in keys)
        wanted = ways.keys() | at_risk.keys()
        keys = tuple(key for key in self._catalog.foreign_keys if self._root(key.table) in wanted)
        small = self._catalog.with_foreign_keys(keys)
        below: dict[QualifiedName, list[QualifiedName]] = {}
        for table, above in ways.items():
            for name in above:
                below.setdefault(name, []).append(table)
        near: dict[QualifiedName, dict[QualifiedName, None]] = {}
        for table, referencing in at_risk.items():
            for key in referencing:
                near.setdefault(self._root(key.referenced_table), {})[table] = None
        for table in ways:
            if table not in self._catalog.tables:
                continue
            if work.is_over:
                self.undecided[table] = None
            elif self._meet(at_risk, near, reachable(below, table)):
                yield EventGraph(small, table, work)

    def _ways_to(self, keys: Iterable[ForeignKey]) -> dict[QualifiedName, tuple[QualifiedName, ...]]:
        """Return the tables from which a delete can travel to what keys reference, with what is above each.

        A partitioned table stands for its partitions.
        """
        found: dict[QualifiedName, tuple[QualifiedName, ...]] = {}
        pending = deque(self._root(key.referenced_table) for key in keys)
        while pending:
            table = pending.popleft()
            if table in found:
                continue
            above = [self._root(key.referenced_table) for key in self._families.get(table, ()) if _acts(key)]
            definition = self._catalog.tables.get(table)
            above += definition.parents if definition is not None else ()
            found[table] = tuple(dict.fromkeys(above))
            pending.extend(above)
        return found

    def _meet(
        self,
        at_risk: Mapping[QualifiedName, Sequence[ForeignKey]],
        near: Mapping[QualifiedName, Iterable[QualifiedName]],
        reached: set[QualifiedName],
    ) -> bool:
        """Whether one delete reaches what two keys of one table at risk reference (or one key, if that is enough).

        ``near`` are the tables at risk by what they reference.
        """
        for table in {table: None for name in reached for table in near.get(name, ())}:
            meeting = [key for key in at_risk[table] if self._root(key.referenced_table) in reached]
            if len(meeting) > 1 or any(_suffices(self._catalog, table, key, self._written) for key in meeting):
                return True
        return False

    def _root(self, table: QualifiedName) -> QualifiedName:
        return self._catalog.root_of(table)


def _families(catalog: Catalog) -> dict[QualifiedName, list[ForeignKey]]:
    """Return the enforced keys by referencing table, those of partitions with their root."""
    found: dict[QualifiedName, list[ForeignKey]] = {}
    for key in catalog.foreign_keys:
        if key.enforced:
            found.setdefault(catalog.root_of(key.table), []).append(key)
    return found


def _acts(key: ForeignKey) -> bool:
    """Whether the key passes anything on, on a delete or on an update."""
    return not (key.on_delete.checks_only and key.on_update.checks_only)


def _written(catalog: Catalog, families: Mapping[QualifiedName, Sequence[ForeignKey]]) -> Written:
    """Return the columns, by root table, that some referential action may write; more than really can be."""
    found: Written = set()
    for table, keys in families.items():
        columns = {c for key in keys if key.on_delete in _SETS or not key.on_update.checks_only for c in key.columns}
        definition = catalog.tables.get(table)
        if columns and definition is not None:
            columns.update(column.name for column in definition.columns if column.generated)
        found.update((table, column) for column in columns)
    return found


def _updates(catalog: Catalog, key: ForeignKey, written: Written) -> bool:
    """Whether the key may change a referencing row."""
    return key.on_delete in _SETS or (not key.on_update.checks_only and _is_changed(catalog, key, written))


def _is_changed(catalog: Catalog, key: ForeignKey, written: Written) -> bool:
    """Whether a referential action may change what the key references."""
    table = catalog.root_of(key.referenced_table)
    return any((table, column) in written for column in key.referenced_columns)


def _suffices(catalog: Catalog, table: QualifiedName, key: ForeignKey, written: Written) -> bool:
    """Whether one key alone may update a row twice, or move it to another partition, where all keys are checked."""
    return _updates(catalog, key, written) and (catalog.is_partitioned(table) or _is_changed(catalog, key, written))


def can_be_rechecked(catalog: Catalog, table: QualifiedName, keys: Sequence[ForeignKey], written: Written) -> bool:
    """Whether two keys may update a row while a third one references a row that is deleted in between."""
    updating = [key for key in keys if _updates(catalog, key, written)]
    if not updating or (len(updating) == 1 and not _suffices(catalog, table, updating[0], written)):
        return False
    for key in keys:
        vanishes = not key.on_delete.checks_only or _is_changed(catalog, key, written)
        if vanishes and not key.timing.initially_deferred and len(list(_beside(key, updating))) > 1:
            return True
    return any(_suffices(catalog, table, key, written) for key in updating)


def _beside(key: ForeignKey, updating: Iterable[ForeignKey]) -> Iterator[ForeignKey]:
    """Yield the updating keys that set no column of ``key`` to NULL; with a NULL there is nothing to check."""
    for other in updating:
        nulls = other.on_delete is ReferentialAction.SET_NULL and other.on_update.checks_only
        if not nulls or set(other.set_columns or other.columns).isdisjoint(key.columns):
            yield other
