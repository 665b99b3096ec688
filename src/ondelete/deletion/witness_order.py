"""In which order the rows of a witness can be inserted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.deletion.witness_facts import table_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import Catalog
    from ondelete.deletion.witness_result import WitnessRow


def in_order(catalog: Catalog, rows: Sequence[WitnessRow]) -> list[list[WitnessRow]]:
    """Return the rows in groups: each group after those that it references, rows of a cycle together in one.

    References by INITIALLY DEFERRED keys ask for no order.
    """
    waiting = {place: _needs(catalog, rows, place) for place in range(len(rows))}
    groups: list[list[WitnessRow]] = []
    while waiting:
        ready = [place for place, needs in waiting.items() if needs.isdisjoint(waiting)]
        # Nothing is ready: what remains is a cycle, with what hangs on it. The smallest closed part goes in together.
        smallest: set[int] = min((_closure(waiting, place) for place in waiting), key=_size)
        taken = ready or sorted(smallest)
        groups.extend([[rows[place]] for place in ready] or [[rows[place] for place in taken]])
        for place in taken:
            del waiting[place]
    return groups


def _needs(catalog: Catalog, rows: Sequence[WitnessRow], place: int) -> set[int]:
    row, found = rows[place], set()
    for key in table_facts(catalog, row.table).keys:
        values = [row.values.get(column) for column in key.columns]
        if None in values or key.timing.initially_deferred:
            continue
        for other, candidate in enumerate(rows):
            same_family = catalog.root_of(candidate.table) == catalog.root_of(key.referenced_table)
            if other != place and same_family:
                held = [candidate.values.get(column) for column in key.referenced_columns]
                if held == values:
                    found.add(other)
    return found


def _closure(waiting: dict[int, set[int]], start: int) -> set[int]:
    found, pending = {start}, [start]
    while pending:
        for place in waiting[pending.pop()] & waiting.keys():
            if place not in found:
                found.add(place)
                pending.append(place)
    return found


def _size(closure: set[int]) -> int:
    return len(closure)
