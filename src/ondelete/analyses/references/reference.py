"""A reference that no key declares, how sure it is, and in words why it is taken for one."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from ondelete.catalog import Location, QualifiedName
from ondelete.text.names import shown_name


class Kind(StrEnum):
    """How a column says which row it means.

    ``name``: by a value, and its name says of which table. ``polymorphic``: a second column says of which table.
    ``array``: by each element. ``json``: by the value of a key in a JSON document, which an index reads.
    ``loose``: a loose foreign key that the team declares.
    """

    NAME = "name"
    POLYMORPHIC = "polymorphic"
    ARRAY = "array"
    JSON = "json"
    LOOSE = "loose"


class Grade(StrEnum):
    """How sure it is: said by the team; as keys of this schema, or as a whole name; by a part of a name or a role."""

    DECLARED = "declared"
    STRONG = "strong"
    LIKELY = "likely"


class Reference(msgspec.Struct, frozen=True):
    """A reference without a key.

    ``columns`` and ``referenced_columns`` are pairs, as in a foreign key; of a polymorphic reference ``columns`` are
    the type and the id, and ``referenced_columns`` is empty. ``to`` is None if any table can be meant.
    ``location`` is that of the referencing table, or of the entry that declares the reference.
    """

    table: QualifiedName
    columns: tuple[str, ...]
    to: QualifiedName | None
    referenced_columns: tuple[str, ...]
    kind: Kind
    grade: Grade
    reason: str
    location: Location

    @property
    def id(self) -> str:
        """``schema.table.column``, or with several columns ``schema.table.(a, b)``."""
        listed = self.columns[0] if len(self.columns) == 1 else f"({', '.join(self.columns)})"
        return f"{self.table}.{listed}"

    @property
    def shown(self) -> str:
        """The table and its columns for a sentence: ``posts.user_id``."""
        listed = list(map(shown_name, self.columns))
        columns = listed[0] if len(listed) == 1 else f"({', '.join(listed)})"
        return f"{self.table.shown}.{columns}"

    @property
    def can_be_key(self) -> bool:
        """Whether a foreign key could take its place: it is known which columns it meets, and by its whole value."""
        return self.to is not None and bool(self.referenced_columns) and self.kind in (Kind.NAME, Kind.LOOSE)
