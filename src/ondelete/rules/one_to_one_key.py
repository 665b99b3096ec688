"""A one-to-one table with a primary key or an index that it does not need.

## What it does

Reports a foreign key that could be the primary key of its table: it is one column that is NOT NULL and UNIQUE, and
the primary key is another column that references nothing. Also reports a second index on the columns of a primary key
that is a foreign key, with grade `duplicate`, and a sequence or identity that still gives such a column its default,
with grade `sequence`.

## Why is this bad

Each referenced row has at most one row in such a table, so the foreign key identifies it. A separate `id` is a second
name for the same row: one more column, sequence and index. Nothing stops two tables from using different names for it.

If the foreign key is the primary key, the index of the primary key serves it. A second index only costs. A sequence as
default gives a row that names no other row the number of one that it does not belong to: the insert fails, or worse, it
does not.

## Example

```toml
[rules]
one-to-one-key = "info"
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE settings (
    id bigint PRIMARY KEY,
    user_id bigint NOT NULL UNIQUE REFERENCES users ON DELETE CASCADE,
    theme text
);
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE settings (
    user_id bigint PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    theme text
);
```

## How to fix

Make the foreign key the primary key, and drop the id. Drop a second index. You can drop a constraint that makes the
same columns UNIQUE only if no foreign key needs it. Drop the default or the identity; the fix leaves the sequence of a
default there.

## When to ignore it

Ignore the finding if something outside the database uses the id.

## Links

- PostgreSQL: [Primary
  keys](https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS)
- GitLab: [Foreign keys and associations](https://docs.gitlab.com/development/database/foreign_keys/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import ForeignKey, column_list, quote_identifier
from ondelete.findings import Fix, Phase
from ondelete.fixes.drops import drop_constraint, drop_index
from ondelete.fixes.migrations import migration, ruby_string
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, key_complaint, object_complaint, table_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, Column, Index, Table


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the foreign keys that could be the primary key, and a second index on those that are."""
    catalog = context.catalog
    for key in context.keys:
        table = catalog.tables.get(key.table)
        primary = _primary(catalog, key)
        if table is None or not primary or table.is_partition:
            continue
        if frozenset(key.columns) == frozenset(primary):
            yield from _duplicates(catalog, key, primary)
            yield from _sequences(table, key)
        elif _is_one_to_one(catalog, table, key) and _is_surrogate(catalog, key, primary):
            yield _surrogate(catalog, key, primary[0])


def _primary(catalog: Catalog, key: ForeignKey) -> tuple[str, ...]:
    for constraint in catalog.keys_of.get(key.table, ()):
        if constraint.kind == "primary key":
            return tuple(name for name in constraint.columns if name is not None)
    return ()


def _is_one_to_one(catalog: Catalog, table: Table, key: ForeignKey) -> bool:
    column = table.column(key.columns[0])
    unique = any(
        index.unique and index.columns == key.columns and index.predicate is None
        for index in catalog.indexes_of.get(key.table, ())
    )
    return len(key.columns) == 1 and column is not None and column.not_null and unique


def _is_surrogate(catalog: Catalog, key: ForeignKey, primary: tuple[str, ...]) -> bool:
    """Whether the primary key is one column that references nothing."""
    keyed = {name for other in catalog.foreign_keys_from.get(key.table, ()) for name in other.columns}
    return len(primary) == 1 and primary[0] not in keyed


def _surrogate(catalog: Catalog, key: ForeignKey, surrogate: str) -> Complaint:
    table, column = key.table.shown, key.columns[0]
    used = sum(surrogate in other.referenced_columns for other in catalog.foreign_keys_to.get(key.table, ()))
    users = f" ({used} foreign key{'s reference' if used > 1 else ' references'} {surrogate})" if used else ""
    message = (
        f"Each row of {key.referenced_table.shown} has at most one row in {table}, so {column} could be the primary "
        f"key of {table} instead of {surrogate}{users}."
    )
    return key_complaint(key, message)


def _duplicates(catalog: Catalog, key: ForeignKey, primary: tuple[str, ...]) -> Iterator[Complaint]:
    for index in catalog.indexes_of.get(key.table, ()):
        if index.primary or index.columns != primary or index.method != "btree" or index.predicate is not None:
            continue
        if any(index.opclasses) or any(index.collations) or index.include or index.replica_identity:
            continue
        message = (
            f"{column_list(primary)} is the primary key of {key.table.shown} and references "
            f"{key.referenced_table.shown}, so index {index.name} on it is redundant."
        )
        yield object_complaint(
            key.table,
            index.name,
            message,
            index.location,
            columns=primary,
            fix=_fix(catalog, key, index),
            grade="duplicate",
        )


def _sequences(table: Table, key: ForeignKey) -> Iterator[Complaint]:
    """Yield the columns of a key that still get a number of their own."""
    for column in (table.column(name) for name in key.columns):
        if column is None or not (column.identity or (column.default is not None and _NEXT in column.default.sql)):
            continue
        what = "an identity" if column.identity else "a sequence"
        message = (
            f"{column.name} is the primary key of {key.table.shown} and references {key.referenced_table.shown}, "
            f"but {what} still gives it a number of its own if an insert names none."
        )
        complaint = table_complaint(
            table, message, columns=(column.name,), fix=_without_default(table, column), grade="sequence"
        )
        yield replace(complaint, key=key.id)


_NEXT = "nextval("


def _without_default(table: Table, column: Column) -> Fix:
    drop = "IDENTITY" if column.identity else "DEFAULT"
    sql = f"ALTER TABLE {table.name.sql} ALTER COLUMN {quote_identifier(column.name)} DROP {drop};"
    rails = migration([f"execute {ruby_string(sql)}"], method="up")
    return Fix(sql, rails, Phase.ALTER_COLUMN, (f"{table.name}.{column.name}",))


def _fix(catalog: Catalog, key: ForeignKey, index: Index) -> Fix | None:
    """Return the fix, None if a foreign key that references these columns may depend on this index."""
    columns = frozenset(index.columns)
    if index.unique and any(columns == {*k.referenced_columns} for k in catalog.foreign_keys_to.get(key.table, ())):
        return None
    if index.constraint is not None:
        return drop_constraint(index.table, index.constraint)
    return drop_index(catalog, index)


RULE = Rule(
    code="OD307",
    name="one-to-one-key",
    text=__doc__ or "",
    check=check,
    grades={
        "duplicate": "the severity of a second index on a primary key that is a foreign key.",
        "sequence": "the severity of a sequence or identity that gives such a column its default.",
    },
)
