"""Ids that run out: which columns count, and which tables may keep them."""

from __future__ import annotations

import pytest

from rule_runs import HOSTILE, found, quoted, subjects

RULE = "integer-key"
FIXED: list[str] = []


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        ("id int PRIMARY KEY", ["id"]),
        ("id smallint PRIMARY KEY", ["id"]),
        ("id serial PRIMARY KEY", ["id"]),
        ("id bigint PRIMARY KEY", []),
        ("id text PRIMARY KEY", []),
        ("id whole PRIMARY KEY", ["id"]),
        ("id int", []),
        ("id int UNIQUE", []),
        ("part int, id bigint, PRIMARY KEY (part, id)", []),
        ("part int, id int GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (part, id)", ["id"]),
        ("part int, id serial, PRIMARY KEY (part, id)", ["id"]),
        ("p_id int REFERENCES p, x int", ["p_id"]),
        ("p_id bigint REFERENCES p", []),
        ("p_id int PRIMARY KEY REFERENCES p", ["p_id"]),
    ],
)
def test_which_columns_run_out(columns: str, named: list[str]) -> None:
    sql = f"CREATE DOMAIN whole AS int; CREATE TABLE p (id bigint PRIMARY KEY);\nCREATE TABLE t ({columns});"
    findings = found(sql, RULE)
    assert [column for finding in findings for column in finding.columns] == named
    assert all(finding.fix is None for finding in findings)


def test_the_message_says_where_the_ids_end() -> None:
    sql = "CREATE TABLE p (id smallint PRIMARY KEY); CREATE TABLE c (p_id int REFERENCES p);"
    one, two = sorted(finding.message for finding in found(sql, RULE))
    assert two == "p.id is smallint, so its ids end at 32,767."
    assert one == "c.p_id is integer, so it cannot reference a row of p beyond 2,147,483,647."


def test_partitions_follow_the_table_above_them() -> None:
    sql = "CREATE TABLE t (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE u PARTITION OF t DEFAULT;"
    assert subjects(found(sql, RULE)) == ["public.t id"]


SQL = "CREATE TABLE plans (id int PRIMARY KEY); CREATE TABLE c (id int PRIMARY KEY, plan_id int REFERENCES plans);"


@pytest.mark.parametrize(
    ("exempt", "left"),
    [
        ('"plans"', ["public.c id"]),
        ('"plans", "c"', []),
        ('"public.plans", "c.*"', []),
        ('"c.id", "c.plan_id"', ["public.plans id"]),
        ('"plans", "c", "gone"', ["exempt gone"]),
        ('"plans", "c", "c.x"', ["exempt c.x"]),
    ],
)
def test_an_exempt_table_covers_what_references_it_and_an_entry_without_need_is_a_finding(
    exempt: str, left: list[str]
) -> None:
    assert subjects(found(SQL, RULE, f"exempt = [{exempt}]")) == left


def test_references_and_stale_entries_have_weights_of_their_own() -> None:
    options = 'severity = "error"\nreference = "info"\nstale = "warning"\nexempt = ["gone"]'
    weights = {finding.subject: finding.severity.value for finding in found(SQL, RULE, options)}
    assert weights == {
        "public.plans id": "error",
        "public.c id": "error",
        "public.c plan_id": "info",
        "exempt gone": "warning",
    }


def test_tables_can_be_left_out_and_hostile_names_can_be_exempt() -> None:
    sql = f"CREATE TABLE {quoted(HOSTILE)} (id int PRIMARY KEY);"
    assert len(found(sql, RULE)) == 1
    assert found(sql, RULE, f"exempt = ['{HOSTILE}']") == []
    assert found(sql, RULE, f"[[rules.{RULE}.per-table]]\ntables = ['{HOSTILE}']\nseverity = \"off\"") == []
