"""Which keys concern the rows of a table: its own, and those of the partitioned tables above it, in creation order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName


class TableKeys:
    """Look-ups by table, remembered. A partitioned table's key has a copy on every partition (R15).

    Keys that are not enforced have no triggers (R17). If no file defines a table, nothing is known about its rows, so
    keys from and to it are left out.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._order = {id(key): n for n, key in enumerate(catalog.foreign_keys)}
        self._to: dict[QualifiedName, tuple[ForeignKey, ...]] = {}
        self._out_of: dict[QualifiedName, tuple[ForeignKey, ...]] = {}

    def to(self, table: QualifiedName) -> tuple[ForeignKey, ...]:
        """Return the keys that reference a table, in the order in which their actions fire (R4)."""
        if table not in self._to:
            self._to[table] = self._gather(table, self._catalog.foreign_keys_to)
        return self._to[table]

    def directly_to(self, table: QualifiedName) -> tuple[ForeignKey, ...]:
        """Return the keys declared to a table itself, not to a partitioned table above it."""
        return tuple(key for key in self._catalog.foreign_keys_to.get(table, ()) if self._acts(key))

    def out_of(self, table: QualifiedName) -> tuple[ForeignKey, ...]:
        """Return the keys of a table, in the order in which they are checked."""
        if table not in self._out_of:
            self._out_of[table] = self._gather(table, self._catalog.foreign_keys_from)
        return self._out_of[table]

    def _gather(
        self, table: QualifiedName, by_table: Mapping[QualifiedName, tuple[ForeignKey, ...]]
    ) -> tuple[ForeignKey, ...]:
        names = (table, *self._catalog.partitioned_above(table))
        found = (key for name in names for key in by_table.get(name, ()) if self._acts(key))
        return tuple(sorted(found, key=lambda key: self._order[id(key)]))

    def _acts(self, key: ForeignKey) -> bool:
        tables = self._catalog.tables
        return key.enforced and key.table in tables and key.referenced_table in tables
