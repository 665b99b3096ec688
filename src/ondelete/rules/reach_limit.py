"""A table whose delete does more work than the policy allows for one transaction.

## What it does

Reports each table that is over one of the limits:

- `tables`: how many other tables can lose rows;
- `chain`: how many steps the longest chain of cascades has; a cycle is always over the limit;
- `fan-out`: how many CASCADE keys reference the table itself;
- `rows`: how many rows go, or are changed by SET NULL or SET DEFAULT, with one deleted row, on average.

For `rows`, the rule multiplies (referencing rows / referenced rows) along each chain and adds up the chains; a table
never counts more than its own rows. This needs row estimates in the configuration, `rows = "rows.csv"` under
`[sizes]`. A table without an estimate counts as empty. This query, run by `psql --csv`, writes the file:

```text
SELECT coalesce(pg_partition_root(oid), oid)::regclass AS "table", sum(greatest(reltuples, 0))::bigint AS rows
FROM pg_class
WHERE relkind = 'r' AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
GROUP BY 1 ORDER BY 1;
```

## Why is this bad

All of this is done in the transaction of the DELETE. It holds every lock until COMMIT, and writes every row that it
deletes or changes to the WAL and to the replicas. A few rows do not matter. But each further table multiplies them, and
`DELETE FROM users` does not show how far it goes.

## Example

```toml
[rules.reach-limit]
severity = "error"
tables = 2
chain = 2
fan-out = 2
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users ON DELETE CASCADE);
CREATE TABLE comments (id bigint PRIMARY KEY, post_id bigint REFERENCES posts ON DELETE CASCADE);
CREATE TABLE votes (id bigint PRIMARY KEY, comment_id bigint REFERENCES comments ON DELETE CASCADE);
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users ON DELETE SET NULL);
CREATE TABLE comments (id bigint PRIMARY KEY, post_id bigint REFERENCES posts ON DELETE CASCADE);
CREATE TABLE votes (id bigint PRIMARY KEY, comment_id bigint REFERENCES comments ON DELETE CASCADE);
```

## How to fix

Cut the chain at the table whose rows have no limit. Let a job remove them in batches: before the delete, with RESTRICT,
or later, with no foreign key and a declared loose foreign key. SET NULL ends a chain, but it changes every row in the
same transaction ([cascade-into-large](cascade-into-large.md) has figures). Keep CASCADE and SET NULL for rows that are
few.

## When to ignore it

Raise the limit for a table with `per-table` if you want a wide delete and it is rare (a tenant leaves).

## Links

- PostgreSQL: [Foreign keys](https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from ondelete.graph import cascades
from ondelete.rules.base import Complaint, Options, Rule, RuleContext, Setting, table_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import QualifiedName


class ReachLimitOptions(Options, frozen=True):
    """The limits; 0 means no limit."""

    tables: Annotated[int, msgspec.Meta(ge=0, description="other tables that can lose rows; 0: no limit.")] = 0
    chain: Annotated[int, msgspec.Meta(ge=0, description="steps of the longest chain of cascades; 0: no limit.")] = 0
    fan_out: Annotated[int, msgspec.Meta(ge=0, description="CASCADE keys that reference the table; 0: no limit.")] = 0
    rows: Annotated[int, msgspec.Meta(ge=0, description="rows that go or change with one row; 0: no limit.")] = 0


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield the tables whose delete exceeds a limit, with all the limits that it exceeds."""
    for table in context.graph.tables:
        definition = context.catalog.tables.get(table)
        if definition is None or not context.graph.edges_to(referenced=table):
            continue
        over = list(_over(context, table, setting.options(ReachLimitOptions, table)))
        if over:
            message = f"One DELETE on {table.shown} can do more than the limit allows: {'; '.join(over)}."
            yield table_complaint(definition, message)


def _over(context: RuleContext, table: QualifiedName, options: ReachLimitOptions) -> Iterator[str]:
    direct = [edge for edge in context.graph.edges_to(referenced=table) if cascades(edge.key)]
    arrivals = context.graph.reach(referenced=table) if options.tables or options.chain else ()
    others = sum(arrival.table != table for arrival in arrivals)
    if options.tables and others > options.tables:
        yield f"{others:,} other tables lose rows (limit {options.tables:,})"
    endless = next((arrival for arrival in arrivals if arrival.longest is None), None)
    longest = max((arrival.longest or 0 for arrival in arrivals), default=0)
    if options.chain and endless is not None:
        yield f"a cycle of cascades through {endless.table.shown} has no limit (limit {options.chain:,} steps)"
    elif options.chain and longest > options.chain:
        yield f"the longest chain has {longest:,} steps (limit {options.chain:,})"
    if options.fan_out and len(direct) > options.fan_out:
        yield f"{len(direct):,} CASCADE keys reference it (limit {options.fan_out:,})"
    if options.rows and context.declared.rows:
        yield from _too_many_rows(context, table, options.rows)


def _too_many_rows(context: RuleContext, table: QualifiedName, limit: int) -> Iterator[str]:
    from ondelete.analyses.expected_rows import expected_rows, expected_updates  # only with row estimates

    gone = expected_rows(context.graph, context.declared.rows, table)
    changed = expected_updates(context.graph, context.declared.rows, table)
    known = [(n, name) for each in (gone, changed) for name, n in each.items() if n is not None]
    total = sum(number for number, _ in known)
    if total > limit:
        most = max(known)[1]
        how = "go or change" if any(changed.values()) else "go"
        yield f"about {total:,.0f} rows {how} with one row, most of them from {most.shown} (limit {limit:,})"


RULE = Rule(code="OD113", name="reach-limit", text=__doc__ or "", check=check, options=ReachLimitOptions)
