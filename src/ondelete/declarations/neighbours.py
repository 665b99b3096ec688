"""The other databases of one configuration: a loose key, a group and a contract can name their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName
from ondelete.declarations.patterns import Patterns, table_named
from ondelete.text.names import Elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ondelete.catalog import Catalog


class Neighbours:
    """The other databases of one configuration, ``[[schema]]``, each read when a declaration first names it.

    Args:
        own: the name by which the configuration knows the schema at hand.
        readers: by the name of each other one, what reads it; None if it cannot be read.
    """

    def __init__(self, own: str = "", readers: Mapping[str, Callable[[], Catalog | None]] | None = None) -> None:
        self.own, self._readers = own, readers or {}
        self._read: dict[str, Catalog | None] = {}

    def catalog(self, database: str) -> Catalog | None:
        """Return the schema of one of them, None if it cannot be read."""
        if database not in self._read:
            self._read[database] = self._readers[database]()
        return self._read[database]

    def without_own(self, pattern: str) -> str:
        """Return a pattern without the name of the schema at hand: ``main:users`` is ``users`` in ``main``."""
        return pattern.removeprefix(f"{self.own}:") if self.own else pattern

    def table_named(self, text: str, home: str) -> QualifiedName:
        """Return the table that a declaration names: ``ci:builds`` lies in the database ``ci``."""
        text = self.without_own(text)
        database, colon, rest = text.partition(":")
        if not colon or database not in self._readers:
            return table_named(text, home)
        catalog = self.catalog(database)
        return self.seen_from_here(database, table_named(rest, catalog.home if catalog is not None else "public"))

    def seen_from_here(self, database: str, table: QualifiedName) -> QualifiedName:
        """Return the name that a table of another database has here; ``database`` is "" for the one at hand."""
        if not database:
            return table
        catalog = self.catalog(database)
        is_home = table.schema == (catalog.home if catalog is not None else "public")
        return QualifiedName(Elsewhere(database, table.schema, is_home=is_home), table.name)

    def owners(self, table: QualifiedName) -> tuple[QualifiedName, ...]:
        """Return the tables of that name in the other databases; "home" is the same as theirs."""
        found = []
        for database in self._readers:
            catalog = self.catalog(database)
            if catalog is not None and table in catalog.tables:
                found.append(self.seen_from_here(database, table))
        return tuple(found)

    def matching(self, pattern: str) -> tuple[QualifiedName, ...]:
        """Return the tables of the other databases that a pattern names, with or without the name of theirs."""
        database, colon, rest = pattern.partition(":")
        if colon and database in self._readers:
            return self._matching(database, rest)
        return tuple(table for each in self._readers for table in self._matching(each, pattern))

    def is_unread(self, pattern: str) -> bool:
        """Whether a pattern can name a table of a database that cannot be read, so that nobody knows."""
        database, colon, _ = pattern.partition(":")
        asked = [database] if colon and database in self._readers else list(self._readers)
        return any(self.catalog(each) is None for each in asked)

    def _matching(self, database: str, pattern: str) -> tuple[QualifiedName, ...]:
        catalog = self.catalog(database)
        patterns = Patterns((pattern,))
        tables = catalog.tables if catalog is not None else ()
        return tuple(
            self.seen_from_here(database, table)
            for table in tables
            if catalog is not None and patterns.matches(table, catalog.home)
        )


ALONE = Neighbours()
"""No other databases."""
