"""Triggers that fire each other without an end.

## What it does

Reports a trigger whose statements fire it again, directly or through other triggers, in a way that need not end. An
AFTER ROW trigger that deletes further rows ends, as each round takes rows; it is not reported.

## Why is this bad

The statement runs until the stack is full, and fails with 54001.

## Example

```toml
[rules]
trigger-cycle = "warning"
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY, n int);
CREATE TABLE posts (id bigint PRIMARY KEY, n int);
CREATE FUNCTION to_posts() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE posts SET n = 1; RETURN NULL; END';
CREATE FUNCTION to_users() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE users SET n = 1; RETURN NULL; END';
CREATE TRIGGER a AFTER DELETE OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION to_posts();
CREATE TRIGGER b AFTER UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION to_users();
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY, n int);
CREATE TABLE posts (id bigint PRIMARY KEY, n int);
CREATE FUNCTION to_posts() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE posts SET n = 1; RETURN NULL; END';
CREATE TRIGGER a AFTER DELETE OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION to_posts();
```

## How to fix

Let the trigger fire only for a real change: `WHEN (OLD.n IS DISTINCT FROM NEW.n)` or `UPDATE OF n`.

## When to ignore it

Ignore the finding if a condition that this program does not follow ends the circle, `pg_trigger_depth()` for example.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.rules.base import Complaint, Rule, RuleContext, Setting
from ondelete.rules.base.triggers import of_error

if TYPE_CHECKING:
    from collections.abc import Iterator


_TOO_DEEP = "54001"


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the triggers that may fire themselves without an end."""
    for error in context.trigger_code.errors:
        if _TOO_DEEP in error.sqlstates:
            yield of_error(context.catalog, error, f"{error.trigger}, line {error.line}: {error.reason}.")


RULE = Rule(code="OD121", name="trigger-cycle", text=__doc__ or "", check=check)
