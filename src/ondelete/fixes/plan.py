"""The fixes of all findings as one plan: each once, in an order in which they can run, and what has to wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.findings import Finding, Fix

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Step(msgspec.Struct, frozen=True):
    """One fix and the findings that it repairs, heaviest first."""

    fix: Fix
    findings: tuple[Finding, ...]


class FixPlan(msgspec.Struct, frozen=True):
    """``steps`` in the order in which they run: what is added first is there when what it replaces goes.

    ``postponed`` findings have a fix that changes something that an earlier one changes or drops: audit again after it.
    ``unfixed`` have none. ``undecided`` have none before somebody has decided.
    """

    steps: tuple[Step, ...]
    postponed: tuple[Finding, ...]
    unfixed: tuple[Finding, ...]
    undecided: tuple[Finding, ...] = ()


def fix_plan(findings: Iterable[Finding], waiting: Collection[str] = ()) -> FixPlan:
    """Return the plan for findings, which stand heaviest first: of two fixes that collide the heavier one runs.

    The findings of rules in ``waiting`` have to be decided first.
    """
    chosen: dict[str, list[Finding]] = {}
    fixes: dict[str, Fix] = {}
    touched: dict[str, str] = {}
    postponed: list[Finding] = []
    unfixed: list[Finding] = []
    undecided: list[Finding] = []
    for finding in findings:
        fix = finding.fix
        if finding.rule in waiting:
            undecided.append(finding)
        elif fix is None or fix.sql is None:
            unfixed.append(finding)
        elif any(touched.get(name, fix.sql) != fix.sql for name in fix.touches):
            postponed.append(finding)
        else:
            touched.update(dict.fromkeys(fix.touches, fix.sql))
            fixes.setdefault(fix.sql, fix)
            chosen.setdefault(fix.sql, []).append(finding)
    steps = [Step(fixes[sql], tuple(group)) for sql, group in chosen.items()]
    steps.sort(key=lambda step: (step.fix.phase, str(step.findings[0].table or "")))
    return FixPlan(tuple(steps), tuple(postponed), tuple(unfixed), tuple(undecided))
