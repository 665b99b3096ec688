"""A foreign key that does not say what a delete should do.

Without ON DELETE a key means NO ACTION, not RESTRICT, as one often reads: the delete of a referenced row fails, but
only if the row is still referenced at the end of the check, which can be deferred to COMMIT. That may be right, but
nobody can tell from the schema whether it was decided or forgotten. PostgreSQL does not keep the difference: pg_dump
never prints NO ACTION, so a key that spells it out looks the same as one that says nothing.

## How to fix it

Name the action: RESTRICT where deleting the referenced row would make this one meaningless and must be refused,
CASCADE where this row belongs to it, SET NULL where the reference is optional. A temporal key (PERIOD) can do nothing
else than NO ACTION and is not reported.

The fix that comes with a finding makes the key anew with RESTRICT, which refuses the same deletes, or with the
option `action`. The new key is added NOT VALID and validated in a second statement, so that writes go on; on a
partitioned table PostgreSQL before 18 refuses NOT VALID, so there it is replaced in one statement. A key made anew is
the last one in creation order, as after any such change. There is no fix for a deferrable key: its NO ACTION can wait
for COMMIT, and no other action can; nor with `action = "set null"` where the column cannot be NULL.

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

## Links

- [CREATE TABLE, REFERENCES](https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec.structs import replace

from ondelete.analyses.impossible import impossible_action
from ondelete.catalog import ForeignKey, ReferentialAction, column_list
from ondelete.deletion.static.failures import shown
from ondelete.fixes.builders import recreate_key
from ondelete.rules.base import Complaint, Options, Rule, RuleContext, Setting, key_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog
    from ondelete.findings import Fix


class OnDeleteExplicitOptions(Options, frozen=True):
    """What the fix puts in the place of NO ACTION."""

    action: Annotated[
        Literal["restrict", "cascade", "set null", "set default"],
        msgspec.Meta(description="the action with which the fix makes the key anew."),
    ] = "restrict"


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield the keys whose action is NO ACTION, declared or not."""
    for key in context.keys:
        if key.on_delete is ReferentialAction.NO_ACTION and not key.period:
            options = setting.options(OnDeleteExplicitOptions, key.table)
            yield key_complaint(
                key,
                f"{column_list(key.columns)} → {shown(key.referenced_table)} names no ON DELETE action "
                "(or NO ACTION: a dump shows no difference), so a row that references it can stop a delete.",
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
