"""Cases of the differential tests as values: a schema, its rows and its DELETEs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from helpers import catalog_of
from ondelete.catalog import QualifiedName

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ondelete.catalog import Catalog
    from ondelete.deletion.simulation.row_store import Row

MutableRow = dict[str, int | None]
Rows = dict[str, list[MutableRow]]


@dataclass(frozen=True)
class Delete:
    """``DELETE FROM table [WHERE column IN (values)]``; ``table`` without its schema."""

    table: str
    column: str | None = None
    values: tuple[int, ...] = ()

    @property
    def sql(self) -> str:
        where = f" WHERE {self.column} IN ({', '.join(map(str, self.values))})" if self.column else ""
        return f"DELETE FROM {self.table}{where}"

    def chooses(self, row: Row) -> bool:
        return self.column is None or row[self.column] in self.values


@dataclass(frozen=True)
class Case:
    """A schema as ``tables`` (CREATE ...) and ``constraints`` (ALTER TABLE ... ADD ..., keys last, in creation order).

    ``rows``: table -> rows in insertion order, valid under the schema; ``deletes`` are independent of each other.
    """

    tables: tuple[str, ...]
    constraints: tuple[str, ...]
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    deletes: tuple[Delete, ...] = ()

    @property
    def sql(self) -> str:
        """The DDL, as a dump would order it."""
        return "".join(f"{statement};\n" for statement in (*self.tables, *self.constraints))

    @cached_property
    def catalog(self) -> Catalog:
        return catalog_of(self.sql)

    @property
    def inserts(self) -> tuple[str, ...]:
        return tuple(insert(table, self.catalog, rows) for table, rows in self.rows.items() if rows)


def qualified(name: str) -> QualifiedName:
    return QualifiedName("public", name)


def insert(table: str, catalog: Catalog, rows: Sequence[Row]) -> str:
    """Return one INSERT of these rows."""
    columns = [c.name for c in catalog.tables[qualified(table)].columns if c.generation is None]
    tuples = (", ".join("NULL" if row[c] is None else str(row[c]) for c in columns) for row in rows)
    listed = ", ".join(f"({values})" for values in tuples)
    return f"INSERT INTO {table} ({', '.join(columns)}) OVERRIDING SYSTEM VALUE VALUES {listed}"
