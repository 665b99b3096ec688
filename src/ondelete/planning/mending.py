"""Broken contracts, mended: the plan as the fix of its findings, and keys that separate two tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.findings import Fix, Phase
from ondelete.fixes.builders import recreate_key
from ondelete.planning.plan import make_plans
from ondelete.planning.script import patient, steps_of
from ondelete.planning.separation import separating
from ondelete.planning.wishes import wishes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.declarations import Declarations
    from ondelete.deletion.effects import Prediction
    from ondelete.whatif import Supposed


class Mended(msgspec.Struct, frozen=True):
    """A fix for several keys that belong together. ``decided`` are the ids of those that nobody has to decide."""

    fix: Fix | None
    decided: frozenset[str]


def deletable(catalog: Catalog, table: QualifiedName, declared: Declarations) -> Mended:
    """Return the fix that makes a table's rows deletable, without the keys that somebody has to decide first."""
    wishes = msgspec.structs.replace(wishes_of(catalog, [table], declared), keep=declared.keep)
    (plan, *_) = make_plans(catalog, [table], wishes)
    sure = tuple(change for change in plan.changes if change.decide is None)
    steps = steps_of(msgspec.structs.replace(plan, changes=sure), catalog)
    return Mended(_joined(steps), frozenset(change.before.id for change in sure))


def spare(
    catalog: Catalog, prediction: Prediction, spared: QualifiedName, declared: Declarations
) -> tuple[tuple[Supposed, ...], Fix | None]:
    """Return the keys to change so that a delete leaves a table alone, and the fix; () and None if no key can do it."""
    changes = separating(catalog, prediction, spared, declared.keep)
    return changes, _joined(_recreated(catalog, changes))


def _recreated(catalog: Catalog, changes: Iterable[Supposed]) -> list[Fix]:
    found = []
    for before, after in ((change.before, change.after) for change in changes):
        fix = recreate_key(catalog, before, after.on_delete) if before is not None and after is not None else None
        if fix is not None:
            found.append(msgspec.structs.replace(fix, sql=patient(fix.sql or "")))
    return found


def _joined(steps: Sequence[Fix]) -> Fix | None:
    """Return several steps as one fix, so that none of them runs without the others."""
    if not steps:
        return None
    return Fix(
        sql="\n\n".join(step.sql or "" for step in steps),
        rails="\n".join(step.rails or "" for step in steps),
        phase=Phase.REPLACE_KEY,
        touches=tuple(touched for step in steps for touched in step.touches),
    )
