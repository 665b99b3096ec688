"""The catalog: everything that a dump says about tables, as one immutable value with look-ups by table."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

import msgspec
from msgspec.structs import replace

from ondelete.catalog.constraints import Check, Clause, ForeignKey, Key
from ondelete.catalog.functions import Programs
from ondelete.catalog.names import Location, QualifiedName
from ondelete.catalog.relations import (
    Domain,
    EnumType,
    Index,
    OtherRelation,
    Publication,
    PublishedTable,
    Rule,
    Table,
    Trigger,
    UserType,
)
from ondelete.text.names import HOME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_T = TypeVar("_T", ForeignKey, Key, Check, Index, Trigger, Rule, PublishedTable)


class Skipped(msgspec.Struct, frozen=True):
    """A statement that could matter and was not understood. ``text`` is cut at 200 characters."""

    location: Location
    reason: str
    text: str


class Migrations(msgspec.Struct, frozen=True):
    """A folder of migrations, or a file with both ways: the tool that runs it, and the files read, in order."""

    path: str
    tool: str
    files: tuple[str, ...]


CommentKind: TypeAlias = Literal["table", "column", "constraint", "index", "trigger", "rule"]
"""What a comment can be on."""

ADDRESS = "ondelete:"
"""A comment for this program contains this word."""


class Comment(msgspec.Struct, frozen=True):
    """A COMMENT for this program (``ondelete: ...``), on an object of a table.

    ``name`` is the constraint, column, index, trigger or rule; None for a comment on the table itself.
    """

    kind: CommentKind
    table: QualifiedName
    name: str | None
    text: str
    location: Location


class Catalog(msgspec.Struct, frozen=True, dict=True, eq=False):
    """What PostgreSQL's own catalogs would hold after the file was loaded.

    ``foreign_keys`` are in creation order, which is the order in which their triggers fire (semantics R4). ``checks``
    list an inherited CHECK once for each table. ``external`` are tables that foreign keys or indexes name but no file
    defines. ``search_path`` is that of a user of the schema; it resolves bare names. ``comments`` are only those for
    this program. ``dumped_from`` is the major version of the server that the file says it was dumped from. ``programs``
    are the functions that the file defines; each is read when a trigger or rule that calls it is asked for. ``unsaid``
    is what files of their kind cannot say of a database, in sentences. ``files`` are those that were read, in order:
    more than ``paths`` if one of these is a folder, or names others. ``migrations`` says which tool they are of,
    if they are of one. ``notes`` are about what is odd and takes nothing from an answer.
    ``casts`` holds the functions of CREATE CAST, as ``Call`` writes them, by source and target type.
    """

    tables: Mapping[QualifiedName, Table]
    foreign_keys: tuple[ForeignKey, ...]
    keys: tuple[Key, ...]
    checks: tuple[Check, ...]
    indexes: tuple[Index, ...]
    triggers: tuple[Trigger, ...]
    rules: tuple[Rule, ...]
    types: Mapping[QualifiedName, UserType]
    relations: Mapping[QualifiedName, OtherRelation]
    external: tuple[QualifiedName, ...]
    skipped: tuple[Skipped, ...]
    search_path: tuple[str, ...]
    paths: tuple[str, ...]
    comments: tuple[Comment, ...] = ()
    publications: tuple[Publication, ...] = ()
    published: tuple[PublishedTable, ...] = ()
    dumped_from: int | None = None
    programs: Programs = Programs()
    unsaid: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    migrations: tuple[Migrations, ...] = ()
    notes: tuple[Skipped, ...] = ()
    casts: Mapping[tuple[str, str], str] = {}

    @property
    def home(self) -> str:
        """The schema whose tables can be named without their schema: the first one of the search path."""
        return next(iter(self.search_path), HOME)

    @cached_property
    def foreign_keys_from(self) -> Mapping[QualifiedName, tuple[ForeignKey, ...]]:
        """Foreign keys by referencing table, in creation order."""
        return _by_table(self.foreign_keys)

    @cached_property
    def foreign_keys_to(self) -> Mapping[QualifiedName, tuple[ForeignKey, ...]]:
        """Foreign keys by referenced table, in creation order."""
        found: dict[QualifiedName, list[ForeignKey]] = {}
        for key in self.foreign_keys:
            found.setdefault(key.referenced_table, []).append(key)
        return {name: tuple(keys) for name, keys in found.items()}

    @cached_property
    def keys_of(self) -> Mapping[QualifiedName, tuple[Key, ...]]:
        """PRIMARY KEY, UNIQUE and EXCLUDE constraints by table."""
        return _by_table(self.keys)

    @cached_property
    def checks_of(self) -> Mapping[QualifiedName, tuple[Check, ...]]:
        """CHECK constraints by table."""
        return _by_table(self.checks)

    @cached_property
    def indexes_of(self) -> Mapping[QualifiedName, tuple[Index, ...]]:
        """Indexes by table."""
        return _by_table(self.indexes)

    @cached_property
    def triggers_of(self) -> Mapping[QualifiedName, tuple[Trigger, ...]]:
        """User triggers by table."""
        return _by_table(self.triggers)

    @cached_property
    def rules_of(self) -> Mapping[QualifiedName, tuple[Rule, ...]]:
        """Rewrite rules by table."""
        return _by_table(self.rules)

    def with_foreign_keys(self, keys: tuple[ForeignKey, ...]) -> Catalog:
        """Return the same schema with other foreign keys; what has been looked up beside them stays known."""
        other = replace(self, foreign_keys=keys)
        known = ((name, value) for name, value in vars(self).items() if not name.startswith("foreign_keys_"))
        vars(other).update(known)
        return other

    def replacing_rule(self, table: QualifiedName, event: Clause) -> Rule | None:
        """Return the rule that replaces every DELETE or UPDATE on a table, None if there is none.

        If there are several, a rule that runs another statement of the same command comes first.
        """
        found = [r for r in self.rules_of.get(table, ()) if r.event == event and r.replaces_statement]
        return next((rule for rule in found if event in rule.commands), found[0] if found else None)

    @cached_property
    def published_of(self) -> Mapping[QualifiedName, tuple[PublishedTable, ...]]:
        """The entries of publications, by table."""
        return _by_table(self.published)

    @cached_property
    def children_of(self) -> Mapping[QualifiedName, tuple[QualifiedName, ...]]:
        """Partitions, or inheriting tables, by their direct parent."""
        found: dict[QualifiedName, list[QualifiedName]] = {}
        for table in self.tables.values():
            for parent in table.parents:
                found.setdefault(parent, []).append(table.name)
        return {name: tuple(children) for name, children in found.items()}

    def root_of(self, name: QualifiedName) -> QualifiedName:
        """Return the topmost partitioned table that a partition belongs to, or the name itself."""
        return self._roots.get(name, name)

    @cached_property
    def _roots(self) -> Mapping[QualifiedName, QualifiedName]:
        """The topmost partitioned tables, by their partitions: every question about a table asks for it."""
        partitions = [table.name for table in self.tables.values() if table.bound is not None and table.parents]
        return {name: self.partitioned_above(name)[-1] for name in partitions}

    def is_partitioned(self, name: QualifiedName) -> bool:
        """Return whether a table of that name is defined and is partitioned."""
        table = self.tables.get(name)
        return table is not None and table.is_partitioned

    def partitioned_above(self, name: QualifiedName) -> tuple[QualifiedName, ...]:
        """Return the partitioned tables that a partition belongs to, nearest first; the last may not be defined."""
        found = []
        table = self.tables.get(name)
        while table is not None and table.is_partition and table.parents:
            found.append(table.parents[0])
            table = self.tables.get(found[-1])
        return tuple(found)

    def partitions_below(self, name: QualifiedName) -> tuple[QualifiedName, ...]:
        """Return the partitions of a partitioned table at any depth, level by level; () for every other table."""
        return self._all_children(name) if self.is_partitioned(name) else ()

    def descendants(self, name: QualifiedName) -> tuple[QualifiedName, ...]:
        """Return the tables that inherit from a table at any depth, level by level; () for a partitioned one.

        ``DELETE FROM`` the table deletes their rows too (semantics R15).
        """
        return () if self.is_partitioned(name) else self._all_children(name)

    def _all_children(self, name: QualifiedName) -> tuple[QualifiedName, ...]:
        found = dict.fromkeys(self.children_of.get(name, ()))
        pending = list(found)
        for table in pending:  # grows while it is read
            fresh = [child for child in self.children_of.get(table, ()) if child not in found]
            found.update(dict.fromkeys(fresh))
            pending.extend(fresh)
        return tuple(found)

    def domain(self, name: QualifiedName | None) -> Domain | None:
        """Return the domain of that name, or None if there is none."""
        found = self.types.get(name) if name is not None else None
        return found if isinstance(found, Domain) else None

    def enum(self, name: QualifiedName | None) -> EnumType | None:
        """Return the enum of that name, or None if there is none."""
        found = self.types.get(name) if name is not None else None
        return found if isinstance(found, EnumType) else None


def _by_table(values: Iterable[_T]) -> Mapping[QualifiedName, tuple[_T, ...]]:
    found: dict[QualifiedName, list[_T]] = {}
    for value in values:
        found.setdefault(value.table, []).append(value)
    return {name: tuple(group) for name, group in found.items()}


EMPTY = Catalog(
    tables={},
    foreign_keys=(),
    keys=(),
    checks=(),
    indexes=(),
    triggers=(),
    rules=(),
    types={},
    relations={},
    external=(),
    skipped=(),
    search_path=(),
    paths=(),
)
"""A schema without anything: what a file that was not there yet has defined."""
