"""Contracts that tables stay deletable: hard and conditional blockers, accepted ones, and entries in vain."""

from __future__ import annotations

import pytest

from ondelete.findings import Severity
from rule_runs import findings_of

RULE = "deletable-contract"
PARENT = "CREATE TABLE editions (id int PRIMARY KEY);\n"


def contract(more: str = "", tables: str = "'editions'", severity: str = "severity = 'error'") -> str:
    return (
        f"[rules.deletable-contract]\n{severity}\nconditional = 'warning'\nstale = 'info'\n"
        f"[[contract]]\ntables = [{tables}]\nreason = 'the nightly sync'\ndeletable = true\n{more}"
    )


def child(table: str, action: str) -> str:
    return f"CREATE TABLE {table} (id int PRIMARY KEY, fk int CONSTRAINT k REFERENCES editions {action});\n"


@pytest.mark.parametrize(
    ("action", "severity"),
    [
        ("ON DELETE RESTRICT", Severity.ERROR),
        ("", Severity.ERROR),
        ("DEFERRABLE INITIALLY DEFERRED", Severity.WARNING),
        ("ON DELETE CASCADE", None),
        ("ON DELETE SET NULL", None),
    ],
)
def test_a_hard_blocker_weighs_more_than_a_conditional_one(action: str, severity: Severity | None) -> None:
    findings = findings_of(PARENT + child("c", action), RULE, contract())
    assert [finding.severity for finding in findings] == ([] if severity is None else [severity])


def test_a_blocker_further_down_is_found_with_its_chain() -> None:
    below = "CREATE TABLE d (fk int CONSTRAINT deep REFERENCES c ON DELETE RESTRICT);"
    (finding,) = findings_of(PARENT + child("c", "ON DELETE CASCADE") + below, RULE, contract())
    assert finding.key == "public.d.deep"
    assert "editions → c (fk) → d (fk)" in finding.message
    assert "the nightly sync" in finding.message


@pytest.mark.parametrize("entry", ["c.k", "public.c.k", "c.*", "*.k", "c", "public.c", "[bc]"])
def test_an_accepted_blocker_is_none(entry: str) -> None:
    config = contract(f"accept = ['{entry}']")
    assert findings_of(PARENT + child("c", "ON DELETE RESTRICT"), RULE, config) == ()


def test_an_entry_that_accepts_nothing_is_stale() -> None:
    (finding,) = findings_of(PARENT + child("c", "ON DELETE CASCADE"), RULE, contract("accept = ['c.k']"))
    assert finding.severity is Severity.INFO
    assert "c.k stops no delete" in finding.message
    assert finding.location.path.endswith("ondelete.toml")
    assert finding.location.line == 5


def test_a_contract_about_no_table_is_stale() -> None:
    (finding,) = findings_of(PARENT, RULE, contract("accept = ['c.k']", tables="'edition'"))
    assert finding.severity is Severity.INFO
    assert "edition" in finding.message


def test_two_contracts_about_one_table_complain_once() -> None:
    config = contract() + "\n[[contract]]\ntables = ['*']\nreason = 'all'\ndeletable = true"
    findings = findings_of(PARENT + child("c", "ON DELETE RESTRICT"), RULE, config)
    assert [finding.subject for finding in findings] == ["public.editions public.c.k"]


def test_a_contract_that_does_not_ask_for_it_is_left_alone() -> None:
    config = contract().replace("deletable = true", "must-reach = ['c']")
    assert findings_of(PARENT + child("c", "ON DELETE RESTRICT"), RULE, config) == ()


EDITIONS = PARENT + "CREATE TABLE users (id int PRIMARY KEY);\n"
HISTORY = {
    "restrict everything": (
        ["revisions", "statuses", "timeline_entries", "access_limits"],
        [],
        ["revisions", "statuses", "timeline_entries", "access_limits"],
    ),
    "the sync is mended": ([], ["revisions", "statuses", "timeline_entries", "access_limits"], []),
    "a new table forgets it": (["edition_editors"], ["revisions", "statuses"], ["edition_editors"]),
}


@pytest.mark.parametrize("step", HISTORY)
def test_a_history_of_a_table_that_must_be_deletable(step: str) -> None:
    restricting, cascading, blockers = HISTORY[step]
    tables = [child(table, "ON DELETE RESTRICT") for table in restricting]
    tables += [child(table, "ON DELETE CASCADE") for table in cascading]
    findings = findings_of(EDITIONS + "".join(tables), RULE, contract())
    assert [finding.key for finding in findings] == [f"public.{table}.k" for table in blockers]
