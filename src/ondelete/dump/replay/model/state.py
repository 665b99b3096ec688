"""The catalog while it is being made: what exists so far, and how a bare name resolves."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

from msgspec.structs import replace

from ondelete.catalog import (
    Check,
    Column,
    CompositeType,
    Expression,
    Index,
    Key,
    OtherRelation,
    Publication,
    PublishedTable,
    QualifiedName,
    Rule,
    Skipped,
    Table,
    Trigger,
    UserType,
)
from ondelete.dump.nodes.expressions import ExpressionNode, TypeName
from ondelete.dump.nodes.names import RangeVar
from ondelete.dump.nodes.trees import to_tree
from ondelete.dump.nodes.types import builtin_name, format_type
from ondelete.dump.replay.model.comments import Comments
from ondelete.dump.replay.model.naming import Names
from ondelete.dump.replay.model.refusals import NotFollowed as NotFollowed
from ondelete.dump.replay.model.refusals import NotReplayed as NotReplayed
from ondelete.dump.replay.model.refusals import RefusedKey as RefusedKey
from ondelete.dump.replay.model.registry import ForeignKeys, Registry
from ondelete.dump.replay.model.search_path import DEFAULT_PATH, SearchPath
from ondelete.dump.statements.functions import Functions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import ForeignKey, Location
    from ondelete.dump.statements.slicing import Source

TEMPORARY = "pg_temp"
"""The schema of temporary tables, whatever its number is."""

UNKNOWN = "unknown"
"""The type of a column that a query makes."""
_LONGEST_TEXT = 200
MOST_COLUMNS = 1600
"""MaxHeapAttributeNumber of PostgreSQL."""


class State:
    """Everything that the statements so far have made. Values are immutable; the state holds the latest ones."""

    def __init__(self) -> None:
        self.tables: dict[QualifiedName, Table] = {}
        self.names = Names()
        self.foreign_keys = ForeignKeys(self.lost)
        self.keys: Registry[Key] = Registry(self.lost)
        self.checks: Registry[Check] = Registry(self.lost)
        self.indexes: Registry[Index] = Registry(self.lost)
        self.triggers: Registry[Trigger] = Registry(self.lost)
        self.rules: Registry[Rule] = Registry(self.lost)
        self.published: Registry[PublishedTable] = Registry(lambda _table, _name: None)
        self.publications: dict[str, Publication] = {}
        # What hangs on a table and goes or moves with it, foreign keys and indexes apart.
        self.dependents: tuple[Registry[Any], ...] = (self.keys, self.checks, self.triggers, self.rules, self.published)
        self.types: dict[QualifiedName, UserType] = {}
        # What may have a column of a type, or be a domain over it.
        self.type_users: dict[QualifiedName, dict[QualifiedName, None]] = {}
        # How many constraints of domains have a name.
        self.domain_constraints: Counter[tuple[str, str]] = Counter()
        self.relations: dict[QualifiedName, OtherRelation] = {}
        # Views and sequences go with a table that they hang on, and what they hang on is not followed: whenever a
        # table or column goes, all that were there become doubtful, and their names are free.
        self.sure_relations: set[QualifiedName] = set()
        self.children: dict[QualifiedName, dict[QualifiedName, None]] = {}
        # Columns that a child declares itself: dropping them from the parent leaves them here.
        self.local_columns: dict[QualifiedName, set[str]] = {}
        # Columns behind the names of NOT NULL constraints that the file names.
        self.not_null_names: dict[QualifiedName, dict[str, str]] = {}
        # Tables made by a query: their columns are not all known.
        self.opaque_tables: set[QualifiedName] = set()
        # For each index of a partitioned table, the partitions that have their part of it, and the name of that
        # part; None is a copy that PostgreSQL made by itself, which no statement names.
        self.index_parts: dict[QualifiedName, dict[QualifiedName, str | None]] = {}
        # Names of an index's own columns, where it has expressions: a copy of the index is named after them.
        self.index_columns: dict[QualifiedName, list[str]] = {}
        self.comments = Comments()
        # Tables that were named by a key or an index before they were there.
        self.late: set[QualifiedName] = set()
        # Tables that are gone or have lost something in the statement in hand.
        self.poorer: set[QualifiedName] = set()
        self.has_temporary = False
        self.functions = Functions()
        self.paths = SearchPath()
        self.search_path: tuple[str, ...] = DEFAULT_PATH
        self.database_path: tuple[str, ...] | None = None
        # Where the transaction block began that a statement stands in, and the tables that go when it ends.
        self.transaction: Location | None = None
        self.dropped_on_commit: list[QualifiedName] = []
        # What is to be said of the statement in hand although it is replayed.
        self.doubts: list[str] = []
        # The views whose queries name a table.
        self.viewed: dict[QualifiedName, set[QualifiedName]] = {}
        self._path_is_doubted = False
        # Tables whose foreign keys DISABLE TRIGGER ALL has switched off, and where.
        self.disabled_keys: dict[QualifiedName, Source] = {}
        self.skipped: list[Skipped] = []
        # The texts of what a server runs and we do not follow.
        self.unfollowed: list[str] = []
        # Keys of partitions that are a part of a key above, by that key's table and name.
        self.key_parts: dict[QualifiedName, dict[tuple[QualifiedName, str], ForeignKey]] = {}
        # Where the first statement begins in whose middle a file ends.
        self.cut_off: Location | None = None
        # A table is or was there.
        self.had_tables = False

    def skip(self, location: Location, reason: str, text: str) -> None:
        """Note a statement that was not understood."""
        self.skipped.append(Skipped(location, reason, text[:_LONGEST_TEXT]))

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been created yet: a dump made with --clean begins with drops of what it will create.

        In a transaction block a failing DROP undoes what follows, so there it is no such head.
        """
        made = self.had_tables or self.relations or self.types or self.publications or self.unfollowed
        return (
            not made
            and not (len(self.indexes) or len(self.foreign_keys) or len(self.triggers))
            and not self.transaction
        )

    def knows_uniques(self, table: QualifiedName) -> bool:
        """Return whether nothing can have made a unique constraint of a table but what was replayed."""
        if table not in self.tables or table in self.opaque_tables:
            return False
        return not any(text.startswith("\\") or table.name in text for text in self.unfollowed)

    # Names

    def apply_path(self) -> None:
        """Let the search path that was set be the one in which bare names are looked up."""
        self.search_path = self.paths.schemas()
        self._path_is_doubted = False

    def doubt_path(self) -> None:
        """Say, once for a search path, that a server finds no bare name in it."""
        if not self._path_is_doubted:
            self._path_is_doubted = True
            self.doubts.append("no schema of the search path is there, so a server refuses bare names; public is taken")

    def new_name(self, relation: RangeVar) -> QualifiedName:
        """Return where a relation of that name is created."""
        if relation.relpersistence == "t":
            return QualifiedName(TEMPORARY, relation.relname)
        return self.new_name_of((relation.schemaname, relation.relname) if relation.schemaname else (relation.relname,))

    def new_name_of(self, parts: tuple[str, ...]) -> QualifiedName:
        """Return where an object of that name is created: in the first schema of the search path."""
        if len(parts) == 1 and not self.search_path:
            self.doubt_path()
        elif len(parts) > 1 and parts[-2] in self.paths.dropped:
            self.doubts.append(f"schema {parts[-2]} was dropped, so a server refuses this; it counts all the same")
        return self._first_choice(parts)

    def _first_choice(self, parts: tuple[str, ...]) -> QualifiedName:
        if len(parts) > 1:
            return QualifiedName(parts[-2], parts[-1])
        return QualifiedName(self.search_path[0] if self.search_path else DEFAULT_PATH[0], parts[-1])

    def candidates(self, parts: tuple[str, ...]) -> Iterator[QualifiedName]:
        """Yield what a name can mean, first choice first."""
        if len(parts) > 1:
            yield QualifiedName(parts[-2], parts[-1])
            return
        if not self.search_path:
            self.doubt_path()
        if self.has_temporary and TEMPORARY not in self.search_path:
            yield QualifiedName(TEMPORARY, parts[-1])
        for schema in self.search_path or DEFAULT_PATH:
            yield QualifiedName(schema, parts[-1])

    def relation_name(self, relation: RangeVar) -> QualifiedName:
        """Return the relation that a name means; where there is none, the name that it would be created under."""
        if relation.schemaname is not None:
            return QualifiedName(relation.schemaname, relation.relname)
        return self.relation_name_of((relation.relname,))

    def relation_name_of(self, parts: tuple[str, ...]) -> QualifiedName:
        """Return the relation that the parts of a name mean, as ``relation_name`` does."""
        if len(parts) == 1:
            if self.search_path and not self.has_temporary:
                name = QualifiedName(self.search_path[0], parts[0])
                if name in self.tables:  # nearly always
                    return name
            for name in self.candidates(parts):
                if self.relation_exists(name):
                    return name
            for name in self.candidates(parts):
                if name in self.relations:
                    return name
        return self._first_choice(parts)

    def relation_exists(self, name: QualifiedName) -> bool:
        """Return whether a table, view, sequence, index or composite type surely has that name."""
        return (
            name in self.tables
            or name in self.sure_relations
            or self.indexes.named(*name)
            or isinstance(self.types.get(name), CompositeType)
        )

    def constraint_exists(self, schema: str, name: str) -> bool:
        """Return whether a constraint of any table or domain of a schema has that name."""
        registries = (self.foreign_keys, self.checks, self.keys)
        return any(registry.named(schema, name) for registry in registries) or (schema, name) in self.domain_constraints

    def find_type(self, parts: tuple[str, ...]) -> QualifiedName | None:
        """Return the user-defined type, or the table's row type, that a name means, or None."""
        if builtin_name(parts) is None:
            for name in self.candidates(parts):
                if name in self.types or name in self.tables:
                    return name
        return None

    def type_text(self, node: TypeName) -> str:
        """Return a type as format_type prints it."""
        return format_type(node, self.find_type)

    def expression(self, node: ExpressionNode, sql: str) -> Expression:
        """Return an expression with its SQL text."""
        return Expression(sql, to_tree(node, self.find_type, self.functions.defines))

    # Tables

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
            self.late.add(table.name)
        self.has_temporary = self.has_temporary or table.name.schema == TEMPORARY
        self.had_tables = True
        old = self.tables.get(table.name)
        if old is None or old.parents != table.parents:
            for parent in old.parents if old is not None else ():
                self.children[parent].pop(table.name, None)
            for parent in table.parents:
                self.children.setdefault(parent, {})[table.name] = None
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

    def drop_table(self, table: Table) -> None:
        """Forget a table (not what hangs on it)."""
        del self.tables[table.name]
        self.names.free(*table.name)
        self.poorer.add(table.name)
        for parent in table.parents:
            self.children[parent].pop(table.name, None)

    def lost(self, table: QualifiedName, name: str) -> None:
        """Note that a table has lost what had that name, or that it has another name now."""
        self.names.free(table.schema, name)
        self.poorer.add(table)

    def doubt_relations(self) -> None:
        """Note that any view or sequence may have gone with something that it hangs on."""
        if self.sure_relations:
            self.sure_relations.clear()
            self.names.forget()

    def partitions(self, name: QualifiedName) -> tuple[QualifiedName, ...]:
        """Return the direct partitions or inheriting tables of a table."""
        return tuple(self.children.get(name, ()))

    def family(self, name: QualifiedName, *, only: bool = False) -> list[QualifiedName]:
        """Return a table and, unless ``only``, everything below it, parents first."""
        found, seen = [name], {name}
        for each in () if only else found:
            fresh = [child for child in self.children.get(each, ()) if child not in seen]
            seen.update(fresh)
            found.extend(fresh)
        return found

    def column(self, table: Table, name: str) -> Column:
        """Return a column of a table; one of a table made by a query, which has no column list, is there if named.

        Raises:
            NotReplayed: the table has none of that name.
        """
        column = table.column(name)
        if column is None and table.name in self.opaque_tables:
            column = Column(name, UNKNOWN, False)
            known = self.tables[table.name]
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
            self.change_table(old, columns=columns)

    def add_relation(
        self, name: QualifiedName, kind: Literal["view", "materialized view", "sequence"], location: Location
    ) -> None:
        """Note a view or sequence."""
        self.has_temporary = self.has_temporary or name.schema == TEMPORARY
        self.relations[name] = OtherRelation(name, kind, location)
        self.sure_relations.add(name)
