"""``ondelete rules``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ondelete.cli._command import plain_command
from ondelete.cli._parameters import config_parameter
from ondelete.errors import OndeleteError

if TYPE_CHECKING:
    from ondelete.report import Report
    from ondelete.rules import Policy, Rule


@plain_command(config_parameter())
@click.argument("name", required=False)
@click.option("--policy", metavar="NAME", help="Show the severities of this policy instead of the configured one.")
def command(name: str | None, policy: str | None, config: str | None) -> Report:
    """List the audit rules, or explain one."""
    from ondelete.audit import all_rules, rule_page
    from ondelete.config import find_config
    from ondelete.config.policies import severities_of
    from ondelete.reports.rules import report_rule, report_rules

    chosen = find_config(Path(config) if config else None).policy(policy)
    if name is None:
        return report_rules(all_rules(), chosen)
    rule = find_rule(name)
    return report_rule(rule, rule_page(rule, severities_of(rule.name)), chosen)


def find_rule(name: str) -> Rule:
    """Return the rule of that name or code.

    Raises:
        OndeleteError: there is none.
    """
    from ondelete.audit import all_rules, rule_named, rule_names
    from ondelete.config.values import did_you_mean

    if name in rule_names():
        return rule_named(name)
    by_code = {rule.code.lower(): rule for rule in all_rules().values()}
    found = by_code.get(name.lower())
    if found is None:
        raise OndeleteError(f"{name}: no such rule; {did_you_mean(name, rule_names())}")
    return found


def asked_rules(names: tuple[str, ...], policy: Policy) -> tuple[str, ...]:
    """Return the rules that a command line names, each by name or code.

    Raises:
        OndeleteError: there is no rule of that name, or it is off, so that an audit without findings would mislead.
    """
    rules = tuple(find_rule(name).name for name in names)
    off = next((rule for rule in rules if rule not in policy.rules), None)
    if off is not None:
        raise OndeleteError(
            f"{off} is off in policy {policy.name}: give it a severity in [rules], or choose another policy"
        )
    return rules
