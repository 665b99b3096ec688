"""``ondelete fix``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ondelete.cli._command import schema_command

if TYPE_CHECKING:
    from ondelete.config import Config
    from ondelete.report import Report
    from ondelete.schema import Schema


@schema_command(takes_config=True, text="script")
@click.option("--policy", metavar="NAME", help="Rules to apply, instead of those that the configuration names.")
@click.option("--rule", "only", multiple=True, metavar="NAME", help="Fix what this rule finds only. Can be repeated.")
@click.option("--baseline", metavar="FILE", help="Leave out findings that FILE knows.")
@click.option("--rails", is_flag=True, help="Print bodies of Rails migrations instead of SQL.")
def command(
    schema: Schema, policy: str | None, only: tuple[str, ...], baseline: str | None, rails: bool, config: Config
) -> Report:
    """Print the SQL of all fixes in an order in which it can run.

    Indexes are created CONCURRENTLY and constraints validated apart, so that a live database goes on working. What
    audit finds and nothing but a decision can repair stands at the end as a comment. Findings for information
    are repaired too; --rule picks some.
    """
    from ondelete.analyses.fix_plan import fix_plan
    from ondelete.answers.fix import report_fix
    from ondelete.baseline import read_baseline
    from ondelete.cli.rules import find_rule

    place = Path(baseline) if baseline else config.baseline
    audit = schema.audit(
        config.policy(policy),
        only=[find_rule(name).name for name in only],
        baseline=read_baseline(place) if place else None,
    )
    return report_fix(fix_plan(audit.findings), schema.catalog, audit.policy, rails=rails)
