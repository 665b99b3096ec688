"""Facts about a table that are needed again and again to make rows, computed once per catalog and table."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from ondelete.deletion.actions.changes import default_expression
from ondelete.deletion.actions.partitions import leaves
from ondelete.deletion.expressions.evaluate import evaluate
from ondelete.deletion.static.row_columns import not_null_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.catalog import Catalog, Check, Column, Expression, ForeignKey, Index, QualifiedName
    from ondelete.deletion.expressions.values import Concrete


class TableFacts:
    """What a row of one table has to obey, partitioned tables above and partitions below included."""

    def __init__(self, catalog: Catalog, name: QualifiedName) -> None:
        self.catalog, self.name = catalog, name
        self.table = catalog.tables[name]
        self.above = catalog.partitioned_above(name)

    @cached_property
    def below(self) -> tuple[QualifiedName, ...]:
        """Partitions at any depth."""
        return self.catalog.partitions_below(self.name)

    @cached_property
    def foreign_keys(self) -> tuple[ForeignKey, ...]:
        """The enforced foreign keys."""
        names = (self.name, *self.above, *self.below)
        return tuple(k for name in names for k in self.catalog.foreign_keys_from.get(name, ()) if k.enforced)

    @cached_property
    def key_columns(self) -> frozenset[str]:
        """The columns of all foreign keys."""
        return frozenset(column for key in self.foreign_keys for column in key.columns)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The enforced CHECK constraints."""
        return tuple(check for check in self.catalog.checks_of.get(self.name, ()) if check.enforced)

    @cached_property
    def uniques(self) -> tuple[Index, ...]:
        """The unique indexes over plain columns."""
        indexes = (i for name in (self.name, *self.above) for i in self.catalog.indexes_of.get(name, ()))
        return tuple(i for i in indexes if i.unique and i.attached_to is None and None not in i.columns)

    @cached_property
    def unique_columns(self) -> frozenset[str]:
        """The columns of those indexes."""
        return frozenset(c for index in self.uniques for c in index.columns if c is not None)

    @cached_property
    def not_null(self) -> frozenset[str]:
        """The columns that refuse NULL."""
        return not_null_columns(self.catalog, self.table)

    @cached_property
    def plain(self) -> tuple[Column, ...]:
        """The columns that are not generated."""
        return tuple(c for c in self.table.columns if c.generation is None)

    @cached_property
    def generated(self) -> tuple[Column, ...]:
        """The columns that are."""
        return tuple(c for c in self.table.columns if c.generation is not None)

    @cached_property
    def defaults(self) -> Mapping[str, Concrete | None]:
        """By column, the default if it is one known value."""
        return {c.name: default_value(self.catalog, c) for c in self.plain}

    @cached_property
    def conditions(self) -> Mapping[str, tuple[Expression, ...]]:
        """By column, the CHECKs of its domains, whose column is ``value``."""
        return {c.name: tuple(_domain_conditions(self.catalog, c)) for c in self.table.columns}

    @cached_property
    def own_numbers(self) -> frozenset[str]:
        """Identity and serial columns that are not a foreign key by themselves."""
        return frozenset(c.name for c in self.table.columns if c.identity or _is_serial(c)) - self._alone

    @cached_property
    def primary(self) -> frozenset[str]:
        """The columns of the primary key that are not a foreign key by themselves."""
        constraints = (k for k in self.catalog.keys_of.get(self.name, ()) if k.kind == "primary key")
        return frozenset(c for k in constraints for c in k.columns if c is not None) - self._alone

    @cached_property
    def _alone(self) -> frozenset[str]:
        return frozenset(key.columns[0] for key in self.foreign_keys if len(key.columns) == 1)

    @cached_property
    def partition_columns(self) -> frozenset[str]:
        """The columns that decide the partition."""
        tables = (self.catalog.tables[name] for name in (self.name, *self.above, *self.below))
        keys = (table.partition_key for table in tables)
        return frozenset(c for key in keys if key is not None for c in key.columns if c is not None)

    @cached_property
    def leaves(self) -> tuple[QualifiedName, ...]:
        """The tables that can hold its rows."""
        return leaves(self.catalog, self.name)

    @cached_property
    def bound_values(self) -> tuple[Concrete | None, ...]:
        """Values that the bounds of its partitions mention, and numbers beside them."""
        names = (self.name, *self.above, *self.below)
        return tuple(dict.fromkeys(value for name in names for value in _bound_values(self.catalog, name)))


def default_value(catalog: Catalog, column: Column) -> Concrete | None:
    """Return the column's default if it is one known value, else None."""
    expression = default_expression(catalog, column)
    if expression is None or column.identity is not None:
        return None
    found = evaluate(expression.tree, {})
    if found.values is None or len(found.values) != 1 or found.null:
        return None
    return next(iter(found.values))


def table_facts(catalog: Catalog, name: QualifiedName) -> TableFacts:
    """Return the facts of a table of the catalog."""
    known = _facts(catalog)
    if name not in known:
        known[name] = TableFacts(catalog, name)
    return known[name]


@lru_cache(maxsize=4)
def _facts(_catalog: Catalog) -> dict[QualifiedName, TableFacts]:
    return {}


def _domain_conditions(catalog: Catalog, column: Column) -> Iterator[Expression]:
    domain = catalog.domain(column.type_name) if not column.type.endswith("[]") else None
    for _ in range(20):  # domains over domains
        if domain is None:
            return
        yield from (check.expression for check in domain.checks)
        domain = catalog.domain(domain.base_name)


def _is_serial(column: Column) -> bool:
    return column.default is not None and column.default.sql.lower().startswith("nextval(")


def _bound_values(catalog: Catalog, table: QualifiedName) -> Iterator[Concrete | None]:
    bound = catalog.tables[table].bound
    for text, number in re.findall(r"'((?>(?:[^']++|'')*))'|(-?[0-9]++)", bound.sql if bound is not None else ""):
        if re.fullmatch("-?[0-9]{1,100}", number or text):
            value = int(number or text)
            yield from (value, value - 1)
        else:
            yield text.replace("''", "'")
    if bound is not None and bound.takes_null:
        yield None
