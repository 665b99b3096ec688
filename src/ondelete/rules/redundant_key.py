"""A UNIQUE constraint or a foreign key that another one implies.

## What it does

Reports a UNIQUE constraint whose columns include all columns of the primary key or of another UNIQUE constraint,
unless a foreign key references exactly its columns. NULLs make a difference only if the larger constraint is NULLS NOT
DISTINCT and the smaller one is not.

Reports a foreign key `(a)` if another foreign key `(a, b)` references the same table by the same pairs of columns,
and is checked whenever the smaller one is: b cannot be NULL, or the larger one is MATCH FULL. If the ON DELETE or ON
UPDATE of the smaller one differs, dropping it changes what a delete does. The finding then says so and has no fix.

## Why is this bad

If `(a)` is unique, then `(a, b)` is unique, too, whatever b is. The larger constraint costs an index and enforces
nothing. The smaller foreign key costs a check on every write.

## Example

```toml
[rules]
redundant-key = "warning"
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, name text, UNIQUE (email, name));
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, name text);
```

## How to fix

Drop the constraint. First check whether queries or `ON CONFLICT (a, b)` use its index. Create a plain index in its
place if queries need it.

## When to ignore it

Ignore the finding if `ON CONFLICT (a, b)` needs the larger constraint.

## Links

- PostgreSQL: [Unique
  constraints](https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS)
- PostgreSQL: [CREATE TABLE, MATCH FULL](https://www.postgresql.org/docs/current/sql-createtable.html)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import ForeignKey, Index, Key, MatchType, column_list
from ondelete.fixes.builders import drop_key
from ondelete.fixes.drops import drop_constraint
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, key_complaint, object_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.findings import Fix


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield UNIQUE constraints that another implies, then foreign keys that another implies."""
    catalog = context.catalog
    for table, keys in catalog.keys_of.items():
        uniques = [key for key in keys if key.kind == "unique" and not key.without_overlaps]
        if uniques:
            yield from _uniques(catalog, table, uniques)
    for table, references in catalog.foreign_keys_from.items():
        if len(references) > 1:
            yield from _references(catalog, table, [key for key in references if key.enforced and not key.period])


def _uniques(catalog: Catalog, table: QualifiedName, uniques: Sequence[Key]) -> Iterator[Complaint]:
    deferrable = {key.name for key in catalog.keys_of.get(table, ()) if key.timing.deferrable}
    indexes = [each for each in catalog.indexes_of.get(table, ()) if _is_plain_unique(each)]
    indexes.sort(key=lambda index: (len(index.columns), not index.primary, index.constraint is None, index.name))
    dropped: set[str] = set()
    for key in sorted(uniques, key=lambda key: key.name, reverse=True):
        own = next((index for index in indexes if index.name == key.name), None)
        if own is None:
            continue
        others = [other for other in indexes if other is not own and other.name not in dropped]
        smaller = next((other for other in others if _implies(catalog, other, own, deferrable)), None)
        if smaller is None:
            continue
        same = frozenset(smaller.columns) == frozenset(own.columns)
        referenced = _is_referenced(catalog, table, own)
        if same or not referenced:
            dropped.add(own.name)
            yield _unique_complaint(
                own, key, smaller, fixable=own.columns == smaller.columns and not (referenced or own.replica_identity)
            )


def _is_plain_unique(index: Index) -> bool:
    return index.unique and index.valid and index.predicate is None and None not in index.columns


def _implies(catalog: Catalog, smaller: Index, larger: Index, deferrable: set[str]) -> bool:
    """Whether ``larger`` accepts all rows that ``smaller`` accepts."""
    if not set(smaller.columns) <= set(larger.columns) or any(smaller.opclasses) or any(smaller.collations):
        return False
    if smaller.name in deferrable and larger.name not in deferrable:
        return False
    if len(smaller.columns) == len(larger.columns) and smaller.constraint is None:
        return False  # of two equal ones redundant-index names the index that no constraint owns
    if not larger.nulls_not_distinct or smaller.nulls_not_distinct or smaller.primary:
        return True
    table = catalog.tables.get(smaller.table)
    columns = [table.column(name) for name in smaller.columns if name is not None] if table else []
    return bool(columns) and all(column is not None and column.not_null for column in columns)


def _is_referenced(catalog: Catalog, table: QualifiedName, index: Index) -> bool:
    columns = frozenset(index.columns)
    return any(frozenset(key.referenced_columns) == columns for key in catalog.foreign_keys_to.get(table, ()))


def _unique_complaint(own: Index, key: Key, smaller: Index, *, fixable: bool) -> Complaint:
    columns = tuple(name for name in own.columns if name is not None)
    kind = "the primary key" if smaller.primary else f"{smaller.name}"
    listed = column_list([name for name in smaller.columns if name is not None])
    message = (
        f"{key.name} makes {column_list(columns)} of {key.table.shown} unique, as {kind} on {listed} does already."
    )
    fix = drop_constraint(key.table, key.name) if fixable else None
    return object_complaint(key.table, key.name, message, key.location, columns=columns, fix=fix)


def _references(catalog: Catalog, table: QualifiedName, keys: Sequence[ForeignKey]) -> Iterator[Complaint]:
    for key in keys:
        larger = next((other for other in keys if _covers(catalog, table, other, key)), None)
        if larger is not None:
            message = (
                f"{key.name} makes {column_list(key.columns)} reference {key.referenced_table.shown}, "
                f"as {larger.name} on {column_list(larger.columns)} does already."
            )
            yield key_complaint(key, message + _difference(key, larger), fix=_fix(key, larger))


def _covers(catalog: Catalog, name: QualifiedName, larger: ForeignKey, key: ForeignKey) -> bool:
    """Whether ``larger`` is checked whenever ``key`` is, and on more pairs of columns."""
    pairs, more = _pairs(key), _pairs(larger)
    if larger.referenced_table != key.referenced_table or not pairs < more:
        return False
    if larger.match is MatchType.FULL:
        return larger.validated or not key.validated
    table = catalog.tables.get(name)
    rest = [table.column(column) for column, _ in more - pairs] if table else []
    not_null = bool(rest) and all(column is not None and column.not_null for column in rest)
    return not_null and (larger.validated or not key.validated)


def _pairs(key: ForeignKey) -> frozenset[tuple[str, str]]:
    return frozenset(zip(key.columns, key.referenced_columns, strict=False))


def _difference(key: ForeignKey, larger: ForeignKey) -> str:
    if _acts_alike(key, larger):
        return ""
    return " Keep it only if you need its own action or time of check."


def _acts_alike(key: ForeignKey, larger: ForeignKey) -> bool:
    same = key.on_delete is larger.on_delete and key.on_update is larger.on_update and key.timing == larger.timing
    # SET NULL and SET DEFAULT write each key's own columns, so two of them never do the same.
    return same and all(
        action.value in ("no action", "restrict", "cascade") for action in (key.on_delete, key.on_update)
    )


def _fix(key: ForeignKey, larger: ForeignKey) -> Fix | None:
    return drop_key(key) if _acts_alike(key, larger) else None


RULE = Rule(code="OD308", name="redundant-key", text=__doc__ or "", check=check)
