"""What is known of a relation or an index besides its entry in the catalog: one record for each.

Whatever refers to a relation holds its record, as a server holds an oid. So a rename changes only the record, and what
is known of a relation goes when it goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ondelete.catalog import QualifiedName
    from ondelete.dump.statements.slicing import Source


class KeyPart(NamedTuple):
    """What a partition's foreign key keeps of its own when it becomes a part of a key above."""

    name: str
    set_columns: tuple[str, ...] | None


class Relation:
    """A table, view or sequence; also a name of which a statement speaks before it is made.

    Attributes:
        name: the name that it has now.
        children: its partitions, and the tables that inherit from it.
        local_columns: the columns that a child declares itself: dropping them from the parent leaves them here.
        not_null_names: the columns behind the names of NOT NULL constraints that the file names.
        opaque: a query made the table: its columns are not all known.
        late: a key or an index named the table before it was there.
        disabled: the statement that has switched off the table's foreign keys (DISABLE TRIGGER ALL).
        key_parts: the keys of a partition that are a part of a key above, by that key's table and name.
        views: the views whose queries name it.
        reads: the relations that the query of a view names.
        uses: the names of the columns that the query of a view mentions, or that a table's rules and policies do.
        sure: a view or sequence that is certainly there. One that may hang on something that is gone may be gone too.
    """

    __slots__ = (
        "children",
        "disabled",
        "key_parts",
        "late",
        "local_columns",
        "name",
        "not_null_names",
        "opaque",
        "reads",
        "sure",
        "uses",
        "views",
    )

    def __init__(self, name: QualifiedName) -> None:
        self.name = name
        self.children: dict[Relation, None] = {}
        self.local_columns: set[str] = set()
        self.not_null_names: dict[str, str] = {}
        self.opaque = False
        self.late = False
        self.disabled: Source | None = None
        self.key_parts: dict[tuple[Relation, str], KeyPart] = {}
        self.views: dict[Relation, None] = {}
        self.reads: dict[Relation, None] = {}
        self.uses: set[str] = set()
        self.sure = False


class IndexRecord:
    """An index of a partitioned table, one with expressions, or one of a column that has another name now.

    Attributes:
        parts: the partitions that have their part of it, and the name of that part; None is a copy that PostgreSQL
            made by itself, which no statement names.
        columns: the names of its own columns, if they are not those of the table: a copy of the index is named after
            them.
    """

    __slots__ = ("columns", "parts")

    def __init__(self) -> None:
        self.parts: dict[Relation, str | None] = {}
        self.columns: list[str] = []
