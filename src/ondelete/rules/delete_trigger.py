"""A trigger or a rule that runs on DELETE, and whose code is not known.

## What it does

Reports each enabled trigger or rewrite rule on DELETE of which a part could not be read: dynamic SQL, another language
than SQL and PL/pgSQL, a function, table or view that the file does not define. What was read is in every prediction.

## Why is this bad

It need not be bad: the finding says where predictions end.

- A BEFORE trigger that returns NULL keeps the row. Under a CASCADE this leaves rows that reference nothing.
- A trigger can raise an error, or delete and change other rows.
- A rewrite rule can replace the DELETE altogether.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN EXECUTE TG_ARGV[0]; RETURN OLD; END';
CREATE TRIGGER audit BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION keep_audit();
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
```

## How to fix

Read the function. If it is harmless on every table that uses it (for example, it only writes an audit log), list it
in `allow-functions`.

## When to ignore it

Ignore the finding for one trigger that you have read and found harmless. This, and `allow-functions`, silences only
this rule: `explain` still lists the trigger as not modelled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from ondelete.catalog import constraint_id
from ondelete.declarations import Patterns
from ondelete.rules.base import Complaint, Options, Rule, RuleContext, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Rule as RewriteRule
    from ondelete.catalog import Trigger


class DeleteTriggerOptions(Options, frozen=True):
    """Which trigger functions are known."""

    allow_functions: Annotated[
        tuple[str, ...],
        msgspec.Meta(
            description="names or globs of trigger functions that are harmless, with their schema; "
            "the home schema can be left out."
        ),
    ] = ()


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield the enabled triggers and rules on DELETE of which a part is not known; the message says which."""
    if not context.catalog.triggers and not context.catalog.rules:
        return
    unread = {(entry.kind, entry.table, entry.name): entry for entry in context.trigger_code.unread}
    for trigger in context.catalog.triggers:
        allowed = Patterns(setting.options(DeleteTriggerOptions, trigger.table).allow_functions)
        found = unread.get(("trigger", trigger.table, trigger.name))
        if (
            found is None
            or "delete" not in trigger.events
            or allowed.holds(*_spellings(trigger.function, context.home))
        ):
            continue
        message = (
            f"Trigger {trigger.name} ({trigger.timing.upper()} DELETE) on {trigger.table.shown} runs "
            f"{trigger.function.removesuffix('()')}(), which is not modelled: {found.reason}."
        )
        yield _complaint(trigger, message)
    for rule in context.catalog.rules:
        found = unread.get(("rule", rule.table, rule.name))
        if found is not None and rule.event == "delete":
            always = "every DELETE" if not rule.condition else "a DELETE under a condition"
            does = f"{'replaces' if rule.instead else 'adds to'} {always}"
            message = f"Rule {rule.name} on {rule.table.shown} {does}, which is not modelled: {found.reason}."
            yield _complaint(rule, message)


def _complaint(found: Trigger | RewriteRule, message: str) -> Complaint:
    subject, name = f"{found.table} {found.name}", constraint_id(found.table, found.name)
    return Complaint(message, subject, found.location, found.table, object=name)


def _spellings(function: str, home: str) -> tuple[str, ...]:
    """Return the ways to write a function: as the file has it, and without or with the home schema."""
    name = function.removesuffix("()")
    return (name, name.removeprefix(f"{home}.") if "." in name else f"{home}.{name}")


RULE = Rule(code="OD105", name="delete-trigger", text=__doc__ or "", check=check, options=DeleteTriggerOptions)
