"""Which keys act when a row is deleted or changes, and in which order (semantics R4, R8, R15, R17)."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ondelete.catalog import ReferentialAction
from ondelete.deletion.actions.partitions import may_move

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ondelete.catalog import Catalog, Clause, ForeignKey, QualifiedName


class OrderedKey(NamedTuple):
    """One key that acts on an event, and its place in the creation order."""

    order: int
    key: ForeignKey


class _Rival(NamedTuple):
    """The rival of a key; ``all_stop``: neither the key nor any of its rivals lets a row go that it finds."""

    key: OrderedKey
    all_stop: bool


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
        """Orders of the keys that change nothing on a delete in whatever order keys were created (R8)."""
        return frozenset(order for order, found in self._rivals["delete"].items() if found is None)

    @cached_property
    def shadowed_on_update(self) -> frozenset[int]:
        """Orders of the keys that change nothing on an update."""
        return frozenset(order for order, found in self._rivals["update"].items() if found is None)

    def rival_of(self, order: int, clause: Clause) -> OrderedKey | None:
        """Return the key that acts instead of another one on the same columns if it was created first (R5, R8).

        Of several the one that stands first in the file. It does something else than the key at ``order``, so the
        order of creation, which a dump does not tell, decides what happens.
        """
        found = self._rivals[clause].get(order)
        return found.key if found is not None else None

    def stops_in_any_order(self, order: int, clause: Clause) -> bool:
        """Whether a key and all of its rivals stop the delete, so that the order decides only which one is named."""
        found = self._rivals[clause].get(order)
        return found is not None and found.all_stop

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

    @cached_property
    def _rivals(self) -> Mapping[Clause, Mapping[int, _Rival | None]]:
        """By clause and order: None for a key that is shadowed, else its rival."""
        together: dict[tuple[QualifiedName, QualifiedName], list[OrderedKey]] = {}
        for ordered_keys in self._to.values():
            for ordered in ordered_keys:
                roots = (self.catalog.root_of(ordered.key.table), self.catalog.root_of(ordered.key.referenced_table))
                together.setdefault(roots, []).append(ordered)
        found: dict[Clause, dict[int, _Rival | None]] = {"delete": {}, "update": {}}
        for group in together.values():
            for one in group if len(group) > 1 else ():
                for clause, known in found.items():
                    rivals = [other for other in group if self._comes_between(other, one, clause)]
                    if any(self._is_shadowed(one, other, clause) for other in rivals):
                        known[one.order] = None
                    elif differing := [r for r in rivals if not self._does_the_same(r.key, one.key, clause)]:
                        known[one.order] = _rival_among(differing, one, clause)
        return found

    def _comes_between(self, first: OrderedKey, second: OrderedKey, clause: Clause) -> bool:
        """Whether ``first`` handles every row that ``second`` could act on, if it comes first."""
        one, two = first.key, second.key
        if first.order == second.order or not (
            self._covers(one.table, two.table) and self._covers(one.referenced_table, two.referenced_table)
        ):
            return False
        pairs, others = _pairs(one), _pairs(two)
        # An update that leaves the columns of the smaller key alone queues no event for it.
        if not (pairs <= others if clause == "delete" else pairs == others):
            return False
        return not defers(one, clause)

    def _is_shadowed(self, one: OrderedKey, other: OrderedKey, clause: Clause) -> bool:
        """Whether ``other`` comes first in any order, or before ``one`` in the file and does the same."""
        if defers(one.key, clause):
            return True
        return other.order < one.order and self._does_the_same(other.key, one.key, clause)

    def _does_the_same(self, one: ForeignKey, other: ForeignKey, clause: Clause) -> bool:
        """Whether two keys on the same columns make the same of a row; two that check are told apart by their errors.

        A partition's own key cannot move a row that the key of the table above moves (R15).
        """
        if one.action_on(clause) is not other.action_on(clause) or one.action_on(clause).checks_only:
            return False
        if one.action_on(clause) is ReferentialAction.CASCADE and clause == "delete":
            return True
        written = written_columns(one, clause)
        if one.table != other.table and may_move(self.catalog, one.table, written):
            return False
        return written == written_columns(other, clause)

    def _covers(self, upper: QualifiedName, lower: QualifiedName) -> bool:
        return upper == lower or upper in self.catalog.partitioned_above(lower)


def _rival_among(differing: Sequence[OrderedKey], one: OrderedKey, clause: Clause) -> _Rival:
    """Return the first rival of the file; for a key that stops, one that does something else comes before others."""
    stops = one.key.action_on(clause).checks_only
    by_outcome = [(stops and other.key.action_on(clause).checks_only, other) for other in differing]
    return _Rival(min(by_outcome)[1], all(alike for alike, _ in by_outcome))


def defers(key: ForeignKey, clause: Clause) -> bool:
    """Whether the check waits for COMMIT: NO ACTION of an INITIALLY DEFERRED key, and nothing else (R7, R14)."""
    return key.action_on(clause) is ReferentialAction.NO_ACTION and key.timing.initially_deferred


def written_columns(key: ForeignKey, clause: Clause) -> frozenset[str]:
    """Return the columns that SET NULL, SET DEFAULT or ON UPDATE CASCADE of a key write (the list is of ON DELETE)."""
    return frozenset(key.set_columns if clause == "delete" and key.set_columns else key.columns)


def _pairs(key: ForeignKey) -> frozenset[tuple[str, str]]:
    return frozenset(zip(key.columns, key.referenced_columns, strict=False))


@lru_cache(maxsize=8)
def key_order(catalog: Catalog) -> KeyOrder:
    """Return the catalog's key order, computed once per catalog."""
    return KeyOrder(catalog)
