"""A `destroy_async` whose rows nobody guards until the job has run.

## What it does

- `undeclared`: `dependent: :destroy_async` without a foreign key, and no [loose key](loose-fk.md) declares the
  reference.
- `unindexed`: the columns of `destroy_async` have no index, so each delete reads the whole table.
- `twice`: a loose key is declared for the columns, and `dependent:` handles the same rows.

## Why is this bad

The job is enqueued after COMMIT. Until it has run, and for ever if it is lost, the rows reference nothing; without a
declaration nobody looks for them. Rails also loads all rows of the association in the request, so the index matters.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE events (id bigint PRIMARY KEY, user_id bigint);
```

```ruby
class User < ApplicationRecord
  has_many :events, dependent: :destroy_async
end
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE events (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE SET NULL);
CREATE INDEX events_user_id ON events (user_id);
```

```ruby
class User < ApplicationRecord
  has_many :events, dependent: :destroy_async
end
```

## How to fix

Add a foreign key with ON DELETE SET NULL on a column that can be NULL: the delete works, no row references what is
gone, and the job finds the rows by their ids. Or declare the reference in a file of loose keys. In both cases, add an
index.

## When to ignore it

Ignore the finding for rows that a regular job deletes anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.analyses.index_coverage import Verdict as IndexVerdict
from ondelete.analyses.index_coverage import index_coverage
from ondelete.analyses.loose import as_foreign_key
from ondelete.catalog import column_list
from ondelete.declarations import LooseKey
from ondelete.fixes.indexes import index_fixes
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting
from ondelete.rules.base.models import pair_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import ForeignKey
    from ondelete.rails.deletes.pairs import Pair


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the jobs without a guard or an index, and the rows that two mechanisms handle."""
    loose = {(each.table, (each.column,)) for each in context.declared.loose}
    for pair in context.both_layers.pairs:
        declared = (pair.table.name, pair.resolved.columns) in loose
        if declared and pair.association.dependent is not None:
            message = (
                f"{pair.association.id}: dependent: :{pair.association.dependent} handles the rows of a loose key; "
                "in the model, remove the option, or remove the loose key."
            )
            yield pair_complaint(pair, message, problem="twice", grade="twice")
        if pair.cell.dependent == "destroy_async":
            yield from _async(context, pair, declared=declared)


def _async(context: RuleContext, pair: Pair, *, declared: bool) -> Iterator[Complaint]:
    columns = f"{pair.table.name.shown}.{column_list(pair.resolved.columns)}"
    if pair.key is None and not declared and pair.resolved.type_column is None:
        message = (
            f"{pair.association.id}: between COMMIT and the job, rows of {columns} reference nothing, and no loose key "
            "declares it."
        )
        yield pair_complaint(pair, message, problem="undeclared", grade="undeclared")
    if pair.resolved.type_column is not None:
        return
    key = pair.key or _supposed(context, pair)
    coverage = index_coverage(context.catalog, [key])
    if coverage[key.id].verdict is IndexVerdict.NONE:
        table = pair.table.name.shown
        message = f"{pair.association.id}: each delete reads the whole of {table}, as no index holds {columns}."
        fix = index_fixes(context.catalog, coverage.values()).get(key.id)
        yield pair_complaint(pair, message, problem="unindexed", fix=fix, grade="unindexed")


def _supposed(context: RuleContext, pair: Pair) -> ForeignKey:
    to = pair.resolved.references or pair.table.name
    loose = LooseKey(pair.table.name, pair.resolved.columns[0], to, "async_delete", pair.association.location)
    return replace(as_foreign_key(context.catalog, loose, loose.column), columns=pair.resolved.columns)


RULE = Rule(
    code="OD406",
    name="rails-async",
    text=__doc__ or "",
    check=check,
    grades={
        "undeclared": "the severity of jobs without a foreign key or a loose key.",
        "unindexed": "the severity of jobs whose columns have no index.",
        "twice": "the severity of loose keys beside `dependent:`.",
    },
    about_models=True,
)
