"""A statement that could matter and was not understood.

It may create a table, a key, an index or a trigger that all other answers then lack: a DO block, an included
file, a statement with a syntax error, an ALTER that this program does not know. Nothing is passed over
silently, so every such statement is a finding.

## How to fix it

Give a plain dump (`pg_dump --schema-only`), in which such statements do not occur. Give included files by name.
If the statement does not matter, accept the finding in the configuration and say why.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
DO $$ BEGIN EXECUTE 'ALTER TABLE users ADD COLUMN boss bigint REFERENCES users'; END $$;
```

Instead:

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
ALTER TABLE users ADD COLUMN boss bigint REFERENCES users ON DELETE SET NULL;
CREATE INDEX users_boss_idx ON users (boss);
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.rules.base import Complaint, Rule, RuleContext, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield every statement that was skipped."""
    for skipped in context.catalog.skipped:
        message = f"Not understood, so what it does is missing from every answer: {skipped.reason}."
        yield Complaint(message, skipped.text, skipped.location)


RULE = Rule(code="OD001", name="unread-statement", text=__doc__ or "", check=check)
