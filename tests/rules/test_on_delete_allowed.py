"""Which actions a key may have, the exceptions, and exceptions that nothing needs."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.audit import run_rules
from ondelete.config.policies import load_policy
from ondelete.errors import BadConfig
from ondelete.findings import Severity
from ondelete.rules import RuleContext
from rule_runs import findings_of

RULE = "on-delete-allowed"
PARENT = "CREATE TABLE p (id int PRIMARY KEY);\n"
ON = "[rules.on-delete-allowed]\nseverity = 'error'\n"


def child(action: str, table: str = "c") -> str:
    return f"{PARENT}CREATE TABLE {table} (fk int CONSTRAINT k REFERENCES p {action});"


def allow(key: str, action: str) -> str:
    return f"{ON}allow = [{{ key = '{key}', action = '{action}', reason = 'it belongs to it' }}]"


@pytest.mark.parametrize(
    ("action", "config", "found"),
    [
        ("ON DELETE CASCADE", ON, 1),
        ("ON DELETE SET NULL", ON, 1),
        ("ON DELETE SET DEFAULT", ON, 1),
        ("ON DELETE RESTRICT", ON, 0),
        ("", ON, 0),
        ("ON DELETE CASCADE", f"{ON}allowed = ['restrict', 'cascade']", 0),
        ("ON DELETE RESTRICT", f"{ON}allowed = ['cascade']", 1),
        ("ON DELETE CASCADE", allow("c.k", "cascade"), 0),
        ("ON DELETE CASCADE", allow("public.c.k", "cascade"), 0),
        ("ON DELETE CASCADE", allow("c.*", "cascade"), 0),
        ("ON DELETE CASCADE", f"{ON}[[rules.on-delete-allowed.per-table]]\ntables = ['c']\nseverity = 'off'", 0),
        ("ON DELETE CASCADE", f"{ON}[[rules.on-delete-allowed.per-table]]\ntables = ['c']\nallowed = ['cascade']", 0),
    ],
)
def test_an_action_is_allowed_or_not(action: str, config: str, found: int) -> None:
    findings = findings_of(child(action), RULE, config)
    assert len(findings) == found
    assert all(finding.key == "public.c.k" and finding.severity is Severity.ERROR for finding in findings)


@pytest.mark.parametrize(
    ("action", "entry"),
    [
        ("ON DELETE RESTRICT", ("c.k", "cascade")),
        ("ON DELETE CASCADE", ("gone.*", "cascade")),
        ("ON DELETE RESTRICT", ("c.k", "restrict")),
    ],
)
def test_an_exception_that_no_key_needs_is_found(action: str, entry: tuple[str, str]) -> None:
    stale = [f for f in findings_of(child(action), RULE, allow(*entry)) if f.subject.startswith("allow ")]
    assert [finding.subject for finding in stale] == [f"allow {entry[0]} {entry[1]}"]
    assert "it belongs to it" in stale[0].message


def test_an_exception_with_another_action_excepts_nothing() -> None:
    assert len(findings_of(child("ON DELETE SET NULL"), RULE, allow("c.k", "cascade"))) == 2


def test_a_stale_exception_has_a_weight_of_its_own() -> None:
    (finding,) = findings_of(child("ON DELETE RESTRICT"), RULE, f"{allow('c.k', 'cascade')}\nstale = 'info'")
    assert finding.severity is Severity.INFO
    assert finding.location.path.endswith("ondelete.toml")


def test_an_exception_per_table_is_looked_at_too() -> None:
    entry = "{ key = 'c.k', action = 'cascade', reason = 'r' }"
    config = f"{ON}[[rules.on-delete-allowed.per-table]]\ntables = ['c']\nallow = [{entry}]"
    assert findings_of(child("ON DELETE CASCADE"), RULE, config) == ()
    assert len(findings_of(child("ON DELETE RESTRICT"), RULE, config)) == 1


@pytest.mark.parametrize("entry", ["{ key = 'k', action = 'cascade' }", "{ key = 'k', action = 'go', reason = 'r' }"])
def test_an_exception_needs_an_action_and_a_reason(entry: str) -> None:
    with pytest.raises(BadConfig, match="on-delete-allowed"):
        findings_of(child(""), RULE, f"{ON}allow = [{entry}]")


@pytest.mark.parametrize("table", ["active_storage_attachments", "schema_migrations", "solid_queue_jobs"])
@pytest.mark.parametrize("rule", ["on-delete-allowed", "on-delete-explicit"])
def test_tables_of_frameworks_are_exempt_in_the_policy(table: str, rule: str) -> None:
    action = "ON DELETE CASCADE" if rule == "on-delete-allowed" else ""
    policy = load_policy("restrict-explicit")
    own = run_rules(RuleContext.of(catalog_of(child(action))), policy, only=[rule]).findings
    theirs = run_rules(RuleContext.of(catalog_of(child(action, table))), policy, only=[rule]).findings
    assert (len(own), len(theirs)) == (1, 0)
