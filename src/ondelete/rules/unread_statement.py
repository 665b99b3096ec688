"""A statement that ondelete did not understand.

## What it does

Reports each statement that could create a table, a constraint, an index or a trigger and that was not understood: a DO
block whose commands come from data, a file that cannot be included, a statement with a syntax error, an ALTER of an
unknown form.

## Why is this bad

Whatever the statement does is missing from every other answer. A delete that looks CLEAR may be BLOCKED.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE changes (ddl text);
DO $$ BEGIN EXECUTE (SELECT ddl FROM changes); END $$;
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
ALTER TABLE users ADD COLUMN boss bigint REFERENCES users ON DELETE SET NULL;
CREATE INDEX users_boss_idx ON users (boss);
```

## How to fix

Give ondelete a plain dump (`pg_dump --schema-only`). Such a dump has none of these statements. If a file includes
other files, name those files too.

## When to ignore it

Ignore the finding if you have read the statement and it creates nothing that affects a delete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.rules.base import Complaint, Rule, RuleContext, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield every statement that was skipped."""
    for skipped in context.catalog.skipped:
        message = f"This statement was not understood, so every answer leaves out what it does: {skipped.reason}."
        yield Complaint(message, skipped.text, skipped.location)


RULE = Rule(code="OD001", name="unread-statement", text=__doc__ or "", check=check)
