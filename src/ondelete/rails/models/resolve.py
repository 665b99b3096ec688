"""What an association means in the schema: the table, the columns, the key. What cannot be told is said, not guessed.

Source: Active Record's ``reflection.rb`` (derive_class_name, derive_foreign_key, derive_join_table) and its builders of
associations.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName, split_identifier
from ondelete.rails.models.gems import TABLES
from ondelete.rails.models.values import Resolved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.catalog import Catalog, ForeignKey
    from ondelete.rails.models.values import Association, Model, Models

_DEEPEST = 8


class Unresolved(Exception):
    """An association does not resolve; the message says why."""


class Resolver:
    """Resolves the associations of an application in one schema."""

    def __init__(self, models: Models, catalog: Catalog) -> None:
        self.models, self.catalog = models, catalog
        self._tables: dict[str, QualifiedName | None] = {}
        self._found: dict[tuple[str, str], Resolved] = {}
        self._by_name: dict[str, dict[str, Association]] = {}

    @cached_property
    def _by_bare_name(self) -> Mapping[str, list[QualifiedName]]:
        found: dict[str, list[QualifiedName]] = {}
        for name in self.catalog.tables:
            found.setdefault(name.name, []).append(name)
        return found

    @cached_property
    def all(self) -> tuple[Resolved, ...]:
        """Every association where it is declared; those of STI subclasses are not repeated."""
        own = ((model, each) for model in self.models.models.values() for each in model.own_associations)
        return tuple(self.resolve(model, each) for model, each in own)

    def resolve(self, model: Model, association: Association) -> Resolved:
        """Return an association with its table and columns, or with the reason why they are not known."""
        known = (model.name, association.name)
        if known not in self._found:
            self._found[known] = self._resolved(model, association, 0)
        return self._found[known]

    def _named(self, model: Model) -> Mapping[str, Association]:
        """Return the associations of a model by their names."""
        if model.name not in self._by_name:
            self._by_name[model.name] = {each.name: each for each in model.associations}
        return self._by_name[model.name]

    def table_of(self, model: Model) -> QualifiedName | None:
        """Return the table of a model, None if the schema does not have it."""
        if model.name not in self._tables:
            self._tables[model.name] = self._table_of(model)
        return self._tables[model.name]

    def _table_of(self, model: Model) -> QualifiedName | None:
        if model.table_name is None:
            return None
        found = self.table_named(model.table_name)
        if found is None and "::" in model.base:  # an engine can put its prefix where no file says it
            whole = self.models.inflections.pluralize(self.models.inflections.underscore(model.base).replace("/", "_"))
            found = self.table_named(whole)
        return found

    def table_named(self, text: str) -> QualifiedName | None:
        """Return the table of that name: by the search path, or the only one in any schema."""
        parts = [part.strip('"') for part in split_identifier(text)]
        if len(parts) == 2:
            name = QualifiedName(*parts)
            return name if name in self.catalog.tables else None
        for schema in self.catalog.search_path:
            if (name := QualifiedName(schema, parts[-1])) in self.catalog.tables:
                return name
        found = self._by_bare_name.get(parts[-1], [])
        return found[0] if len(found) == 1 else None

    def class_of(self, model: Model, association: Association) -> str:
        """Return the name of the class at the other end, as Rails makes it."""
        if association.class_name:
            return association.class_name
        words = self.models.inflections
        name = association.name
        return words.camelize(words.singularize(name) if association.is_many else name)

    def target_of(self, model: Model, association: Association) -> Model | None:
        """Return the model at the other end: looked for from the inside of the namespace to the outside."""
        written = self.class_of(model, association)
        if written.startswith("::"):
            return self.models.models.get(written[2:])
        parts = association.model.split("::")
        for length in range(len(parts), -1, -1):
            found = self.models.models.get("::".join([*parts[:length], written]))
            if found is not None:
                return found
        return None

    def _resolved(self, model: Model, association: Association, depth: int) -> Resolved:
        try:
            return self._meaning(model, association, depth)
        except Unresolved as error:
            return Resolved(association, reason=str(error), via=association.through)

    def _meaning(self, model: Model, association: Association, depth: int) -> Resolved:
        if association.unclear:
            raise Unresolved(association.unclear)
        own = self.table_of(model)
        if own is None:
            raise Unresolved(self._no_table(model))
        if association.through is not None:
            return self._through(model, association, depth)
        if association.kind == "has_and_belongs_to_many":
            return self._join_table(model, association, own)
        if association.kind == "belongs_to":
            return self._belongs_to(model, association, own)
        return self._has(model, association, own)

    def _no_table(self, model: Model) -> str:
        if model.table_name is None:
            return f"the table of {model.name} is named by Ruby code"
        return f"the schema has no table {model.table_name} for {model.name}"

    def _belongs_to(self, model: Model, association: Association, own: QualifiedName) -> Resolved:
        columns = association.foreign_key or (f"{association.name}_id",)
        self._require(own, columns)
        if association.polymorphic:
            kind = association.foreign_type or f"{association.name}_type"
            self._require(own, (kind,))
            return Resolved(association, own, columns, type_column=kind)
        target = self.target_of(model, association)
        keys = self._keys(own, columns)
        other = self._other_table(model, association, target, columns)
        if other is None:
            if not keys:
                raise Unresolved(self._no_class(model, association, target))
            other = keys[0].referenced_table
        key = next((each for each in keys if each.referenced_table == other), None)
        return Resolved(
            association, own, columns, other, key=key.id if key else None, target=target.name if target else None
        )

    def _has(self, model: Model, association: Association, own: QualifiedName) -> Resolved:
        target = self.target_of(model, association)
        columns = association.foreign_key or self._foreign_key(model, association)
        table = self._other_table(model, association, target, columns)
        if table is None:
            raise Unresolved(self._no_class(model, association, target))
        self._require(table, columns)
        kind = None
        if association.as_ is not None:
            kind = association.foreign_type or f"{association.as_}_type"
            self._require(table, (kind,))
        key = next((each for each in self._keys(table, columns) if each.referenced_table == own), None)
        return Resolved(
            association,
            table,
            columns,
            own,
            type_column=kind,
            key=key.id if key else None,
            target=target.name if target else None,
        )

    def _foreign_key(self, model: Model, association: Association) -> tuple[str, ...]:
        if association.as_ is not None:
            return (f"{association.as_}_id",)
        name = association.model.rpartition("::")[2]
        return (f"{self.models.inflections.underscore(name)}_id",)

    def _join_table(self, model: Model, association: Association, own: QualifiedName) -> Resolved:
        target = self.target_of(model, association)
        other = self._other_table(model, association, target, ())
        if other is None:
            raise Unresolved(self._no_class(model, association, target))
        pair = sorted((model.table_name or own.name, (target.table_name if target else None) or other.name))
        name = association.join_table or _joined(*pair)
        table = self.table_named(name)
        if table is None:
            raise Unresolved(f"the schema has no join table {name}")
        columns = association.foreign_key or self._foreign_key(model, association)
        self._require(table, columns)
        key = next((each for each in self._keys(table, columns) if each.referenced_table == own), None)
        return Resolved(
            association, table, columns, own, key=key.id if key else None, target=target.name if target else None
        )

    def _through(self, model: Model, association: Association, depth: int) -> Resolved:
        name = association.through or ""
        if depth > _DEEPEST:
            raise Unresolved(f"it goes through {name}, which comes back to itself")
        via = self._named(model).get(name)
        if via is None:
            raise Unresolved(f"{model.name} has no association {name} to go through")
        between = self._resolved(model, via, depth + 1)
        if not between.is_resolved:
            raise Unresolved(f"it goes through {name}: {between.reason}")
        middle = self.models.models.get(between.target or "")
        if middle is None:
            return self._through_unknown(association, between)
        source = self._source(middle, association)
        found = self._resolved(middle, source, depth + 1)
        if not found.is_resolved:
            raise Unresolved(f"its source {middle.name}.{source.name}: {found.reason}")
        return Resolved(
            association,
            found.table,
            found.columns,
            found.references,
            found.type_column,
            found.key,
            found.target,
            via=name,
        )

    def _source(self, middle: Model, association: Association) -> Association:
        words = self.models.inflections
        single = words.singularize(association.name)
        names = (association.source,) if association.source else (single, association.name, words.pluralize(single))
        for name in names:
            found = self._named(middle).get(name or "")
            if found is not None:
                return found
        raise Unresolved(f"{middle.name} has no association {' or '.join(map(str, dict.fromkeys(names)))}")

    def _through_unknown(self, association: Association, between: Resolved) -> Resolved:
        """Return what goes through a table of a gem, whose class is in no file: a column of it is named after it."""
        table = between.table
        column = f"{association.source or self.models.inflections.singularize(association.name)}_id"
        keys = self._keys(table, (column,)) if table is not None else ()
        if table is None or not keys:
            raise Unresolved(f"it goes through {association.through}, whose class is in no file of the models")
        return Resolved(
            association, table, (column,), keys[0].referenced_table, key=keys[0].id, via=association.through
        )

    def _other_table(
        self, model: Model, association: Association, target: Model | None, columns: tuple[str, ...]
    ) -> QualifiedName | None:
        """Return the table at the other end; for a class in no file, the one table that its name can mean."""
        if target is not None:
            return self.table_of(target)
        written = self.class_of(model, association).removeprefix("::")
        words = self.models.inflections
        whole = words.underscore(written)
        bare = whole.rpartition("/")[2]
        names = (TABLES.get(written), words.pluralize(whole.replace("/", "_")), words.pluralize(bare))
        tables = dict.fromkeys(self.table_named(name) for name in names if name is not None)
        fitting = [table for table in tables if table is not None]
        if association.kind in ("has_many", "has_one"):
            fitting = [table for table in fitting if not self._missing(table, columns)]
        return fitting[0] if fitting else None

    def _no_class(self, model: Model, association: Association, target: Model | None) -> str:
        if target is not None:
            return self._no_table(target)
        return f"no file of the models defines {self.class_of(model, association)}, and no table is called so"

    def _require(self, table: QualifiedName, columns: tuple[str, ...]) -> None:
        missing = self._missing(table, columns)
        if missing:
            raise Unresolved(f"{table.shown} has no column {', '.join(missing)}")

    def _missing(self, table: QualifiedName, columns: tuple[str, ...]) -> list[str]:
        found = self.catalog.tables[table]
        return [column for column in columns if found.column(column) is None]

    def _keys(self, table: QualifiedName, columns: tuple[str, ...]) -> tuple[ForeignKey, ...]:
        """Return the keys on the columns, the exact ones before the wider ones."""
        return tuple(sorted(self._on(table, columns), key=lambda key: len(key.columns)))

    def _on(self, table: QualifiedName, columns: tuple[str, ...]) -> Iterator[ForeignKey]:
        wanted = set(columns)
        for key in self.catalog.foreign_keys_from.get(table, ()):
            if key.enforced and wanted <= set(key.columns):
                yield key


def _joined(first: str, second: str) -> str:
    """Return the name of a join table: what both names begin with, up to a dot or underscore, stands there once.

    >>> _joined("catalog_authors", "catalog_books"), _joined("authors", "books"), _joined("a_", "a_b")
    ('catalog_authors_books', 'authors_books', 'a__a_b')
    """
    pairs = enumerate(zip(first[:-1], second[:-1], strict=False))
    length = next((place for place, (one, other) in pairs if one != other), min(len(first), len(second)) - 1)
    cut = max(first.rfind(mark, 0, length) for mark in "._") + 1
    return f"{first}_{second[cut:]}"
