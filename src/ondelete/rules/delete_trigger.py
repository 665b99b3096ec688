"""A trigger or a rule that runs on DELETE, whose body is not looked into.

A trigger can veto the delete of a row (BEFORE, returning NULL: under a CASCADE this leaves rows that reference
nothing), raise an error, or delete and change other rows. A rewrite rule can replace the DELETE
altogether. What they do is written in a programming language, so no prediction made from the schema includes it.
This finding says where predictions end; it is no reproach.

## How to fix it

Read the function. Where it is harmless wherever it is used (it only writes an audit log, say), name it in
`allow-functions`; where one trigger is, accept the finding in the configuration and say why. The option quiets this
rule alone: `explain` goes on to name the trigger as not modelled.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
CREATE TRIGGER audit BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION keep_audit();
```

Instead:

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from ondelete.catalog import constraint_id
from ondelete.declarations import Patterns
from ondelete.deletion.static.failures import shown
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
            description="names or globs of trigger functions that were read and are harmless, with their schema or, "
            "in the home schema, without."
        ),
    ] = ()


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield the enabled triggers and rules on DELETE; a rule that replaces it without condition is said to."""
    for trigger in context.catalog.triggers:
        allowed = Patterns(setting.options(DeleteTriggerOptions, trigger.table).allow_functions)
        if allowed.holds(*_spellings(trigger.function, context.home)):
            continue
        if "delete" in trigger.events and trigger.is_active:
            message = (
                f"Trigger {trigger.name} ({trigger.timing.upper()} DELETE) on {shown(trigger.table)} runs "
                f"{trigger.function.removesuffix('()')}(), which is not modelled."
            )
            yield _complaint(trigger, message)
    for rule in context.catalog.rules:
        if rule.event == "delete" and rule.is_active:
            always = "every DELETE" if not rule.condition else "a DELETE under a condition"
            does = f"{'replaces' if rule.instead else 'adds to'} {always}"
            message = f"Rule {rule.name} on {shown(rule.table)} {does}, which is not modelled."
            yield _complaint(rule, message)


def _complaint(found: Trigger | RewriteRule, message: str) -> Complaint:
    subject, name = f"{found.table} {found.name}", constraint_id(found.table, found.name)
    return Complaint(message, subject, found.location, found.table, object=name)


def _spellings(function: str, home: str) -> tuple[str, ...]:
    """Return the ways to write a function: as the file has it, and without or with the home schema."""
    name = function.removesuffix("()")
    return (name, name.removeprefix(f"{home}.") if "." in name else f"{home}.{name}")


RULE = Rule(code="OD105", name="delete-trigger", text=__doc__ or "", check=check, options=DeleteTriggerOptions)
