"""Rows and DELETEs for a schema, drawn from a ``random.Random``: valid rows, and those that keys are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generated_cases import Case, Delete, MutableRow, Rows, qualified

from ondelete.deletion.actions.partitions import leaves, route
from ondelete.deletion.simulation.simulate import violations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from ondelete.catalog import Catalog, ForeignKey
    from ondelete.deletion.simulation.row_store import Row


def populate(random: Random, case: Case) -> Case:
    """Return the case with valid rows and some DELETEs: rows are drawn, mended, and dropped where mending fails."""
    catalog = case.catalog
    names = [n.name for n, table in catalog.tables.items() if not table.is_partition]
    most, density = random.choice((1, 1, 2, 4)), random.choice((0.7, 0.9, 1))
    rows = {name: [_row(random, catalog, name, i + 1) for i in range(random.randint(1, most))] for name in names}
    for key in random.sample(catalog.foreign_keys, len(catalog.foreign_keys)):
        for drawn in rows.get(catalog.root_of(key.table).name, ()):
            _reference(random, catalog, rows, drawn, key, density)
    attempt = 0
    while found := _violations(catalog, rows):
        attempt += 1
        for table, row, constraint in found:
            drawn = _given(rows[table], row)
            if drawn is not None and attempt > 5:
                rows[table].remove(drawn)
            elif drawn is not None:
                _mend(random, catalog, rows, drawn, constraint)
    for listed in rows.values():
        random.shuffle(listed)
    return Case(case.tables, case.constraints, rows, _deletes(random, catalog, rows))


def _row(random: Random, catalog: Catalog, table: str, number: int) -> MutableRow:
    row: MutableRow = {}
    for column in catalog.tables[qualified(table)].columns:
        if column.generation is None:
            row[column.name] = number if column.name == "id" else random.choice((1, 2, 3, 1, 2, 3, None))
    return row


def _violations(catalog: Catalog, rows: Rows) -> list[tuple[str, Row, str | None]]:
    found = violations(catalog, {qualified(name): listed for name, listed in rows.items()})
    return [(catalog.root_of(version.table).name, version.row, failed.constraint) for version, failed in found]


def _given(owner: list[MutableRow], row: Row) -> MutableRow | None:
    """Return the drawn row behind a stored one, which has its generated columns besides; None if it is gone."""
    return next((drawn for drawn in owner if all(drawn[column] == row[column] for column in drawn)), None)


def _mend(random: Random, catalog: Catalog, rows: Rows, drawn: MutableRow, constraint: str | None) -> None:
    key = next((k for k in catalog.foreign_keys if k.name == constraint), None)
    if key is None:
        for column in drawn:
            if column != "id" and random.random() < 0.5:
                drawn[column] = random.choice((1, 2, 3, None))
        return
    _reference(random, catalog, rows, drawn, key, 0.7)


def _reference(
    random: Random, catalog: Catalog, rows: Rows, drawn: MutableRow, key: ForeignKey, density: float
) -> None:
    root, part = catalog.root_of(key.referenced_table), key.referenced_table
    choices = rows.get(root.name, [])
    if part != root:
        choices = [row for row in choices if route(catalog, root, row) in leaves(catalog, part)]
    target = random.choice(choices) if choices and random.random() < density else {}
    for column, referenced in zip(key.columns, key.referenced_columns, strict=True):
        if column in drawn and (column != "id" or target):
            drawn[column] = target.get(referenced)


def _deletes(random: Random, catalog: Catalog, rows: Rows) -> tuple[Delete, ...]:
    filled = [name for name, listed in rows.items() if listed]
    held = list(_referenced(catalog, rows))
    found = []
    for _ in range(4 if filled else 0):
        shape = random.random()
        table, number = random.choice(held) if held and shape < 0.8 else (random.choice(filled), random.randint(1, 3))
        parts = catalog.children_of.get(qualified(table), ())
        table = random.choice(parts).name if parts and random.random() < 0.2 else table
        if shape < 0.1:
            found.append(Delete(table))
        elif shape < 0.25:
            found.append(Delete(table, random.choice("abc"), (random.randint(1, 3),)))
        else:
            found.append(Delete(table, "id", (number,)))
    return tuple(dict.fromkeys(found))


def _referenced(catalog: Catalog, rows: Rows) -> Iterator[tuple[str, int]]:
    """Give table and id of every row that another one references."""
    for key in catalog.foreign_keys:
        target = catalog.root_of(key.referenced_table).name
        wanted = {tuple(row.get(c) for c in key.columns) for row in rows.get(catalog.root_of(key.table).name, ())}
        for row in rows.get(target, ()):
            if tuple(row.get(c) for c in key.referenced_columns) in wanted and row["id"] is not None:
                yield target, row["id"]
