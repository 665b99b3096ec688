"""A destroy callback that the database passes by, or that the policy forbids.

## What it does

- `skipped`: a model has destroy callbacks, or `dependent:` options, and its rows are deleted by ON DELETE CASCADE
  without them, because no association with `dependent: :destroy` leads to the rows.
- `listed`: every other destroy callback, so that a policy can forbid them. Both can be excepted with a reason.

## Why is this bad

A cascade runs no Ruby. What the callback cleans up (files, counters, search indexes, rows of other databases) stays
behind, and nobody sees an error.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE avatars (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE);
```

```ruby
class User < ApplicationRecord
  has_one :avatar
end

class Avatar < ApplicationRecord
  belongs_to :user
  after_destroy :delete_file
end
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE avatars (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE);
```

```ruby
class User < ApplicationRecord
  has_one :avatar
end

class Avatar < ApplicationRecord
  belongs_to :user
end
```

## How to fix

If the callback must run, write `dependent: :destroy` on the association. If the database shall do it alone, move the
work to a job that looks for what was left, and remove the callback.

## When to ignore it

A callback that only matters if the row is destroyed by itself (a counter of the deleted parent) may be skipped:
except it.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Annotated

import msgspec

from ondelete.catalog import ReferentialAction
from ondelete.rails.models.values import Association, Callback
from ondelete.rules.base import Complaint, Options, Rule, RuleContext, Setting
from ondelete.rules.base.exemptions import Entries, stale_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import ForeignKey, QualifiedName
    from ondelete.rails.deletes.pairs import Layers
    from ondelete.rails.models.values import Model


class AllowCallback(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Callbacks that may be there, and why; ``callback`` is ``Model.event.method`` or a glob."""

    callback: Annotated[str, msgspec.Meta(min_length=1)]
    reason: Annotated[str, msgspec.Meta(pattern=r"\S")]


class RailsCallbackOptions(Options, frozen=True):
    """Which callbacks may be there."""

    allow: Annotated[
        tuple[AllowCallback, ...],
        msgspec.Meta(
            description="exceptions, each `{ callback = NAME OR GLOB, reason = TEXT }`; a callback is "
            "`Model.event.method`, as in `Avatar.after_destroy.delete_file`."
        ),
    ] = ()


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield what cascades pass by, the other callbacks, then the exceptions that are stale."""
    layers, entries = context.both_layers, Entries(setting.options(RailsCallbackOptions).allow)
    allow = setting.options(RailsCallbackOptions).allow
    for model in layers.resolver.models.models.values():
        table = layers.resolver.table_of(model)
        own = model.items[len(model.items) - model.own :]
        passing = _passing(layers, table) if table is not None else None
        for item in own:
            said = _said(item)
            if said is None or entries.need([entry for entry in allow if fnmatchcase(said[0], entry.callback)]):
                continue
            if passing is not None:
                yield _skipped(model, said[1], item, passing)
            elif said[2]:
                message = f"{model.name} has {said[1]}, which delete, SQL and cascades pass by."
                yield Complaint(message, said[0], item.location, table, grade="listed")
    for entry in entries.unused():
        message = f"allow: there is no callback {entry.callback} ({entry.reason}); remove the entry."
        yield stale_option(setting, message, f"allow {entry.callback}")


def _said(item: object) -> tuple[str, str, bool] | None:
    """Return an item's id, its words, and whether it is a callback; None for one that does nothing on destroy."""
    if isinstance(item, Callback):
        return item.id, f"{item.event} {item.method}", True
    if isinstance(item, Association) and item.dependent in ("destroy", "destroy_async", "delete_all", "delete"):
        return item.id, f"dependent: :{item.dependent} of {item.name}", False
    return None


def _passing(layers: Layers, table: QualifiedName) -> ForeignKey | None:
    """Return a key by which the database deletes rows of a table before Rails does, None if there is none."""
    for key in layers.catalog.foreign_keys_from.get(table, ()):
        if not key.enforced or key.on_delete is not ReferentialAction.CASCADE:
            continue
        pairs = layers.by_key.get(key.id, ())
        if not any(pair.cell.dependent == "destroy" for pair in pairs):
            return key
    return None


def _skipped(model: Model, words: str, item: Association | Callback | object, key: ForeignKey) -> Complaint:
    location = item.location  # type: ignore[union-attr]
    message = (
        f"{model.name}: {words} never runs if a row of {key.referenced_table.shown} is deleted: {key.name} is CASCADE, "
        "and no association with dependent: :destroy comes before it. In the model, add one, or move the work to a job."
    )
    return Complaint(
        message=message,
        subject=f"{model.name} {words} {key.id}",
        location=location,
        table=key.table,
        key=key.id,
        columns=key.columns,
        grade="skipped",
        related=(key.location,),
    )


RULE = Rule(
    code="OD404",
    name="rails-callback",
    text=__doc__ or "",
    check=check,
    grades={
        "skipped": "the severity of callbacks and options that a cascade passes by.",
        "listed": "the severity of all other destroy callbacks.",
        "stale": "the severity of an entry of `allow` that excepts no callback.",
    },
    options=RailsCallbackOptions,
    about_models=True,
)
