"""Comments that address this program, and are not understood, or name no rule."""

from __future__ import annotations

import pytest

from ondelete.catalog import Location
from rule_runs import findings_of

RULE = "comment-not-understood"
SQL = "CREATE TABLE p (id bigint PRIMARY KEY);\nCOMMENT ON TABLE p IS '{}';"


@pytest.mark.parametrize(
    ("named", "found"), [("fk-*", 0), ("*", 0), ("cascade-cycle, fk-*", 0), ("fk-index", 1), ("x*", 1), ("x, y", 2)]
)
def test_a_comment_names_rules_that_there_are(named: str, found: int) -> None:
    findings = findings_of(SQL.format(f"ondelete: ignore {named} because so"), RULE)
    assert len(findings) == found
    assert all("which does not exist" in finding.message for finding in findings)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ondelete: ignore fk-indexed", ["ignore fk-indexed"]),
        ("Ours. ondelete: ignore fk-indexed because  ondelete: accept", ["ignore fk-indexed because", "accept"]),
        ("ondelete:", [""]),
        ("the table of ondelete", []),
    ],
)
def test_a_sentence_that_means_nothing_is_quoted(text: str, found: list[str]) -> None:
    findings = findings_of(SQL.format(text), RULE)
    assert sorted(finding.message.rpartition("ondelete: ")[2] for finding in findings) == sorted(found)
    assert all(finding.location == Location("schema.sql", 2) for finding in findings)
