"""Foreign keys between columns of different types: which break, which no index serves, which are harmless."""

from __future__ import annotations

import pytest

from rule_runs import HOSTILE, found, quoted

RULE = "key-type-mismatch"
GRADES = 'severity = "error"\nunserved = "warning"\nharmless = "info"'
FIXED: list[str] = []


@pytest.mark.parametrize(
    ("own", "other", "severity"),
    [
        ("integer", "bigint", "error"),
        ("smallint", "integer", "error"),
        ("small", "bigint", "error"),
        ("bigint", "integer", "info"),
        ("integer", "integer", None),
        ("whole", "bigint", None),
        ("integer", "numeric", "warning"),
        ("real", "double precision", "error"),
        ("varchar(20)", "text", None),
        ("varchar(20)", "varchar(10)", None),
        ("character(3)", "text", "warning"),
        ("date", "timestamp", "info"),
    ],
)
def test_a_pair_of_types_has_its_weight(own: str, other: str, severity: str | None) -> None:
    sql = (
        "CREATE DOMAIN whole AS bigint; CREATE DOMAIN small AS integer;\n"
        f"CREATE TABLE p (id {other} PRIMARY KEY); CREATE TABLE c (p_id {own} REFERENCES p);"
    )
    assert [finding.severity.value for finding in found(sql, RULE, GRADES)] == ([severity] if severity else [])


def test_the_gravest_pair_of_a_key_counts_and_the_message_names_the_columns_that_differ() -> None:
    sql = (
        "CREATE TABLE p (a bigint, b int, c numeric, PRIMARY KEY (a, b, c));\n"
        "CREATE TABLE d (a int, b int, c int, FOREIGN KEY (a, b, c) REFERENCES p);"
    )
    (finding,) = found(sql, RULE, GRADES)
    assert finding.severity.value == "warning"
    assert finding.message.startswith(
        "d.(a, c) are integer, integer and references bigint, numeric: the column is cast"
    )


def test_what_the_file_does_not_define_is_not_judged() -> None:
    assert found("CREATE TABLE c (p_id int REFERENCES elsewhere (id));", RULE) == []


KEY = "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE c (p_id int REFERENCES p, q_id bigint REFERENCES p);"


@pytest.mark.parametrize("entry", ["c.p_id", "public.c.p_id", "*.p_id", "c.c_p_id_fkey"])
def test_a_key_can_be_exempt(entry: str) -> None:
    assert found(KEY, RULE, f'exempt = ["{entry}"]') == []


@pytest.mark.parametrize("entry", ["c.q_id", "gone.p_id"])
def test_an_exemption_without_need_is_a_finding(entry: str) -> None:
    findings = found(KEY, RULE, f'severity = "error"\nstale = "info"\nexempt = ["c.p_id", "{entry}"]')
    assert [(finding.subject, finding.severity.value) for finding in findings] == [(f"exempt {entry}", "info")]


def test_tables_can_be_left_out_and_hostile_names_are_only_names() -> None:
    name = quoted(HOSTILE)
    sql = f"CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE {name} ({name} int REFERENCES p);"
    (finding,) = found(sql, RULE)
    assert HOSTILE in finding.message
    assert found(sql, RULE, f"[[rules.{RULE}.per-table]]\ntables = ['{HOSTILE}']\nseverity = \"off\"") == []
