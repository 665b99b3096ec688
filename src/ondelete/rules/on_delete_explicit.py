"""A foreign key that does not say what a delete should do.

Without ON DELETE a key means NO ACTION: the delete of a referenced row fails. That may be right, but nobody can tell
from the schema whether it was decided or forgotten. PostgreSQL does not keep the difference: pg_dump never prints
NO ACTION, so a key that spells it out looks the same as one that says nothing.

## How to fix it

Name the action: RESTRICT where deleting the referenced row would make this one meaningless and must be refused,
CASCADE where this row belongs to it, SET NULL where the reference is optional. A temporal key (PERIOD) can do nothing
else than NO ACTION and is not reported.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users);
```

Instead:

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users ON DELETE RESTRICT);
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import ReferentialAction, column_list
from ondelete.deletion.failures import shown
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, key_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the keys whose action is NO ACTION, declared or not."""
    for key in context.keys:
        if key.on_delete is ReferentialAction.NO_ACTION and not key.period:
            yield key_complaint(
                key,
                f"{column_list(key.columns)} → {shown(key.referenced_table)} names no ON DELETE action "
                "(or NO ACTION: a dump shows no difference), so a row that references it can stop a delete.",
            )


RULE = Rule(code="OD103", name="on-delete-explicit", text=__doc__ or "", check=check)
