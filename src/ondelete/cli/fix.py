"""``ondelete fix``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from ondelete.cli._command import schema_command
from ondelete.cli._files import protect
from ondelete.cli._models import layers_for, models_option
from ondelete.config import FAIL_ON

if TYPE_CHECKING:
    from ondelete.config import Config
    from ondelete.report import Report
    from ondelete.schema import Schema


_ACTIONS = ("cascade", "set null", "restrict", "no action")


@schema_command(takes_config=True, text="script")
@click.option("--policy", metavar="NAME", help="Apply this policy instead of the configured one.")
@click.option("--rule", "only", multiple=True, metavar="NAME", help="Fix only what this rule finds. Can be repeated.")
@click.option(
    "--min-severity", type=click.Choice(FAIL_ON[:-1]), help="Fix only findings of this severity or a higher one."
)
@click.option("--baseline", metavar="FILE", help="Leave out the findings that FILE knows.")
@click.option("--no-baseline", is_flag=True, help="Do not use the configured baseline.")
@click.option(
    "--reference", metavar="TABLE.COLUMN", help="Print only the SQL that adds the missing foreign key of this column."
)
@click.option(
    "--on-delete", type=click.Choice(_ACTIONS), help="The action of that foreign key, instead of the policy's."
)
@click.option(
    "--keep",
    multiple=True,
    metavar="NAME",
    help="To mend a contract, leave this key, or this table's keys, as they are.",
)
@models_option
@click.option("--rails", is_flag=True, help="Print bodies of Rails migrations instead of SQL.")
def command(
    schema: Schema,
    policy: str | None,
    only: tuple[str, ...],
    min_severity: str | None,
    baseline: str | None,
    no_baseline: bool,
    reference: str | None,
    on_delete: str | None,
    keep: tuple[str, ...],
    folders: tuple[str, ...],
    rails: bool,
    config: Config,
) -> Report:
    """Print the SQL of all fixes, in an order in which it can run.

    The SQL creates indexes CONCURRENTLY and validates constraints separately, so that you can run it on a live
    database. Findings that need a decision are listed at the end, as a comment. Infos are fixed, too, unless you use
    --min-severity.
    """
    from ondelete.audit import at_least
    from ondelete.audit.baseline import read_baseline
    from ondelete.cli._declaring import declared
    from ondelete.cli.rules import asked_rules
    from ondelete.findings import Severity
    from ondelete.fixes.plan import fix_plan
    from ondelete.reports.fix import report_fix
    from ondelete.rules.undeclared_reference import NAME

    if reference is not None:
        if only or min_severity or baseline:
            raise click.UsageError("--reference is about one column, not about findings of rules")
        from ondelete.cli._declaring import report_reference

        return report_reference(schema, reference, on_delete, config.policy(policy), rails=rails)
    if on_delete:
        raise click.UsageError("--on-delete is the action of the key that --reference adds")
    if no_baseline and baseline:
        raise click.UsageError("--no-baseline excludes --baseline")
    place = None if no_baseline else Path(baseline) if baseline else config.baseline
    if place:
        protect(place)
    chosen = config.policy(policy)
    if keep:
        from ondelete.planning.wishes import kept

        schema.declared = replace(schema.declared, keep=kept(schema.catalog, keep))
    rules = asked_rules(only, chosen)
    layers = layers_for(schema, config, chosen, rules, folders)
    audit = schema.audit(chosen, only=rules, baseline=read_baseline(place) if place else None, layers=layers)
    findings = at_least(audit.findings, Severity(min_severity or Severity.INFO))
    waiting = () if NAME in only else (NAME,)
    found = [declared(schema, finding) if finding.rule == NAME and not waiting else finding for finding in findings]
    return report_fix(fix_plan(found, waiting), schema.catalog, audit.policy, rails=rails)
