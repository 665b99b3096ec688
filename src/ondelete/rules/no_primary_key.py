"""A table without a primary key.

## What it does

Reports each table that has no primary key. Partitions are not checked; their partitioned table is. A table that
inherits from another one does not inherit its primary key and needs its own. Foreign tables cannot have one and are
not checked.

## Why is this bad

Nothing tells one row from another:

- you cannot delete only one of two equal rows;
- logical replication refuses UPDATE and DELETE on the table, unless it is told to compare whole rows;
- a foreign key that names no columns cannot reference the table.

## Example

```toml
[rules]
no-primary-key = "error"
```

```sql
CREATE TABLE memberships (user_id bigint NOT NULL, team_id bigint NOT NULL);
CREATE UNIQUE INDEX memberships_user_id_team_id_idx ON memberships (user_id, team_id);
```

## Use instead

```sql
CREATE TABLE memberships (user_id bigint NOT NULL, team_id bigint NOT NULL, PRIMARY KEY (user_id, team_id));
```

## How to fix

If the table has a UNIQUE index on NOT NULL columns, make that index the primary key; PostgreSQL then builds no new
one. Otherwise choose the columns that identify a row, or add one.

## When to ignore it

List a table in `exempt` if its rows are only ever added and read as a whole, such as a log.

## Links

- PostgreSQL: [Primary
  keys](https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS)
- PostgreSQL: [Replica identity](https://www.postgresql.org/docs/current/logical-replication-publication.html)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from ondelete.catalog import constraint_id, quote_identifier
from ondelete.declarations import spellings
from ondelete.findings import Fix, Phase
from ondelete.fixes.migrations import migration, ruby_string
from ondelete.rules.base import Complaint, Options, Rule, RuleContext, Setting, table_complaint
from ondelete.rules.base.exemptions import Exemptions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, Index, Table


class NoPrimaryKeyOptions(Options, frozen=True):
    """Which tables need none."""

    exempt: Annotated[
        tuple[str, ...],
        msgspec.Meta(
            description="tables that need no primary key, globs allowed; an entry that is not needed has "
            "the grade `stale`."
        ),
    ] = ()


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield the tables without a primary key, then the exemptions that are not needed."""
    exempt, catalog = Exemptions(context, setting, NoPrimaryKeyOptions), context.catalog
    for name, table in catalog.tables.items():
        if table.is_partition or table.kind == "foreign table" or not setting.covers(name):
            continue
        if any(key.kind == "primary key" for key in catalog.keys_of.get(name, ())):
            continue
        if not exempt.cover(name, spellings(name, context.home)):
            yield _complaint(catalog, table)
    yield from exempt.stale("no table that it names lacks a primary key")


def _complaint(catalog: Catalog, table: Table) -> Complaint:
    candidate = next(filter(None, (_candidate(table, index) for index in catalog.indexes_of.get(table.name, ()))), None)
    hint = f" Index {candidate.name} could become it: its columns are unique and NOT NULL." if candidate else ""
    fix = _fix(table, candidate) if candidate else None
    return table_complaint(table, f"{table.name.shown} has no primary key.{hint}", fix=fix)


def _candidate(table: Table, index: Index) -> Index | None:
    """Return the index if its columns identify every row."""
    columns = [table.column(name) for name in index.columns if name is not None]
    plain = index.unique and index.predicate is None and index.valid and len(columns) == len(index.columns)
    return index if plain and all(column is not None and column.not_null for column in columns) else None


def _fix(table: Table, index: Index) -> Fix | None:
    """Return the statement that makes an index the primary key, None if PostgreSQL does not accept that index."""
    special = index.constraint or any(index.orders) or any(index.opclasses) or any(index.collations)
    if special or index.nulls_not_distinct or index.method != "btree" or table.kind != "table":
        return None
    name = quote_identifier(index.name)
    sql = f"ALTER TABLE {table.name.sql} ADD CONSTRAINT {name} PRIMARY KEY USING INDEX {name};"
    rails = migration([f"execute {ruby_string(sql)}"], method="up")
    return Fix(sql, rails, Phase.ADD_CONSTRAINT, touches=(constraint_id(table.name, index.name),))


RULE = Rule(
    code="OD304",
    name="no-primary-key",
    text=__doc__ or "",
    check=check,
    grades={"stale": "the severity of an entry of `exempt` that is not needed."},
    options=NoPrimaryKeyOptions,
)
