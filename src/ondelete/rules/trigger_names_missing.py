"""A trigger whose code names a table or column that does not exist.

## What it does

Reports each table, column or field of OLD and NEW that the code of a trigger names and that the schema does not have,
if a DELETE can run the statement. Nothing is reported if the file holds statements that were not understood, as they
could make it.

## Why is this bad

PostgreSQL does not check the body of a function when a table or column is dropped or renamed. The DELETE fails with
42P01 or 42703 until somebody mends the function.

## Example

```toml
[rules]
trigger-names-missing = "warning"
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO old_log VALUES (OLD.id); RETURN OLD; END';
CREATE TRIGGER log AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION log();
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE new_log (user_id bigint NOT NULL, PRIMARY KEY (user_id));
CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO new_log VALUES (OLD.id); RETURN OLD; END';
CREATE TRIGGER log AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION log();
```

## How to fix

Mend the function, or drop the trigger if nobody needs it.

## When to ignore it

Ignore the finding if something outside of the file makes the table, an extension for example.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.rules.base import Complaint, Rule, RuleContext, Setting
from ondelete.rules.base.triggers import of_error

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the names in the code of triggers that nothing has."""
    for error in context.trigger_code.errors:
        if error.missing:
            message = f"{error.trigger} names what does not exist, line {error.line}: {error.reason}."
            yield of_error(context.catalog, error, message)


RULE = Rule(code="OD118", name="trigger-names-missing", text=__doc__ or "", check=check)
