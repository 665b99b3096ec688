"""A COMMENT that addresses this program, and is not understood.

A comment in the database can accept a finding where it stands, and it survives every dump:

```text
COMMENT ON CONSTRAINT fk ON posts
  IS 'ondelete: ignore fk-indexed because posts has twelve rows';
```

Several rules are separated by commas, several such sentences can stand in one comment, other text may stand before
them. The reason is mandatory. A comment that begins so and goes on otherwise accepts nothing.

## How to fix it

Write `ondelete: ignore RULE because REASON`, on the constraint, table, column, index or trigger concerned.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
COMMENT ON TABLE users IS 'ondelete: ignore delete-trigger';
```

Instead:

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
COMMENT ON TABLE users IS 'ondelete: ignore delete-trigger because it counts';
```
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, ignores_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the sentences that mean nothing, and those that name a rule that there is not."""
    for comment in context.catalog.comments:
        ignores, rest = ignores_of(comment)
        where = f"the comment on {comment.kind} {comment.name or comment.table.name}"
        for text in rest:
            message = f"In {where} this is not understood, so it accepts nothing: ondelete: {text}"
            yield Complaint(message, f"{comment.table} {comment.name} {text}", comment.location, comment.table)
        for ignore in ignores:
            if not any(fnmatchcase(name, ignore.rule) for name in context.run.rule_names):
                message = f"In {where} no rule is called {ignore.rule}."
                yield Complaint(
                    message, f"{comment.table} {comment.name} {ignore.rule}", comment.location, comment.table
                )


RULE = Rule(code="OD003", name="comment-not-understood", text=__doc__ or "", check=check)
