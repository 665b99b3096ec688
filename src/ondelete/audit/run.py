"""From a policy to findings: run rules, give complaints their severities, separate accepted findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.audit.acceptance import Acceptances
from ondelete.audit.registry import rule_named, rule_names
from ondelete.findings import Audit, Finding, RuleInfo, Severity
from ondelete.rules.base import Run, Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from ondelete.audit.baseline import Baseline
    from ondelete.catalog import Location
    from ondelete.rules.base import Complaint, Policy, Rule, RuleContext, RuleSetting

_WEIGHT = {severity: rank for rank, severity in enumerate(Severity)}


def run_rules(
    context: RuleContext,
    policy: Policy,
    *,
    only: Collection[str] = (),
    baseline: Baseline | None = None,
    watch: Callable[[int, int], None] | None = None,
    shares: Callable[[Location], bool] | None = None,
) -> Audit:
    """Return the findings of a policy, most severe first, then by path and line.

    Args:
        context: the schema, and the declarations about it.
        policy: the rules and their severities.
        only: run only these rules, if any are named.
        baseline: findings that are known and do not count.
        watch: called after each rule with 1 and the number of rules, to show progress.
        shares: whether a line of the configuration is there for other schemas, too.
    """
    names = [name for name in rule_names() if name in policy.rules and (not only or name in only)]
    rules = sorted(map(rule_named, names), key=lambda rule: rule.code)
    waiting = [rule for rule in rules if rule.about_models and isinstance(context.layers, str)]
    rules = [rule for rule in rules if rule not in waiting]
    acceptances = Acceptances(context.catalog, policy.ignores, baseline, context.home)
    kept: list[Finding] = []
    unneeded: list[Finding] = []
    for last in (False, True):
        seen = replace(context, run=_known(acceptances, names, baseline) if last else Run(rule_names()))
        for rule in (rule for rule in rules if rule.last is last):
            for finding in _findings(seen, rule, policy.rules[rule.name]):
                is_shared = shares is not None and finding.table not in context.catalog.tables
                if is_shared and shares is not None and shares(finding.location):
                    unneeded.append(finding)
                else:
                    kept.append(replace(finding, accepted=acceptances.of(finding)))
            if watch is not None:
                watch(1, len(rules))
    kept.sort(key=_place)
    return Audit(
        policy=policy.name,
        findings=tuple(finding for finding in kept if finding.accepted is None),
        accepted=tuple(finding for finding in kept if finding.accepted is not None),
        rules=tuple(_info(rule, policy.rules[rule.name].severity) for rule in rules),
        compared=baseline is not None,
        unneeded=tuple(unneeded),
        notes=(_skipped(waiting, str(context.layers)),) if waiting else (),
    )


def _known(acceptances: Acceptances, ran: Sequence[str], baseline: Baseline | None) -> Run:
    """Return what the audit knows when all rules except the last ones have run."""
    return Run(
        rule_names(),
        tuple(acceptances.unused(ran)),
        tuple(acceptances.stale(ran)),
        baseline.path if baseline is not None else "",
    )


def _findings(context: RuleContext, rule: Rule, setting: RuleSetting) -> Iterator[Finding]:
    bound = Setting(setting, context.home)
    for complaint in rule.check(context, bound):
        in_force = bound.for_table(complaint.table)
        severity = None if in_force is None else in_force.weight(complaint.grade)
        if severity is not None:
            yield _finding(rule, severity, complaint)


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
        object=complaint.object,
        rank=complaint.rank,
        related=complaint.related,
    )


def _skipped(rules: Sequence[Rule], why: str) -> str:
    one = "1 rule about Rails models was" if len(rules) == 1 else f"{len(rules)} rules about Rails models were"
    return f"{one} skipped: {why or 'the models were not read'}."


def _info(rule: Rule, severity: Severity) -> RuleInfo:
    return RuleInfo(rule.code, rule.name, rule.summary, rule.text.strip(), rule.url, severity)


def _place(finding: Finding) -> tuple[int, int, str, int, str, str]:
    location = finding.location
    return _WEIGHT[finding.severity], finding.rank, location.path, location.line, finding.rule, finding.subject


def at_least(findings: Sequence[Finding], severity: Severity) -> tuple[Finding, ...]:
    """Return the findings that are at least as severe as a severity."""
    return tuple(finding for finding in findings if _WEIGHT[finding.severity] <= _WEIGHT[severity])
