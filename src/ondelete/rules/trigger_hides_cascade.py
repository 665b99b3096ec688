"""A trigger that does what a foreign key with ON DELETE would do.

## What it does

Reports a trigger on DELETE that deletes or changes the rows whose column equals the primary key of the deleted row.

## Why is this bad

The reach of a DELETE does not show in any ON DELETE. `TRUNCATE`, disabled triggers and restores leave rows behind,
and nothing keeps other statements from writing references to rows that do not exist.

## Example

```toml
[rules]
trigger-hides-cascade = "warning"
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint);
CREATE FUNCTION clean() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN DELETE FROM posts WHERE user_id = OLD.id; RETURN OLD; END';
CREATE TRIGGER clean AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION clean();
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE);
CREATE INDEX ON posts (user_id);
```

## How to fix

Add a foreign key with ON DELETE CASCADE or SET NULL and an index, and drop the trigger.

## When to ignore it

Ignore the finding if the column can refer to rows of several tables, so that no foreign key can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, object_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.deletion.triggers.code.found import Written
    from ondelete.deletion.triggers.statements import Fired


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the triggers that delete or change rows that refer to the deleted one."""
    for fired in context.trigger_code.fired:
        if fired.body.verb == "delete":
            for written in fired.run.written:
                if _stands_for_a_key(context, fired, written):
                    yield _complaint(context, fired, written)


def _stands_for_a_key(context: RuleContext, fired: Fired, written: Written) -> bool:
    if written.write.command not in ("delete", "update") or written.table == fired.body.holder:
        return False
    keys = [key for key in context.catalog.keys_of.get(fired.body.holder, ()) if key.kind == "primary key"]
    return bool(keys) and bool(written.matched) and set(written.matched.values()) == set(keys[0].columns)


def _complaint(context: RuleContext, fired: Fired, written: Written) -> Complaint:
    entry, table = fired.body.entry, fired.body.entry.table
    does = "deletes" if written.write.command == "delete" else "changes"
    columns = ", ".join(written.matched)
    message = (
        f"Trigger {entry.name} on {table.shown} {does} the rows of {written.table.shown} that refer to the deleted one "
        f"by {columns} (line {written.place.line}): no ON DELETE shows this."
    )
    return object_complaint(table, entry.name, message, entry.location)


RULE = Rule(code="OD120", name="trigger-hides-cascade", text=__doc__ or "", check=check)
