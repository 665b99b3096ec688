"""An entry of the configuration that ignores findings, of which there are none.

What it accepted was repaired or renamed. An entry that stays behind will one day hide something new.

## How to fix it

Remove the entry.

## Example

```toml
[[ignore]]
rule = "fk-indexed"
subject = "public.posts.posts_author_id_fkey"
reason = "posts has twelve rows"
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.rules.base import Complaint, Rule, RuleContext, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the entries that matched no finding of this run."""
    for ignore in context.run.unused_ignores:
        message = f"Nothing is left to ignore: {ignore.rule} for {ignore.subject} (reason given: {ignore.reason})."
        yield Complaint(message, f"{ignore.rule} {ignore.subject}", ignore.location)


RULE = Rule(code="OD002", name="unused-ignore", text=__doc__ or "", check=check, last=True)
