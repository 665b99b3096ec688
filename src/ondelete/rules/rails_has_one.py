"""A `has_one` or `belongs_to` that the schema does not hold to.

## What it does

- `not-unique`: no unique index holds the columns of a `has_one`, so there can be several rows.
- `own-key`: the foreign key of a `has_one` could be the primary key of its table, which has an `id` besides.
- `required`: a `belongs_to` demands a row, but a delete sets its column to NULL.

## Why is this bad

`dependent:` of a `has_one` handles one row, which the database picks; the others stay, or block the delete. A row
whose required `belongs_to` was set to NULL is invalid: the next `save` fails, far from the delete that did it.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE profiles (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users);
```

```ruby
class User < ApplicationRecord
  has_one :profile, dependent: :destroy
end
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE profiles (user_id bigint PRIMARY KEY REFERENCES users);
```

```ruby
class User < ApplicationRecord
  has_one :profile, dependent: :destroy
end
```

## How to fix

Add a unique index; the fix does that. For `required`, write `optional: true`, or give the foreign key another action
and the column NOT NULL.

## When to ignore it

A `has_one` with a scope that orders rows (the newest of many) means one of several on purpose; it is not reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import column_list, quote_identifier
from ondelete.findings import Fix, Phase
from ondelete.fixes.migrations import migration, ruby_columns, ruby_table
from ondelete.rails.deletes.matrix import by_delete, by_destroy
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting
from ondelete.rules.base.models import pair_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.rails.deletes.pairs import Layers, Pair
    from ondelete.rails.models.values import Model


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield what the schema lets happen although the models exclude it."""
    layers = context.both_layers
    for pair in layers.pairs:
        if pair.association.kind == "has_one" and not pair.association.macro and pair.resolved.type_column is None:
            yield from _one(context, pair)
        yield from _required(layers, pair)


def _one(context: RuleContext, pair: Pair) -> Iterator[Complaint]:
    columns, table = set(pair.resolved.columns), pair.table.name
    uniques = [index for index in context.catalog.indexes_of.get(table, ()) if index.unique and index.predicate is None]
    held = [index for index in uniques if set(filter(None, index.columns)) <= columns and None not in index.columns]
    where = f"{table.shown}.{column_list(pair.resolved.columns)}"
    if not held:
        if pair.association.dependent is not None or not pair.association.scoped:
            message = f"{pair.association.id} means one row, but no unique index holds {where}; dependent: handles one."
            yield pair_complaint(pair, message, problem="not unique", fix=_unique(pair), grade="not-unique")
        return
    primary = next((index for index in context.catalog.indexes_of.get(table, ()) if index.primary), None)
    if pair.key is not None and primary is not None and not pair.cell.not_null:
        return
    if pair.key is not None and primary is not None and set(primary.columns) == {"id"} and columns != {"id"}:
        message = (
            f"{pair.association.id}: {where} is unique and never NULL, so it could be the primary key instead of id."
        )
        yield pair_complaint(pair, message, problem="own key", grade="own-key")


def _unique(pair: Pair) -> Fix | None:
    name = f"index_{pair.table.name.name}_on_{'_and_'.join(pair.resolved.columns)}_unique"[:63]
    columns = ", ".join(map(quote_identifier, pair.resolved.columns))
    if pair.table.is_partitioned:
        return None
    sql = f"CREATE UNIQUE INDEX CONCURRENTLY {quote_identifier(name)} ON {pair.table.name.sql} ({columns});"
    line = (
        f"add_index {ruby_table(pair.table.name)}, {ruby_columns(pair.resolved.columns)}, unique: true, "
        "algorithm: :concurrently"
    )
    return Fix(sql=sql, rails=migration([line], in_transaction=False), phase=Phase.CREATE_INDEX)


def _required(layers: Layers, pair: Pair) -> Iterator[Complaint]:
    """Yield a belongs_to that demands a row which a delete takes away from it."""
    nulls = [
        way
        for way, outcome in (("destroy", by_destroy(pair.cell)), ("delete", by_delete(pair.cell)))
        if outcome.fate == "null"
    ]
    if not nulls or pair.resolved.type_column is not None:
        return
    for model in layers.models_of.get(pair.table.name, ()):
        if "delete" not in nulls and not _is_below(layers, model, pair.resolved.target):
            continue  # the option handles the rows of one class of the table
        for association in model.own_associations:
            required = layers.resolver.models.required if association.optional is None else not association.optional
            found = layers.resolver.resolve(model, association)
            same = found.table == pair.table.name and found.columns == pair.resolved.columns
            if association.kind == "belongs_to" and required and same and not association.macro:
                message = (
                    f"{association.id} demands a row, but {' and '.join(nulls)} of {pair.model.name} set "
                    f"{column_list(found.columns)} to NULL ({pair.association.id}); the row is invalid then. In the "
                    "model, write optional: true."
                )
                yield pair_complaint(pair, message, problem=f"required {association.id}", grade="required")


def _is_below(layers: Layers, model: Model, target: str | None) -> bool:
    """Whether the rows of a model are among those that an association to ``target`` means (STI)."""
    models, name = layers.resolver.models.models, model.name
    if target is None or target == model.base:
        return True
    while name != target and (above := models[name].above) is not None and above in models:
        name = above
    return name == target


RULE = Rule(
    code="OD407",
    name="rails-has-one",
    text=__doc__ or "",
    check=check,
    grades={
        "not-unique": "the severity of a `has_one` without a unique index.",
        "own-key": "the severity of a `has_one` whose foreign key could be the primary key.",
        "required": "the severity of a required `belongs_to` that is set to NULL.",
    },
    about_models=True,
)
