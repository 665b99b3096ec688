"""``ondelete audit``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ondelete.cli._command import schema_command
from ondelete.cli._files import protect, release, write_file
from ondelete.cli._models import layers_for, models_option
from ondelete.cli._output import say
from ondelete.cli.rules import asked_rules
from ondelete.config import FAIL_ON

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ondelete.audit.baseline import Baseline
    from ondelete.cli._progress import Progress
    from ondelete.config import Config
    from ondelete.findings import Audit, Finding, KnownFinding
    from ondelete.report import Report
    from ondelete.schema import Schema

_BASELINE = "ondelete-baseline.json"


@schema_command(
    gives=("report", "rows", "findings"), takes_config=True, takes_progress=True, takes_each=True, takes_with=True
)
@click.option("--policy", metavar="NAME", help="Apply this policy instead of the configured one.")
@click.option("--rule", "only", multiple=True, metavar="NAME", help="Run only this rule. Can be repeated.")
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="Exit with status 1 if a finding has this severity or a higher one; warning by default.",
)
@click.option(
    "--min-severity", type=click.Choice(FAIL_ON[:-1]), help="Show only findings of this severity or a higher one."
)
@click.option("--statistics", is_flag=True, help="Show counts by rule and by table, but no findings.")
@click.option("--baseline", metavar="FILE", help="Only count the findings that FILE knows; they do not fail the audit.")
@click.option("--no-baseline", is_flag=True, help="Do not use the configured baseline.")
@click.option("--prune-baseline", is_flag=True, help="Remove from the baseline what is gone; nothing is added to it.")
@models_option
@click.option("--write-baseline", is_flag=True, help=f"Record today's findings as known, in --baseline or {_BASELINE}.")
def command(
    schema: Schema,
    policy: str | None,
    only: tuple[str, ...],
    fail_on: str | None,
    min_severity: str | None,
    statistics: bool,
    baseline: str | None,
    no_baseline: bool,
    prune_baseline: bool,
    write_baseline: bool,
    folders: tuple[str, ...],
    config: Config,
    progress: Progress,
) -> tuple[Report, int]:
    """Check the schema by the rules of a policy.

    The rules find foreign keys without an index, deletes that cannot work, and more. 'ondelete rules' lists them,
    'ondelete rules NAME' says why a rule matters and how to fix what it finds, and 'ondelete fix' prints the SQL of
    all fixes.
    """
    from ondelete.reports.audit import Shown, report_audit

    if no_baseline and (baseline or write_baseline or prune_baseline):
        raise click.UsageError("--no-baseline excludes --baseline, --prune-baseline and --write-baseline")
    if write_baseline and prune_baseline:
        raise click.UsageError("--write-baseline and --prune-baseline exclude each other")
    if schema.supposed and (write_baseline or prune_baseline):
        raise click.UsageError("a baseline is of the schema as it is: write it without --with")
    threshold = fail_on or config.fail_on
    place = Path(baseline) if baseline else config.baseline
    known = None if no_baseline or write_baseline or prune_baseline else _known(place)
    chosen = config.policy(policy)
    rules = asked_rules(only, chosen)
    layers = layers_for(schema, config, chosen, rules, folders)
    audit: Audit = schema.audit(chosen, only=rules, baseline=known, watch=progress.advance, layers=layers)
    if write_baseline or prune_baseline:
        if config.baseline:
            release(config.baseline)
        keep = _prune if prune_baseline else _write
        keep(place or Path(_BASELINE), audit, config, rules)
        fresh = _known(place or Path(_BASELINE))
        audit = schema.audit(chosen, only=rules, baseline=fresh, layers=layers)
    shown = Shown(min_severity, statistics)
    return report_audit(audit, schema.catalog, shown), int(_fails(audit.findings, threshold))


def _known(place: Path | None) -> Baseline | None:
    from ondelete.audit.baseline import read_baseline

    if place is None:
        return None
    protect(place)
    return read_baseline(place)


def _write(place: Path, audit: Audit, config: Config, asked: tuple[str, ...]) -> None:
    """Write the baseline; entries of rules that did not run stay in it."""
    from ondelete.audit.baseline import baseline_text, read_baseline
    from ondelete.text.counts import count

    before = read_baseline(place).entries if place.exists() else None
    kept = [entry for entry in before or () if asked and entry.rule not in asked]
    write_file(place, baseline_text(audit.findings, kept).encode("utf-8"))
    hint = "" if config.baseline else f'; put baseline = "{place}" into ondelete.toml, or pass --baseline {place}'
    change = _change(before, place) if before is not None else ""
    say(f"{count(len(audit.findings), 'known finding')} written to {place}{change}{hint}")


def _prune(place: Path, audit: Audit, config: Config, asked: tuple[str, ...]) -> None:
    """Remove from the baseline what is gone, of the rules that ran."""
    from ondelete.audit.baseline import pruned_text, read_baseline

    before = read_baseline(place).entries
    ran = asked or tuple(rule.name for rule in audit.rules)
    write_file(place, pruned_text(before, audit.findings, ran).encode("utf-8"))
    say(f"{place} pruned{_change(before, place)}")


def _change(before: tuple[KnownFinding, ...], place: Path) -> str:
    from ondelete.audit.baseline import baseline_changes, read_baseline

    new, gone = baseline_changes(before, read_baseline(place).entries)
    return f" (+{new:,} new, -{gone:,} gone)"


def _fails(findings: Iterable[Finding], threshold: str) -> bool:
    """Whether a finding is at least as severe as the threshold; the thresholds are listed most severe first."""
    weight = FAIL_ON.index(threshold)
    return threshold != "never" and any(FAIL_ON.index(finding.severity) <= weight for finding in findings)
