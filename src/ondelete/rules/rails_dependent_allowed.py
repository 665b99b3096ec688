"""A `dependent:` of a Rails model that the policy does not allow.

## What it does

Reports each `has_many`, `has_one` and `belongs_to` whose `dependent:` is not in the option `allowed`, unless the
association is in `allow`, with a reason. An entry of `allow` that no association needs is reported, too.

## Why is this bad

`dependent: :destroy` loads each row and deletes it by itself, in one transaction: a query per row, and locks that
last. `destroy_async` leaves rows that reference nothing until the job has run. A foreign key does the same in one
statement, whoever deletes.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE);
```

```ruby
class User < ApplicationRecord
  has_many :posts, dependent: :destroy
end
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE);
```

```ruby
class User < ApplicationRecord
  has_many :posts
end
```

## How to fix

Let the foreign key do it: give it the ON DELETE that does the same, then remove the option. If callbacks of the rows
must run, add an exception:

```toml
[rules.rails-dependent-allowed]
severity = "warning"
allowed = ["restrict_with_error"]
```

## When to ignore it

Rows that no foreign key can hold together, polymorphic ones and those of another database, need the option.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Annotated

import msgspec

from ondelete.rules.base import Complaint, Options, Rule, RuleContext, Setting
from ondelete.rules.base.exemptions import Entries, stale_option
from ondelete.rules.base.models import association_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.rails.models.values import Association


class AllowDependent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Associations that may have an option all the same, and why; ``association`` is a name or glob (``User.*``)."""

    association: Annotated[str, msgspec.Meta(min_length=1)]
    dependent: Annotated[str, msgspec.Meta(min_length=1)]
    reason: Annotated[str, msgspec.Meta(pattern=r"\S")]


class RailsDependentAllowedOptions(Options, frozen=True):
    """Which options an association may have."""

    allowed: Annotated[tuple[str, ...], msgspec.Meta(description="the options that any association may have.")] = (
        "restrict_with_error",
        "restrict_with_exception",
    )
    allow: Annotated[
        tuple[AllowDependent, ...],
        msgspec.Meta(
            description="exceptions, each `{ association = NAME OR GLOB, dependent = OPTION, reason = TEXT }`; an "
            "association is `Model.name`."
        ),
    ] = ()


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield the options that are neither allowed nor an exception, then the exceptions that nothing needs."""
    options = setting.options(RailsDependentAllowedOptions)
    entries = Entries(options.allow)
    for model in context.both_layers.resolver.models.models.values():
        for association in model.own_associations:
            if association.dependent is None or association.macro or association.dependent in options.allowed:
                continue
            if not entries.need([entry for entry in options.allow if _means(entry, association)]):
                yield association_complaint(association, _message(association, options.allowed))
    for entry in entries.unused():
        needless = f"{entry.association} with {entry.dependent} ({entry.reason})"
        message = f"allow: no association needs {needless}; remove the entry."
        yield stale_option(setting, message, f"allow {entry.association} {entry.dependent}")


def _means(entry: AllowDependent, association: Association) -> bool:
    return entry.dependent == association.dependent and fnmatchcase(association.id, entry.association)


def _message(association: Association, allowed: tuple[str, ...]) -> str:
    may = " or ".join(f":{each}" for each in allowed) or "nothing"
    return (
        f"{association.id} has dependent: :{association.dependent}; the policy allows {may}, or an exception with a "
        "reason. In the model, remove the option, and let ON DELETE of the foreign key do it."
    )


RULE = Rule(
    code="OD403",
    name="rails-dependent-allowed",
    text=__doc__ or "",
    check=check,
    grades={"stale": "the severity of an entry of `allow` that excepts no association."},
    options=RailsDependentAllowedOptions,
    about_models=True,
)
