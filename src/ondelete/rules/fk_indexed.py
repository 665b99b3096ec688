"""A foreign key without an index.

## What it does

Reports each foreign key with no index or a weak index. For every deleted row, PostgreSQL looks for the rows that
reference it. The rule judges an index as PostgreSQL's planner does, for the same query and the same generic plan:

- *no index*: no index can be used. Columns in INCLUDE cannot be searched. A partial index counts only if its WHERE
  is true for every row whose foreign key is set. An index on an expression, or with another collation, does not count.
- *weak index*: an index can be used, at a price. Either it lacks a column of the foreign key; or the column is not the
  first one of a btree; or it is a BRIN index; or it is a partial index on other columns that contains only the rows
  whose foreign key is set.

The verdict of a partitioned table is that of its worst partition. A loose foreign key (`[loose]` in the configuration)
needs an index, too: the job that cleans up looks for the same rows.

The cost of a missing index depends on how often PostgreSQL looks, not on the action. So the severity follows the
referenced table:

- *wide*: one DELETE looks many times. A cascade deletes rows of the referenced table, or its own deletes cascade to
  `wide-reach` tables or more.
- *lookup*: the referenced table looks like a lookup table (countries, plans). It has no foreign key of its own, has
  two to `lookup-columns` columns, and no foreign key to it cascades. Its rows are seldom deleted, and one at a time.

Findings of the same severity are sorted by action: CASCADE first, because its deletes are meant to happen.

`match = "prefix"` checks what GitLab checks: the columns of the foreign key must be the first columns of an index, in
any order. An index with a WHERE counts only if the WHERE is exactly `first column IS NOT NULL`. There are no grades
then, and each partition is checked by itself.

## Why is this bad

PostgreSQL looks for referencing rows whatever the action is; even NO ACTION and RESTRICT must look. Without an index,
each lookup reads the whole referencing table. A delete that takes milliseconds on a small table takes minutes on a
large one, and holds its locks all the time.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    author_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    author_id bigint NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE INDEX posts_author_id_idx ON posts (author_id);
```

## How to fix

Create the index with CONCURRENTLY, outside a transaction, so that writes go on. If an index exists but does not serve
the foreign key, the message says why.

## When to ignore it

List the key in `exempt`, with a comment, if the referencing table is small or no row of the referenced table is ever
deleted.

## Links

- PostgreSQL: [Foreign keys](https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK)
- GitLab: [Foreign keys and associations](https://docs.gitlab.com/development/database/foreign_keys/)
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from ondelete.analyses.index_coverage import KeyCoverage, Verdict, index_coverage
from ondelete.analyses.indexing.comparison import Comparison
from ondelete.analyses.loose import as_foreign_key
from ondelete.analyses.prefix_index import prefix_indexed
from ondelete.catalog import ForeignKey, QualifiedName, ReferentialAction, column_list
from ondelete.declarations import LooseKey, Patterns, spellings
from ondelete.fixes.indexes import IndexNames, index_fix, index_fixes, wider_keys
from ondelete.graph import cascades
from ondelete.rules.base import Complaint, Options, Rule, RuleContext, Setting, key_complaint
from ondelete.rules.base.exemptions import Exemptions, key_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.catalog import Catalog
    from ondelete.findings import Fix

_LABELLED = 2
"""A lookup table has an id and at least a name for it."""

_FIRST = (
    ReferentialAction.CASCADE,
    ReferentialAction.SET_NULL,
    ReferentialAction.SET_DEFAULT,
    ReferentialAction.NO_ACTION,
    ReferentialAction.RESTRICT,
)


class FkIndexedOptions(Options, frozen=True):
    """What counts as an index, and which keys need none."""

    match: Annotated[
        Literal["planner", "prefix"],
        msgspec.Meta(description='`"planner"`: what PostgreSQL can use; `"prefix"`: the first columns of an index.'),
    ] = "planner"
    exempt: Annotated[
        tuple[str, ...],
        msgspec.Meta(
            description="keys that need no index: `table.column`, `table.(a, b)` or `table.constraint`, globs allowed; "
            "an entry that is not needed has the grade `stale`."
        ),
    ] = ()
    skip_keys: Annotated[
        tuple[str, ...],
        msgspec.Meta(description="keys that are not checked, written like `exempt`; such an entry is never stale."),
    ] = ()
    loose: Annotated[bool, msgspec.Meta(description="whether loose foreign keys need an index too.")] = True
    wide_reach: Annotated[
        int, msgspec.Meta(ge=1, description="a missing index is *wide* if cascades reach this many tables.")
    ] = 10
    lookup_columns: Annotated[
        int, msgspec.Meta(ge=0, description="most columns of a lookup table; 0: no table counts as one.")
    ] = 5


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield the foreign keys with no index or a weak index, declared ones first, then loose ones."""
    search = _Search(context, setting)
    for key in context.keys:
        options = setting.options(FkIndexedOptions, key.table)
        yield from search.prefix(key) if options.match == "prefix" else search.planner(key, options)
    for loose in context.declared.loose:
        if setting.options(FkIndexedOptions, loose.table).loose:
            yield from search.loose(loose)
    yield from search.exempt.stale("no key that it names lacks an index")


