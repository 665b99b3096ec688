"""A foreign key that no index serves.

For every deleted row PostgreSQL looks for the rows that reference it, whatever the action: also NO ACTION and
RESTRICT must look. Without an index on the key each lookup reads the whole referencing table, so a
delete that takes milliseconds on a small table takes minutes, with locks held, on a large one.

The verdict is the planner's, for the query and the generic plan that PostgreSQL itself uses:

- *none*: no index can be used. Columns in INCLUDE cannot be searched; a partial index counts only if its WHERE
  follows from the key being set; a computed column or another collation is another value.
- *weak*: an index can be used, at a price: not all columns of the key, not the leading column of a btree, BRIN, or a
  partial index on other columns that keeps to the rows whose key is set.

A partitioned table is as good as its worst partition.

## How to fix it

Create the index with CONCURRENTLY, outside a transaction, so that writes go on. If an index exists and does not
serve, the message says why.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    author_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
```

Instead:

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    author_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE INDEX posts_author_id_idx ON posts (author_id);
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.index_coverage import Verdict
from ondelete.deletion.failures import shown
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, key_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the keys whose verdict is not full."""
    for entry in context.coverage.values():
        if entry.verdict is Verdict.FULL:
            continue
        weak = entry.verdict is Verdict.WEAK
        table, referenced = shown(entry.key.table), shown(entry.key.referenced_table)
        cost = "reads more than it needs of" if weak else "reads the whole of"
        message = f"Deleting from {referenced} {cost} {table}. {entry.reason}"
        yield key_complaint(entry.key, message, fix=entry.fix, grade="weak" if weak else None)


RULE = Rule(
    code="OD201",
    name="fk-indexed",
    text=__doc__ or "",
    check=check,
    grades={"weak": "the severity of keys that an index serves only in part (verdict *weak*)."},
)
