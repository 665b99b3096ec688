"""A foreign key or an index on only a part of a partitioned table.

## What it does

Reports what is declared on only a part of a partitioned table:

- a foreign key of a partition beside a foreign key of the root on the same columns. It is redundant, or it has another
  action, and then the order of creation decides which of the two acts;
- a foreign key that only one partition has: the rows of the others are not checked;
- a foreign key *to* a partition: it cannot reference rows of the other partitions, and an UPDATE that moves a row out
  of the partition counts as a delete for that foreign key;
- an index ON ONLY the root to which some partition has attached no index: PostgreSQL marks it as not valid and does not
  use it;
- SET NULL on a column of the partition key, if no partition takes NULL: a delete of a referenced row fails (23514). If
  there is a DEFAULT partition, all these rows collect there.

## Why is this bad

A foreign key of the root applies to every partition, and a foreign key to the root can reference every row. A foreign
key or an index on a part looks the same in a list, and does less. PostgreSQL raises no error.

## Example

```toml
[rules]
partition-pitfall = "warning"
```

```sql
CREATE TABLE sites (id bigint PRIMARY KEY);
CREATE TABLE readings (site_id bigint NOT NULL REFERENCES sites ON DELETE CASCADE, taken date NOT NULL)
    PARTITION BY RANGE (taken);
CREATE TABLE readings_2026 PARTITION OF readings FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
ALTER TABLE readings_2026 ADD CONSTRAINT readings_2026_site FOREIGN KEY (site_id) REFERENCES sites ON DELETE RESTRICT;
CREATE INDEX readings_site_idx ON ONLY readings (site_id);
```

## Use instead

```sql
CREATE TABLE sites (id bigint PRIMARY KEY);
CREATE TABLE readings (site_id bigint NOT NULL REFERENCES sites ON DELETE CASCADE, taken date NOT NULL)
    PARTITION BY RANGE (taken);
CREATE TABLE readings_2026 PARTITION OF readings FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX readings_site_idx ON readings (site_id);
```

## How to fix

- Move the foreign key to the root, or drop the one of the partition. The fix of a finding drops a redundant one.
- Create the index on each partition with CONCURRENTLY, and attach it.
- Give a foreign key on the partition key another action than SET NULL.

## When to ignore it

Ignore the finding if a partition is about to be attached or detached, or if you mean only one partition.

## Links

- PostgreSQL: [Table partitioning](https://www.postgresql.org/docs/current/ddl-partitioning.html)
- PostgreSQL: [CREATE INDEX, ON ONLY](https://www.postgresql.org/docs/current/sql-createindex.html)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName, column_list
from ondelete.deletion.actions.changes import nulled, written_by
from ondelete.deletion.kinds import FailureKind
from ondelete.deletion.static.rows import row_failures
from ondelete.fixes.builders import drop_key
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, key_complaint, object_complaint
from ondelete.text.counts import several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, ForeignKey, Index

_NAMED = 3


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield keys of and to partitions, indexes that are not valid, and SET NULLs that no partition takes."""
    catalog = context.catalog
    if not any(table.is_partition or table.is_partitioned for table in catalog.tables.values()):
        return
    for key in context.keys:
        own = _of_a_partition(catalog, key) or _to_a_partition(catalog, key) or _null_without_a_place(catalog, key)
        if own is not None:
            yield own
    for index in catalog.indexes:
        if index.only and not index.valid:
            message = (
                f"Index {index.name} is ON ONLY {index.table.shown}, and no index of {_bare(catalog, index)} is "
                "attached to it, so it is not valid and PostgreSQL does not use it."
            )
            yield object_complaint(index.table, index.name, message, index.location)


def _bare(catalog: Catalog, index: Index) -> str:
    """Return the partitions without an attached index, or that there is no partition to have one."""
    above = QualifiedName(index.table.schema, index.name)
    children = catalog.children_of.get(index.table, ())
    bare = [c for c in children if not any(i.attached_to == above for i in catalog.indexes_of.get(c, ()))]
    return "".join(several([table.shown for table in bare], _NAMED)) if bare else "any partition"


def _of_a_partition(catalog: Catalog, key: ForeignKey) -> Complaint | None:
    above = catalog.partitioned_above(key.table)
    if not above:
        return None
    table, root = key.table.shown, above[-1].shown
    what = f"{column_list(key.columns)} → {key.referenced_table.shown}"
    pairs = frozenset(zip(key.columns, key.referenced_columns, strict=False))
    for other in (k for name in above for k in catalog.foreign_keys_from.get(name, ()) if k.enforced):
        same = other.referenced_table == key.referenced_table
        if same and frozenset(zip(other.columns, other.referenced_columns, strict=False)) == pairs:
            beside = f"Partition {table} has its own foreign key {key.name} on {what}, beside {other.name} of {root}"
            if _behaviour(key) == _behaviour(other):
                return key_complaint(key, f"{beside}: it is redundant.", fix=drop_key(key))
            actions = f"{key.on_delete.value.upper()}, not {other.on_delete.value.upper()}"
            differs = actions if key.on_delete is not other.on_delete else "not in the action"
            return key_complaint(key, f"{beside}, but they differ ({differs}): the one that was created first acts.")
    return key_complaint(
        key,
        f"Only partition {table} of {root} has the foreign key {key.name} on {what}: rows of others are not checked.",
    )


def _behaviour(key: ForeignKey) -> tuple[object, ...]:
    return key.on_delete, key.on_update, key.set_columns, key.match, key.timing, key.validated


def _to_a_partition(catalog: Catalog, key: ForeignKey) -> Complaint | None:
    above = catalog.partitioned_above(key.referenced_table)
    if not above:
        return None
    return key_complaint(
        key,
        f"{column_list(key.columns)} references {key.referenced_table.shown}, one partition of {above[-1].shown}: it "
        "cannot reference rows of the others, and a row that an UPDATE moves out counts as deleted.",
    )


def _null_without_a_place(catalog: Catalog, key: ForeignKey) -> Complaint | None:
    table = catalog.tables.get(key.table)
    changes = written_by(catalog, key, "delete", {}) if table is not None and table.partition_key is not None else None
    if not changes:
        return None
    for failure in row_failures(catalog, key, changes):
        if failure.kind is FailureKind.PARTITION and not nulled(changes).isdisjoint(failure.columns):
            verb = "fails" if failure.certain else "can fail"
            action = key.on_delete.value.upper()
            message = f"ON DELETE {action} of {column_list(key.columns)} moves the row, which {verb}: {failure.reason}."
            return key_complaint(key, message)
    return None


RULE = Rule(code="OD115", name="partition-pitfall", text=__doc__ or "", check=check)
