"""An association without a foreign key, or a foreign key without an association.

## What it does

- `no-key`: the columns of a `belongs_to`, or of the `has_many` or `has_one` on the other side, have no foreign key.
- `no-association`: both tables of a foreign key have models, but no association uses its columns.
- `cross-group`: an association with `dependent:` leads into another group of `[groups]`, which can be another
  database.
- `unresolved`: an association does not resolve to a table and columns of the schema.

Polymorphic associations cannot have a foreign key and are not reported.

## Why is this bad

Without a foreign key, `delete`, SQL and races leave rows that reference nothing. Without an association, nobody who
reads the models knows that the foreign key blocks or cascades.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL);
```

```ruby
class User < ApplicationRecord
end

class Post < ApplicationRecord
  belongs_to :user
end
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users);
```

```ruby
class User < ApplicationRecord
end

class Post < ApplicationRecord
  belongs_to :user
end
```

## How to fix

Add the foreign key with the action that the association means; `ondelete fix --reference TABLE.COLUMN` writes it.
Declare the association that is missing, at least the `belongs_to`.

## When to ignore it

Declare references that the application keeps itself as [loose keys](loose-fk.md); they are not reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import column_list
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting
from ondelete.rules.base.models import association_complaint, key_and_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import QualifiedName
    from ondelete.rails.deletes.pairs import Layers
    from ondelete.rails.models.values import Resolved


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield associations without a key, across groups or unresolved, then the keys that no association uses."""
    layers = context.both_layers
    found = layers.resolver.all
    yield from _without_key(context, found)
    for each in found:
        yield from _across(context, each)
        if not each.is_resolved:
            message = f"{each.association.id} does not resolve: {each.reason}."
            yield association_complaint(each.association, message, problem="unresolved", grade="unresolved")
    yield from _without_association(layers, found)


def _without_key(context: RuleContext, found: tuple[Resolved, ...]) -> Iterator[Complaint]:
    loose = {(each.table, (each.column,)) for each in context.declared.loose}
    seen: set[tuple[QualifiedName, tuple[str, ...]]] = set()
    # A belongs_to says it best: it stands in the model of the table that has the columns.
    for each in sorted(found, key=lambda each: each.association.kind != "belongs_to"):
        if each.table is None or each.key is not None or each.type_column is not None or each.via is not None:
            continue
        place = (each.table, each.columns)
        if not each.is_resolved or each.references is None or place in loose or place in seen:
            continue
        seen.add(place)
        columns = f"{each.table.shown}.{column_list(each.columns)}"
        message = f"{each.association.id}: {columns} references {each.references.shown} without a foreign key."
        yield Complaint(
            message=message,
            subject=f"{each.table}.{column_list(each.columns)} no key",
            location=each.association.location,
            table=each.table,
            columns=each.columns,
            grade="no-key",
            related=(context.catalog.tables[each.table].location,),
        )


def _across(context: RuleContext, each: Resolved) -> Iterator[Complaint]:
    if each.association.dependent is None or each.table is None or each.references is None:
        return
    ours, theirs = (context.declared.group_of(table) for table in (each.references, each.table))
    if ours is not None and theirs is not None and ours != theirs:
        message = (
            f"{each.association.id}: dependent: :{each.association.dependent} reaches from group {ours} into group "
            f"{theirs}; if these are two databases, no transaction holds both."
        )
        yield association_complaint(
            each.association,
            message,
            problem="across groups",
            grade="cross-group",
            related=context.catalog.tables[each.table].location,
        )


def _without_association(layers: Layers, found: tuple[Resolved, ...]) -> Iterator[Complaint]:
    used = {each.key for each in found if each.key is not None}
    for key in layers.catalog.foreign_keys:
        models = layers.models_of.get(key.table), layers.models_of.get(key.referenced_table)
        if key.enforced and key.id not in used and models[0] and models[1]:
            message = (
                f"{key.table.shown}.{column_list(key.columns)} references {key.referenced_table.shown} "
                f"({key.on_delete.value.upper()}), but neither {models[0][0].name} nor {models[1][0].name} has an "
                "association for it."
            )
            yield key_and_model(key, message, models[0][0].location, grade="no-association")


RULE = Rule(
    code="OD405",
    name="rails-key",
    text=__doc__ or "",
    check=check,
    grades={
        "no-key": "the severity of associations without a foreign key.",
        "no-association": "the severity of foreign keys without an association.",
        "cross-group": "the severity of `dependent:` across groups.",
        "unresolved": "the severity of associations that do not resolve.",
    },
    about_models=True,
)
