"""The schema that a plan changes, and what is asked of it, as questions about single keys and tables."""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING

from ondelete.analyses.contracts import is_named
from ondelete.catalog import ReferentialAction
from ondelete.deletion.predict import predict_statically
from ondelete.deletion.static.refusals import refusal_of_action
from ondelete.planning.nulls import why_not_null

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, ForeignKey, QualifiedName
    from ondelete.planning.wishes import Wishes


class Ground:
    """One schema, the tables whose rows must become deletable, and what the plan respects."""

    def __init__(self, catalog: Catalog, tables: tuple[QualifiedName, ...], wishes: Wishes) -> None:
        self.catalog, self.tables, self.wishes = catalog, tables, wishes
        self.before = tuple(predict_statically(catalog, table) for table in tables)
        self.lenient = False
        """Whether a key works although what it sets is refused for some rows."""
        self._works: dict[str, bool] = {}

    def leniently(self) -> Ground:
        """Return the same, for which a key works although what it sets is refused for some rows."""
        other = copy(self)
        other.lenient, other._works = True, {}
        return other

    @cached_property
    def reached(self) -> frozenset[QualifiedName]:
        """The tables that lose rows as things are."""
        return frozenset((*self.tables, *(entry.table for found in self.before for entry in found.deleted)))

    def works(self, key: ForeignKey) -> bool:
        """Whether a delete gets past a key as it is."""
        if key.id not in self._works:
            self._works[key.id] = self._gets_past(key)
        return self._works[key.id]

    def _gets_past(self, key: ForeignKey) -> bool:
        if key.on_delete.checks_only or refusal_of_action(self.catalog, key, "delete") is not None:
            return False
        return (
            key.on_delete is ReferentialAction.CASCADE or why_not_null(self.catalog, key, certain=self.lenient) is None
        )

    def is_kept(self, key: ForeignKey) -> bool:
        """Whether somebody asked to leave a key, or all keys of its table, as they are."""
        return is_named(self.wishes.keep, key, self.catalog.home)

    def is_spared(self, table: QualifiedName) -> bool:
        """Whether rows of a table must not go."""
        return table not in self.tables and self.wishes.keep.matches(table, self.catalog.home)

    def may_block(self, key: ForeignKey) -> bool:
        """Whether a key may go on blocking: it is kept or accepted, or a job clears its rows first."""
        accepted = is_named(self.wishes.accepted, key, self.catalog.home)
        return accepted or self.is_kept(key) or self.is_too_large(key)

    def must_go(self, key: ForeignKey) -> bool:
        """Whether a key deletes rows that must stay, so that it cannot stay as it is."""
        return key.on_delete is ReferentialAction.CASCADE and self.is_spared(key.table)

    def is_too_large(self, key: ForeignKey) -> bool:
        """Whether one statement must not touch all rows that reference one row by a key, as sizes are declared."""
        declared, most = self.wishes.declared, self.wishes.max_rows
        if declared.is_large(key.table) or declared.is_large(self.catalog.root_of(key.table)):
            return True
        own, other = declared.rows.get(key.table), declared.rows.get(key.referenced_table)
        return most is not None and own is not None and own / max(other or 1.0, 1.0) > most

    def accepts(self, key: ForeignKey | None) -> bool:
        """Whether a plan may leave an error of a key."""
        return key is not None and self.may_block(key)
