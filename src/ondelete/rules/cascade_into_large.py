"""A CASCADE or SET NULL into a table that is large or grows without bound.

## What it does

Reports each key with CASCADE, SET NULL or SET DEFAULT whose referencing table is large. The configuration says which
tables are large, under `[sizes]`: by name (`large`), or by row estimates (`rows`). A table with `large-rows` rows or
more is large, which is 1,000,000 by default. The finding names the referenced table, and the farthest table whose
delete reaches the key.

## Why is this bad

Only the data decides how many rows such a key deletes or changes, and all of them are in one transaction. It holds its
locks until the end and writes every row to the WAL, and the replicas lag behind. It starts harmless, and fails years
later, on the customer with the most data. A deferred key does not help: it moves checks to COMMIT, not the work.

SET NULL is no way out. It writes each row anew, with its index entries, and leaves the old version to VACUUM. One
DELETE whose row 300,000 rows reference, on PostgreSQL 15, median of 3 runs of `tests/benchmarks/bench_set_null.py`:

| action | seconds | WAL |
|---|---|---|
| CASCADE | 0.59 | 36 MiB |
| SET NULL | 6.83 | 114 MiB |

## Example

```toml
[rules]
cascade-into-large = "error"

[sizes]
large = ["events"]
```

```sql
CREATE TABLE accounts (id bigint PRIMARY KEY);
CREATE TABLE users (id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE);
CREATE TABLE events (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE);
```

## Use instead

```sql
CREATE TABLE accounts (id bigint PRIMARY KEY);
CREATE TABLE users (id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE);
CREATE TABLE events (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE RESTRICT);
```

## How to fix

Let a job remove the rows in batches: before the delete, while RESTRICT keeps the row that they reference, or later,
with no foreign key and a declared loose foreign key. `ondelete plan --advise` says what speaks for which.

## When to ignore it

Ignore the finding if few rows reference one row although the table is large, and give that as the reason.

## Links

- PlanetScale: [Foreign key constraints](https://planetscale.com/docs/vitess/foreign-key-constraints)
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from ondelete.analyses.contracts import chain_text
from ondelete.catalog import column_list
from ondelete.deletion.effects import Chain
from ondelete.graph import cascades
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, key_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import QualifiedName
    from ondelete.deletion.effects import Path
    from ondelete.graph import Edge, ForeignKeyGraph


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the keys that delete or change rows of large tables."""
    declared = context.declared
    if not declared.large and not declared.rows:
        return
    for edge in context.graph.edges:
        acts = not edge.key.on_delete.checks_only
        if acts and (declared.is_large(edge.key.table) or declared.is_large(edge.referencing)):
            yield key_complaint(edge.key, _message(context, edge))


def _message(context: RuleContext, edge: Edge) -> str:
    key, rows = edge.key, context.declared.rows.get(edge.referencing)
    size = f"about {rows:,.0f} rows" if rows is not None else "declared large"
    does, what = ("cascades into", "removes") if cascades(key) else (f"has {key.on_delete.value.upper()} in", "changes")
    head = (
        f"{column_list(key.columns)} → {edge.referenced.shown} {does} {edge.referencing.shown} ({size}): "
        f"one DELETE on {edge.referenced.shown} {what} all referencing rows in one transaction."
    )
    root, path = _farthest(context.graph, edge)
    return f"{head} The farthest DELETE that reaches it: {chain_text(root, path)}." if len(path) > 1 else head


def _farthest(graph: ForeignKeyGraph, edge: Edge) -> tuple[QualifiedName, Path]:
    """Return the table whose shortest chain to the key is longest, and that chain, in the direction of the delete."""
    ways: dict[QualifiedName, tuple[Edge, ...]] = {edge.referenced: (edge,)}
    pending = deque([edge.referenced])
    last = edge.referenced
    while pending:
        last = pending.popleft()
        for above in graph.edges_from(referencing=last):
            if cascades(above.key) and above.referenced not in ways:
                ways[above.referenced] = (above, *ways[last])
                pending.append(above.referenced)
    chain: Path = ()
    for step in ways[last]:
        chain = Chain(chain, step.key)
    return last, chain


RULE = Rule(code="OD114", name="cascade-into-large", text=__doc__ or "", check=check)
