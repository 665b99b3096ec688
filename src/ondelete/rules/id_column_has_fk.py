"""A column that is named like a reference but has no foreign key.

## What it does

Reports each column whose name ends in one of `suffixes` and that is in no foreign key of its table, declared or loose
(`[loose]` in the configuration). A partition has the foreign keys of its partitioned table. These are not reported:

- the only column of the primary key (`own-ids`): it names the row itself;
- `x_id` beside `x_type` (`polymorphic`): it references many tables, and no foreign key can do that;
- columns that are listed in `ignore`.

If the name of the column says which table it references, the message names that table.

An entry of `ignore` that is not needed is reported, too. It has the grade `stale` if every column that it names has a
foreign key now, and the grade `gone` if there is no such column.

## Why is this bad

Only the application keeps the reference `user_id` valid. One raw DELETE, one job that dies, or one callback that is
skipped, and rows reference nothing. Nor does the schema show whether a delete misses rows: `ondelete explain` follows
foreign keys, not names.

## Example

```toml
[rules]
id-column-has-fk = "warning"
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL, stripe_id text);
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE, stripe_xid text);
```

## How to fix

- Add the foreign key. Add it NOT VALID first, so that writes go on, then validate it.
- If the other table is in another database, declare a loose foreign key.
- If the column holds an id of a third party (a payment provider, for example), name it `..._xid`.

## When to ignore it

List the column in `ignore` if it is no reference and cannot be renamed.

## Links

- PostgreSQL: [Foreign keys](https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK)
- GitLab: [Foreign keys and associations](https://docs.gitlab.com/development/database/foreign_keys/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from ondelete.declarations import Patterns, spellings
from ondelete.rules.base import Complaint, Options, Rule, RuleContext, Setting, table_complaint
from ondelete.rules.base.exemptions import Exemptions, place_of, stale_entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName, Table

_TYPES = ("_type",)


class IdColumnHasFkOptions(Options, frozen=True):
    """Which columns are references, and which are known to have no foreign key."""

    suffixes: Annotated[
        tuple[str, ...], msgspec.Meta(description="the endings of columns that reference another table.")
    ] = ("_id",)
    ignore: Annotated[
        tuple[str, ...],
        msgspec.Meta(description="columns that need no key: `table.column`, globs allowed."),
    ] = ()
    ignore_keys: Annotated[
        tuple[str, ...],
        msgspec.Meta(description="keys that do not count, by name or as `table.constraint`, globs allowed."),
    ] = ()
    loose: Annotated[bool, msgspec.Meta(description="whether a loose foreign key counts.")] = True
    own_ids: Annotated[bool, msgspec.Meta(description="whether the only column of a primary key needs no key.")] = True
    polymorphic: Annotated[bool, msgspec.Meta(description="whether `x_id` beside `x_type` needs no key.")] = True
    partitions: Annotated[bool, msgspec.Meta(description="whether partitions are checked too.")] = False


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield the columns without key that are not ignored, then the entries that are not needed."""
    ignored = Exemptions(context, setting, IdColumnHasFkOptions, "ignore")
    keyed = Exemptions(context, setting, IdColumnHasFkOptions, "ignore")
    loose = _loose_columns(context)
    for name, table in context.catalog.tables.items():
        options = setting.options(IdColumnHasFkOptions, name)
        if not setting.covers(name) or table.kind == "foreign table" or (table.is_partition and not options.partitions):
            continue
        has_key = _columns_with_key(context, table, options)
        if options.loose:
            has_key.update(loose.get(name, ()))
        for column in table.columns:
            yield from _column(context, table, column.name, options, has_key, ignored, keyed)
    yield from _stale(context, ignored, keyed)


def _column(
    context: RuleContext,
    table: Table,
    column: str,
    options: IdColumnHasFkOptions,
    has_key: set[str],
    ignored: Exemptions,
    keyed: Exemptions,
) -> Iterator[Complaint]:
    """Yield the complaint about one column; ``keyed`` notes the entries that name a column with a foreign key."""
    if not options.ignore and not column.endswith(options.suffixes):
        return
    names = spellings(table.name, context.home, last=column)
    if column in has_key:
        keyed.cover(table.name, names)
        return
    exempt = ignored.cover(table.name, names)
    if not exempt and column.endswith(options.suffixes) and not _is_no_reference(context, table, column, options):
        message = f"{table.name.shown}.{column} is named like a reference{_to_what(context, table, column)}"
        yield table_complaint(table, message, columns=(column,))


def _to_what(context: RuleContext, table: Table, column: str) -> str:
    """Return the end of the message: the table that the name refers to, if it is known."""
    meant = context.references.of_column(table.name, column)
    if meant is None or meant.to is None:
        return ", but has no foreign key. If it is an id of a third party, name it ..._xid."
    return f" to {meant.to.shown} ({meant.reason}), but has no foreign key."


def _columns_with_key(context: RuleContext, table: Table, options: IdColumnHasFkOptions) -> set[str]:
    ignored = Patterns(options.ignore_keys)
    return {
        column
        for key in _keys(context.catalog, table)
        if not (ignored and _is_meant(ignored, key, context.home))
        for column in key.columns
    }


def _keys(catalog: Catalog, table: Table) -> Iterator[ForeignKey]:
    """Yield the keys of a table, and for a partition those of the tables above it."""
    for name in (table.name, *catalog.partitioned_above(table.name)):
        yield from catalog.foreign_keys_from.get(name, ())


def _is_meant(patterns: Patterns, key: ForeignKey, home: str) -> bool:
    return patterns.holds(key.name, key.id) or patterns.matches(key.table, home, last=key.name)


def _is_no_reference(context: RuleContext, table: Table, column: str, options: IdColumnHasFkOptions) -> bool:
    """Whether a column has the name of a reference for another reason."""
    if options.own_ids:
        keys = context.catalog.keys_of.get(table.name, ())
        if any(key.kind == "primary key" and key.columns == (column,) for key in keys):
            return True
    if not options.polymorphic:
        return False
    base = next(column.removesuffix(suffix) for suffix in options.suffixes if column.endswith(suffix))
    return any(table.column(f"{base}{ending}") is not None for ending in _TYPES)


def _loose_columns(context: RuleContext) -> Mapping[QualifiedName, set[str]]:
    found: dict[QualifiedName, set[str]] = {}
    for key in context.declared.loose:
        found.setdefault(key.table, set()).add(key.column)
    return found


def _stale(context: RuleContext, ignored: Exemptions, keyed: Exemptions) -> Iterator[Complaint]:
    gone = set(keyed.unused())
    for entry in ignored.unused():
        place = place_of(context, entry)
        if entry in gone:
            yield stale_entry("ignore", entry, "no table that is checked has such a column", place, grade="gone")
        else:
            yield stale_entry("ignore", entry, "the column has a foreign key now", place)


RULE = Rule(
    code="OD301",
    name="id-column-has-fk",
    text=__doc__ or "",
    check=check,
    grades={
        "stale": "the severity of an entry of `ignore` whose columns have a key now.",
        "gone": "the severity of an entry of `ignore` that names no column.",
    },
    options=IdColumnHasFkOptions,
)
