"""A table with more indexes than the limit.

## What it does

Reports each table with more indexes than `limit`. Every index counts: those of the primary key and of constraints,
partial ones, and ones on expressions. An index of a partition that belongs to an index of the root counts for the
partition.

`known` lists tables that are over the limit already, each with its number of indexes. An entry has the grade `stale`
if the number has changed, or if the table is no longer over the limit. So nobody changes the number without noticing.

## Why is this bad

Each index is written on every INSERT and on most UPDATEs, is vacuumed, and takes space. The planner must consider and
lock it. Beyond 16 relations a query leaves PostgreSQL's fast path for locks (until version 17). A delete pays later:
VACUUM removes the dead row's entries from every index.

## Example

```toml
[rules.too-many-indexes]
severity = "warning"
limit = 3
```

```sql
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint, title text, state text);
CREATE INDEX posts_author_id_idx ON posts (author_id);
CREATE INDEX posts_title_idx ON posts (title);
CREATE INDEX posts_state_idx ON posts (state);
```

## Use instead

```sql
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint, title text, state text);
CREATE INDEX posts_author_id_idx ON posts (author_id);
CREATE INDEX posts_title_state_idx ON posts (title, state);
```

## How to fix

Drop indexes that nobody uses (`pg_stat_user_indexes` counts uses), and those that
[redundant-index](redundant-index.md) reports.

## When to ignore it

Raise the table's number in `known` if a new index is worth its cost.

## Links

- PostgreSQL: [Indexes](https://www.postgresql.org/docs/current/indexes-intro.html)
- GitLab: [Adding database indexes](https://docs.gitlab.com/development/database/adding_database_indexes/)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import msgspec

from ondelete.analyses.partition_indexes import indexes_on
from ondelete.declarations import spellings
from ondelete.rules.base import Complaint, Options, Rule, RuleContext, Setting, table_complaint
from ondelete.rules.base.exemptions import Entries, place_of, stale_entry

if TYPE_CHECKING:
    from collections.abc import Iterator


class TooManyIndexesOptions(Options, frozen=True):
    """The limit, and the known tables that exceed it."""

    limit: Annotated[int, msgspec.Meta(ge=0, description="the most indexes that a table may have.")] = 15
    known: Annotated[
        Mapping[str, int],
        msgspec.Meta(description="tables over the limit that are accepted, each with its number of indexes."),
    ] = {}


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield the tables over the limit that are not known, and the entries of ``known`` that are out of date."""
    known = Entries(setting.options(TooManyIndexesOptions).known)
    for name, table in context.catalog.tables.items():
        if not setting.covers(name):
            continue
        options = setting.options(TooManyIndexesOptions, name)
        number = len(indexes_on(context.catalog, name))
        entries = [entry for entry in spellings(name, context.home) if entry in options.known]
        for entry in entries:
            if (reason := _why_stale(number, options.known[entry], options.limit)) is not None:
                yield stale_entry("known", entry, reason, place_of(context, entry))
        if not known.need(entries) and number > options.limit:
            yield table_complaint(table, f"{name.shown} has {number} indexes, more than {options.limit}.")
    for entry in known.unused():
        yield stale_entry("known", entry, "there is no such table", place_of(context, entry))


def _why_stale(number: int, known: int, limit: int) -> str | None:
    if number <= limit:
        return f"the table has {number} indexes now, not more than {limit}"
    return None if number == known else f"the table has {number} indexes now, not {known}"


RULE = Rule(
    code="OD202",
    name="too-many-indexes",
    text=__doc__ or "",
    check=check,
    grades={"stale": "the severity of an entry of `known` that no longer holds."},
    options=TooManyIndexesOptions,
)
