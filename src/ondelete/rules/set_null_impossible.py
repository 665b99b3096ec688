"""A SET NULL that cannot work, because the column cannot be NULL.

## What it does

Reports each foreign key whose action sets a column to NULL that cannot be NULL: because of NOT NULL, the primary key,
an identity, a domain, or a CHECK. SET DEFAULT on a column without a default does the same and is reported, too.

## Why is this bad

PostgreSQL accepts such a foreign key. Then every delete of a referenced row fails, with SQLSTATE 23502, or 23514 if a
CHECK refuses the NULL.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    author_id bigint NOT NULL REFERENCES users ON DELETE SET NULL
);
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    author_id bigint REFERENCES users ON DELETE SET NULL
);
```

## How to fix

Decide what the reference means. If the row is worth keeping without it, let the column be NULL. If not, use CASCADE
or RESTRICT.

The fix of a finding keeps the declared action:

- If the foreign key has several columns and some of them can be NULL, the fix sets only those: `ON DELETE SET NULL
  (author_id)`. This needs PostgreSQL 15.
- Otherwise it drops the NOT NULL, or a CHECK that does the same.
- There is no fix if something else forbids NULL: a primary key, a domain, or a parent table's NOT NULL.

## When to ignore it

Ignore the finding if you want the error. RESTRICT says the same more clearly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.analyses.impossible import impossible_action
from ondelete.catalog import ForeignKey, column_list, constraint_id, quote_identifier
from ondelete.catalog.expressions import ColumnRef, NullTest
from ondelete.deletion.kinds import FailureKind
from ondelete.deletion.static.rows import is_not_null
from ondelete.findings import Fix, Phase
from ondelete.fixes.builders import recreate_key
from ondelete.fixes.migrations import execute, is_sayable, migration, ruby, ruby_table
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, key_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.analyses.impossible import Impossible
    from ondelete.catalog import Catalog
    from ondelete.deletion.static.rows import RowFailure


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the keys whose SET NULL, or SET DEFAULT to NULL, always fails."""
    for key in context.keys:
        found = impossible_action(context.catalog, key)
        if found:
            action = key.on_delete.value.upper()
            message = (
                f"ON DELETE {action} of {column_list(key.columns)} always fails while a row references "
                f"{key.referenced_table.shown}: {'; '.join(found.reasons)}."
            )
            yield key_complaint(key, message, fix=_fix(context.catalog, key, found))


def _fix(catalog: Catalog, key: ForeignKey, found: Impossible) -> Fix | None:
    """Return the change that makes the declared action work, None if it would not be enough."""
    if len(found.failures) < len(found.reasons):
        return None
    return _fewer_columns(catalog, key) or _let_be_null(catalog, key, found.failures)


def _fewer_columns(catalog: Catalog, key: ForeignKey) -> Fix | None:
    """Return the key that sets only the columns that can be NULL, None if none can."""
    table = catalog.tables.get(key.table)
    if table is None or key.set_columns or len(key.columns) == 1:
        return None
    columns = ((name, table.column(name)) for name in key.columns)
    nullable = tuple(name for name, column in columns if column and not is_not_null(catalog, table.name, column))
    if not nullable or impossible_action(catalog, replace(key, set_columns=nullable)):
        return None
    return recreate_key(catalog, key, key.on_delete, set_columns=nullable)


def _let_be_null(catalog: Catalog, key: ForeignKey, failures: Sequence[RowFailure]) -> Fix | None:
    """Return the statements that drop NOT NULL, and checks that say the same."""
    columns: list[str] = []
    checks: list[str] = []
    for failure in failures:
        if failure.kind is FailureKind.NOT_NULL and _can_drop_not_null(catalog, key, failure.columns[0]):
            columns.append(failure.columns[0])
        elif failure.kind is FailureKind.CHECK and _only_says_not_null(catalog, key, failure.constraint):
            checks.append(failure.constraint or "")
        else:
            return None
    drops = [f"ALTER COLUMN {quote_identifier(column)} DROP NOT NULL" for column in sorted(columns)]
    drops += [f"DROP CONSTRAINT {quote_identifier(name)}" for name in checks]
    sql = f"ALTER TABLE {key.table.sql} {', '.join(drops)};"
    lines = [f"change_column_null {ruby_table(key.table)}, {ruby(column)}, true" for column in sorted(columns)]
    touches = tuple(constraint_id(key.table, name) for name in (*sorted(columns), *checks))
    return Fix(
        sql, execute([sql]) if checks or not is_sayable(key.table) else migration(lines), Phase.ALTER_COLUMN, touches
    )


def _can_drop_not_null(catalog: Catalog, key: ForeignKey, name: str) -> bool:
    table = catalog.tables[key.table]
    column = table.column(name)
    primary = {c for k in catalog.keys_of.get(key.table, ()) if k.kind == "primary key" for c in k.columns}
    if column is None or not column.not_null or column.identity or column.generated or name in primary:
        return False
    above = [catalog.tables[parent].column(name) for parent in table.parents if parent in catalog.tables]
    return len(above) == len(table.parents) and not any(c is not None and c.not_null for c in above)


def _only_says_not_null(catalog: Catalog, key: ForeignKey, name: str | None) -> bool:
    for constraint in catalog.checks_of.get(key.table, ()):
        tree = constraint.expression.tree
        plain = isinstance(tree, NullTest) and not tree.is_null and isinstance(tree.operand, ColumnRef)
        if constraint.name == name and plain and not constraint.inherited:
            return True
    return False


RULE = Rule(code="OD101", name="set-null-impossible", text=__doc__ or "", check=check)
