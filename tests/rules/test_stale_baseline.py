"""Entries of a baseline whose finding is gone."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.audit import run_rules
from ondelete.audit.baseline import Baseline
from ondelete.catalog import Location
from ondelete.config.policies import load_policy
from ondelete.findings import Finding, KnownFinding
from ondelete.rules import RuleContext

RULE = "stale-baseline"
SQL = (
    "CREATE TABLE p (id bigint PRIMARY KEY);\nCREATE TABLE c (fk bigint CONSTRAINT k REFERENCES p ON DELETE CASCADE);\n"
)
GONE = KnownFinding("0" * 16, "fk-indexed", "public.gone.k")


def stale(*entries: KnownFinding, only: tuple[str, ...] = ()) -> list[Finding]:
    context, baseline = RuleContext.of(catalog_of(SQL)), Baseline("base.json", entries)
    findings = run_rules(context, load_policy("default"), only=only, baseline=baseline).findings
    return [finding for finding in findings if finding.rule == RULE]


def test_an_entry_whose_finding_is_gone_stands_at_its_file() -> None:
    (finding,) = stale(GONE)
    assert "public.gone.k" in finding.message
    assert finding.location == Location("base.json", 1)


def test_an_entry_is_judged_only_if_its_rule_ran() -> None:
    assert len(stale(GONE, only=("fk-indexed", RULE))) == 1
    assert stale(GONE, only=("cascade-cycle", RULE)) == []


def test_an_entry_whose_finding_is_there_is_not_stale() -> None:
    (there,) = (f for f in run_rules(RuleContext.of(catalog_of(SQL)), load_policy("default")).findings if f.key)
    assert stale(KnownFinding(there.fingerprint, there.rule, there.subject)) == []
