"""One rule over a few lines of SQL, under a configuration as a team writes it, and its fixes applied."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import catalog_of
from ondelete.audit import rule_named, run_rules
from ondelete.audit.page import examples
from ondelete.config import find_config
from ondelete.config.policies import load_policy
from ondelete.rails.deletes.pairs import Layers
from ondelete.rails.models.reading import read_models
from ondelete.rails.models.resolve import Resolver
from ondelete.rules import RuleContext

if TYPE_CHECKING:
    from ondelete.catalog import Catalog
    from ondelete.findings import Finding


def findings_of(sql: str, rule: str, config: str = "", ruby: str = "") -> tuple[Finding, ...]:
    """Return what a rule finds; it is on as a warning where the configuration says nothing of it.

    ``ruby`` are the models, for a rule that is about them.
    """
    on = f"[rules]\n{rule} = 'warning'\n" if f"rules.{rule}" not in config and f"\n{rule} =" not in config else ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ondelete.toml"
        path.write_text(f"{config}\n{on}", encoding="utf-8")
        catalog, found = catalog_of(sql), find_config(path)
        layers = layers_of(catalog, ruby, Path(folder)) if ruby else ""
        context = RuleContext.of(catalog, declared=found.declarations(catalog), layers=layers)
        return run_rules(context, found.policy(), only=[rule]).findings


def layers_of(catalog: Catalog, ruby: str, folder: Path) -> Layers:
    """Return models, all in one file, and the keys of a schema that they meet."""
    (folder / "app/models").mkdir(parents=True, exist_ok=True)
    (folder / "app/models/all.rb").write_text(ruby, encoding="utf-8")
    return Layers(Resolver(read_models(folder), catalog))


def by_default(sql: str, rule: str) -> list[Finding]:
    """Return what a rule finds under the default policy."""
    findings = run_rules(RuleContext.of(catalog_of(sql)), load_policy("default")).findings
    return [finding for finding in findings if finding.rule == rule]


HOSTILE = 'Odd "; DROP TABLE x; --'
"""A name that breaks what does not quote it."""


def quoted(name: str) -> str:
    """Return a name as SQL quotes it."""
    return '"' + name.replace('"', '""') + '"'


def found(sql: str, rule: str, options: str = "", more: str = "") -> list[Finding]:
    """Return what a rule finds with options.

    Args:
        sql: the schema.
        rule: the rule, with severity ``warning`` unless the options begin with another one.
        options: TOML below ``[rules.RULE]``.
        more: TOML of other sections.
    """
    severity = "" if options.partition("[[")[0].startswith("severity") else 'severity = "warning"\n'
    return list(findings_of(sql, rule, f"[rules.{rule}]\n{severity}{options}\n{more}"))


def subjects(findings: list[Finding]) -> list[str]:
    """Return the subjects, sorted."""
    return sorted(finding.subject for finding in findings)


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
