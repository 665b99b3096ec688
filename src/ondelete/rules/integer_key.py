"""A primary key or foreign key column of a type whose values run out.

## What it does

Reports each `integer` or `smallint` column that is in a foreign key, that is the only column of the primary key, or
that is in the primary key and counts up (an identity, or a default of `nextval`). Partitions are not checked; their
partitioned table is.

## Why is this bad

An `integer` ends at 2,147,483,647, a `smallint` at 32,767. A sequence also counts what is rolled back, deleted, or
skipped by ON CONFLICT DO NOTHING, so ids run out before rows do. Then every insert fails until the column has been
changed, and on a large table that takes hours.

## Example

```toml
[rules]
integer-key = "warning"
```

```sql
CREATE TABLE users (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
```

## Use instead

```sql
CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
```

## How to fix

Use `bigint` for new tables: it takes 4 bytes more per row, and often none because of alignment. For an old table, add
a `bigint` column, fill it with a trigger, copy the old values in batches, and swap the columns. Do the same for every
column that references it.

## When to ignore it

List tables in `exempt` that always stay small (countries, plans).

## Links

- PostgreSQL: [Numeric types](https://www.postgresql.org/docs/current/datatype-numeric.html)
- GitLab: [Ordering table columns](https://docs.gitlab.com/development/database/ordering_table_columns/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from ondelete.analyses.indexing.types import base_type
from ondelete.declarations import spellings
from ondelete.rules.base import Complaint, Options, Rule, RuleContext, Setting, table_complaint
from ondelete.rules.base.exemptions import Exemptions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, Column, ForeignKey, Table

_LAST = {"integer": 2_147_483_647, "smallint": 32_767}


class IntegerKeyOptions(Options, frozen=True):
    """What may stay an integer."""

    exempt: Annotated[
        tuple[str, ...],
        msgspec.Meta(
            description="tables that stay small, with the columns that reference them, or `table.column`, globs "
            "allowed; an entry that is not needed has the grade `stale`."
        ),
    ] = ()


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield the columns whose values run out, then the exemptions that are not needed."""
    exempt, catalog = Exemptions(context, setting, IntegerKeyOptions), context.catalog
    for name, table in catalog.tables.items():
        if table.is_partition or not setting.covers(name):
            continue
        counting = _own_ids(catalog, table)
        for column in table.columns:
            last = _LAST.get(base_type(catalog, column))
            references = [key for key in catalog.foreign_keys_from.get(name, ()) if column.name in key.columns]
            if last is None or not (references or column.name in counting):
                continue
            if not exempt.cover(name, _names(context, table, column, references)):
                yield _complaint(table, column, last, references)
    yield from exempt.stale("no column that it names is an integer key")


def _own_ids(catalog: Catalog, table: Table) -> set[str]:
    """Return the columns of the primary key that count up, or its only one."""
    primary = next((key for key in catalog.keys_of.get(table.name, ()) if key.kind == "primary key"), None)
    names = {name for name in primary.columns if name is not None} if primary else set()
    return names if len(names) == 1 else {c.name for c in table.columns if c.name in names and _counts_up(c)}


def _counts_up(column: Column) -> bool:
    return column.identity is not None or (column.default is not None and "nextval" in column.default.sql)


def _names(context: RuleContext, table: Table, column: Column, references: list[ForeignKey]) -> tuple[str, ...]:
    names = [*spellings(table.name, context.home), *spellings(table.name, context.home, last=column.name)]
    for key in references:
        names += spellings(key.referenced_table, context.home)
    return tuple(names)


def _complaint(table: Table, column: Column, last: int, references: list[ForeignKey]) -> Complaint:
    place, kind = f"{table.name.shown}.{column.name}", column.type
    if not references:
        message = f"{place} is {kind}, so its ids end at {last:,}."
        return table_complaint(table, message, columns=(column.name,))
    referenced = references[0].referenced_table.shown
    message = f"{place} is {kind}, so it cannot reference a row of {referenced} beyond {last:,}."
    return table_complaint(table, message, columns=(column.name,), grade="reference")


RULE = Rule(
    code="OD306",
    name="integer-key",
    text=__doc__ or "",
    check=check,
    grades={
        "reference": "the severity of columns of foreign keys.",
        "stale": "the severity of an entry of `exempt` that is not needed.",
    },
    options=IntegerKeyOptions,
)
