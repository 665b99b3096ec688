"""What a schema is made of, as one flat list: each object with its name and its definition in words."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ondelete.catalog import (
    Catalog,
    Column,
    Domain,
    EnumType,
    ForeignKey,
    Index,
    Key,
    Location,
    QualifiedName,
    Rule,
    Table,
    Trigger,
    UserType,
    column_list,
    constraint_id,
)
from ondelete.changes.functions import digest_of, functions_called

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Publication, PublishedTable


class What(StrEnum):
    """The kinds of what a change can concern.

    ``contract`` is one that is broken, or kept again, by none of the others; ``silenced`` is what a team no longer
    wants to hear of.
    """

    TABLE = "table"
    COLUMN = "column"
    KEY = "key"
    CONSTRAINT = "constraint"
    INDEX = "index"
    TRIGGER = "trigger"
    RULE = "rule"
    FUNCTION = "function"
    PUBLICATION = "publication"
    TYPE = "type"
    CONTRACT = "contract"
    SILENCED = "silenced"


class Object(msgspec.Struct, frozen=True):
    """One object of a schema.

    ``name`` is its id in every output (``schema.table.constraint``), ``table`` the table that it belongs to, None for
    what belongs to none, ``own_name`` its name there. ``clauses`` are everything that a delete can depend on, in
    the words of SQL; two objects of one name with the same clauses are the same.
    """

    what: What
    name: str
    table: QualifiedName | None
    own_name: str
    clauses: tuple[str, ...]
    location: Location

    @property
    def definition(self) -> str:
        """The clauses as one text."""
        return " ".join(self.clauses)


@lru_cache(maxsize=4)  # a comparison asks several times about its two schemas
def objects_of(catalog: Catalog) -> dict[tuple[What, str], Object]:
    """Return the objects of a schema, in file order, by kind and name.

    What PostgreSQL makes by itself is left out: columns and CHECKs that a partition or child has from its parent,
    indexes that are part of a partitioned one, indexes of constraints.
    """
    return {(one.what, one.name): one for one in _objects(catalog)}


def _objects(catalog: Catalog) -> Iterator[Object]:
    for table in catalog.tables.values():
        yield Object(What.TABLE, str(table.name), table.name, table.name.name, _table(table), table.location)
        for column in own_columns(catalog, table):
            yield _of_table(What.COLUMN, table.name, column.name, _column(column), table.location)
    for key in catalog.foreign_keys:
        yield _of_table(What.KEY, key.table, key.name, _foreign_key(key), key.location)
    for constraint in catalog.keys:
        words = _key(constraint, catalog)
        yield _of_table(What.CONSTRAINT, constraint.table, constraint.name, words, constraint.location)
    for check in catalog.checks:
        if not check.inherited:
            words = _given(f"CHECK ({check.expression.sql})", _states(check.validated, check.enforced))
            yield _of_table(What.CONSTRAINT, check.table, check.name, words, check.location)
    for index in catalog.indexes:
        if index.constraint is None and index.attached_to is None:
            yield _of_table(What.INDEX, index.table, index.name, _index(index), index.location)
    for trigger in catalog.triggers:
        yield _of_table(What.TRIGGER, trigger.table, trigger.name, _trigger(trigger), trigger.location)
    for rule in catalog.rules:
        yield _of_table(What.RULE, rule.table, rule.name, _rule(rule), rule.location)
    yield from _elsewhere(catalog)


def _of_table(what: What, table: QualifiedName, name: str, clauses: tuple[str, ...], location: Location) -> Object:
    return Object(what, constraint_id(table, name), table, name, clauses, location)


def _elsewhere(catalog: Catalog) -> Iterator[Object]:
    """Yield what belongs to no table alone."""
    for function in functions_called(catalog):
        own_name = function.name.partition("(")[0].rpartition(".")[2]
        yield Object(What.FUNCTION, function.name, None, own_name, function.clauses, function.location)
    for each in catalog.publications:
        yield Object(What.PUBLICATION, each.name, None, each.name, _publication(each), each.location)
    for part in catalog.published:
        name = f"{part.name}: {part.table}"
        yield Object(What.PUBLICATION, name, part.table, part.name, _published(part), part.location)
    for user_type in catalog.types.values():
        clauses = _type(user_type)
        yield Object(What.TYPE, str(user_type.name), None, user_type.name.name, clauses, user_type.location)


def own_columns(catalog: Catalog, table: Table) -> tuple[Column, ...]:
    """Return the columns that a table does not have from a parent."""
    parents = [catalog.tables[parent] for parent in table.parents if parent in catalog.tables]
    inherited = {column.name for parent in parents for column in parent.columns}
    return tuple(column for column in table.columns if column.name not in inherited)


def _foreign_key(key: ForeignKey) -> tuple[str, ...]:
    """Return a foreign key as ALTER TABLE ... ADD would have it, every action in full."""
    columns = ", ".join(key.columns)
    referenced = f"{key.referenced_table} ({', '.join(key.referenced_columns)})"
    only = f" ({', '.join(key.set_columns)})" if key.set_columns is not None else ""
    return _given(
        f"({columns}) REFERENCES {referenced}",
        "MATCH FULL" if key.match == "full" else "",
        f"ON DELETE {key.on_delete.value.upper()}{only}",
        f"ON UPDATE {key.on_update.value.upper()}",
        _timing(key.timing.deferrable, key.timing.initially_deferred),
        "PERIOD" if key.period else "",
        _states(key.validated, key.enforced),
    )


def _column(column: Column) -> tuple[str, ...]:
    """Return a column's type and what a change of it has to satisfy."""
    generation = f"GENERATED ALWAYS AS ({column.generation.sql})" if column.generation else ""
    return _given(
        column.type,
        "NOT NULL" if column.not_null else "",
        f"DEFAULT {column.default.sql}" if column.default else "",
        f"GENERATED {column.identity.upper()} AS IDENTITY" if column.identity else "",
        generation,
    )


