"""A `dependent:` of a Rails model that does something else than its ON DELETE.

## What it does

Compares `dependent:` of each `has_many` and `has_one` with ON DELETE of the foreign key that it meets, and reports
options that are

- contradictory: `destroy` and `delete` do different things to the same rows,
- broken: the option always fails (`nullify` of a NOT NULL column), or its job is never enqueued,
- dead: the database deletes the rows first, and the job of `destroy_async` finds none,
- redundant: both layers delete, or both set NULL,
- partial: a scope leaves rows to a foreign key that blocks, or the rows have referencing rows that block,
- ignored: Rails does nothing, or something else, on `through:`,
- large: the option deletes a large table in one transaction.

## Why is this bad

`destroy` runs `dependent:`; `delete`, `delete_all`, SQL, jobs and consoles run ON DELETE alone. If the two differ,
what happens to the data depends on who deletes it.

## Example

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE SET NULL);
```

```ruby
class User < ApplicationRecord
  has_many :posts, dependent: :destroy
end

class Post < ApplicationRecord
  belongs_to :user, optional: true
end
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE SET NULL);
```

```ruby
class User < ApplicationRecord
  has_many :posts
end

class Post < ApplicationRecord
  belongs_to :user, optional: true
end
```

## How to fix

Decide what shall happen to the rows, and say it once, in the database. Then remove the option, or choose the one that
does the same. The message names the option; the fix changes the foreign key instead.

## When to ignore it

Ignore `redundant` findings if callbacks of the rows must run: the option runs them, and the foreign key guards what
passes the models by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import ReferentialAction
from ondelete.fixes.builders import recreate_key
from ondelete.rails.deletes.matrix import NOT_NULL, SPELLINGS, Verdict, by_delete, explained
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting
from ondelete.rules.base.models import association_complaint, pair_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.findings import Fix
    from ondelete.rails.deletes.pairs import Pair
    from ondelete.rails.models.values import Association

_BAD = (Verdict.CONTRADICTORY, Verdict.BROKEN, Verdict.DEAD, Verdict.REDUNDANT)
_ACTIONS = {
    "destroy": ReferentialAction.CASCADE,
    "delete_all": ReferentialAction.CASCADE,
    "nullify": ReferentialAction.SET_NULL,
    "restrict_with_exception": ReferentialAction.RESTRICT,
    "restrict_with_error": ReferentialAction.RESTRICT,
}
"""The ON DELETE that does what the option does."""
_OPTIONS = {
    ReferentialAction.CASCADE: "remove the option, or write dependent: :destroy if callbacks must run",
    ReferentialAction.SET_NULL: "remove the option, or write dependent: :nullify",
    ReferentialAction.SET_DEFAULT: "remove the option",
    ReferentialAction.NO_ACTION: "write dependent: :destroy, or :restrict_with_error",
    ReferentialAction.RESTRICT: "write dependent: :destroy, or :restrict_with_error",
}


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the options that do not fit their keys, then those that Rails ignores."""
    layers = context.both_layers
    for pair in layers.pairs:
        if pair.association.dependent is not None and pair.cell.dependent is not None:
            yield from _cell(context, pair)
            yield from _soft(context, pair)
            yield from _partial(context, pair)
            yield from _large(context, pair)
    for model in layers.resolver.models.models.values():
        for association in model.own_associations:
            yield from _said(association)


def _cell(context: RuleContext, pair: Pair) -> Iterator[Complaint]:
    verdict = pair.verdict
    if verdict in _BAD:
        if pair.model.soft_delete is not None and verdict in (Verdict.DEAD, Verdict.BROKEN):
            return  # destroy deletes no row, so the key has nothing to answer
        message = f"{pair.association.id}: {explained(pair.cell)}. In the model, {_remedy(pair)}."
        yield pair_complaint(pair, message, fix=_fix(context, pair), grade=verdict.value)


def _remedy(pair: Pair) -> str:
    verdict, key = pair.verdict, pair.key
    if verdict is Verdict.REDUNDANT:
        return "remove the option, unless callbacks of the rows must run"
    if pair.cell.dependent == "nullify" and pair.cell.not_null:
        return "choose another option, or let the column be NULL"
    if key is None:
        return "choose another option"
    if by_delete(pair.cell).error == NOT_NULL:
        return "keep the option, and give the foreign key ON DELETE CASCADE: as it is, it always fails"
    return _OPTIONS[key.on_delete]


