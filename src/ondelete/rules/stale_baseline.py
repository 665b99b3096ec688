"""An entry of the baseline whose finding is gone.

## What it does

Reports each entry of the baseline that matched no finding in this run. An entry is checked only if its rule has run.

## Why is this bad

The problem was fixed, or the object was renamed. If the entry stays, the same problem can come back and nobody is
told.

## Example

```json
{"fingerprint": "5c0b1e6d4a0f2f61", "rule": "fk-indexed", "subject": "public.posts.posts_author_id_fkey", "count": 1}
```

## Use instead

Nothing: the baseline without the entry.

## How to fix

Write the baseline again with `ondelete audit --write-baseline`.

## When to ignore it

Turn the rule off while several branches fix old findings, and write the baseline again when they are merged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import Location
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the entries that matched no finding of this run."""
    for entry in context.run.stale_entries:
        message = f"The baseline lists {entry.rule} for {entry.subject}, but this finding is gone."
        yield Complaint(message, f"{entry.rule} {entry.subject}", Location(context.run.baseline_path, 1))


RULE = Rule(code="OD004", name="stale-baseline", text=__doc__ or "", check=check, last=True)
