"""Objects that were only renamed: tables, columns, constraints, indexes, triggers and rules, otherwise unchanged."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec.structs import replace

from ondelete.catalog import Catalog, Column, QualifiedName, Table, constraint_id
from ondelete.changes.objects import What, objects_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from ondelete.changes.objects import Object

_T = TypeVar("_T")

_SIMILAR = 0.75
"""The share of columns that a table must have in common with another one to count as the same under a new name."""

_SAME_TYPES = 0.5
"""The share that is enough if the types of all columns are the same, in the same order."""


class Renamed(msgspec.Struct, frozen=True):
    """An object that has another name: its id ``before`` and ``after``."""

    what: What
    before: str
    after: str


def in_new_names(before: Catalog, after: Catalog) -> tuple[Catalog, tuple[Renamed, ...]]:
    """Return the old schema under the new one's names, so that the two can be compared, and what was renamed."""
    tables = _tables(before, after)
    found = [Renamed(What.TABLE, str(old), str(new)) for old, new in tables.items()]
    moved = _with_tables(before, tables)
    was = {new: old for old, new in tables.items()}
    for name in moved.tables:  # a parent stands before its children, whose columns are renamed with its own
        if name in after.tables:
            for old, new in _columns(moved.tables[name], after.tables[name]).items():
                found.append(Renamed(What.COLUMN, constraint_id(was.get(name, name), old), constraint_id(name, new)))
                moved = _with_column(moved, name, old, new)
    pairs = _objects(moved, after)
    found += [Renamed(old.what, _old_id(old, was), new.name) for old, new in pairs]
    return _with_objects(moved, pairs), tuple(found)


def _old_id(old: Object, was: Mapping[QualifiedName, QualifiedName]) -> str:
    table = old.table
    return old.name if table is None else constraint_id(was.get(table, table), old.own_name)


def _tables(before: Catalog, after: Catalog) -> dict[QualifiedName, QualifiedName]:
    """Pair tables that are gone with new ones of the same columns; if one fits two tables, it is no rename."""
    gone = [table for name, table in before.tables.items() if name not in after.tables]
    new = [table for name, table in after.tables.items() if name not in before.tables]
    exact = _pairs(gone, new, _signature)
    pairs = {old.name: fresh.name for old, fresh in exact}
    left = [table for table in gone if table.name not in pairs]
    free = [table for table in new if table.name not in pairs.values()]
    for old in left:
        alike = [table for table in free if _is_similar(old, table)]
        if len(alike) == 1 and sum(_is_similar(each, alike[0]) for each in left) == 1:
            pairs[old.name] = alike[0].name
    return pairs


def _signature(table: Table) -> Hashable:
    return frozenset((column.name, column.type) for column in table.columns)


def _is_similar(one: Table, other: Table) -> bool:
    mine, theirs = ([(column.name, column.type) for column in table.columns] for table in (one, other))
    common = len(set(mine) & set(theirs)) / max(len({*mine, *theirs}), 1)
    if len(mine) > 2 and [type_ for _, type_ in mine] == [type_ for _, type_ in theirs]:
        return len(set(mine) & set(theirs)) / len(mine) >= _SAME_TYPES
    return len(mine) > 1 and common >= _SIMILAR


def _columns(before: Table, after: Table) -> dict[str, str]:
    """Pair columns of one type that stand between the same neighbours: a rename keeps a column's place."""
    old_names, new_names = ({column.name for column in table.columns} for table in (before, after))
    gaps = _gaps(after.columns, old_names)
    pairs: dict[str, str] = {}
    for gap, gone in _gaps(before.columns, new_names).items():
        found = _pairs(gone, gaps.get(gap, []), lambda column: column.type)
        pairs.update((old.name, new.name) for old, new in found)
    return pairs


def _gaps(columns: Sequence[Column], kept: Iterable[str]) -> dict[str, list[Column]]:
    """Return the columns that only one side has, by the common column before them."""
    kept = set(kept)
    found: dict[str, list[Column]] = {}
    last = ""
    for column in columns:
        if column.name in kept:
            last = column.name
        else:
            found.setdefault(last, []).append(column)
    return found


def _objects(before: Catalog, after: Catalog) -> list[tuple[Object, Object]]:
    """Pair constraints, indexes, triggers and rules of one table that have the same definition."""
    old, new = objects_of(before), objects_of(after)
    kinds = (What.KEY, What.CONSTRAINT, What.INDEX, What.TRIGGER, What.RULE)
    gone = [one for place, one in old.items() if place not in new and one.what in kinds]
    fresh = [one for place, one in new.items() if place not in old and one.what in kinds]
    return _pairs(gone, fresh, lambda one: (one.what, one.table, one.clauses))


