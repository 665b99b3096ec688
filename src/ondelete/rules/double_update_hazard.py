"""A key that a delete violates by itself, because one row is updated twice.

## What it does

Reports each key that a single DELETE can violate although every action is CASCADE or SET NULL. A key is reported only
if example rows were found that show the error. `ondelete witness TABLE --effect recheck:KEY` prints these rows as SQL
that you can run.

## Why is this bad

If one DELETE updates a row twice (for example, two of its foreign keys SET NULL), PostgreSQL checks *all* foreign keys
of that row again, because the same transaction wrote its old version. By then a third foreign key of the row can
reference a row that the same delete has removed, while its own CASCADE still waits for its turn. The DELETE fails with
SQLSTATE 23503.

Whether this happens depends on how far down the rows are, and often on the order in which keys were created. pg_dump
changes that order.

## Example

```toml
[rules]
double-update-hazard = "warning"
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE projects (id bigint PRIMARY KEY, owner_id bigint REFERENCES users ON DELETE CASCADE);
CREATE TABLE issues (
    id bigint PRIMARY KEY,
    author_id bigint REFERENCES users ON DELETE SET NULL,
    assignee_id bigint REFERENCES users ON DELETE SET NULL,
    project_id bigint REFERENCES projects ON DELETE CASCADE
);
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE projects (id bigint PRIMARY KEY, owner_id bigint REFERENCES users ON DELETE CASCADE);
CREATE TABLE issues (
    id bigint PRIMARY KEY,
    author_id bigint REFERENCES users ON DELETE SET NULL,
    assignee_id bigint REFERENCES users ON DELETE SET NULL,
    project_id bigint REFERENCES projects ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
```

## How to fix

Make the key that is checked again DEFERRABLE INITIALLY DEFERRED. Then its check waits for COMMIT, and by then the row
is gone. The fix of a finding does that with ALTER CONSTRAINT, which touches no row. The action of the key stays and
acts at once, as before. New rows are then checked at COMMIT, too.

## When to ignore it

Ignore the finding if no row can hold these references at the same time, for a reason that the schema does not state.

## Links

- PostgreSQL: [Foreign keys](https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK)
- PostgreSQL: [SET CONSTRAINTS](https://www.postgresql.org/docs/current/sql-set-constraints.html)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.contracts import chain_text
from ondelete.catalog import column_list
from ondelete.fixes.builders import defer_keys
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, key_complaint, undecided_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the keys that a delete can violate when it checks a twice-updated row again."""
    for risk in context.order_risks.rechecks():
        hazard, key = risk.hazard, risk.hazard.key
        first, second = hazard.first[-1], hazard.second[-1]
        how = f"updates a row of {key.table.shown} twice (for {first.name} and {second.name})"
        if first is second:
            how = f"updates a row of {key.table.shown} again for {first.name}, or moves it to another partition,"
        chain = chain_text(risk.root, hazard.vanishing[0])
        yield key_complaint(
            key,
            f"A DELETE on {risk.root.shown} can fail on {key.name}: it {how} and then checks "
            f"{column_list(key.columns)} again, but the referenced row may be gone already ({chain}).",
            fix=defer_keys([key]),
        )
    yield from undecided_complaint(context.catalog, context.order_risks.undecided)


RULE = Rule(code="OD108", name="double-update-hazard", text=__doc__ or "", check=check)
