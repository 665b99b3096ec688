"""From a policy to findings: run the rules that are on, weigh what they say, take out what is accepted."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ondelete.findings import Finding, Severity
from ondelete.rules.registry import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ondelete.rules.base import Complaint, Ignore, Policy, Rule, RuleContext, RuleSetting

_WEIGHT = {severity: rank for rank, severity in enumerate(Severity)}


def run_rules(context: RuleContext, policy: Policy) -> tuple[Finding, ...]:
    """Return the findings of a policy, heaviest first, then by path and line."""
    rules = [(rule, policy.rules[name]) for name, rule in all_rules().items() if name in policy.rules]
    used: set[Ignore] = set()
    kept = list(_kept(context, policy, [pair for pair in rules if not pair[0].last], used))
    context.unused_ignores = tuple(ignore for ignore in policy.ignores if ignore not in used)
    kept.extend(_kept(context, policy, [pair for pair in rules if pair[0].last], used))
    return tuple(sorted(kept, key=_place))


def _kept(
    context: RuleContext, policy: Policy, rules: Iterable[tuple[Rule, RuleSetting]], used: set[Ignore]
) -> Iterator[Finding]:
    for rule, setting in rules:
        for complaint in rule.check(context):
            severity = setting.severity if complaint.grade is None else _graded(setting, complaint.grade)
            if severity is None:
                continue
            finding = _finding(rule, severity, complaint)
            accepted = [ignore for ignore in policy.ignores if is_ignored(finding, ignore)]
            used.update(accepted)
            if not accepted:
                yield finding


def is_ignored(finding: Finding, ignore: Ignore) -> bool:
    """Whether an entry of the configuration accepts a finding: by its key, its table, or its subject."""
    names = (finding.key, str(finding.table) if finding.table is not None else None, finding.subject)
    same_rule = ignore.rule in ("*", finding.rule)
    return same_rule and any(name is not None and fnmatchcase(name, ignore.subject) for name in names)


def _graded(setting: RuleSetting, grade: str) -> Severity | None:
    return setting.grades.get(grade, setting.severity)


def _finding(rule: Rule, severity: Severity, complaint: Complaint) -> Finding:
    return Finding(
        rule=rule.name,
        severity=severity,
        message=complaint.message,
        subject=complaint.subject,
        table=complaint.table,
        key=complaint.key,
        columns=complaint.columns,
        location=complaint.location,
        fix=complaint.fix,
    )


def _place(finding: Finding) -> tuple[int, str, int, str, str]:
    location = finding.location
    return _WEIGHT[finding.severity], location.path, location.line, finding.rule, finding.subject
