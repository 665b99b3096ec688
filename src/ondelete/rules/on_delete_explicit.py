"""A foreign key that does not say what a delete should do.

## What it does

Reports each foreign key without ON DELETE, or with ON DELETE NO ACTION. PostgreSQL does not record the difference, and
pg_dump never prints NO ACTION. A temporal foreign key (PERIOD) is not reported, because it can have no other action.

## Why is this bad

A foreign key without ON DELETE has the action NO ACTION, not RESTRICT. The delete of a referenced row fails, but only
if the row is still referenced at the time of the check, and the check can be deferred to COMMIT. That may be right,
but the schema does not show whether somebody decided it or forgot it.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users);
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users ON DELETE RESTRICT);
```

## How to fix

Name the action:

- RESTRICT if the delete must be refused as long as the row is referenced;
- CASCADE if the referencing row belongs to the referenced one;
- SET NULL if the reference is optional.

`ondelete plan --advise TABLE` says which action suits each key that references a table, and why.

The fix of a finding replaces the key by one with RESTRICT, which refuses the same deletes, or with the option
`action`. It adds the new key NOT VALID and validates it in a second statement, so that writes go on. PostgreSQL
before 18 refuses NOT VALID on a partitioned table, so there the fix replaces the key in one statement. The new key is
the last one in creation order.

There is no fix for a deferrable key, because only NO ACTION can wait for COMMIT. There is no fix with `action = "set
null"` if the column cannot be NULL.

## When to ignore it

Ignore the finding if the check must wait for COMMIT: only NO ACTION can be deferred. Turn the rule off if your team
knows that no action means NO ACTION, and uses it on purpose.

## Links

- PostgreSQL: [CREATE TABLE,
  REFERENCES](https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec.structs import replace

from ondelete.analyses.impossible import impossible_action
from ondelete.catalog import ForeignKey, ReferentialAction, column_list
from ondelete.fixes.builders import recreate_key
from ondelete.rules.base import Complaint, Options, Rule, RuleContext, Setting, key_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog
    from ondelete.findings import Fix


class OnDeleteExplicitOptions(Options, frozen=True):
    """The action with which the fix replaces NO ACTION."""

    action: Annotated[
        Literal["restrict", "cascade", "set null", "set default"],
        msgspec.Meta(description="the action of the key that the fix creates."),
    ] = "restrict"


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield the keys whose action is NO ACTION, declared or not."""
    for key in context.keys:
        if key.on_delete is ReferentialAction.NO_ACTION and not key.period:
            options = setting.options(OnDeleteExplicitOptions, key.table)
            yield key_complaint(
                key,
                f"{column_list(key.columns)} → {key.referenced_table.shown} names no ON DELETE action "
                "(or NO ACTION; a dump shows no difference), so a referencing row can stop a delete.",
                fix=_fix(context.catalog, key, ReferentialAction(options.action)),
            )


def _fix(catalog: Catalog, key: ForeignKey, action: ReferentialAction) -> Fix | None:
    if key.timing.deferrable or impossible_action(catalog, replace(key, on_delete=action)):
        return None
    return recreate_key(catalog, key, action)


RULE = Rule(
    code="OD103",
    name="on-delete-explicit",
    text=__doc__ or "",
    check=check,
    options=OnDeleteExplicitOptions,
)
