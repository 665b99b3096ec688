"""Relations and what hangs on them: tables, columns, indexes, triggers, rules, types."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from ondelete.catalog.expressions import Expression
from ondelete.catalog.names import Location, QualifiedName
from ondelete.catalog.programs import Query

if TYPE_CHECKING:
    from collections.abc import Mapping

TableKind: TypeAlias = Literal["table", "partitioned table", "foreign table"]
Enabled: TypeAlias = Literal["enabled", "disabled", "replica", "always"]
"""pg_trigger.tgenabled and pg_rewrite.ev_enabled: in which sessions a trigger fires, or a rule applies."""

_IN_EVERY_ORDINARY_SESSION = ("enabled", "always")  # session_replication_role is origin or local


class Column(msgspec.Struct, frozen=True):
    """A column. ``type`` is printed as format_type prints it (``integer``, ``character varying(20)``, ``public.mood``).

    ``type_name`` names a user-defined type, domain or enum of this file (element type for arrays), else None.
    ``default`` is None if there is none; for a generated column ``generation`` holds the expression instead.
    ``not_null_unchecked``: its NOT NULL is NOT VALID, so older rows can contain NULL.
    """

    name: str
    type: str
    not_null: bool
    default: Expression | None = None
    generated: Literal["stored", "virtual"] | None = None
    generation: Expression | None = None
    identity: Literal["always", "by default"] | None = None
    collation: str | None = None
    type_name: QualifiedName | None = None
    not_null_unchecked: bool = False


class PartitionKey(msgspec.Struct, frozen=True):
    """PARTITION BY of a partitioned table; a None column is an expression, the next one of ``expressions``."""

    strategy: Literal["range", "list", "hash"]
    columns: tuple[str | None, ...]
    expressions: tuple[Expression, ...] = ()

    @property
    def reads(self) -> frozenset[str]:
        """All columns of the partition key."""
        plain = frozenset(column for column in self.columns if column is not None)
        return plain.union(*(expression.columns for expression in self.expressions))


class PartitionBound(msgspec.Struct, frozen=True):
    """FOR VALUES ... of a partition.

    ``takes_null``: a row whose (first) partition key column is NULL fits here (a list with NULL, a hash
    partition with remainder of NULL's hash is not decided here, DEFAULT).  ``sql`` is the clause as the file has it.
    """

    sql: str
    is_default: bool
    takes_null: bool


class Table(msgspec.Struct, frozen=True, dict=True):
    """A table that can hold rows or partitions.

    ``parents`` are the tables it inherits from, or the one partitioned table that it is a partition of
    (then ``bound`` is set). ``columns`` include the inherited ones. ``replica_identity`` is pg_class.relreplident: the
    columns by which a subscriber finds a row that changes; with ``index``, it is the index that has
    ``replica_identity`` set.
    """

    name: QualifiedName
    kind: TableKind
    columns: tuple[Column, ...]
    location: Location
    parents: tuple[QualifiedName, ...] = ()
    bound: PartitionBound | None = None
    partition_key: PartitionKey | None = None
    comment: str | None = None
    replica_identity: Literal["default", "full", "nothing", "index"] = "default"
    unlogged: bool = False

    @property
    def is_partitioned(self) -> bool:
        """Whether the table is partitioned, so that its rows are in its partitions."""
        return self.kind == "partitioned table"

    @property
    def is_partition(self) -> bool:
        """Whether the table is a partition of a partitioned table."""
        return self.bound is not None

    def column(self, name: str) -> Column | None:
        """Return the column of that stored name, or None."""
        return self.columns_by_name.get(name)

    @cached_property
    def generated_columns(self) -> tuple[Column, ...]:
        """The columns that an expression makes."""
        return tuple([column for column in self.columns if column.generation is not None])

    @cached_property
    def columns_by_name(self) -> Mapping[str, Column]:
        """The columns by their stored names, in order; the first one, if a made-up table has two of a name."""
        found: dict[str, Column] = {}
        for column in self.columns:
            found.setdefault(column.name, column)
        return found


class Index(msgspec.Struct, frozen=True):
    """An index; indexes of constraints are included.

    ``columns`` are the key columns, None for an expression (whose texts are in ``expressions``, in order).
    ``collations`` and ``opclasses`` run parallel to ``columns``, None if the column's own apply.
    ``orders`` runs parallel too: ``DESC``, ``NULLS FIRST``, ``DESC NULLS LAST``, None for the default; empty: all.
    ``only``: created ON ONLY a partitioned table. ``attached_to`` is the partitioned index it is attached to.
    ``valid`` is False for an index ON ONLY a partitioned table that lacks an attached index of some partition.
    ``constraint`` is the name of the constraint that owns it.
    ``replica_identity``: logical replication identifies rows of the table by it.
    """

    table: QualifiedName
    name: str
    columns: tuple[str | None, ...]
    include: tuple[str, ...]
    method: str
    unique: bool
    primary: bool
    predicate: Expression | None
    collations: tuple[str | None, ...]
    opclasses: tuple[str | None, ...]
    expressions: tuple[Expression, ...]
    nulls_not_distinct: bool
    only: bool
    valid: bool
    attached_to: QualifiedName | None
    constraint: str | None
    location: Location
    orders: tuple[str | None, ...] = ()
    replica_identity: bool = False


class Trigger(msgspec.Struct, frozen=True):
    """A user trigger. ``events`` are of insert, update, delete, truncate; ``columns`` those of UPDATE OF.

    ``condition``: it has a WHEN, which is ``when``, with the columns as ``old.name`` and ``new.name``. ``deferred``: it
    is a constraint trigger that is INITIALLY DEFERRED, and waits for COMMIT. ``transitions`` are the names that
    REFERENCING gives to tables of changed rows.
    """

    table: QualifiedName
    name: str
    timing: Literal["before", "after", "instead of"]
    events: tuple[str, ...]
    columns: tuple[str, ...]
    row: bool
    function: str
    condition: bool
    enabled: Enabled
    location: Location
    when: Expression | None = None
    arguments: tuple[str, ...] = ()
    deferred: bool = False
    transitions: tuple[str, ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether the trigger fires in an ordinary session."""
        return self.enabled in _IN_EVERY_ORDINARY_SESSION


class Rule(msgspec.Struct, frozen=True):
    """A rewrite rule. ``instead`` without a ``condition`` replaces the statement.

    ``commands`` are the commands of its actions in lower case (``insert``, ``notify``); none for DO [INSTEAD] NOTHING.
    ``actions`` are what they do, and ``when`` is the condition, with the columns as ``old.name`` and ``new.name``.
    ``targets`` are the tables that they write, None for an action that writes none.
    """

    table: QualifiedName
    name: str
    event: Literal["select", "insert", "update", "delete"]
    instead: bool
    condition: bool
    enabled: Enabled
    location: Location
    commands: tuple[str, ...] = ()
    actions: tuple[Query, ...] = ()
    when: Expression | None = None
    targets: tuple[QualifiedName | None, ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether the rule applies in an ordinary session."""
        return self.enabled in _IN_EVERY_ORDINARY_SESSION

    @property
    def replaces_statement(self) -> bool:
        """Whether the rule replaces every statement of its event."""
        return self.instead and not self.condition and self.is_active


class Publication(msgspec.Struct, frozen=True):
    """What is published to subscribers: all tables, those of schemas, or named ones (``PublishedTable``).

    ``commands`` are some of insert, update, delete, truncate. ``via_root``: changes of a partition are published as
    changes of its partitioned table. ``generated``: stored generated columns are published (from 18 on).
    """

    name: str
    all_tables: bool
    schemas: tuple[str, ...]
    commands: tuple[str, ...]
    via_root: bool
    location: Location
    generated: bool = False


class PublishedTable(msgspec.Struct, frozen=True):
    """A table that a publication names (``name`` is the publication's).

    ``columns`` are those that are published, None for all; ``filter_columns`` those that its WHERE reads, None if there
    is none.
    """

    table: QualifiedName
    name: str
    columns: tuple[str, ...] | None
    filter_columns: tuple[str, ...] | None
    location: Location


class DomainCheck(msgspec.Struct, frozen=True):
    """A CHECK of a domain; the value is written ``VALUE`` in SQL and is the column ``value`` in the tree."""

    name: str
    expression: Expression


class Domain(msgspec.Struct, frozen=True):
    """A domain. ``base_name`` names its base if that is a type of this file.

    ``default`` may be that of a domain below: PostgreSQL copies it when the domain is created.
    """

    name: QualifiedName
    base: str
    base_name: QualifiedName | None
    not_null: bool
    default: Expression | None
    checks: tuple[DomainCheck, ...]
    location: Location


class EnumType(msgspec.Struct, frozen=True):
    """An enum and its labels in order."""

    name: QualifiedName
    labels: tuple[str, ...]
    location: Location


class CompositeType(msgspec.Struct, frozen=True):
    """A composite type (``CREATE TYPE ... AS (...)``), usable as ``OF type``."""

    name: QualifiedName
    columns: tuple[Column, ...]
    location: Location


class OtherType(msgspec.Struct, frozen=True):
    """A range or base type: it exists, but its values are not known."""

    name: QualifiedName
    kind: Literal["range", "base"]
    subtype: str | None
    location: Location


UserType: TypeAlias = Domain | EnumType | CompositeType | OtherType


class OtherRelation(msgspec.Struct, frozen=True):
    """A relation that has no rows to delete but whose name is taken.

    ``reads`` are the relations that a view names, with their names at its creation.
    """

    name: QualifiedName
    kind: Literal["view", "materialized view", "sequence"]
    location: Location
    reads: tuple[QualifiedName, ...] = ()
