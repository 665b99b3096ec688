"""A SET NULL that cannot work, because the column cannot be NULL.

The key says "set to NULL when the referenced row goes", and something else says "never NULL": NOT NULL, the
primary key, an identity, a domain, or a CHECK. PostgreSQL accepts both; every delete of a referenced row then fails
(SQLSTATE 23502, or 23514 for a CHECK). SET DEFAULT on a column without a default is the same.

## How to fix it

Decide what the reference means. If the row makes no sense without what it references, use CASCADE or RESTRICT.
If it does, let the column be NULL.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    author_id bigint NOT NULL REFERENCES users ON DELETE SET NULL
);
```

Instead:

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    author_id bigint REFERENCES users ON DELETE SET NULL
);
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.rails import migration, ruby, ruby_table
from ondelete.catalog import ForeignKey, MatchType, column_list, quote_identifier
from ondelete.deletion.changes import nulled, written_by
from ondelete.deletion.failures import shown
from ondelete.deletion.rows import row_failures
from ondelete.findings import Fix, Phase
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, key_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the keys whose SET NULL, or SET DEFAULT to NULL, always fails."""
    for key in context.keys:
        changes = written_by(context.catalog, key, "delete", {})
        if not changes or not nulled(changes):
            continue
        failures = [failure for failure in row_failures(context.catalog, key, changes) if failure.stops]
        reasons = [failure.reason for failure in failures]
        if key.match is MatchType.FULL and 0 < len(nulled(changes).intersection(key.columns)) < len(key.columns):
            reasons.append("MATCH FULL does not let only some of its columns be NULL")
        if reasons:
            action = key.on_delete.value.upper()
            message = (
                f"ON DELETE {action} of {column_list(key.columns)} always fails while a row references "
                f"{shown(key.referenced_table)}: {'; '.join(reasons)}."
            )
            columns = {column for failure in failures for column in failure.columns}
            plain = all(failure.kind == "not null" for failure in failures) and len(reasons) == len(failures)
            yield key_complaint(key, message, fix=_fix(context.catalog, key, sorted(columns)) if plain else None)


def _fix(catalog: Catalog, key: ForeignKey, columns: list[str]) -> Fix | None:
    """Return the change that lets the declared action work, where a plain NOT NULL is all that is in its way."""
    table = catalog.tables[key.table]
    primary = {name for k in catalog.keys_of.get(key.table, ()) if k.kind == "primary key" for name in k.columns}
    found = [table.column(name) for name in columns]
    if any(c is None or not c.not_null or c.identity or c.name in primary for c in found):
        return None
    drops = ", ".join(f"ALTER COLUMN {quote_identifier(column)} DROP NOT NULL" for column in columns)
    lines = [f"change_column_null {ruby_table(key.table)}, {ruby(column)}, true" for column in columns]
    return Fix(sql=f"ALTER TABLE {key.table.sql} {drops};", rails=migration(lines), phase=Phase.ALTER_COLUMN)


RULE = Rule(code="OD101", name="set-null-impossible", text=__doc__ or "", check=check)
