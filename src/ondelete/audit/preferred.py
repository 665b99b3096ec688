"""Which action a policy wants a new foreign key to have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import ReferentialAction
from ondelete.findings import Severity

if TYPE_CHECKING:
    from ondelete.rules import Policy


def preferred_action(policy: Policy) -> ReferentialAction | None:
    """Return the first action that a policy allows; CASCADE if it demands that every key names one; else None."""
    allowed = policy.rules.get("on-delete-allowed")
    actions: tuple[str, ...] = getattr(allowed.options, "allowed", ()) if allowed is not None else ()
    if actions:
        return ReferentialAction(actions[0])
    explicit = policy.rules.get("on-delete-explicit")
    demanded = explicit is not None and explicit.severity is not Severity.INFO
    return ReferentialAction.CASCADE if demanded else None
