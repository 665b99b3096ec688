"""An association without `dependent:` whose foreign key stops `destroy`.

## What it does

Reports each `has_many` and `has_one` without `dependent:` whose foreign key is NO ACTION or RESTRICT. An association
with `restrict_with_error` or `restrict_with_exception` is no finding: there, both layers say the same.

## Why is this bad

`destroy` raises `ActiveRecord::InvalidForeignKey` as soon as there is a row. (For RESTRICT on PostgreSQL 18, it is a
plain `StatementInvalid`.) A user sees an error 500 instead of a message.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users);
```

```ruby
class User < ApplicationRecord
  has_many :posts
end
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users);
```

```ruby
class User < ApplicationRecord
  has_many :posts, dependent: :restrict_with_error
end
```

## How to fix

If the rows are worth more than the delete, write `dependent: :restrict_with_error`. If they belong to the deleted
row, use ON DELETE CASCADE; the fix does that. If they stay, use ON DELETE SET NULL.

## When to ignore it

Ignore the finding if nobody destroys such rows, or if the application handles the error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import ReferentialAction, column_list
from ondelete.fixes.builders import recreate_key
from ondelete.rails.deletes.matrix import Verdict
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting
from ondelete.rules.base.models import pair_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.rails.deletes.pairs import Layers, Pair


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the associations without an option whose key blocks."""
    layers = context.both_layers
    for pair in layers.pairs:
        soft = pair.model.soft_delete is not None  # then destroy deletes no row
        if pair.verdict is Verdict.BLOCKED and pair.key is not None and not soft and not _is_handled(layers, pair):
            columns = f"{pair.key.table.shown}.{column_list(pair.key.columns)}"
            message = (
                f"{pair.model.name}#destroy raises ActiveRecord::InvalidForeignKey while a row of {columns} references "
                f"it: {pair.association.id} has no dependent:, and {pair.key.name} is "
                f"{pair.key.on_delete.value.upper()}. In the model, write dependent: :restrict_with_error or :destroy."
            )
            yield pair_complaint(pair, message, fix=recreate_key(context.catalog, pair.key, ReferentialAction.CASCADE))


def _is_handled(layers: Layers, pair: Pair) -> bool:
    """Whether another association of the same model, or of one above it, handles all rows of the key."""
    others = layers.by_key.get(pair.key.id if pair.key is not None else "", ())
    names = {item.model for item in pair.model.associations} | {pair.model.name}
    return any(
        other.cell.dependent is not None and not other.association.scoped and other.association.model in names
        for other in others
    )


RULE = Rule(code="OD402", name="rails-missing-dependent", text=__doc__ or "", check=check, about_models=True)
