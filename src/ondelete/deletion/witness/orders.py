"""Other creation orders of the keys at work, and which of them can make a difference over given rows."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, permutations
from typing import TYPE_CHECKING

from ondelete.catalog import ReferentialAction

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName
    from ondelete.deletion.effects import Path
    from ondelete.deletion.simulation.row_store import Row
    from ondelete.deletion.static.hazards import Hazard


MOST_ORDERS = 24
"""How many other creation orders of the keys at work are tried."""


def can_strike(catalog: Catalog, hazard: Hazard, vanishing: Path) -> bool:
    """Whether the hazard can strike under any order that is tried, as far as the chains alone tell (R9).

    With m the depth of the later update's source, the row at the end of ``vanishing`` has depth m + 1 and must go
    after that update, or m + 2 and must be on its way before. Of two events at one depth the one comes first whose
    chain, from its beginning, has the earlier keys; of two chains that begin with the same key the rows decide.
    """
    paths = (hazard.first, hazard.second, vanishing)
    deepest = max(len(hazard.first), len(hazard.second))
    updates = [path for path in paths[:2] if len(path) == deepest]
    if any(path[0] is vanishing[0] for path in updates):
        return True
    places = _places(catalog)
    keys = sorted({id(key): key for path in paths for key in path}.values(), key=lambda key: places[id(key)])
    after = len(vanishing) == deepest
    for order in (tuple(keys), *other_orders(tuple(keys), paths)):
        place = {id(key): number for number, key in enumerate(order)}
        later = max([place[id(key)] for key in path] for path in updates)
        if ([place[id(key)] for key in vanishing[:deepest]] > later) is after:
            return True
    return False


@lru_cache(maxsize=4)
def _places(catalog: Catalog) -> Mapping[int, int]:
    return {id(key): place for place, key in enumerate(catalog.foreign_keys)}


def other_orders(keys: tuple[ForeignKey, ...], paths: Sequence[Path]) -> Iterator[tuple[ForeignKey, ...]]:
    """Give some other creation orders: the keys at which the chains part, and the last ones, change places."""
    at_work = {id(k): k for path in paths for k in (*path[:1], *path[-1:])}
    places = [place for place, key in enumerate(keys) if id(key) in at_work]
    for order in islice(permutations(places), 1, 1 + MOST_ORDERS):
        changed = list(keys)
        for place, source in zip(places, order, strict=True):
            changed[place] = keys[source]
        yield tuple(changed)


class Differences:
    """Tells creation orders apart as far as rows can: two with the same ``of`` have the same outcome.

    The actions of keys to one table fire in creation order, and the checks of one table's keys too; between tables
    the order has no effect (R1 to R4). A key that no row uses neither acts nor fails.

    Args:
        catalog: the schema around the rows.
        rows: the rows before the DELETE.
    """

    def __init__(self, catalog: Catalog, rows: Mapping[QualifiedName, Sequence[Row]]) -> None:
        by_root: dict[QualifiedName, list[Row]] = {}
        for table, given in rows.items():
            by_root.setdefault(catalog.root_of(table), []).extend(given)
        # A default can make any key point somewhere, and a rule fails where it stands.
        whole = bool(catalog.rules) or any(
            ReferentialAction.SET_DEFAULT in (k.on_delete, k.on_update) for k in catalog.foreign_keys
        )
        self._tables = {
            id(key): (catalog.root_of(key.referenced_table), catalog.root_of(key.table))
            for key in catalog.foreign_keys
            if whole or _is_used(catalog, key, by_root.get(catalog.root_of(key.table), ()))
        }
        self._whole = whole

    def of(self, keys: Sequence[ForeignKey]) -> Hashable:
        """Return what distinguishes an order of the keys."""
        if self._whole:
            return tuple(map(id, keys))
        acting: dict[QualifiedName, list[int]] = {}
        checked: dict[QualifiedName, list[int]] = {}
        for key in keys:
            if id(key) in self._tables:
                referenced, referencing = self._tables[id(key)]
                acting.setdefault(referenced, []).append(id(key))
                if key.on_delete is not ReferentialAction.SET_NULL:  # one that was set to NULL passes in any place
                    checked.setdefault(referencing, []).append(id(key))
        return _frozen(acting), _frozen(checked)


def _frozen(groups: Mapping[QualifiedName, list[int]]) -> frozenset[tuple[QualifiedName, tuple[int, ...]]]:
    return frozenset((table, tuple(found)) for table, found in groups.items())


def _is_used(catalog: Catalog, key: ForeignKey, rows: Collection[Row]) -> bool:
    """Whether a row has a value in every column of a key, or the key has columns that do not depend on the rows."""
    definition = catalog.tables.get(key.table)
    columns = [definition.column(name) for name in key.columns] if definition is not None else [None]
    if any(column is None or column.generated or column.identity for column in columns):
        return True
    return any(all(row.get(name) is not None for name in key.columns) for row in rows)
