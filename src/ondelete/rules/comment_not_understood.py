"""A COMMENT for ondelete that is not understood.

## What it does

Reports each sentence in a COMMENT that begins with `ondelete:` and does not have this form, or names a rule that does
not exist:

```text
COMMENT ON CONSTRAINT fk ON posts
  IS 'ondelete: ignore fk-indexed because posts has twelve rows';
```

Such a sentence ignores a finding on the object that carries the comment, and it is part of every dump. You can
separate several rules by commas. A comment can hold several sentences, and other text can stand before them.

## Why is this bad

A sentence that is not understood ignores nothing. Whoever wrote it believes that it does.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
COMMENT ON TABLE users IS 'ondelete: ignore delete-trigger';
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
COMMENT ON TABLE users IS 'ondelete: ignore delete-trigger because it counts';
```

## How to fix

Write `ondelete: ignore RULE because REASON`. The reason is required. Put the comment on the constraint, table,
column, index or trigger that the finding is about.

## When to ignore it

Turn the rule off if your comments use the word `ondelete:` for something else.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, ignores_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the sentences that are not understood, and those that name a rule that does not exist."""
    for comment in context.catalog.comments:
        ignores, rest = ignores_of(comment)
        where = f"the comment on {comment.kind} {comment.name or comment.table.name}"
        for text in rest:
            message = f"A sentence in {where} is not understood, so it accepts nothing: ondelete: {text}"
            yield Complaint(message, f"{comment.table} {comment.name} {text}", comment.location, comment.table)
        for ignore in ignores:
            if not any(fnmatchcase(name, ignore.rule) for name in context.run.rule_names):
                message = f"A sentence in {where} names the rule {ignore.rule}, which does not exist."
                yield Complaint(
                    message, f"{comment.table} {comment.name} {ignore.rule}", comment.location, comment.table
                )


RULE = Rule(code="OD003", name="comment-not-understood", text=__doc__ or "", check=check)
