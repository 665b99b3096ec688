"""Why a plan does what it does with a key, in one line, and what somebody has to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import ReferentialAction, column_list
from ondelete.deletion.static.refusals import refusal_of_action
from ondelete.planning.nulls import why_not_null
from ondelete.planning.roles import Role, judge_role, names_another
from ondelete.whatif.refused import why_refused

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, ForeignKey
    from ondelete.planning.ground import Ground
    from ondelete.planning.options import Option


def reason_of(ground: Ground, option: Option) -> str:
    """Return why a key is changed so, as one clause."""
    key, wishes = option.before, ground.wishes
    judged = judge_role(ground.catalog, key, wishes.records)
    if option.blocks:
        return f"rows of {key.table.shown} must stay, so they stop the delete instead of going with it"
    if ground.works(key):
        gone = "rows would go with it" if not option.passes else "it fails for no row"
        return f"one change here takes the place of several behind it ({gone} now, which somebody chose)"
    if judged.role is Role.RECORD:
        return judged.why
    if option.passes != judged.prefers_null:
        return judged.why
    if wishes.prefer is not None and option.passes == (wishes.prefer == "cascade"):
        return f"{'CASCADE' if option.passes else 'SET NULL'} is preferred, and it works; {judged.why}"
    return f"{_other_way(ground, option)}; {judged.why}"


def _other_way(ground: Ground, option: Option) -> str:
    """Return why the action that suits the key better is not taken."""
    key = option.before
    action = ReferentialAction.SET_NULL if option.passes else ReferentialAction.CASCADE
    why = why_not(ground.catalog, key, action)
    if why is not None:
        return f"{action.value.upper()} would fail: {why}"
    return f"{action.value.upper()} would need more changes"


def why_not(catalog: Catalog, key: ForeignKey, action: ReferentialAction) -> str | None:
    """Return why a key cannot work with an action, None if nothing of its own is against it."""
    after = replace(key, on_delete=action, set_columns=None)
    refused = why_refused(catalog, after)
    if refused is not None:
        return refused
    refusal = refusal_of_action(catalog, after, "delete")
    if refusal is not None:
        return refusal.reason
    return why_not_null(catalog, after) if action is ReferentialAction.SET_NULL else None


def decision_of(ground: Ground, option: Option) -> str | None:
    """Return the question that somebody has to answer before a key is changed so, None if there is none."""
    key, table = option.before, option.before.table.shown
    judged = judge_role(ground.catalog, key, ground.wishes.records)
    if judged.role is Role.RECORD and option.passes:
        return f"may {table}, which look like records, go with the row? If not, clear the key's rows otherwise first"
    if judged.role is Role.RECORD:
        freed = f" and {column_list(option.nullable)} be NULL" if option.nullable else ""
        return f"may {table} stay without saying whose they are{freed}? If not, --keep {table}: they go on blocking"
    if option.passes and judged.role in (Role.LEAF, Role.BOUND) and names_another(ground.catalog, key):
        by = column_list(key.columns)
        return f"may {table} go because of {by}? They belong to a row of {key.referenced_table.shown} by another key"
    if option.nullable:
        return f"does a row of {table} without {column_list(option.nullable)} mean anything? If not, --keep {table}"
    return None
