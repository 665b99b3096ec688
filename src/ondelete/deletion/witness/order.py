"""In which order the rows of a witness can be inserted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ondelete.deletion.witness.filling.facts import table_facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName
    from ondelete.deletion.expressions.values import Concrete
    from ondelete.deletion.witness.result import WitnessRow


class TableRow(Protocol):
    """A row and its table."""

    @property
    def table(self) -> QualifiedName:
        """The table that it lies in."""

    @property
    def values(self) -> Mapping[str, Concrete | None]:
        """Its columns."""


def in_order(catalog: Catalog, rows: Sequence[WitnessRow]) -> list[list[WitnessRow]]:
    """Return the rows in groups: each group after those that it references, rows of a cycle together in one.

    References by INITIALLY DEFERRED keys require no order.
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


def references(catalog: Catalog, row: TableRow, other: TableRow) -> bool:
    """Whether a row references another by any enforced key."""
    return any(_is_met(catalog, row, key, other) for key in table_facts(catalog, row.table).foreign_keys)


def _is_met(catalog: Catalog, row: TableRow, key: ForeignKey, other: TableRow) -> bool:
    if catalog.root_of(other.table) != catalog.root_of(key.referenced_table):
        return False
    values = [row.values.get(column) for column in key.columns]
    return None not in values and values == [other.values.get(column) for column in key.referenced_columns]


def _needs(catalog: Catalog, rows: Sequence[WitnessRow], place: int) -> set[int]:
    row = rows[place]
    keys = [key for key in table_facts(catalog, row.table).foreign_keys if not key.timing.initially_deferred]
    others = (n for n in range(len(rows)) if n != place)
    return {n for n in others if any(_is_met(catalog, row, key, rows[n]) for key in keys)}


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
