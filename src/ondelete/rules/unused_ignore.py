"""An entry that ignores findings that do not exist.

## What it does

Reports each `[[ignore]]` of the configuration, and each COMMENT in the database, that ignored no finding in this run.
An entry is checked only if a rule that it names has run.

## Why is this bad

The problem was fixed, or the object was renamed. If the entry stays, it can hide a new problem later.

## Example

```toml
[[ignore]]
rule = "fk-indexed"
subject = "public.posts.posts_author_id_fkey"
reason = "posts has twelve rows"
```

## Use instead

Nothing: the configuration without the entry.

## How to fix

Remove the entry. If the object has a new name and the problem is still there, correct `subject`.

## When to ignore it

Turn the rule off if one configuration serves several schemas, and some of them lack the object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.rules.base import Complaint, Rule, RuleContext, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the entries that matched no finding of this run."""
    for ignore in context.run.unused_ignores:
        message = f"There is no finding to ignore: {ignore.rule} for {ignore.subject} ({ignore.reason})."
        yield Complaint(message, f"{ignore.rule} {ignore.subject}", ignore.location)


RULE = Rule(code="OD002", name="unused-ignore", text=__doc__ or "", check=check, last=True)
