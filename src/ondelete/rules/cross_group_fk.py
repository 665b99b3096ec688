"""A foreign key between tables of two groups, without permission.

## What it does

Reports each foreign key whose two tables are in different groups. `[groups]` in `ondelete.toml` names the groups:
tables that will live in a database of their own, that another team owns, or that another service will take over. A
table that matches several groups is in the first one. A partition is in the group of its root unless it matches a
group itself.

All declared foreign keys count, even those that are NOT ENFORCED or not validated. The copies that PostgreSQL makes of
a foreign key for partitions do not count.

Write down what is allowed, with the reason:

- `allow` lists single foreign keys, as `table.column` (`table.a.b` for two columns, in their order) or by name,
  `schema.table.constraint`. An entry that matches no foreign key between two groups is reported, with grade `stale`.
- `together` lists groups that may reference each other, in both directions. `{ groups = ["main", "shared"], tables =
  ["plans"] }` allows it only if all tables outside the first group are among `tables`.

## Why is this bad

The foreign key ties the groups together at every delete. A DELETE in one group deletes rows of the other, or is
stopped by them, in one transaction. You can no longer move the groups apart, because no `ON DELETE` works across two
databases.

## Example

```toml
[groups]
accounts = ["users", "teams"]
content = ["posts"]

[rules.cross-group-fk]
severity = "error"
allow = [{ key = "posts.team_id", reason = "to be replaced by a job before the databases part" }]
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE teams (id bigint PRIMARY KEY);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    team_id bigint REFERENCES teams ON DELETE CASCADE,
    author_id bigint REFERENCES users ON DELETE CASCADE
);
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE teams (id bigint PRIMARY KEY);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    team_id bigint REFERENCES teams ON DELETE CASCADE,
    author_id bigint
);
```

## How to fix

Drop the key, and let a job clean up later: declare a *loose* foreign key (see [loose-fk](loose-fk.md)). Or move one
of the tables into the other group.

## When to ignore it

List the key in `allow`, with a reason, if the groups stay in one database for now.

## Links

- GitLab: [Multiple databases](https://docs.gitlab.com/development/database/multiple_databases/), with the same rule,
  its groups, its list of allowed keys, and the check that no entry of it is stale
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated

import msgspec

from ondelete.catalog import column_list
from ondelete.declarations import Patterns, spellings
from ondelete.rules.base import Complaint, Options, Rule, RuleContext, Setting, key_complaint
from ondelete.rules.base.exemptions import Entries, stale_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import ForeignKey, QualifiedName

_Text = Annotated[str, msgspec.Meta(pattern=r"\S")]


class Allowed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Keys between two groups that a team keeps: a name or glob, and why."""

    key: _Text
    reason: _Text


class Together(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Groups that may reference each other; with ``tables``, only if all tables outside the first group are listed."""

    groups: Annotated[tuple[str, ...], msgspec.Meta(min_length=2)]
    tables: tuple[str, ...] = ()


class CrossGroupOptions(Options, frozen=True):
    """Which keys between groups are allowed."""

    allow: Annotated[
        tuple[Allowed, ...],
        msgspec.Meta(
            description='keys that are accepted: `{ key = "posts.team_id", reason = "..." }`, names or globs of '
            "`table.column` or of keys."
        ),
    ] = ()
    together: Annotated[
        tuple[tuple[str, ...] | Together, ...],
        msgspec.Meta(
            description="lists of groups that may reference each other, or tables with `groups` and `tables`."
        ),
    ] = ()
    ungrouped: Annotated[
        bool,
        msgspec.Meta(description="whether a key of a table without a group is reported, with grade `no-group`."),
    ] = False


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield the foreign keys between groups that nothing allows, and the entries of options that match nothing."""
    review = _Review(context, setting)
    for key in context.catalog.foreign_keys:
        yield from review.of(key)
    yield from review.stale()


class _Review:
    """One pass over the keys; remembers which entries were needed."""

    def __init__(self, context: RuleContext, setting: Setting) -> None:
        self._context, self._setting = context, setting
        self._groups: dict[QualifiedName, str | None] = {}
        self._entries = Entries(setting.options(CrossGroupOptions).allow)

    def of(self, key: ForeignKey) -> Iterator[Complaint]:
        options = self._setting.options(CrossGroupOptions, key.table)
        own, other = self._group(key.table), self._group(key.referenced_table)
        self._entries.know(options.allow)
        if own is None or other is None:
            if options.ungrouped:
                yield _of_no_group(key, key.table if own is None else key.referenced_table)
            return
        if own == other or any(self._permits(rule, key) for rule in options.together):
            return
        if not self._entries.need(entry for entry in options.allow if self._fits(entry, key)):
            yield _crossing(key, own, other)

    def stale(self) -> Iterator[Complaint]:
        for entry in self._entries.unused():
            known = any(self._fits(entry, key) for key in self._context.catalog.foreign_keys)
            what = "is not between two groups" if known else "matches no foreign key"
            message = f"allow: {entry.key} {what} ({entry.reason}); remove the entry."
            yield stale_option(self._setting, message, f"allow {entry.key}")
        groups = dict(self._context.declared.groups)
        listed = (name for rule in self._setting.options(CrossGroupOptions).together for name in _groups_of(rule))
        for name in dict.fromkeys(name for name in listed if name not in groups):
            message = f"together: there is no group {name} in [groups]."
            yield stale_option(self._setting, message, f"together {name}")

    def _group(self, table: QualifiedName) -> str | None:
        if table not in self._groups:
            declared = self._context.declared
            root = self._context.catalog.root_of(table)
            self._groups[table] = declared.group_of(table) or (declared.group_of(root) if root != table else None)
        return self._groups[table]

    def _permits(self, rule: tuple[str, ...] | Together, key: ForeignKey) -> bool:
        names, ends = _groups_of(rule), (key.table, key.referenced_table)
        if any(self._group(table) not in names for table in ends):
            return False
        if not isinstance(rule, Together) or not rule.tables:
            return True
        listed, home = Patterns(rule.tables), self._context.home
        return all(listed.matches(table, home) for table in ends if self._group(table) != names[0])

    def _fits(self, entry: Allowed, key: ForeignKey) -> bool:
        home = self._context.home
        by_columns = spellings(key.table, home, last=".".join(key.columns))
        return _pattern(entry.key).holds(*by_columns, *spellings(key.table, home, last=key.name), key.id)


@cache
def _pattern(text: str) -> Patterns:
    return Patterns((text,))


def _groups_of(rule: tuple[str, ...] | Together) -> tuple[str, ...]:
    return rule.groups if isinstance(rule, Together) else rule


def _crossing(key: ForeignKey, own: str, other: str) -> Complaint:
    table, referenced = key.table.shown, key.referenced_table.shown
    return key_complaint(
        key,
        f"{column_list(key.columns)} makes {table} (group {own}) reference {referenced} (group {other}): a delete in "
        f"{other} acts on {own}, too, in the same transaction.",
    )


def _of_no_group(key: ForeignKey, table: QualifiedName) -> Complaint:
    message = (
        f"{key.name} makes {key.table.shown} reference {key.referenced_table.shown}, but {table.shown} is in no group, "
        "so nobody knows whether the foreign key is between two groups."
    )
    return key_complaint(key, message, grade="no-group")


RULE = Rule(
    code="OD302",
    name="cross-group-fk",
    text=__doc__ or "",
    check=check,
    grades={
        "stale": "the severity of entries of `allow` and `together` that match nothing.",
        "no-group": "the severity of foreign keys of tables without a group, with `ungrouped`.",
    },
    options=CrossGroupOptions,
)
