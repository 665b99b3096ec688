"""The catalog while it is being made: everything that the statements so far have made."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

from msgspec.structs import replace

from ondelete.catalog import (
    Check,
    Column,
    Expression,
    Key,
    OtherRelation,
    Publication,
    PublishedTable,
    QualifiedName,
    Rule,
    Skipped,
    Table,
)
from ondelete.dump.nodes.expressions import ExpressionNode, TypeName
from ondelete.dump.nodes.trees import to_tree
from ondelete.dump.nodes.types import format_type
from ondelete.dump.replay.model.acting import Acting
from ondelete.dump.replay.model.comments import Comments
from ondelete.dump.replay.model.labels import Labels
from ondelete.dump.replay.model.namespace import TEMPORARY, Namespace
from ondelete.dump.replay.model.read_only import ReadOnly
from ondelete.dump.replay.model.refusals import NotReplayed
from ondelete.dump.replay.model.registry import ForeignKeys, Grouped, Registry, Triggers
from ondelete.dump.replay.model.unfollowed import Unfollowed
from ondelete.dump.statements.functions import Functions

if TYPE_CHECKING:
    from ondelete.catalog import Location
    from ondelete.dump.replay.model.relation import Relation
    from ondelete.dump.statements.slicing import Source

UNKNOWN = "unknown"
"""The type of a column that a query makes."""
_LONGEST_TEXT = 200
MOST_COLUMNS = 1600
"""MaxHeapAttributeNumber of PostgreSQL."""


class State(Namespace):
    """Everything that the statements so far have made. Values are immutable; the state holds the latest ones."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign_keys = ForeignKeys(self.lost)
        self.keys: Registry[Key] = Registry(self.lost)
        self.checks: Registry[Check] = Registry(self.lost)
        self.triggers = Triggers(self.lost)
        self.rules: Registry[Rule] = Registry(self.lost)
        self.published: Grouped[PublishedTable] = Grouped(lambda _table, _name: None, lambda each: (each.name,))
        self.publications: dict[str, Publication] = {}
        # What hangs on a table and goes or moves with it, foreign keys and indexes apart.
        self.dependents: tuple[Registry[Any], ...] = (self.keys, self.checks, self.triggers, self.rules, self.published)
        # What may have a column of a type, or be a domain over it.
        self.type_users: dict[QualifiedName, dict[QualifiedName, None]] = {}
        # What has a default that reads a sequence, by that default.
        self.sequence_users: dict[str, dict[QualifiedName, None]] = {}
        # The labels of enums that ALTER TYPE has changed.
        self.labels: dict[QualifiedName, Labels] = {}
        # How many constraints of domains have a name.
        self.domain_constraints: Counter[tuple[str, str]] = Counter()
        # The functions of casts, by source and target type.
        self.casts: dict[tuple[str, str], str] = {}
        self.comments = Comments()
        self.functions = Functions()
        self.database_path: tuple[str, ...] | None = None
        # The place at which the open transaction block began, and the tables that go when it ends.
        self.transaction: Location | None = None
        self.dropped_on_commit: list[Relation] = []
        self.skipped: list[Skipped] = []
        # What is odd and takes nothing from an answer.
        self.notes: list[Skipped] = []
        # Tables that a statement makes although they are there already.
        self.defined_twice: list[tuple[QualifiedName, Location]] = []
        # What a server runs and we do not follow.
        self.unfollowed = Unfollowed()
        # The place of the first statement that the end of its file cuts off.
        self.cut_off: Location | None = None
        # A table is or was there.
        self.had_tables = False
        self.read_only = ReadOnly()
        # Event triggers that were not reported yet: their functions, and where they are made.
        self.event_triggers: dict[str, tuple[str, Source]] = {}
        # All event triggers that the file has made.
        self.made_event_triggers: set[str] = set()
        # With ON_ERROR_STOP psql stops at an error.
        self.stops_at_errors = False
        # The shapes of expressions that have come before (``plain_expressions``).
        self.shapes: set[tuple[str | int, ...]] = set()
        # Names that tables had which were dropped or renamed.
        self.gone: set[QualifiedName] = set()
        # A statement of the open transaction may have failed, and no COPY was reported for it.
        self.may_have_failed = False
        # An error has been met at which psql stops.
        self.has_stopped = False
        self.acting: Acting | None = None
        # Triggers that change the schema and were already reported, at the first statement that fires them.
        self.told_triggers: set[tuple[QualifiedName, str]] = set()

    def skip(self, location: Location, reason: str, text: str) -> None:
        """Note a statement that was not understood."""
        self.skipped.append(Skipped(location, reason, text[:_LONGEST_TEXT]))

    def note(self, location: Location, reason: str, text: str) -> None:
        """Note what is odd of a statement and takes nothing from an answer."""
        self.notes.append(Skipped(location, reason, text[:_LONGEST_TEXT]))

    @property
    def is_guarded(self) -> bool:
        """Whether the next change of the schema has to be reported."""
        return bool(self.event_triggers) or self.read_only.to_tell is not None

    @property
    def is_strict(self) -> bool:
        """Whether an error costs more than its statement: it undoes a transaction, or psql stops."""
        return self.transaction is not None or self.stops_at_errors

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been created yet: a dump made with --clean begins with drops of what it will create.

        A failing DROP that costs more than itself is in no such head.
        """
        made = self.had_tables or self.relations or self.types or self.publications or self.unfollowed
        return (
            not made and not (len(self.indexes) or len(self.foreign_keys) or len(self.triggers)) and not self.is_strict
        )

    def knows_uniques(self, table: QualifiedName) -> bool:
        """Return whether nothing can have made a unique constraint of a table but what was replayed."""
        if table not in self.tables or self.of(table).opaque:
            return False
        return not self.unfollowed.may_change(table.name)

    def constraint_exists(self, schema: str, name: str) -> bool:
        """Return whether a constraint of any table or domain of a schema has that name."""
        registries = (self.foreign_keys, self.checks, self.keys)
        return any(registry.named(schema, name) for registry in registries) or (schema, name) in self.domain_constraints

    def type_text(self, node: TypeName) -> str:
        """Return a type as format_type prints it."""
        return format_type(node, self.find_type)

    def expression(self, node: ExpressionNode, sql: str) -> Expression:
        """Return an expression with its SQL text."""
        return Expression(sql, to_tree(node, self.find_type, self.functions.defines))

    # Tables

    def doubt_gone(self, name: QualifiedName) -> None:
        """Report that a statement speaks of a table that was there and is not any more."""
        if name in self.gone and name not in self.relations:
            self.doubts.append(
                f"{name} was dropped or renamed before this, so a server refuses it; it counts all the same"
            )

    def is_partitioned(self, name: QualifiedName) -> bool:
        """Return whether a table is known and partitioned."""
        table = self.tables.get(name)
        return table is not None and table.kind == "partitioned table"

    def can_constrain(self, name: QualifiedName) -> bool:
        """Return whether constraints of that relation matter: it is a table, maybe one that no file defines."""
        return name in self.tables or name not in self.relations

    def put_table(self, table: Table) -> None:
        """Store a table, new or changed, and keep the children of its parents."""
        self._note_types(table)
        if table.name not in self.tables and (self.foreign_keys.touching(table.name) or self.indexes.of(table.name)):
            self.of(table.name).late = True
        self.has_temporary = self.has_temporary or table.name.schema == TEMPORARY
        self.had_tables = True
        self.gone.discard(table.name)
        old = self.tables.get(table.name)
        if old is None or old.parents != table.parents:
            relation = self.of(table.name)
            for parent in old.parents if old is not None else ():
                self.of(parent).children.pop(relation, None)
            for parent in table.parents:
                self.of(parent).children[relation] = None
        self.tables[table.name] = table

    def change_table(self, table: Table, **changes: Any) -> None:
        """Give a table other columns, or another comment."""
        changed = replace(table, **changes)
        if "columns" in changes:
            self._note_types(changed)
        self.tables[table.name] = changed

    def _note_types(self, table: Table) -> None:
        if len(table.columns) > MOST_COLUMNS:
            raise NotReplayed(f"tables can have at most {MOST_COLUMNS} columns")
        for column in table.columns:
            if column.type_name is not None:
                self.type_users.setdefault(column.type_name, {})[table.name] = None
            if column.default is not None and column.default.sql.startswith("nextval("):
                self.sequence_users.setdefault(column.default.sql, {})[table.name] = None

    def drop_table(self, table: Table) -> None:
        """Forget a table (not what hangs on it)."""
        del self.tables[table.name]
        self.gone.add(table.name)
        self.lost(table.name, table.name.name)
        for parent in table.parents:
            self.of(parent).children.pop(self.of(table.name), None)

    def move_table(self, table: Table, new: QualifiedName) -> None:
        """Give a table another name (not what hangs on it); its children have it as their parent under that name."""
        del self.tables[table.name]
        self.gone.add(table.name)
        self.move(table.name, new)
        self.put_table(replace(table, name=new))
        for child in (self.tables[each] for each in self.partitions(new)):
            self.change_table(child, parents=tuple(new if each == table.name else each for each in child.parents))

    def partitions(self, name: QualifiedName) -> tuple[QualifiedName, ...]:
        """Return the direct partitions or inheriting tables of a table."""
        return tuple([child.name for child in self.of(name).children])

    def family(self, name: QualifiedName, *, only: bool = False) -> list[QualifiedName]:
        """Return a table and, unless ``only``, everything below it, parents first."""
        relation = self.of(name)
        if only or not relation.children:
            return [name]
        found = {relation: None}
        walk = [relation]
        for each in walk:
            fresh = [child for child in each.children if child not in found]
            found.update(dict.fromkeys(fresh))
            walk.extend(fresh)
        return [each.name for each in found]

    def column(self, table: Table, name: str) -> Column:
        """Return a column of a table; one of a table made by a query, which has no column list, is there if named.

        Raises:
            NotReplayed: the table has none of that name.
        """
        column = table.column(name)
        if column is None and self.of(table.name).opaque:
            known = self.tables[table.name]
            column = known.column(name) or Column(name, UNKNOWN, False)
            if column not in known.columns:
                self.change_table(known, columns=(*known.columns, column))
        if column is None:
            raise NotReplayed(f"column {name} of table {table.name} does not exist")
        return column

    def is_not_null(self, table: QualifiedName, column: str) -> bool:
        """Return whether a column of a known table is declared NOT NULL."""
        known = self.tables.get(table)
        found = known.column(column) if known is not None else None
        return found is not None and found.not_null

    def change_column(self, table: QualifiedName, column: str, **changes: Any) -> None:
        """Give a column other values; a table or column that is not known stays unknown."""
        old = self.tables.get(table)
        if old is not None:
            columns = tuple([replace(each, **changes) if each.name == column else each for each in old.columns])
            changed = self.tables[table] = replace(old, columns=columns)
            if "type_name" in changes:
                self._note_types(changed)

    def add_relation(
        self,
        name: QualifiedName,
        kind: Literal["view", "materialized view", "sequence"],
        location: Location,
        reads: tuple[QualifiedName, ...] = (),
    ) -> None:
        """Note a view, with the relations that it reads, or a sequence."""
        self.has_temporary = self.has_temporary or name.schema == TEMPORARY
        self.relations[name] = OtherRelation(name, kind, location, reads)
        self.make_sure(name)
