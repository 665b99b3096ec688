"""A trigger that writes a row that references the row being deleted.

## What it does

Reports a trigger that inserts a row whose foreign key references the very row that is being deleted, in a way that
always fails.

## Why is this bad

Every DELETE on the table fails with 23503. An AFTER trigger writes a reference to a row that is gone; a BEFORE
trigger writes one that then stops the DELETE.

## Example

```toml
[rules]
trigger-blocks-itself = "warning"
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id bigint REFERENCES users);
CREATE INDEX ON log (user_id);
CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO log (user_id) VALUES (OLD.id); RETURN OLD; END';
CREATE TRIGGER log AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION log();
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, deleted bigint);
CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO log (deleted) VALUES (OLD.id); RETURN OLD; END';
CREATE TRIGGER log AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION log();
```

## How to fix

Drop the foreign key of the log table: what a log says of a row must outlive the row.

## When to ignore it

There is no good reason: no DELETE on the table can succeed while the trigger is enabled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.deletion.kinds import FailureKind
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting
from ondelete.rules.base.triggers import of_error

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the triggers that always break a key to the row that goes."""
    for error in context.trigger_code.errors:
        if error.kind is FailureKind.BLOCK and error.certainty.facts.sure:
            message = f"{error.trigger} stops every DELETE that fires it, line {error.line}: {error.reason}."
            yield of_error(context.catalog, error, message)


RULE = Rule(code="OD119", name="trigger-blocks-itself", text=__doc__ or "", check=check)
