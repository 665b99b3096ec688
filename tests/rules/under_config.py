"""What the tests of one rule need: its findings under a configuration."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import catalog_of
from ondelete.audit import run_rules
from ondelete.config import find_config
from ondelete.rules import RuleContext

if TYPE_CHECKING:
    from ondelete.findings import Finding

HOSTILE = 'Odd "; DROP TABLE x; --'
"""A name that breaks what does not quote it."""


def quoted(name: str) -> str:
    """Return a name as SQL quotes it."""
    return '"' + name.replace('"', '""') + '"'


def found(sql: str, rule: str, options: str = "", more: str = "") -> list[Finding]:
    """Return what one rule says about a schema.

    Args:
        sql: the schema.
        rule: the rule, which runs alone, with severity ``warning`` unless the options say otherwise.
        options: TOML below ``[rules.RULE]``.
        more: TOML of other sections.
    """
    own = options.partition("[[")[0]
    severity = "" if own.startswith("severity") else 'severity = "warning"\n'
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ondelete.toml"
        path.write_text(f"[rules.{rule}]\n{severity}{options}\n{more}", encoding="utf-8")
        config = find_config(Path(folder))
        catalog = catalog_of(sql)
        context = RuleContext.of(catalog, declared=config.declarations(catalog))
        return list(run_rules(context, config.policy(), only=[rule]).findings)


def subjects(findings: list[Finding]) -> list[str]:
    """Return the subjects, sorted."""
    return sorted(finding.subject for finding in findings)
