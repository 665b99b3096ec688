"""A foreign key that was added NOT VALID and never validated.

## What it does

Reports each foreign key that is still NOT VALID.

## Why is this bad

NOT VALID adds a foreign key to a large table without reading the table. The second step, VALIDATE CONSTRAINT, is easy
to forget.

Such a foreign key acts like any other: new rows are checked, and its action runs on every delete. But older rows were
never checked, so some of them may reference nothing. Joins lose these rows. The planner relies on a foreign key only
if it is valid.

## Example

```toml
[rules]
not-valid-key = "warning"
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint);
ALTER TABLE posts ADD CONSTRAINT fk_author FOREIGN KEY (author_id) REFERENCES users ON DELETE CASCADE NOT VALID;
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint);
ALTER TABLE posts ADD CONSTRAINT fk_author FOREIGN KEY (author_id) REFERENCES users ON DELETE CASCADE NOT VALID;
ALTER TABLE posts VALIDATE CONSTRAINT fk_author;
```

## How to fix

Validate the key. This reads the table, and reads and writes go on. It fails if a row references nothing. This query
finds such rows, for a key `posts.author_id → users`:

```text
SELECT p.* FROM posts p LEFT JOIN users u ON u.id = p.author_id WHERE p.author_id IS NOT NULL AND u.id IS NULL;
```

## When to ignore it

Ignore the finding between the two steps of a migration, or if old rows must stay as they are.

## Links

- PostgreSQL: [ALTER TABLE, notes on NOT
  VALID](https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import column_list
from ondelete.fixes.builders import validate_key
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, key_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the enforced keys that are not validated."""
    for key in context.keys:
        if not key.validated:
            message = (
                f"{column_list(key.columns)} → {key.referenced_table.shown} is NOT VALID: it acts on every delete, "
                f"but older rows of {key.table.shown} were never checked."
            )
            yield key_complaint(key, message, fix=validate_key(key))


RULE = Rule(code="OD109", name="not-valid-key", text=__doc__ or "", check=check)
