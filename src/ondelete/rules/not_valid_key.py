"""A foreign key that was added NOT VALID and never validated.

NOT VALID lets a key be added to a large table without reading it, and the second step, VALIDATE CONSTRAINT, is easily
forgotten. Such a key acts fully: new rows are checked, and its CASCADE, SET NULL or RESTRICT acts on every delete. But
the rows from before were never checked, so some may reference nothing; joins lose them, and whoever trusts the key
trusts too much. The planner, too, relies on a key only when it is valid.

## How to fix it

Validate it: this reads the table, and lets reads and writes go on. It fails where a row references nothing; this
finds such rows, for a key `posts.author_id → users`:

```text
SELECT p.* FROM posts p LEFT JOIN users u ON u.id = p.author_id WHERE p.author_id IS NOT NULL AND u.id IS NULL;
```

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

Instead:

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint);
ALTER TABLE posts ADD CONSTRAINT fk_author FOREIGN KEY (author_id) REFERENCES users ON DELETE CASCADE NOT VALID;
ALTER TABLE posts VALIDATE CONSTRAINT fk_author;
```

## Links

- [ALTER TABLE, notes on NOT VALID](https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import column_list
from ondelete.deletion.static.failures import shown
from ondelete.fixes.builders import validate_key
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, key_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the enforced keys that are not validated."""
    for key in context.keys:
        if not key.validated:
            message = (
                f"{column_list(key.columns)} → {shown(key.referenced_table)} is NOT VALID: it acts on every delete, "
                f"but rows of {shown(key.table)} from before it were never checked."
            )
            yield key_complaint(key, message, fix=validate_key(key))


RULE = Rule(code="OD109", name="not-valid-key", text=__doc__ or "", check=check)
