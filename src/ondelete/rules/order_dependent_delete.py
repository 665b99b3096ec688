"""A delete that works or fails by the order in which foreign keys were created.

One DELETE reaches a table in two ways: one key would stop it there, another one removes the referencing row, or changes
it, just as far down. Which comes first is decided by the order in which the keys were *created*, not by their names or
actions. pg_dump writes keys in the order of their names, so the same rows can be deleted in the original database and
not in one restored from its dump, or the other way round. Tests run on the restored one, production on the
original.

The finding names the key at fault and the nearest table whose delete shows it. The order in a running database is that
of the names of its internal triggers, compared as text:

```text
SELECT tgrelid::regclass, conname, tgname FROM pg_trigger JOIN pg_constraint c ON c.oid = tgconstraint
WHERE contype = 'f' AND tgtype = 9 ORDER BY tgrelid, tgname COLLATE "C";
```

## How to fix it

Make the outcome independent of the order: NO ACTION DEFERRABLE INITIALLY DEFERRED for the key that checks, if the row
is meant to go with the other chain; or CASCADE on both ways; or RESTRICT on both, if the delete is to be refused.

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

Instead:

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    author_id bigint CONSTRAINT a_author REFERENCES users ON DELETE CASCADE,
    editor_id bigint CONSTRAINT b_editor REFERENCES users ON DELETE SET NULL
);
```

## Links

- [pg_dump](https://www.postgresql.org/docs/current/app-pgdump.html)
- [Overview of trigger behavior](https://www.postgresql.org/docs/current/trigger-definition.html)
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
