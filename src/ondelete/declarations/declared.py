"""What a team declares about its schema and no dump contains, as values."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from ondelete.catalog import Location, QualifiedName
from ondelete.declarations.neighbours import ALONE, Neighbours
from ondelete.declarations.patterns import Patterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LooseAction: TypeAlias = Literal["async_delete", "async_nullify", "update_column_to"]
"""What a background job does to the referencing rows, in the words of GitLab's file of loose foreign keys."""

PERSONAL_WORDS = tuple(
    """
    email mail first_name last_name full_name given_name family_name middle_name display_name user_name contact_name
    customer_name owner_name author_name username surname nickname login phone mobile fax address street postcode zip
    city birth birthday dob age gender sex nationality religion passport ssn tax_id iban bic salary ip user_agent
    latitude longitude location avatar photo picture signature bio
    """.split()
)
"""Words in the names of columns with personal data, unless the configuration says otherwise."""

PERSONAL_TYPES = ("inet", "citext")
"""Types of columns that usually contain personal data: network addresses, and mail addresses."""

RECORD_WORDS = tuple("audit bill billing charge invoice ledger order payment payout receipt refund transaction".split())
"""Words in the names of tables whose rows are records that must stay, unless the configuration says otherwise."""

LARGE_ROWS = 1_000_000
"""A table with this many estimated rows or more counts as large, unless the configuration says otherwise."""


class LooseKey(msgspec.Struct, frozen=True):
    """A reference that the application maintains, not the database: a job cleans up rows later.

    The job does ``action`` to rows of ``table`` whose ``column`` referenced a deleted row of ``referenced_table``.
    ``update_column_to`` sets ``target_column``. A loose key never blocks a delete.
    """

    table: QualifiedName
    column: str
    referenced_table: QualifiedName
    action: LooseAction
    location: Location
    target_column: str | None = None
    target_value: str | None = None

    @property
    def id(self) -> str:
        """``schema.table.column → schema.table``, which is unique in a correct file."""
        return f"{self.table}.{self.column} → {self.referenced_table}"


class LooseFile(msgspec.Struct, frozen=True):
    """How a file of loose keys is written: the order and the places of its tables.

    ``tables`` are the headings of the file in order, with their lines; a repeated heading is listed each time.
    ``unknown`` are keys that are not known here, each where it stands first: the file is another program's.
    """

    tables: tuple[tuple[str, Location], ...]
    unknown: tuple[tuple[str, Location], ...] = ()


class Contract(msgspec.Struct, frozen=True):
    """What deletes on the tables that match ``tables`` must and must not do, and why.

    ``deletable``: nothing except ``accept`` may block a delete. ``reaches`` must lose rows or change, ``spares`` must
    not. ``never_blocked_by`` are tables whose foreign keys must not stop the delete. Nothing may remain in tables of
    ``empties``.
    """

    tables: Patterns
    reason: str
    location: Location
    deletable: bool = False
    accept: Patterns = Patterns()
    reaches: tuple[str, ...] = ()
    spares: Patterns = Patterns()
    never_blocked_by: Patterns = Patterns()
    empties: Patterns = Patterns()

    @property
    def demands(self) -> bool:
        """Whether it demands anything, so that a rule has to check it."""
        return bool(self.deletable or self.reaches or self.spares or self.never_blocked_by or self.empties)


class DeclaredReference(msgspec.Struct, frozen=True):
    """A reference without a foreign key, as the team declares it: ``columns`` of ``table`` reference a row of ``to``.

    If ``to`` lists several tables, the first column says which one it is.
    """

    table: QualifiedName
    columns: tuple[str, ...]
    to: tuple[QualifiedName, ...]
    location: Location

    @property
    def id(self) -> str:
        """``schema.table.column``, or with several columns ``schema.table.(a, b)``."""
        listed = self.columns[0] if len(self.columns) == 1 else f"({', '.join(self.columns)})"
        return f"{self.table}.{listed}"


class Personal(msgspec.Struct, frozen=True):
    """Which columns look like personal data: by words of their names, by their types; ``denied`` do not, as globs."""

    words: tuple[str, ...] = PERSONAL_WORDS
    types: tuple[str, ...] = PERSONAL_TYPES
    denied: tuple[str, ...] = ()


_BLOCK = 64


class Declarations(msgspec.Struct, frozen=True, dict=True):
    """Everything that is declared. ``home`` is the schema whose tables can be named without their schema.

    Args:
        groups: tables of each group by its name (a database, a domain, a team); the first that matches counts.
        large: tables that count as large whatever their estimate is.
        rows: estimated rows by table.
        large_rows: a table with this many rows or more is large.
        loose: the loose foreign keys, in the order of their files.
        loose_files: how the files of loose keys are written.
        contracts: what deletes must and must not do.
        references: references without a foreign key.
        not_references: columns that look like references but are none, as names and globs.
        personal: which columns look like personal data.
        neighbours: the other databases that the configuration knows.
        records: words in the names of tables whose rows are records that must stay.
        keep: keys, or tables with all their keys, that no fix of a broken contract may change.
    """

    home: str = "public"
    groups: tuple[tuple[str, Patterns], ...] = ()
    large: Patterns = Patterns()
    rows: Mapping[QualifiedName, float] = {}
    large_rows: float = LARGE_ROWS
    loose: tuple[LooseKey, ...] = ()
    loose_files: tuple[LooseFile, ...] = ()
    contracts: tuple[Contract, ...] = ()
    references: tuple[DeclaredReference, ...] = ()
    not_references: tuple[str, ...] = ()
    personal: Personal = Personal()
    neighbours: Neighbours = ALONE
    records: tuple[str, ...] = RECORD_WORDS
    keep: Patterns = Patterns()

    def group_of(self, table: QualifiedName) -> str | None:
        """Return the first group that a table is in, or None."""
        for together, groups in self._group_blocks:
            if together.matches(table, self.home):
                return next(name for name, patterns in groups if patterns.matches(table, self.home))
        return None

    @cached_property
    def _group_blocks(self) -> list[tuple[Patterns, tuple[tuple[str, Patterns], ...]]]:
        """Blocks of groups, each with the patterns of all its groups, so that few of thousands are compared."""
        blocks = [self.groups[start : start + _BLOCK] for start in range(0, len(self.groups), _BLOCK)]
        return [(Patterns(tuple(p for _, patterns in block for p in patterns.listed)), block) for block in blocks]

    def is_large(self, table: QualifiedName) -> bool:
        """Whether a table is large, by declaration or by estimate."""
        return self.rows.get(table, 0) >= self.large_rows or self.large.matches(table, self.home)

    def loose_to(self, tables: Iterable[QualifiedName]) -> tuple[LooseKey, ...]:
        """Return the loose keys that reference one of the tables, in the order of their files."""
        wanted = frozenset(tables)
        return tuple(key for key in self.loose if key.referenced_table in wanted)


NOTHING = Declarations()
"""The declarations if there is no configuration."""
