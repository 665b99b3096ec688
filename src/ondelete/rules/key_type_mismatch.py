"""A foreign key between columns of different types.

## What it does

Reports each foreign key with a column whose type differs from the type of the column that it references. A domain
counts as the type that it is based on. Types that differ in length only (`varchar(20)`, `text`) count as the same.

## Why is this bad

PostgreSQL allows an `integer` column to reference a `bigint` one. Then the first row beyond 2,147,483,647 cannot be
referenced, and the insert fails with SQLSTATE 22003. The other way round, `bigint` to `integer`, nothing breaks; this
is what a migration to `bigint` looks like half-way.

Types of different families are worse for deletes. For `integer` to `numeric`, PostgreSQL casts the column before it
compares it, and no plain btree index on the column helps. So each deleted row reads the whole referencing table, even
if there is an index.

## Example

```toml
[rules]
key-type-mismatch = "warning"
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id integer REFERENCES users);
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users);
```

## How to fix

Give both columns the same type. Changing the type in place rewrites the table under an exclusive lock. For a large
table, add a column of the right type, copy the values in batches, and swap the columns.

## When to ignore it

List the foreign key in `exempt` if a migration is half-way, or if the referenced table always stays small.

## Links

- PostgreSQL: [Numeric types](https://www.postgresql.org/docs/current/datatype-numeric.html)
- PostgreSQL: [Operator families](https://www.postgresql.org/docs/current/indexes-opclass.html)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from ondelete.analyses.indexing.comparison import comparisons_of
from ondelete.analyses.indexing.types import base_type, plain_type
from ondelete.catalog import column_list
from ondelete.rules.base import Complaint, Options, Rule, RuleContext, Setting, key_complaint
from ondelete.rules.base.exemptions import Exemptions, key_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.analyses.indexing.comparison import Comparison
    from ondelete.catalog import Catalog, ForeignKey

_INTEGERS = ("smallint", "integer", "bigint")
_FLOATS = ("real", "double precision")


class KeyTypeMismatchOptions(Options, frozen=True):
    """Which keys may differ."""

    exempt: Annotated[
        tuple[str, ...],
        msgspec.Meta(
            description="keys that may differ: `table.column`, `table.(a, b)` or `table.constraint`, globs allowed; "
            "an entry that is not needed has the grade `stale`."
        ),
    ] = ()


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield the keys of which a pair of columns differs, then the exemptions that are not needed."""
    exempt = Exemptions(context, setting, KeyTypeMismatchOptions)
    for key in context.keys:
        pairs = list(_mismatches(context.catalog, key))
        if pairs and not exempt.cover(key.table, key_names(key, key.table, context.home)):
            yield _complaint(context.catalog, key, pairs)
    yield from exempt.stale("no key that it names compares two types")


def _mismatches(catalog: Catalog, key: ForeignKey) -> Iterator[tuple[str, str, str]]:
    """Yield (column, its type, the type that it references) of each pair that differs."""
    table, other = catalog.tables.get(key.table), catalog.tables.get(key.referenced_table)
    if table is None or other is None:
        return
    for name, referenced in zip(key.columns, key.referenced_columns, strict=False):
        column, target = table.column(name), other.column(referenced)
        if column is None or target is None or (column.type == target.type and column.type_name == target.type_name):
            continue
        own, theirs = plain_type(base_type(catalog, column)), plain_type(base_type(catalog, target))
        if own != theirs:
            yield name, own, theirs


def _complaint(catalog: Catalog, key: ForeignKey, pairs: list[tuple[str, str, str]]) -> Complaint:
    columns = tuple(name for name, _, _ in pairs)
    unserved = [c for c in comparisons_of(catalog, key) if c.column in columns and _needs_cast(c)]
    types, theirs = ", ".join(own for _, own, _ in pairs), ", ".join(other for _, _, other in pairs)
    is_are = "is" if len(pairs) == 1 else "are"
    message = f"{key.table.shown}.{column_list(columns)} {is_are} {types} and references {theirs}"
    narrow = [own for _, own, other in pairs if _is_narrower(own, other)]
    if unserved:
        reason = f": the column is cast to {unserved[0].right} before it is compared, so a plain index does not help."
        return key_complaint(key, message + reason, grade="unserved")
    if narrow:
        return key_complaint(key, f"{message}: it cannot hold every value that can be referenced.")
    return key_complaint(key, f"{message}: nothing breaks, but the types should be the same.", grade="harmless")


def _needs_cast(comparison: Comparison) -> bool:
    return comparison.needs_help and not comparison.overlaps


def _is_narrower(own: str, other: str) -> bool:
    """Whether a type cannot hold every value of another one."""
    for family in (_INTEGERS, _FLOATS):
        if own in family and other in family:
            return family.index(own) < family.index(other)
    return False


RULE = Rule(
    code="OD305",
    name="key-type-mismatch",
    text=__doc__ or "",
    check=check,
    grades={
        "unserved": "the severity if no plain btree index on the referencing column can serve.",
        "harmless": "the severity if the types differ, but every value fits and a plain index serves.",
        "stale": "the severity of an entry of `exempt` that is not needed.",
    },
    options=KeyTypeMismatchOptions,
)
