"""All references of a schema that no key declares, with those that the team declares, without those that it denies."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ondelete.analyses.references.reference import Grade, Kind, Reference
from ondelete.analyses.references.resolve import Resolver
from ondelete.analyses.references.said import declared_references, loose_references
from ondelete.analyses.references.special import json_references, polymorphic, type_column
from ondelete.declarations import NOTHING, Patterns, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ondelete.catalog import Catalog, Location, QualifiedName, Table
    from ondelete.declarations import Declarations
    from ondelete.deletion.effects import Prediction


class Stale(NamedTuple):
    """An entry of ``[[references]]`` or ``not-references`` that is not needed, and a clause that says why."""

    option: str
    entry: str
    reason: str
    location: Location | None


class References:
    """The references of a schema that no key declares, in the order of its tables.

    Args:
        catalog: the schema.
        declared: what the team says of it.
        to: the tables that matter. References to others may be missing then, and what is stale is not known.
    """

    def __init__(
        self, catalog: Catalog, declared: Declarations = NOTHING, to: Iterable[QualifiedName] | None = None
    ) -> None:
        self._catalog, self._declared = catalog, declared
        self._tables = None if to is None else frozenset(map(catalog.root_of, to))
        self._denials = {entry: Patterns((entry,)) for entry in declared.not_references}
        self._needed: set[str] = set()
        self.stale: list[Stale] = []
        self.all = tuple(self._found())
        self.stale += [
            Stale("not-references", entry, "no column that looks like a reference is meant by it", None)
            for entry in self._denials
            if entry not in self._needed
        ]

    @cached_property
    def by_target(self) -> Mapping[QualifiedName, tuple[Reference, ...]]:
        """The references by the table that they mean, the surest first; those that can mean any table are left out."""
        found: dict[QualifiedName, list[Reference]] = {}
        for reference in self.all:
            if reference.to is not None:
                found.setdefault(reference.to, []).append(reference)
        sure = list(Grade)
        by_grade = {table: sorted(each, key=lambda one: sure.index(one.grade)) for table, each in found.items()}
        return {table: tuple(references) for table, references in by_grade.items()}

    def of_column(self, table: QualifiedName, column: str) -> Reference | None:
        """Return the reference that a column is the id of, None if it is none."""
        return self._by_column.get((table, column))

    @cached_property
    def _by_column(self) -> Mapping[tuple[QualifiedName, str], Reference]:
        return {(reference.table, reference.columns[-1]): reference for reference in reversed(self.all)}

    @cached_property
    def polymorphic(self) -> tuple[Reference, ...]:
        """The references that can mean any table."""
        return tuple(reference for reference in self.all if reference.to is None)

    def to(self, tables: Iterable[QualifiedName]) -> tuple[Reference, ...]:
        """Return the references that mean one of the tables, or the table that one of them is a partition of."""
        roots = dict.fromkeys(self._catalog.root_of(table) for table in tables)
        return tuple(reference for table in roots for reference in self.by_target.get(table, ()))

    def after(self, prediction: Prediction) -> tuple[Reference, ...]:
        """Return the references that a delete leaves behind: to the table, to others that lose rows, to any table."""
        losing = (prediction.table, *(entry.table for entry in prediction.deleted))
        return (*self.to(losing), *self.polymorphic) if self.all else ()

    def _found(self) -> Iterator[Reference]:
        said: dict[QualifiedName, list[Reference]] = {}
        for reference in self._said():
            said.setdefault(reference.table, []).append(reference)
        resolver = Resolver(self._catalog, wanted=self._tables)
        for table in self._catalog.tables.values():
            if table.is_partition:
                continue
            own = said.get(table.name, [])
            yield from own
            taken = {column for reference in own for column in reference.columns}
            yield from (r for r in self._of_table(resolver, table, taken) if not self._is_denied(r))

    def _said(self) -> Iterator[Reference]:
        yield from loose_references(self._catalog, self._declared)
        for entry, found in declared_references(self._catalog, self._declared):
            if isinstance(found, str):
                self.stale.append(Stale("references", entry.id, found, entry.location))
            else:
                yield from found

    def _of_table(self, resolver: Resolver, table: Table, taken: set[str]) -> Iterator[Reference]:
        keyed = {column for key in self._catalog.foreign_keys_from.get(table.name, ()) for column in key.columns}
        for column in table.columns:
            if column.name in keyed or column.name in taken or not resolver.may_reference(column):
                continue
            types = type_column(self._catalog, table.columns_by_name, column)
            if types is not None:
                yield polymorphic(table, types, column)
                continue
            found = resolver.reference(table, column)
            if found is not None:
                yield found
        yield from json_references(self._catalog, resolver, table)

    def _is_denied(self, reference: Reference) -> bool:
        if not self._denials:
            return False
        home = self._declared.home
        names = [name for column in reference.columns for name in spellings(reference.table, home, last=column)]
        entries = [entry for entry, pattern in self._denials.items() if pattern.holds(*names)]
        self._needed.update(entries)
        return bool(entries)


__all__ = ["Grade", "Kind", "Reference", "References", "Stale"]
