"""A delete that works or fails by the order in which foreign keys were created.

## What it does

Reports each key that stops a delete or not, depending on the order in which keys were created. One DELETE reaches the
table in two ways, by equally long chains. One key would stop it there. Another key removes or changes the referencing
row first, if its turn comes first. The finding names the key that stops the delete, and the nearest table whose
delete shows it.

## Why is this bad

PostgreSQL goes by the order in which keys were *created*, not by their names or actions. pg_dump writes keys by name.
So the same rows can be deleted in the original database and not in one that is restored from its dump, or the other
way round. Tests usually run on the restored one, production on the original.

A running database orders its keys by the names of their internal triggers, compared as text:

```text
SELECT tgrelid::regclass, conname, tgname FROM pg_trigger JOIN pg_constraint c ON c.oid = tgconstraint
WHERE contype = 'f' AND tgtype = 9 ORDER BY tgrelid, tgname COLLATE "C";
```

## Example

```toml
[rules]
order-dependent-delete = "warning"
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    author_id bigint CONSTRAINT a_author REFERENCES users ON DELETE CASCADE,
    editor_id bigint CONSTRAINT b_editor REFERENCES users ON DELETE RESTRICT
);
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    author_id bigint CONSTRAINT a_author REFERENCES users ON DELETE CASCADE,
    editor_id bigint CONSTRAINT b_editor REFERENCES users ON DELETE SET NULL
);
```

## How to fix

Make the outcome independent of the order:

- if the row is meant to go with the other chain, give the key that checks NO ACTION DEFERRABLE INITIALLY DEFERRED, or
  CASCADE;
- if the delete is to be refused, give both keys RESTRICT.

## When to ignore it

Ignore the finding if no row of the table can use both keys at once, for a reason that the schema does not state.

## Links

- PostgreSQL: [pg_dump](https://www.postgresql.org/docs/current/app-pgdump.html)
- PostgreSQL: [Overview of trigger behavior](https://www.postgresql.org/docs/current/trigger-definition.html)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.contracts import chain_text
from ondelete.deletion.static.failures import shown
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, key_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the keys that stop a delete under one order of keys and not under another."""
    for risk in context.order_risks.order_dependent():
        failure = risk.failure
        note = f" {failure.note}" if failure.note else ""
        yield key_complaint(
            failure.key,
            f"Whether {failure.key.name} stops a DELETE on {shown(risk.root)} depends on the order in which keys were "
            f"created: {failure.reason} ({chain_text(risk.root, failure.path)}).{note}",
        )


RULE = Rule(code="OD107", name="order-dependent-delete", text=__doc__ or "", check=check)
