"""Tables that cascade into each other in a cycle, or into themselves.

## What it does

Reports each cycle of CASCADE keys: a table that references itself, or several tables that lead back to the first one.

## Why is this bad

One DELETE follows the cycle again and again, and can delete any number of rows. The schema sets no limit, only the
data does. For a tree of comments this may be what you want. In a cycle of several tables it seldom is: one row can
take a large part of the database with it.

## Example

```sql
CREATE TABLE teams (id bigint PRIMARY KEY, owner_id bigint NOT NULL);
CREATE TABLE users (id bigint PRIMARY KEY, team_id bigint REFERENCES teams ON DELETE CASCADE);
ALTER TABLE teams ADD FOREIGN KEY (owner_id) REFERENCES users ON DELETE CASCADE;
```

## Use instead

```sql
CREATE TABLE teams (id bigint PRIMARY KEY, owner_id bigint NOT NULL);
CREATE TABLE users (id bigint PRIMARY KEY, team_id bigint REFERENCES teams ON DELETE SET NULL);
ALTER TABLE teams ADD FOREIGN KEY (owner_id) REFERENCES users ON DELETE CASCADE;
```

## How to fix

Give one foreign key of the cycle another action: RESTRICT, or SET NULL if the reference is optional.

## When to ignore it

Ignore the finding for a tree that must go as a whole, such as the replies to a comment, if its depth is limited
elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.cycles import cascade_cycles
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, circle_complaint
from ondelete.text.counts import several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.analyses.cycles import Component

_NAMED = 5


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield one complaint per strongly connected component of CASCADE keys."""
    for component in cascade_cycles(context.graph):
        yield circle_complaint(component, _message(component))


def _message(component: Component) -> str:
    names = [table.shown for table in component.tables]
    if len(names) == 1:
        return f"{names[0]} cascades into itself: one DELETE can remove a chain of rows of any length."
    listed = "".join(several(names, _NAMED))
    broken = ", ".join(key.name for key in component.break_at[:_NAMED])
    return (
        f"{listed} cascade into each other in a cycle: one DELETE can remove any number of rows. "
        f"You could break the cycle at {broken}."
    )


RULE = Rule(code="OD104", name="cascade-cycle", text=__doc__ or "", check=check)
