"""Which table one column references, although no key says so."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ondelete.analyses.references.meaning import Meanings
from ondelete.analyses.references.meeting import met_by
from ondelete.analyses.references.precedents import Precedents
from ondelete.analyses.references.reference import Kind, Reference
from ondelete.analyses.references.tables import TableNames
from ondelete.analyses.references.wanted import Wanted
from ondelete.analyses.references.words import is_like_a_reference, other_numbers, stem_of, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.analyses.references.meaning import Meaning
    from ondelete.analyses.references.words import Stem
    from ondelete.catalog import Catalog, Column, ForeignKey, QualifiedName, Table

_NOBODY = frozenset({"id", "uuid", "guid", "uid", "xid", "oid"})


class Resolver:
    """Resolves columns of one schema, by its names and by its declared keys.

    Args:
        catalog: the schema.
        without: keys that are not asked, so that what is said of their columns can be compared with them.
        wanted: the tables that matter, if not all: a column that cannot mean one of them may count as no reference.
    """

    def __init__(
        self,
        catalog: Catalog,
        without: Sequence[ForeignKey] = (),
        wanted: frozenset[QualifiedName] | None = None,
    ) -> None:
        self._catalog, self._without, self._tables = catalog, without, wanted

    @cached_property
    def meanings(self) -> Meanings:
        """What names mean in this schema."""
        home = next(iter(self._catalog.search_path), "public")
        tables = TableNames((t for t in self._catalog.tables.values() if not t.is_partition), home)
        precedents = Precedents(self._catalog.foreign_keys)
        return Meanings(tables, precedents, self._catalog)

    @cached_property
    def _wanted(self) -> Wanted | None:
        return Wanted(self.meanings, self._tables) if self._tables is not None else None

    @cached_property
    def _names_of_keys(self) -> frozenset[str]:
        """The names of the columns of declared keys: a column of such a name is looked at whatever it is called."""
        return frozenset(column for key in self._catalog.foreign_keys for column in key.columns[-1:])

    def without(self, keys: Sequence[ForeignKey]) -> Resolver:
        """Return the same, but for what these keys say."""
        found = Resolver(self._catalog, keys)
        found.__dict__["meanings"] = self.meanings.without(keys)
        return found

    def may_reference(self, column: Column) -> bool:
        """Whether the name of a column can be that of a reference at all; most cannot, and this is quick."""
        name = column.name
        if name in self._names_of_keys or is_like_a_reference(name):
            return name not in _NOBODY and column.identity is None and not _counts_up(column)
        return False

    def reference(self, table: Table, column: Column) -> Reference | None:
        """Return the reference that a column is by its name and its type; None if it is none."""
        stem = stem_of(column.name)
        is_array = column.type.endswith("[]")
        if not self.may_reference(column) or stem.many != is_array:
            return None
        wanted = self._wanted
        if wanted is not None and not wanted.may_be_meant(
            table.name, column.name, stem, is_role=self.meanings.is_role(stem)
        ):
            return None
        for meaning in self.meanings.of(table.name, column.name, stem):
            found = self._met(table, column, stem, meaning)
            if found is not None:
                return found
        return None

    def _met(self, table: Table, column: Column, stem: Stem, meaning: Meaning) -> Reference | None:
        named = bool(stem.marks) and not stem.is_sure and not meaning.by_keys
        met = met_by(self._catalog, table, column, meaning.to, element=stem.many, named=named)
        if met is None or (meaning.to == table.name and (column.name in met[1] or _is_last_word(table, stem))):
            return None
        kind = Kind.ARRAY if stem.many else Kind.NAME
        return Reference(table.name, met[0], meaning.to, met[1], kind, meaning.grade, meaning.reason, table.location)


def _is_last_word(table: Table, stem: Stem) -> bool:
    """Whether a name is the end of its own table's name: an app_id of github_apps is an id from elsewhere."""
    if not stem.words:
        return False
    own = words_of(table.name.name)[-len(stem.words) :]
    return own[:-1] == stem.words[:-1] and own[-1:] != () and own[-1] in other_numbers(stem.words[-1])


def _counts_up(column: Column) -> bool:
    """Whether a sequence fills the column: its values are its own."""
    return column.default is not None and "nextval(" in column.default.sql
