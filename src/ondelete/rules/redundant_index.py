"""An index whose work another index of the same table does, too.

## What it does

Reports index A if index B of the same table does all its work:

- both are btrees with default operator classes and the same WHERE;
- the columns of A are the first columns of B, in the same order, sort order and collation;
- every column in the INCLUDE of A is somewhere in B.

If two indexes do the same work, the rule names one: the one that no constraint owns and that is not unique.

The rule never reports a UNIQUE index that is shorter than the other (it enforces something of its own), an index that
a constraint owns, the replica identity of the table (without it a published table refuses UPDATE and DELETE), or a
partition's part of a partitioned index.

`match = "pairs"` compares as GitLab's own test does. For each table it compares all pairs of btrees that are not
primary, not partial and without operator classes. It appends the columns of INCLUDE to the others, and compares an
index on an expression only with one of exactly the same definition. It reports an index together with each index that
begins with its columns. So two equal indexes are two findings, even on a partition.

## Why is this bad

A btree on `(a, b)` finds rows by `a` as well as one on `(a)` does. The shorter index costs writes, space and VACUUM,
and speeds up nothing except by being a little smaller.

## Example

```toml
[rules]
redundant-index = "warning"
```

```sql
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint, created_at timestamp);
CREATE INDEX posts_author_id_idx ON posts (author_id);
CREATE INDEX posts_author_id_created_at_idx ON posts (author_id, created_at);
```

## Use instead

```sql
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint, created_at timestamp);
CREATE INDEX posts_author_id_created_at_idx ON posts (author_id, created_at);
```

## How to fix

Drop the index with CONCURRENTLY. The index of a partitioned table cannot be dropped that way.

## When to ignore it

List the pair in `known` if you keep the shorter index for its size, or if hints name it.

## Links

- PostgreSQL: [Multicolumn indexes](https://www.postgresql.org/docs/current/indexes-multicolumn.html)
- GitLab: [Adding database indexes](https://docs.gitlab.com/development/database/adding_database_indexes/)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from ondelete.analyses.partition_indexes import indexes_on
from ondelete.analyses.redundant_indexes import equal_prefixes, superfluous
from ondelete.catalog import QualifiedName, constraint_id
from ondelete.declarations import spellings, table_named
from ondelete.fixes.drops import drop_index
from ondelete.rules.base import Complaint, Options, Rule, RuleContext, Setting
from ondelete.rules.base.exemptions import Entries, Place, place_of, stale_entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog, Index
    from ondelete.findings import Fix


class RedundantIndexOptions(Options, frozen=True):
    """What is compared, and which pairs are known."""

    match: Annotated[
        Literal["serves", "pairs"],
        msgspec.Meta(description='`"serves"`: what another index can do; `"pairs"`: all pairs with equal columns.'),
    ] = "serves"
    partial: Annotated[bool, msgspec.Meta(description="whether indexes with a WHERE are compared, with `serves`.")] = (
        True
    )
    primary_keys: Annotated[
        bool, msgspec.Meta(description="whether the primary key's index counts as the other one, with `serves`.")
    ] = True
    known: Annotated[
        Mapping[str, tuple[str, ...]],
        msgspec.Meta(
            description="pairs that are accepted: an index and the names of others; the order does not matter."
        ),
    ] = {}


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield the pairs that are not known, then the entries of ``known`` that name no such pair."""
    listed = setting.options(RedundantIndexOptions).known
    known = Entries((name, other) for name, others in listed.items() for other in others)
    for table, indexes in context.catalog.indexes_of.items():
        if not setting.covers(table):
            continue
        options = setting.options(RedundantIndexOptions, table)
        for index, other in _pairs(context.catalog, indexes, options):
            if not known.need(_entries(options, index, other, context.home)):
                yield _complaint(context.catalog, index, other, pairs=options.match == "pairs")
    yield from _stale(context, known.unused())


def _pairs(catalog: Catalog, indexes: Sequence[Index], options: RedundantIndexOptions) -> Iterator[tuple[Index, Index]]:
    """Yield each redundant index with the one that does its work."""
    if options.match == "pairs":
        yield from equal_prefixes(indexes)
        return
    compared = [each for each in indexes_on(catalog, indexes[0].table) if options.partial or each.predicate is None]
    deferrable = {key.name for key in catalog.keys_of.get(indexes[0].table, ()) if key.timing.deferrable}
    yield from superfluous([each for each in compared if options.primary_keys or not each.primary], deferrable)


def _names(index: Index, home: str) -> tuple[str, ...]:
    return spellings(QualifiedName(index.table.schema, index.name), home)


def _entries(options: RedundantIndexOptions, index: Index, other: Index, home: str) -> list[tuple[str, str]]:
    """Return the entries of ``known`` that name a pair, in either direction."""
    found = []
    for one, two in ((index, other), (other, index)):
        for name in _names(one, home):
            names = _names(two, home)
            found += [(name, listed) for listed in options.known.get(name, ()) if listed in names]
    return found


def _complaint(catalog: Catalog, index: Index, other: Index, *, pairs: bool) -> Complaint:
    columns, subject = ", ".join(_shown(index)), constraint_id(index.table, index.name)
    return Complaint(
        message=f"Index {index.name} ({columns}) of {index.table.shown} is redundant: {other.name} "
        f"({', '.join(_shown(other))}) does its work, too."
        if not pairs
        else f"The columns of index {index.name} ({columns}) of {index.table.shown} are the first ones of "
        f"{other.name} ({', '.join(_shown(other))}).",
        subject=f"{subject} {other.name}" if pairs else subject,
        location=index.location,
        table=index.table,
        columns=tuple(name for name in index.columns if name is not None),
        fix=None if pairs else _fix(catalog, index),
        object=subject,
    )


def _shown(index: Index) -> Iterator[str]:
    """Yield the columns of an index, with their sort order, as people read them."""
    expressions = iter(index.expressions)
    orders = index.orders or (None,) * len(index.columns)
    for column, order in zip(index.columns, orders, strict=True):
        text = column if column is not None else next(expressions).sql
        yield f"{text} {order}" if order else text
    yield from (f"{name} included" for name in index.include)


def _fix(catalog: Catalog, index: Index) -> Fix | None:
    """Return the fix, None if a foreign key may depend on this index: a dump does not say on which one it depends."""
    if index.unique and any(
        frozenset(key.referenced_columns) == frozenset(index.columns)
        for key in catalog.foreign_keys_to.get(index.table, ())
    ):
        return None
    return drop_index(catalog, index)


def _stale(context: RuleContext, unused: Sequence[tuple[str, str]]) -> Iterator[Complaint]:
    there = {QualifiedName(index.table.schema, index.name): index for index in context.catalog.indexes}
    for pair in unused:
        indexes = [there.get(table_named(name, context.home)) for name in pair]
        gone = [name for name, index in zip(pair, indexes, strict=True) if index is None]
        index = indexes[0] or indexes[1]
        yield stale_entry(
            "known",
            " and ".join(pair),
            f"there is no index {gone[0]}" if gone else "neither index does the other's work",
            place_of(context, "") if index is None else Place(index.table, index.location),
            subject=" ".join(("known", *pair)),
            grade="gone" if gone else "stale",
        )


RULE = Rule(
    code="OD203",
    name="redundant-index",
    text=__doc__ or "",
    check=check,
    grades={
        "stale": "the severity of a pair in `known` that is not redundant, though both indexes exist.",
        "gone": "the severity of a pair in `known` if one of its indexes does not exist.",
    },
    options=RedundantIndexOptions,
)
