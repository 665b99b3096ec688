"""Which keys act when a row goes or changes, and in which order (semantics R4, R8, R15, R17)."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ondelete.catalog import ReferentialAction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ondelete.catalog import Catalog, Clause, ForeignKey, QualifiedName


class OrderedKey(NamedTuple):
    """One key that acts on an event, and its place in the creation order."""

    order: int
    key: ForeignKey


class KeyOrder:
    """The keys of one catalog by the table whose rows they watch.

    A key acts on a table when it references that table, a partitioned table above it or a partition below it:
    PostgreSQL copies a key *to* a partitioned table to every partition, and a dump has no copies (R15).
    NOT ENFORCED keys have no triggers and never act (R17).
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._acting: dict[QualifiedName, tuple[OrderedKey, ...]] = {}

    @cached_property
    def _to(self) -> Mapping[QualifiedName, list[OrderedKey]]:
        found: dict[QualifiedName, list[OrderedKey]] = {}
        for order, key in enumerate(self.catalog.foreign_keys):
            if key.enforced:
                found.setdefault(key.referenced_table, []).append(OrderedKey(order, key))
        return found

    @cached_property
    def shadowed_on_delete(self) -> frozenset[int]:
        """Orders of the keys that never act on a delete, because another one always acts first (R8)."""
        return frozenset(self._shadowed("delete"))

    @cached_property
    def shadowed_on_update(self) -> frozenset[int]:
        """Orders of the keys that never act on an update."""
        return frozenset(self._shadowed("update"))

    def acting_on(self, table: QualifiedName, *, directly: bool = False) -> tuple[OrderedKey, ...]:
        """Return the keys that act when a row of ``table``, or of its partitions, is deleted or updated, in order.

        ``directly`` leaves out those that reference a partitioned table above it, or a partition below.
        """
        if directly:
            return tuple(self._to.get(table, ()))
        found = self._acting.get(table)
        if found is None:
            relatives = (*self.catalog.partitioned_above(table), table, *self.catalog.partitions_below(table))
            found = tuple(sorted(entry for name in relatives for entry in self._to.get(name, ())))
            self._acting[table] = found
        return found

    def _shadowed(self, clause: Clause) -> Iterable[int]:
        together: dict[tuple[QualifiedName, QualifiedName], list[OrderedKey]] = {}
        for ordered_keys in self._to.values():
            for ordered in ordered_keys:
                roots = (self.catalog.root_of(ordered.key.table), self.catalog.root_of(ordered.key.referenced_table))
                together.setdefault(roots, []).append(ordered)
        for group in together.values():
            if len(group) > 1:
                yield from (one.order for one in group if any(self._shadows(other, one, clause) for other in group))

    def _shadows(self, first: OrderedKey, second: OrderedKey, clause: Clause) -> bool:
        """Whether every row that ``second`` could act on was dealt with by ``first`` before."""
        one, two = first.key, second.key
        if first.order == second.order or not (
            self._covers(one.table, two.table) and self._covers(one.referenced_table, two.referenced_table)
        ):
            return False
        pairs, others = _pairs(one), _pairs(two)
        # An update that leaves the columns of the smaller key alone queues no event for it.
        if not (pairs <= others if clause == "delete" else pairs == others):
            return False
        if defers(two, clause) and not one.action_on(clause).checks_only:
            return True
        return first.order < second.order and not defers(one, clause)

    def _covers(self, upper: QualifiedName, lower: QualifiedName) -> bool:
        return upper == lower or upper in self.catalog.partitioned_above(lower)


def defers(key: ForeignKey, clause: Clause) -> bool:
    """Whether the check waits for COMMIT: NO ACTION of an INITIALLY DEFERRED key, and nothing else (R7, R14)."""
    return key.action_on(clause) is ReferentialAction.NO_ACTION and key.timing.initially_deferred


def _pairs(key: ForeignKey) -> frozenset[tuple[str, str]]:
    return frozenset(zip(key.columns, key.referenced_columns, strict=False))


@lru_cache(maxsize=8)
def key_order(catalog: Catalog) -> KeyOrder:
    """Return the catalog's key order, computed once per catalog."""
    return KeyOrder(catalog)
