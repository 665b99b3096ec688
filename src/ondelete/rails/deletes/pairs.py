"""Each association of has_many and has_one with the key that it meets: the two layers of one delete."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import ReferentialAction
from ondelete.rails.deletes.matrix import SPELLINGS, Cell, Verdict, verdict_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName, Table
    from ondelete.rails.models.resolve import Resolver
    from ondelete.rails.models.values import Association, Model, Resolved


class Pair(msgspec.Struct, frozen=True):
    """A resolved has_many, has_one or join table, with its key (None: there is none) and the cell of the matrix.

    ``model`` has the association, ``table`` the rows that it means.
    """

    model: Model
    resolved: Resolved
    table: Table
    key: ForeignKey | None
    cell: Cell

    @property
    def association(self) -> Association:
        """The association."""
        return self.resolved.association

    @property
    def verdict(self) -> Verdict:
        """How the two layers fit."""
        return verdict_of(self.cell)


class Layers:
    """What the models and the keys of one schema say of deletes."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver

    @property
    def catalog(self) -> Catalog:
        """The schema."""
        return self.resolver.catalog

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs of all models, each association where it is declared, and none that goes through another."""
        models = self.resolver.models.models.values()
        found = (self.pair(model, each) for model in models for each in model.own_associations)
        return tuple(pair for pair in found if pair is not None)

    def pair(self, model: Model, association: Association) -> Pair | None:
        """Return an association with its key; None for belongs_to, through, and what does not resolve."""
        if association.kind == "belongs_to" or association.through is not None:
            return None
        resolved = self.resolver.resolve(model, association)
        if not resolved.is_resolved or resolved.table is None:
            return None
        table = self.catalog.tables[resolved.table]
        key = self.key_named(resolved.key)
        columns = [column for name in resolved.columns if (column := table.column(name)) is not None]
        dependent = SPELLINGS.get(association.dependent or "")
        if association.kind == "has_and_belongs_to_many":
            dependent = "delete_all"  # Rails deletes the rows of the join table by itself
        defaults = [column.default for column in columns if column.default is not None and not column.default.is_null]
        cell = Cell(
            dependent,
            key.on_delete if key is not None else None,
            deferred=key is not None and key.timing.initially_deferred,
            not_null=any(column.not_null for column in columns),
            has_default=bool(defaults) and key is not None and key.on_delete is ReferentialAction.SET_DEFAULT,
        )
        return Pair(model, resolved, table, key, cell)

    def key_named(self, name: str | None) -> ForeignKey | None:
        """Return the foreign key of that id."""
        return self._keys.get(name or "")

    @cached_property
    def _keys(self) -> Mapping[str, ForeignKey]:
        return {key.id: key for key in self.catalog.foreign_keys}

    @cached_property
    def models_of(self) -> Mapping[QualifiedName, tuple[Model, ...]]:
        """The models of each table: one, or those of STI."""
        found: dict[QualifiedName, list[Model]] = {}
        for model in self.resolver.models.models.values():
            table = self.resolver.table_of(model)
            if table is not None:
                found.setdefault(table, []).append(model)
        return {name: tuple(models) for name, models in found.items()}

    @cached_property
    def by_key(self) -> Mapping[str, tuple[Pair, ...]]:
        """The pairs that meet each key, by its id."""
        found: dict[str, list[Pair]] = {}
        for pair in self.pairs:
            if pair.key is not None:
                found.setdefault(pair.key.id, []).append(pair)
        return {name: tuple(pairs) for name, pairs in found.items()}
