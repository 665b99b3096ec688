"""A foreign key with an action that the team does not allow there.

## What it does

Reports each foreign key whose ON DELETE is not in `allowed` and has no exception in `allow`. If no foreign key needs
an entry of `allow` any more, the entry is reported, too, with grade `stale`.

Other rules report:

- a foreign key without an action (on-delete-explicit): a dump cannot tell it from NO ACTION;
- a SET NULL on a column that cannot be NULL (set-null-impossible).

## Why is this bad

A team that refuses deletes by default writes RESTRICT everywhere. It lists the few CASCADEs and SET NULLs in the
configuration, each with its reason. Then nobody extends a delete without noticing: a new CASCADE is a line in a
review.

Note that PostgreSQL's default is NO ACTION, not RESTRICT, as guidelines often say.

## Example

```toml
[rules.on-delete-allowed]
severity = "error"
allowed = ["restrict"]
allow = [{ key = "post_tags.*", action = "cascade", reason = "a tag on a post is part of the post" }]
```

```sql
CREATE TABLE posts (id bigint PRIMARY KEY);
CREATE TABLE post_tags (post_id bigint REFERENCES posts ON DELETE CASCADE, tag text);
CREATE TABLE comments (post_id bigint REFERENCES posts ON DELETE CASCADE);
```

## Use instead

```sql
CREATE TABLE posts (id bigint PRIMARY KEY);
CREATE TABLE post_tags (post_id bigint REFERENCES posts ON DELETE CASCADE, tag text);
CREATE TABLE comments (post_id bigint REFERENCES posts ON DELETE RESTRICT);
```

## How to fix

Give the foreign key an action that is allowed, or list it in `allow` with its action and the reason. A usual guideline:

- RESTRICT if the other row is invalid without the referenced one;
- SET NULL if the reference is optional;
- CASCADE if one row belongs to the other.

There is no fix to run, because another action changes what the application sees.

## When to ignore it

Turn the rule off by `per-table` for the tables of frameworks (`active_storage_*`, `schema_migrations`), which are not
yours to change. The policy `restrict-explicit` does that.

## Links

- PostgreSQL: [Foreign keys](https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK)
- GOV.UK: [content-publisher, decision 8](https://github.com/alphagov/content-publisher/tree/main/docs/adr)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import msgspec

from ondelete.catalog import ReferentialAction, column_list
from ondelete.declarations import Patterns
from ondelete.rules.base import Complaint, Options, Rule, RuleContext, Setting, key_complaint
from ondelete.rules.base.exemptions import Entries, stale_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import ForeignKey

Action: TypeAlias = Literal["restrict", "cascade", "set null", "set default"]


class Allow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Keys that may have an action all the same, and why; ``key`` is a name or glob (``comments.*``)."""

    key: Annotated[str, msgspec.Meta(min_length=1)]
    action: Action
    reason: Annotated[str, msgspec.Meta(pattern=r"\S")]


class OnDeleteAllowedOptions(Options, frozen=True):
    """Which actions a key may have."""

    allowed: Annotated[tuple[Action, ...], msgspec.Meta(description="the actions that any key may have.")] = (
        "restrict",
    )
    allow: Annotated[
        tuple[Allow, ...],
        msgspec.Meta(
            description="exceptions, each `{ key = NAME OR GLOB, action = ACTION, reason = TEXT }`; "
            "a key is `schema.table.constraint`; the home schema can be left out."
        ),
    ] = ()


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield the keys whose action is neither allowed nor an exception, then the exceptions that no key needs."""
    entries = Entries(setting.options(OnDeleteAllowedOptions).allow)
    for key in context.keys:
        options = setting.options(OnDeleteAllowedOptions, key.table)
        excepted = [entry for entry in options.allow if _means(entry, key, context.home)]
        listed = key.on_delete is ReferentialAction.NO_ACTION or key.on_delete.value in options.allowed
        if not listed and not entries.need(excepted):
            yield key_complaint(key, _message(key, options.allowed))
        entries.know(options.allow)
    for entry in entries.unused():
        message = (
            f"allow: no foreign key needs {entry.key} with {entry.action.upper()} ({entry.reason}); remove the entry."
        )
        yield stale_option(setting, message, f"allow {entry.key} {entry.action}")


def _means(entry: Allow, key: ForeignKey, home: str) -> bool:
    patterns = Patterns((entry.key,))
    named = patterns.holds(key.id) or patterns.matches(key.table, home, last=key.name)
    return named and entry.action == key.on_delete.value


def _message(key: ForeignKey, allowed: tuple[str, ...]) -> str:
    may = " or ".join(action.upper() for action in allowed) or "nothing"
    return (
        f"{column_list(key.columns)} → {key.referenced_table.shown} is ON DELETE {key.on_delete.value.upper()}; "
        f"the policy allows {may}, or an exception with a reason."
    )


RULE = Rule(
    code="OD106",
    name="on-delete-allowed",
    text=__doc__ or "",
    check=check,
    grades={"stale": "the severity of an entry of `allow` that excepts no key."},
    options=OnDeleteAllowedOptions,
)
