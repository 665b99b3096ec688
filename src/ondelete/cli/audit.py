"""``ondelete audit``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ondelete.cli._command import schema_command

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ondelete.findings import Finding
    from ondelete.report import Report
    from ondelete.schema import Schema

_THRESHOLDS = ("error", "warning", "info", "never")


@schema_command(takes_config=True)
@click.option("--policy", metavar="NAME", help="Rules to apply, instead of those that the configuration names.")
@click.option(
    "--fail-on",
    type=click.Choice(_THRESHOLDS),
    default="warning",
    show_default=True,
    help="Exit with status 1 if a finding is at least this severe.",
)
def command(schema: Schema, policy: str | None, fail_on: str, config: str | None) -> tuple[Report, int]:
    """Show what a policy finds fault with.

    Keys without index, deletes that cannot work, and more. 'ondelete rules' lists the rules, 'ondelete rules NAME'
    says why a rule matters and how to fix what it finds.
    """
    from ondelete.answers.audit import report_audit
    from ondelete.config import load_config

    chosen = load_config(Path(config) if config else None, policy=policy).policy
    findings = schema.audit(chosen)
    return report_audit(findings, schema.catalog, chosen.name), int(_fails(findings, fail_on))


def _fails(findings: Iterable[Finding], threshold: str) -> bool:
    """Whether a finding weighs at least as much as the threshold; the thresholds stand heaviest first."""
    weight = _THRESHOLDS.index(threshold)
    return threshold != "never" and any(_THRESHOLDS.index(finding.severity) <= weight for finding in findings)