def _table(table: Table) -> tuple[str, ...]:
    bound = table.bound.sql if table.bound else ""
    parents = ", ".join(map(str, table.parents))
    key = table.partition_key
    parts = [column or "expression" for column in key.columns] if key else []
    return _given(
        table.kind,
        f"PARTITION OF {parents} {bound}" if table.bound else f"INHERITS ({parents})" if parents else "",
        f"PARTITION BY {key.strategy.upper()} ({', '.join(parts)})" if key else "",
        "" if table.replica_identity == "default" else f"REPLICA IDENTITY {table.replica_identity.upper()}",
        "UNLOGGED" if table.unlogged else "",
    )


def _key(key: Key, catalog: Catalog) -> tuple[str, ...]:
    index = next((each for each in catalog.indexes_of.get(key.table, ()) if each.constraint == key.name), None)
    return _given(
        key.kind.upper(),
        *(_index(index) if index is not None and key.kind == "exclude" else (f"({', '.join(map(str, key.columns))})",)),
        "NULLS NOT DISTINCT" if key.nulls_not_distinct else "",
        "WITHOUT OVERLAPS" if key.without_overlaps else "",
        _timing(key.timing.deferrable, key.timing.initially_deferred),
    )


def _index(index: Index) -> tuple[str, ...]:
    expressions = iter(index.expressions)
    orders = index.orders or (None,) * len(index.columns)
    parts = [
        " ".join([column if column is not None else f"({next(expressions).sql})", *filter(None, details)])
        for column, *details in zip(index.columns, index.collations, index.opclasses, orders, strict=False)
    ]
    return _given(
        "UNIQUE" if index.unique else "",
        f"{index.method} ({', '.join(parts)})",
        f"INCLUDE ({', '.join(index.include)})" if index.include else "",
        "NULLS NOT DISTINCT" if index.nulls_not_distinct else "",
        f"WHERE {index.predicate.sql}" if index.predicate else "",
        "" if index.valid else "INVALID",
    )


def _trigger(trigger: Trigger) -> tuple[str, ...]:
    return _given(
        trigger.timing.upper(),
        " OR ".join(event.upper() for event in trigger.events),
        f"OF {column_list(trigger.columns)}" if trigger.columns else "",
        f"FOR EACH {'ROW' if trigger.row else 'STATEMENT'}",
        f"WHEN ({trigger.when.sql if trigger.when else '...'})" if trigger.condition else "",
        f"EXECUTE FUNCTION {trigger.function}()",
        "" if trigger.enabled == "enabled" else trigger.enabled.upper(),
    )


def _rule(rule: Rule) -> tuple[str, ...]:
    return _given(
        f"ON {rule.event.upper()}",
        f"WHERE ({rule.when.sql if rule.when else '...'})" if rule.condition else "",
        f"DO {'INSTEAD' if rule.instead else 'ALSO'}",
        ", ".join(command.upper() for command in rule.commands) or "NOTHING",
        f"(digest {digest_of(str([replace(each, line=0) for each in rule.actions]))})" if rule.actions else "",
        "" if rule.enabled == "enabled" else rule.enabled.upper(),
    )


def _publication(publication: Publication) -> tuple[str, ...]:
    return _given(
        "FOR ALL TABLES" if publication.all_tables else "",
        f"FOR TABLES IN SCHEMA {', '.join(publication.schemas)}" if publication.schemas else "",
        f"publish = {', '.join(publication.commands)}",
        "publish_via_partition_root" if publication.via_root else "",
    )


def _published(published: PublishedTable) -> tuple[str, ...]:
    return _given(
        f"({', '.join(published.columns)})" if published.columns is not None else "all columns",
        f"WHERE reads {', '.join(published.filter_columns)}" if published.filter_columns is not None else "",
    )


def _type(user_type: UserType) -> tuple[str, ...]:
    if isinstance(user_type, Domain):
        return _given(
            f"DOMAIN AS {user_type.base}",
            "NOT NULL" if user_type.not_null else "",
            f"DEFAULT {user_type.default.sql}" if user_type.default else "",
            *(f"CHECK ({check.expression.sql})" for check in user_type.checks),
        )
    if isinstance(user_type, EnumType):
        return (f"ENUM ({', '.join(user_type.labels)})",)
    return (type(user_type).__name__.removesuffix("Type").upper(),)


def _timing(deferrable: bool, deferred: bool) -> str:
    return "DEFERRABLE INITIALLY DEFERRED" if deferred else "DEFERRABLE" if deferrable else ""


def _states(validated: bool, enforced: bool) -> str:
    return "NOT ENFORCED" if not enforced else "" if validated else "NOT VALID"


def _given(*clauses: str) -> tuple[str, ...]:
    return tuple(clause for clause in clauses if clause)
