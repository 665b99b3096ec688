"""Tables that reference each other, so that no row can be inserted first.

## What it does

Reports each cycle of several tables in which every foreign key must be set (its column is NOT NULL) and is checked at
once. A table that references itself is not reported, because a row may reference itself.

## Why is this bad

Each row needs another one that does not exist yet. Only one statement that inserts all of them together works (`WITH
... INSERT ...`). Fixtures, data-only dumps and the replication of single tables do not. You meet the same cycle when
you empty the tables.

## Example

```toml
[rules]
insert-cycle = "warning"
```

```sql
CREATE TABLE teams (id bigint PRIMARY KEY, captain_id bigint NOT NULL);
CREATE TABLE players (id bigint PRIMARY KEY, team_id bigint NOT NULL REFERENCES teams ON DELETE CASCADE);
ALTER TABLE teams ADD CONSTRAINT teams_captain_fkey FOREIGN KEY (captain_id) REFERENCES players ON DELETE RESTRICT;
```

## Use instead

```sql
CREATE TABLE teams (id bigint PRIMARY KEY, captain_id bigint NOT NULL);
CREATE TABLE players (id bigint PRIMARY KEY, team_id bigint NOT NULL REFERENCES teams ON DELETE CASCADE);
ALTER TABLE teams ADD CONSTRAINT teams_captain_fkey FOREIGN KEY (captain_id) REFERENCES players ON DELETE RESTRICT
    DEFERRABLE INITIALLY DEFERRED;
```

## How to fix

Let the check of one foreign key wait for COMMIT, or let one of the columns be NULL.

The fix of a finding makes a small set of foreign keys that breaks the cycle DEFERRABLE INITIALLY DEFERRED. It changes
no row, and the foreign key keeps its place in the order of creation. If its action is NO ACTION, its check on delete is
deferred, too.

## When to ignore it

Ignore the finding if one statement always inserts the rows of the cycle together.

## Links

- PostgreSQL: [SET CONSTRAINTS](https://www.postgresql.org/docs/current/sql-set-constraints.html)
- PostgreSQL: [ALTER TABLE, ALTER CONSTRAINT](https://www.postgresql.org/docs/current/sql-altertable.html)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.cycles import closed_cycles
from ondelete.fixes.builders import defer_keys
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, circle_complaint
from ondelete.text.counts import several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.analyses.cycles import Component

_NAMED = 5


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield one complaint per group of tables that need each other's rows first."""
    for component in closed_cycles(context.graph):
        yield circle_complaint(component, _message(component), fix=defer_keys(component.break_at))


def _message(component: Component) -> str:
    names = [table.shown for table in component.tables]
    listed = "".join(several(names, _NAMED))
    keys = ", ".join(key.name for key in component.break_at[:_NAMED])
    return (
        f"{listed} need each other's rows first: no row can be inserted by itself. "
        f"To break the cycle, defer {keys} to COMMIT."
    )


RULE = Rule(code="OD110", name="insert-cycle", text=__doc__ or "", check=check)
