"""A run of all rules: what counts, in which order, and under which fingerprint."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.audit import run_rules
from ondelete.config.policies import load_policy
from ondelete.findings import Severity
from ondelete.rules import RuleContext

PARENT = "CREATE TABLE p (id bigint PRIMARY KEY);\n"


def test_a_key_that_is_not_enforced_does_nothing_and_is_not_found_fault_with() -> None:
    table = (
        f"{PARENT}CREATE TABLE c (fk bigint NOT NULL, FOREIGN KEY (fk) REFERENCES p ON DELETE SET NULL NOT ENFORCED);"
    )
    assert run_rules(RuleContext.of(catalog_of(table)), load_policy("default")).findings == ()


def test_findings_stand_heaviest_first_then_by_place() -> None:
    sql = (
        f"{PARENT}CREATE TABLE c (a bigint REFERENCES p,\n b bigint NOT NULL REFERENCES p ON DELETE SET NULL);\n"
        "CREATE TABLE d (a bigint REFERENCES p);"
    )
    findings = run_rules(RuleContext.of(catalog_of(sql)), load_policy("default")).findings
    weights = [list(Severity).index(finding.severity) for finding in findings]
    assert weights == sorted(weights)
    for severity in Severity:
        places = [(finding.rank, finding.location.line) for finding in findings if finding.severity is severity]
        assert places
        assert places == sorted(places)


def test_a_fingerprint_outlives_an_edit_elsewhere_in_the_file() -> None:
    table = f"{PARENT}CREATE TABLE c (fk bigint REFERENCES p);"
    before = run_rules(RuleContext.of(catalog_of(table)), load_policy("default")).findings
    after = run_rules(
        RuleContext.of(catalog_of(f"CREATE TABLE a (x int);\n\n{table}")), load_policy("default")
    ).findings
    assert [f.fingerprint for f in before] == [f.fingerprint for f in after]
    assert [f.location.line for f in before] != [f.location.line for f in after]