def _soft(context: RuleContext, pair: Pair) -> Iterator[Complaint]:
    """Yield an option that keeps the rows, because their model deletes softly, so that the key still meets them."""
    target = context.both_layers.resolver.models.models.get(pair.resolved.target or "")
    soft = target.soft_delete if target is not None else None
    if soft is None or pair.key is None or pair.cell.dependent != "destroy" or pair.model.soft_delete is not None:
        return
    keeps = f"{pair.association.id}: dependent: :destroy only sets {soft.column} of the rows ({soft.macro})"
    if pair.key.on_delete.checks_only:
        message = f"{keeps}, so they still reference the deleted row, and {pair.key.name} stops the delete."
        yield pair_complaint(pair, message, problem="soft", grade="broken")
    elif pair.key.on_delete is ReferentialAction.CASCADE:
        message = f"{keeps}, then {pair.key.name} (CASCADE) really deletes them."
        yield pair_complaint(pair, message, problem="soft", grade="contradictory")


def _fix(context: RuleContext, pair: Pair) -> Fix | None:
    """Return the change of the key that does what the option does, None if there is none or it could not work."""
    if pair.key is None or pair.verdict not in (Verdict.CONTRADICTORY, Verdict.BROKEN, Verdict.DEAD):
        return None
    action = _ACTIONS.get(pair.cell.dependent or "")
    if pair.cell.dependent == "destroy_async":
        action = ReferentialAction.SET_NULL
    if action is None or (action is ReferentialAction.SET_NULL and pair.cell.not_null):
        return None
    return recreate_key(context.catalog, pair.key, action)


def _partial(context: RuleContext, pair: Pair) -> Iterator[Complaint]:
    option, table = f"dependent: :{pair.association.dependent}", pair.table.name.shown
    blocks = pair.key is not None and pair.key.on_delete.checks_only
    deletes = pair.cell.dependent in ("destroy", "delete_all", "nullify")
    if pair.association.scoped and blocks and deletes and not pair.association.macro:
        message = (
            f"{pair.association.id}: {option} handles the rows of its scope alone; every other row of {table} blocks "
            "the delete."
        )
        yield pair_complaint(pair, message, problem="scope", grade="partial")
    if pair.cell.dependent != "delete_all" or pair.association.kind == "has_and_belongs_to_many":
        return
    for key in context.catalog.foreign_keys_to.get(pair.table.name, ()):
        if key.enforced and key.on_delete.checks_only and not key.is_self_reference:
            message = (
                f"{pair.association.id}: {option} fails if {key.table.shown} references the rows, because no callback "
                f"removes those first ({key.name} is {key.on_delete.value.upper()})."
            )
            yield pair_complaint(pair, message, problem=key.id, grade="partial")


def _large(context: RuleContext, pair: Pair) -> Iterator[Complaint]:
    if pair.cell.dependent in ("destroy", "delete_all") and context.declared.is_large(pair.table.name):
        message = (
            f"{pair.association.id}: dependent: :{pair.association.dependent} deletes rows of {pair.table.name.shown}, "
            "which is large, in the transaction of the delete. In the model, delete them in batches, or in a job."
        )
        yield pair_complaint(pair, message, problem="large", grade="large")


def _said(association: Association) -> Iterator[Complaint]:
    """Yield options that Rails ignores, understands in another way, or refuses."""
    dependent = association.dependent
    if dependent is None or dependent == "code" or association.macro:
        return
    if association.through is not None:
        does = (
            f"deletes rows of {association.through} alone, not the {association.name}"
            if association.kind == "has_many"
            else "does nothing"
        )
        message = (
            f"{association.id}: with through:, dependent: :{dependent} {does}. In the model, put it on "
            f"{association.through}."
        )
        yield association_complaint(association, message, problem="through", grade="ignored")
    elif dependent not in SPELLINGS:
        message = f"{association.id}: Rails knows no dependent: :{dependent}, and refuses to load the model."
        yield association_complaint(association, message, problem="unknown", grade="broken")


RULE = Rule(
    code="OD401",
    name="rails-dependent",
    text=__doc__ or "",
    check=check,
    grades={
        "contradictory": "the severity of options that do something else than the foreign key.",
        "broken": "the severity of options that always fail, or whose job is never enqueued.",
        "dead": "the severity of `destroy_async` whose rows the database has deleted before.",
        "redundant": "the severity of options that do the same as the foreign key.",
        "partial": "the severity of options that leave rows which block.",
        "ignored": "the severity of options on `through:`.",
        "large": "the severity of options that delete a large table in one transaction.",
    },
    about_models=True,
)