def _pairs(gone: Iterable[_T], new: Iterable[_T], of: Callable[[_T], Hashable]) -> list[tuple[_T, _T]]:
    """Pair what is gone with what is new if both are the only ones of their kind."""
    gone, new = list(gone), list(new)
    few = Counter(map(of, gone))
    by_kind: dict[Hashable, list[_T]] = {}
    for each in new:
        by_kind.setdefault(of(each), []).append(each)
    return [(each, by_kind[kind][0]) for each in gone if few[kind := of(each)] == 1 and len(by_kind.get(kind, ())) == 1]


def _with_tables(catalog: Catalog, names: Mapping[QualifiedName, QualifiedName]) -> Catalog:
    """Return the catalog in which tables have other names, everywhere that they are mentioned."""

    def renamed(value: Any) -> Any:
        if isinstance(value, QualifiedName):
            return names.get(value, value)
        if isinstance(value, msgspec.Struct):
            fields = {field: renamed(getattr(value, field)) for field in value.__struct_fields__}
            return type(value)(**fields)
        if isinstance(value, tuple):
            return tuple(map(renamed, value))
        if isinstance(value, dict):
            return {renamed(key): renamed(entry) for key, entry in value.items()}
        return value

    if not names:
        return catalog
    found: Catalog = renamed(catalog)
    return found


def _with_column(catalog: Catalog, table: QualifiedName, old: str, new: str) -> Catalog:
    """Return the catalog in which a column, also of the tables below, has another name."""
    family = {table, *catalog.partitions_below(table), *catalog.descendants(table)}

    def names(columns: Any) -> Any:
        return tuple(new if column == old else column for column in columns) if columns is not None else None

    def own(value: Any) -> Any:
        """Rename in everything that stands on the table itself; an expression is told by its column."""
        changes = {
            field: names(getattr(value, field))
            for field in ("columns", "include", "set_columns", "filter_columns")
            if field in value.__struct_fields__
        }
        for field in ("expression", "predicate", "generation"):
            if getattr(value, field, None) is not None:
                changes[field] = getattr(value, field).renamed(old, new)
        if "expressions" in value.__struct_fields__:
            changes["expressions"] = tuple(each.renamed(old, new) for each in value.expressions)
        return replace(value, **changes)

    def column(each: Column) -> Column:
        each = replace(each, name=new) if each.name == old else each
        return replace(each, generation=each.generation.renamed(old, new)) if each.generation else each

    tables = dict(catalog.tables)
    for name in family & tables.keys():
        known = tables[name]
        key = own(known.partition_key) if known.partition_key else None
        tables[name] = replace(known, columns=tuple(map(column, known.columns)), partition_key=key)
    lists = {
        field: tuple(own(each) if each.table in family else each for each in getattr(catalog, field))
        for field in ("keys", "checks", "indexes", "triggers", "published")
    }
    keys = tuple(
        replace(
            own(key) if key.table in family else key,
            referenced_columns=names(key.referenced_columns)
            if key.referenced_table in family
            else key.referenced_columns,
        )
        for key in catalog.foreign_keys
    )
    return replace(catalog, tables=tables, foreign_keys=keys, **lists)


def _with_objects(catalog: Catalog, pairs: Sequence[tuple[Object, Object]]) -> Catalog:
    """Return the catalog in which constraints, indexes, triggers and rules have other names."""
    names = {(old.what, old.table, old.own_name): new.own_name for old, new in pairs}
    if not names:
        return catalog

    def other(what: What, value: Any) -> Any:
        return replace(value, name=names.get((what, value.table, value.name), value.name))

    def index(value: Any) -> Any:
        if value.constraint is None:
            return other(What.INDEX, value)
        name = names.get((What.CONSTRAINT, value.table, value.constraint), value.constraint)
        return replace(value, name=name, constraint=name)

    return replace(
        catalog,
        foreign_keys=tuple(other(What.KEY, each) for each in catalog.foreign_keys),
        keys=tuple(other(What.CONSTRAINT, each) for each in catalog.keys),
        checks=tuple(other(What.CONSTRAINT, each) for each in catalog.checks),
        indexes=tuple(map(index, catalog.indexes)),
        triggers=tuple(other(What.TRIGGER, each) for each in catalog.triggers),
        rules=tuple(other(What.RULE, each) for each in catalog.rules),
    )
