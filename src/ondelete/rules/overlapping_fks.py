"""Two foreign keys on the same columns that reference the same columns.

## What it does

Reports each foreign key that has the same columns as another one, and references the same columns of the same table.

## Why is this bad

If both do the same, one of them is redundant: it costs a check on every write.

If their actions differ, the one that was *created first* decides what a delete does, and the other one never acts. A
dump lists foreign keys by name. So the dump does not say which one came first in the original database, and a
database that is restored from it can behave differently.

A running database orders its keys by the names of their internal triggers, compared as text:

```text
SELECT tgrelid::regclass, conname, tgname FROM pg_trigger JOIN pg_constraint c ON c.oid = tgconstraint
WHERE contype = 'f' AND tgtype = 9 ORDER BY tgrelid, tgname;
```

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    author_id bigint,
    CONSTRAINT fk_author FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_rails_author FOREIGN KEY (author_id) REFERENCES users (id)
);
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    author_id bigint,
    CONSTRAINT fk_author FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE CASCADE
);
```

## How to fix

Keep the foreign key whose action you want, and drop the other one.

## When to ignore it

Ignore the finding while you replace one by the other, as long as both have the same action.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import ForeignKey, ReferentialAction, column_list, quote_identifier
from ondelete.fixes.builders import drop_key
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, key_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield every foreign key that has the same columns as an earlier one and references the same columns."""
    first: dict[object, ForeignKey] = {}
    for key in context.keys:
        pairs = frozenset(zip(key.columns, key.referenced_columns, strict=False))
        earlier = first.setdefault((key.table, key.referenced_table, pairs or key.columns), key)
        if earlier is not key:
            yield _complaint(earlier, key)


def _complaint(earlier: ForeignKey, key: ForeignKey) -> Complaint:
    columns, referenced = column_list(key.columns), key.referenced_table.shown
    both = f"{earlier.name} and {key.name} both make {columns} reference {referenced}"
    if _behaviour(earlier) == _behaviour(key):
        return key_complaint(key, f"{both}, in the same way: {key.name} is redundant.", fix=drop_key(key))
    if _action(earlier) == _action(key):
        return key_complaint(key, f"{both}, but differ in {' and '.join(_differences(earlier, key))}.")
    actions = f"{_action(earlier)} and {_action(key)}"
    if (late := _deferred(earlier, key)) is not None:
        other = key if late is earlier else earlier
        return key_complaint(
            key, f"{both}, with different actions ({actions}): {late.name} waits for COMMIT, so {other.name} acts."
        )
    message = (
        f"{both}, with different actions ({actions}): the one created first wins, {earlier.name} in a database "
        "restored from this file; production can differ."
    )
    return key_complaint(key, message)


def _behaviour(key: ForeignKey) -> tuple[object, ...]:
    return _action(key), key.on_update, key.match, key.timing, key.validated, key.period


def _deferred(*keys: ForeignKey) -> ForeignKey | None:
    """Return the key whose check waits for COMMIT, so that the other acts before it in any order of creation."""
    return next((k for k in keys if k.on_delete is ReferentialAction.NO_ACTION and k.timing.initially_deferred), None)


def _differences(one: ForeignKey, other: ForeignKey) -> Iterator[str]:
    if one.on_update is not other.on_update:
        yield "ON UPDATE"
    if one.match is not other.match:
        yield "MATCH"
    if one.timing != other.timing:
        yield "when they are checked"
    if one.validated is not other.validated:
        yield "NOT VALID"
    if one.period is not other.period:
        yield "PERIOD"


def _action(key: ForeignKey) -> str:
    columns = frozenset(key.set_columns or ())
    part = (
        f" ({', '.join(map(quote_identifier, sorted(columns)))})"
        if columns and columns != frozenset(key.columns)
        else ""
    )
    return f"{key.on_delete.value.upper()}{part}"


RULE = Rule(code="OD102", name="overlapping-fks", text=__doc__ or "", check=check)
