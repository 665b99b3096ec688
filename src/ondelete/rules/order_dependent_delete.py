"""A delete whose outcome depends on the order of creation of foreign keys.

## What it does

Reports two foreign keys on the same columns that do different things if a referenced row is deleted. The one that was
created first acts; the other one then finds no row. The columns of one can also be among the columns of the other.

## Why is this bad

PostgreSQL fires foreign keys in the order in which they were *created*, whatever their names or actions are. pg_dump
writes them by name. So the same rows can be deleted in the original database but not in one that is restored from its
dump, or the other way round. Tests usually run on the restored one, production on the original.

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
    author_id bigint CONSTRAINT a_author REFERENCES users ON DELETE CASCADE
        CONSTRAINT b_author REFERENCES users ON DELETE RESTRICT
);
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    author_id bigint CONSTRAINT a_author REFERENCES users ON DELETE CASCADE
);
```

## How to fix

Decide what should happen, keep the foreign key that does it, and drop the other one. If you need both, give them the
same action.

## When to ignore it

Ignore the finding if the file is not a dump but the history of the database, such as a folder of migrations. Then the
order in the file is the order of creation.

## Links

- PostgreSQL: [pg_dump](https://www.postgresql.org/docs/current/app-pgdump.html)
- PostgreSQL: [Overview of trigger behavior](https://www.postgresql.org/docs/current/trigger-definition.html)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import column_list
from ondelete.deletion.static.order import what_it_does
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, key_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield each pair of keys on the same columns of which only the one that was created first acts."""
    for tie in context.order_risks.ties():
        one, other = tie.first, tie.second
        happens = "is deleted" if tie.clause == "delete" else "changes its key"
        yield key_complaint(
            other,
            f"{one.name} and {other.name} are on the same columns of {other.table.shown} "
            f"({column_list(other.columns)}): if a row of {other.referenced_table.shown} {happens}, the key that was "
            f"created first acts, and a dump does not say which one it is. {one.name} {what_it_does(one, tie.clause)}; "
            f"{other.name} {what_it_does(other, tie.clause)}.",
        )


RULE = Rule(code="OD107", name="order-dependent-delete", text=__doc__ or "", check=check)
