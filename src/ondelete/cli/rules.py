"""``ondelete rules``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ondelete.cli._command import config_parameter, plain_command
from ondelete.errors import OndeleteError

if TYPE_CHECKING:
    from ondelete.report import Report


@plain_command(config_parameter())
@click.argument("name", required=False)
@click.option("--policy", metavar="POLICY", help="Whose severities to show, instead of the configuration's.")
def command(name: str | None, policy: str | None, config: str | None) -> Report:
    """List the rules of audit, or explain one."""
    from ondelete.answers.rules import report_rule, report_rules
    from ondelete.config import load_config
    from ondelete.rules import all_rules, rule_page

    chosen = load_config(Path(config) if config else None, policy=policy).policy
    rules = all_rules()
    if name is None:
        return report_rules(rules, chosen)
    by_code = {rule.code.lower(): rule for rule in rules.values()}
    rule = rules.get(name) or by_code.get(name.lower())
    if rule is None:
        raise OndeleteError(f"{name}: no such rule. There are {', '.join(rules)}.")
    return report_rule(rule, rule_page(rule), chosen)
