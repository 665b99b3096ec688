"""One rule over a few lines of SQL, under a configuration as a team writes it, and its fixes applied."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import catalog_of
from ondelete.audit import rule_named, run_rules
from ondelete.audit.page import examples
from ondelete.config import find_config
from ondelete.rules import RuleContext

if TYPE_CHECKING:
    from ondelete.findings import Finding


def findings_of(sql: str, rule: str, config: str = "") -> tuple[Finding, ...]:
    """Return what a rule finds; it is on as a warning where the configuration says nothing of it."""
    on = f"[rules]\n{rule} = 'warning'\n" if f"rules.{rule}" not in config and f"\n{rule} =" not in config else ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ondelete.toml"
        path.write_text(f"{config}\n{on}", encoding="utf-8")
        catalog, found = catalog_of(sql), find_config(path)
        context = RuleContext.of(catalog, declared=found.declarations(catalog))
        return run_rules(context, found.policy(), only=[rule]).findings


def page_config(rule: str) -> str:
    """Return the configuration that a rule's page shows, or nothing."""
    return next(iter(examples(rule_named(rule).text, "toml")), "")


def fixed(sql: str, findings: tuple[Finding, ...]) -> str:
    """Return a schema with the fixes of all findings applied."""
    assert findings
    assert all(finding.fix is not None and finding.fix.sql for finding in findings)
    return "\n".join([sql, *(finding.fix.sql for finding in findings if finding.fix and finding.fix.sql)])


def assert_fixed(sql: str, rule: str, config: str = "") -> None:
    """Check that the fixes leave the rule nothing to find, and are read without a gap."""
    before = findings_of(sql, rule, config)
    after = fixed(sql, before)
    assert findings_of(after, rule, config) == ()
    assert not catalog_of(after).skipped
