"""Which relations and types there are, and what a bare name means among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import CompositeType, Index, OtherRelation, QualifiedName, Table, UserType
from ondelete.dump.nodes.types import builtin_name
from ondelete.dump.replay.model.by_schema import BySchema
from ondelete.dump.replay.model.naming import Names
from ondelete.dump.replay.model.registry import Registry
from ondelete.dump.replay.model.relation import IndexRecord, Relation
from ondelete.dump.replay.model.search_path import DEFAULT_PATH, SearchPath

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.dump.nodes.names import RangeVar

_NO_SCHEMA = "no schema of the search path is there, so a server refuses bare names; public is used"
TEMPORARY = "pg_temp"
"""The schema of temporary tables, whatever its number is."""


class Namespace:
    """The relations and types by name, and the search path in which bare names are looked up."""

    def __init__(self) -> None:
        self.tables: BySchema[Table] = BySchema()
        self.relations: BySchema[OtherRelation] = BySchema()
        self.types: BySchema[UserType] = BySchema()
        self.indexes: Registry[Index] = Registry(self.lost)
        self.names = Names()
        self.has_temporary = False
        self.paths = SearchPath()
        self.search_path: tuple[str, ...] = DEFAULT_PATH
        # What is to be said of the statement in hand although it is replayed.
        self.doubts: list[str] = []
        # Tables that are gone or have lost something in the statement in hand.
        self.poorer: set[QualifiedName] = set()
        self._doubt_of_path = ""
        self._told_of_paths: set[str] = set()
        self._records: dict[QualifiedName, Relation] = {}
        self._sure: list[Relation] = []
        self._index_records: dict[QualifiedName, IndexRecord] = {}

    # Records

    def of(self, name: QualifiedName) -> Relation:
        """Return the record of a relation, an empty one if there is none."""
        found = self._records.get(name)
        if found is None:
            found = self._records[name] = Relation(name)
        return found

    def of_index(self, index: Index) -> IndexRecord:
        """Return the record of an index, an empty one if there is none."""
        name = QualifiedName(index.table.schema, index.name)
        found = self._index_records.get(name)
        if found is None:
            found = self._index_records[name] = IndexRecord()
        return found

    def records(self) -> tuple[Relation, ...]:
        """Return the records of all relations."""
        return tuple(self._records.values())

    def is_there(self, relation: Relation) -> bool:
        """Return whether a record is still that of the table of its name."""
        return relation.name in self.tables and self._records.get(relation.name) is relation

    def move(self, old: QualifiedName, new: QualifiedName) -> None:
        """Give the record of a relation another name; everything that holds the record has the new name."""
        relation = self.of(old)
        del self._records[old]
        relation.name = new
        self._records[new] = relation
        self.lost(old, old.name)

    def move_index(self, old: QualifiedName, new: QualifiedName) -> None:
        """Give the record of an index another name."""
        if old in self._index_records:
            self._index_records[new] = self._index_records.pop(old)

    def forget(self, name: QualifiedName) -> None:
        """Forget all that is known of a relation (not what hangs on it)."""
        self.forget_query(name)
        self._records.pop(name).sure = False

    def forget_query(self, view: QualifiedName) -> None:
        """Forget what the query of a view names."""
        relation = self.of(view)
        for read in relation.reads:
            read.views.pop(relation, None)
        relation.reads.clear()
        relation.uses.clear()

    def forget_index(self, index: Index) -> None:
        """Forget all that is known of an index."""
        self._index_records.pop(QualifiedName(index.table.schema, index.name), None)

    def is_sure(self, name: QualifiedName) -> bool:
        """Return whether a view or sequence of that name is certainly there."""
        found = self._records.get(name)
        return found is not None and found.sure

    def make_sure(self, name: QualifiedName) -> None:
        """Note that a view or sequence is there."""
        relation = self.of(name)
        relation.sure = True
        self._sure.append(relation)

    def doubt_relations(self) -> None:
        """Note that any view or sequence may have gone with something that it depends on.

        What they depend on is not followed: when a table or column goes, all of them become doubtful, and their names
        are free.
        """
        if self._sure:
            for relation in self._sure:
                relation.sure = False
            self._sure.clear()
            self.names.forget()

    def lost(self, table: QualifiedName, name: str) -> None:
        """Note that a table has lost what had that name, or that it has another name now."""
        self.names.free(table.schema, name)
        self.poorer.add(table)

    # Names

    def apply_path(self) -> None:
        """Look up bare names in the search path that was set."""
        self.search_path = self.paths.schemas()
        doubt = self.paths.doubt() if self.search_path else _NO_SCHEMA
        self._doubt_of_path = "" if doubt in self._told_of_paths else doubt

    def doubt_path(self) -> None:
        """Report, once for a search path, why a server may find or make a bare name elsewhere."""
        if self._doubt_of_path:
            self.doubts.append(self._doubt_of_path)
            if self._doubt_of_path is not _NO_SCHEMA:
                self._told_of_paths.add(self._doubt_of_path)
            self._doubt_of_path = ""

    def new_name(self, relation: RangeVar) -> QualifiedName:
        """Return where a relation of that name is created."""
        if relation.relpersistence == "t":
            return QualifiedName(TEMPORARY, relation.relname)
        return self.new_name_of((relation.schemaname, relation.relname) if relation.schemaname else (relation.relname,))

    def new_name_of(self, parts: tuple[str, ...]) -> QualifiedName:
        """Return where an object of that name is created: in the first schema of the search path."""
        if len(parts) == 1 and self._doubt_of_path:
            self.doubt_path()
        elif len(parts) > 1 and parts[-2] in self.paths.dropped:
            self.doubts.append(
                f"schema {parts[-2]} was dropped or refused, so a server refuses this; it counts all the same"
            )
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
        if self._doubt_of_path:
            self.doubt_path()
        if self.has_temporary and TEMPORARY not in self.search_path:
            yield QualifiedName(TEMPORARY, parts[-1])
        for schema in self.search_path or DEFAULT_PATH:
            yield QualifiedName(schema, parts[-1])

    def relation_name(self, relation: RangeVar) -> QualifiedName:
        """Return the relation that a name means; if there is none, the name that it would be created under."""
        if relation.schemaname is not None:
            return QualifiedName(relation.schemaname, relation.relname)
        return self.relation_name_of((relation.relname,))

    def relation_name_of(self, parts: tuple[str, ...]) -> QualifiedName:
        """Return the relation that the parts of a name mean, as ``relation_name`` does."""
        if len(parts) == 1:
            if self._doubt_of_path:
                self.doubt_path()
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

    def named(self, parts: tuple[str, ...]) -> QualifiedName:
        """Return the relation that a name means, without any report: the name may be one of a query's own."""
        doubt, self._doubt_of_path = self._doubt_of_path, ""
        found = self.relation_name_of(parts)
        self._doubt_of_path = doubt
        return found

    def relation_exists(self, name: QualifiedName) -> bool:
        """Return whether a table, view, sequence, index or composite type surely has that name."""
        return (
            name in self.tables
            or self.is_sure(name)
            or self.indexes.named(*name)
            or isinstance(self.types.get(name), CompositeType)
        )

    def find_type(self, parts: tuple[str, ...]) -> QualifiedName | None:
        """Return the user-defined type, or the table's row type, that a name means, or None."""
        if builtin_name(parts) is None:
            for name in self.candidates(parts):
                if name in self.types or name in self.tables:
                    return name
        return None