class _Search:
    """One run over the keys of a schema."""

    def __init__(self, context: RuleContext, setting: Setting) -> None:
        self._context, self._setting, self._catalog = context, setting, context.catalog
        self.exempt = Exemptions(context, setting, FkIndexedOptions)
        self._reach: dict[QualifiedName, int] = {}

    @cached_property
    def _names(self) -> IndexNames:
        return IndexNames(self._catalog)

    @cached_property
    def _loose_coverage(self) -> Mapping[str, KeyCoverage]:
        return index_coverage(self._catalog, [_as_key(self._catalog, loose) for loose in self._context.declared.loose])

    @cached_property
    def _loose_fixes(self) -> Mapping[str, Fix]:
        return index_fixes(self._catalog, self._loose_coverage.values())

    def planner(self, key: ForeignKey, options: FkIndexedOptions) -> Iterator[Complaint]:
        """Yield the complaint about a key whose verdict is not full."""
        entry = self._context.coverage[key.id]
        if entry.verdict is Verdict.FULL or self._accepted(key.table, key_names(key, key.table, self._context.home)):
            return
        grade, why = ("weak", "") if entry.verdict is Verdict.WEAK else self._width(key.referenced_table, options)
        message = f"{_cost(entry)} {entry.reason}{why}"
        yield key_complaint(
            key, message, fix=self._context.index_fixes.get(key.id), grade=grade, rank=_FIRST.index(key.on_delete)
        )

    def prefix(self, key: ForeignKey) -> Iterator[Complaint]:
        """Yield a complaint for the key's table and for each partition that lacks an index led by the columns."""
        root_found = False
        for table in (key.table, *self._catalog.partitions_below(key.table)):
            if not self._setting.covers(table) or prefix_indexed(self._catalog, table, key.columns):
                continue
            if self._accepted(table, key_names(key, table, self._context.home)):
                continue
            message = (
                f"Deleting from {key.referenced_table.shown} reads {table.shown}, "
                f"and no index of it has {column_list(key.columns)} first."
            )
            fix = None if root_found else self._plain_fix(key, table)
            found = key_complaint(key, message, fix=fix, rank=_FIRST.index(key.on_delete))
            if table != key.table:
                found = msgspec.structs.replace(found, subject=f"{key.id} {table}", table=table)
            root_found = root_found or table == key.table
            yield found

    def loose(self, loose: LooseKey) -> Iterator[Complaint]:
        """Yield the complaint about a loose key without an index, unless a foreign key is on the same column."""
        table, options = loose.table, self._setting.options(FkIndexedOptions, loose.table)
        definition = self._catalog.tables.get(table)
        if definition is None or definition.column(loose.column) is None or not self._setting.covers(table):
            return
        if any(k.columns == (loose.column,) for k in self._catalog.foreign_keys_from.get(table, ()) if k.enforced):
            return
        key = _as_key(self._catalog, loose)
        if options.match == "prefix":
            served = prefix_indexed(self._catalog, table, key.columns)
            reason, grade = f"No index of it has {loose.column} first.", None
            fix = None if served else self._plain_fix(key, table)
        else:
            entry = self._loose_coverage[key.id]
            served, reason, fix = entry.verdict is Verdict.FULL, entry.reason, self._loose_fixes.get(key.id)
            grade = "weak" if entry.verdict is Verdict.WEAK else None
        if served or self._accepted(table, spellings(table, self._context.home, last=loose.column)):
            return
        yield Complaint(
            message=f"The job that cleans up after {loose.referenced_table.shown} reads {table.shown}. {reason}",
            subject=loose.id,
            location=loose.location,
            table=table,
            columns=key.columns,
            fix=fix,
            grade=grade,
        )

    def _accepted(self, table: QualifiedName, names: tuple[str, ...]) -> bool:
        skipped = self._setting.options(FkIndexedOptions, table).skip_keys
        return Patterns(skipped).holds(*names) or self.exempt.cover(table, names)

    @cached_property
    def _wider(self) -> Mapping[str, ForeignKey]:
        keys = [key for key in self._context.keys if not prefix_indexed(self._catalog, key.table, key.columns)]
        return wider_keys(keys, lambda key: key.columns)

    def _plain_fix(self, key: ForeignKey, table: QualifiedName) -> Fix | None:
        key = self._wider.get(key.id, key) if table == key.table else key
        plain = [Comparison(column, None, None, None) for column in key.columns]
        return index_fix(self._catalog, msgspec.structs.replace(key, table=table), plain, self._names)

    def _width(self, referenced: QualifiedName, options: FkIndexedOptions) -> tuple[str | None, str]:
        """Return the grade of a key without index that references a table, and a sentence that says why."""
        graph = self._context.graph
        node = graph.node(referenced)
        if any(cascades(edge.key) for edge in graph.edges_from(referencing=node)):
            return "wide", f" One DELETE can make many such lookups: cascades delete rows of {node.shown}."
        if node not in self._reach:
            self._reach[node] = len(graph.reach(referenced=node))
        reached = self._reach[node]
        if reached >= options.wide_reach:
            return "wide", f" A DELETE on {node.shown} cascades to {reached} tables, and waits for this lookup, too."
        if not reached and self._is_lookup(node, options.lookup_columns):
            return "lookup", f" {node.shown} looks like a lookup table, whose rows are seldom deleted."
        return None, ""

    def _is_lookup(self, table: QualifiedName, columns: int) -> bool:
        definition = self._catalog.tables.get(table)
        few = definition is not None and _LABELLED <= len(definition.columns) <= columns
        return few and table not in self._catalog.foreign_keys_from


def _cost(entry: KeyCoverage) -> str:
    weak = entry.verdict is Verdict.WEAK
    table = entry.key.table.shown
    cost = f"reads more of {table} than it needs" if weak else f"reads the whole of {table}"
    return f"Deleting from {entry.key.referenced_table.shown} {cost}."


def _as_key(catalog: Catalog, loose: LooseKey) -> ForeignKey:
    return as_foreign_key(catalog, loose, f"{loose.column} → {loose.referenced_table}")


RULE = Rule(
    code="OD201",
    name="fk-indexed",
    text=__doc__ or "",
    check=check,
    grades={
        "weak": "the severity of a key with a weak index.",
        "wide": "the severity if one DELETE looks many times without an index.",
        "lookup": "the severity if the referenced table looks like a lookup table.",
        "stale": "the severity of an entry of `exempt` that is not needed.",
    },
    options=FkIndexedOptions,
)
