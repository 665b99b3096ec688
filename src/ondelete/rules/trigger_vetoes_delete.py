"""A trigger that keeps a row without an error.

## What it does

Reports each BEFORE ROW trigger that can return NULL, or NEW in a DELETE, where NEW is NULL: PostgreSQL then leaves
the row as it is. RETURN OLD in a BEFORE UPDATE trigger does the same to a SET NULL. The severity of the grade
`reached` is for tables that a CASCADE or SET NULL comes to.

## Why is this bad

The DELETE reports success, and the row is still there. If a foreign key deletes or changes the row, rows are left
that reference nothing: PostgreSQL does not check again.

## Example

```toml
[rules]
trigger-vetoes-delete = "warning"
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER keep BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION keep();
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
CREATE TRIGGER keep BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION keep();
```

## How to fix

Return OLD in BEFORE DELETE, NEW in BEFORE UPDATE, or `COALESCE(NEW, OLD)` in both. If the row must stay, raise an
error.

## When to ignore it

Ignore the finding if the trigger turns a DELETE into an update on purpose (a soft delete), and no foreign key deletes
rows of the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import ReferentialAction
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, object_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.deletion.trigger_effects import TriggerEffect, TriggerRun


_ACTS = (ReferentialAction.CASCADE, ReferentialAction.SET_NULL, ReferentialAction.SET_DEFAULT)


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the triggers that can leave a row as it is."""
    for run in context.trigger_code.runs:
        veto = next((effect for effect in run.effects if effect.kind == "veto"), None)
        if veto is not None and run.kind == "trigger":
            yield _complaint(context, run, veto)


def _complaint(context: RuleContext, run: TriggerRun, veto: TriggerEffect) -> Complaint:
    keys = context.catalog.foreign_keys_from
    names = (run.table, *context.catalog.partitioned_above(run.table))
    reached = [key for name in names for key in keys.get(name, ()) if key.on_delete in _ACTS]
    when = f", if {' '.join(veto.when.split())}" if veto.when else ""
    left = f" {reached[0].name} then leaves a row that references nothing." if reached else ""
    message = (
        f"Trigger {run.name} on {run.table.shown} skips the {run.event.upper()} of a row without an error "
        f"(line {veto.line}{when}).{left}"
    )
    location = next(t.location for t in context.catalog.triggers if (t.table, t.name) == (run.table, run.name))
    return object_complaint(run.table, run.name, message, location, grade="reached" if reached else None)


RULE = Rule(
    code="OD117",
    name="trigger-vetoes-delete",
    text=__doc__ or "",
    check=check,
    grades={"reached": "the table is reached by CASCADE, SET NULL or SET DEFAULT."},
)
