"""Entries that ignore nothing: of the configuration, and of comments in the database."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.audit import run_rules
from ondelete.catalog import Location
from ondelete.config.policies import load_policy
from ondelete.findings import Finding
from ondelete.rules import Ignore, Policy, RuleContext

RULE = "unused-ignore"
SQL = (
    "CREATE TABLE p (id bigint PRIMARY KEY);\nCREATE TABLE c (fk bigint CONSTRAINT k REFERENCES p ON DELETE CASCADE);\n"
)
UNUSED = Ignore("cascade-cycle", "c", "long gone", Location("ondelete.toml", 5))


def unused(*ignores: Ignore, sql: str = SQL, only: tuple[str, ...] = ()) -> list[Finding]:
    policy = Policy("test", "", load_policy("default").rules, ignores)
    findings = run_rules(RuleContext.of(catalog_of(sql)), policy, only=only).findings
    return [finding for finding in findings if finding.rule == RULE]


def test_an_entry_that_ignores_nothing_is_found_at_its_place() -> None:
    (finding,) = unused(UNUSED)
    assert (finding.subject, finding.location) == ("cascade-cycle c", UNUSED.location)
    assert "long gone" in finding.message


@pytest.mark.parametrize(
    ("only", "found"), [(("fk-indexed", RULE), 0), (("cascade-cycle", RULE), 1), (("cascade-cycle",), 0), ((), 1)]
)
def test_an_entry_is_judged_only_if_a_rule_that_it_names_ran(only: tuple[str, ...], found: int) -> None:
    assert len(unused(UNUSED, only=only)) == found


def test_a_comment_that_ignores_nothing_is_found_at_its_line() -> None:
    comment = "COMMENT ON TABLE p IS 'ondelete: ignore fk-indexed because it is fine';"
    (finding,) = unused(sql=SQL + comment)
    assert finding.location == Location("schema.sql", 3)


def test_an_entry_that_ignores_something_is_not_found() -> None:
    assert unused(Ignore("fk-indexed", "c", "twelve rows", UNUSED.location)) == []
