"""Limits on what one DELETE does."""

from __future__ import annotations

import pytest

from rule_runs import findings_of

RULE = "reach-limit"
CHAIN = (
    "CREATE TABLE a (id int PRIMARY KEY);\n"
    "CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a ON DELETE CASCADE);\n"
    "CREATE TABLE c (id int PRIMARY KEY, b_id int REFERENCES b ON DELETE CASCADE);\n"
    "CREATE TABLE d (id int PRIMARY KEY, b_id int REFERENCES b ON DELETE CASCADE, x int REFERENCES c);\n"
)
CIRCLE = (
    "CREATE TABLE x (id int PRIMARY KEY);\n"
    "CREATE TABLE t (id int PRIMARY KEY, x int REFERENCES x ON DELETE CASCADE,"
    " up int REFERENCES t ON DELETE CASCADE);\n"
)


def tables(sql: str, limits: str, more: str = "") -> list[str]:
    config = f"[rules.reach-limit]\nseverity = 'error'\n{limits}\n{more}"
    return [str(finding.table) for finding in findings_of(sql, RULE, config)]


@pytest.mark.parametrize(
    ("sql", "limits", "found"),
    [
        (CHAIN, "", []),
        (CHAIN, "tables = 3\nchain = 2\nfan-out = 2", []),
        (CHAIN, "tables = 2", ["public.a"]),
        (CHAIN, "tables = 1", ["public.a", "public.b"]),
        (CHAIN, "chain = 1", ["public.a"]),
        (CHAIN, "fan-out = 1", ["public.b"]),
        (CIRCLE, "chain = 100", ["public.x", "public.t"]),
        (CIRCLE, "tables = 1", []),
    ],
)
def test_a_table_is_over_a_limit_or_not(sql: str, limits: str, found: list[str]) -> None:
    assert tables(sql, limits) == found


def test_a_table_can_have_limits_of_its_own() -> None:
    own = "[[rules.reach-limit.per-table]]\ntables = ['a']\nchain = 9"
    assert tables(CHAIN, "chain = 1", own) == []


def test_rows_need_estimates() -> None:
    sizes = "[sizes]\nrows = { a = 10, b = 1000, c = 5000, d = 1000 }"
    assert tables(CHAIN, "rows = 500") == []
    assert tables(CHAIN, "rows = 500", sizes) == ["public.a"]
    assert tables(CHAIN, "rows = 5", sizes) == ["public.a", "public.b"]


def test_a_message_says_all_limits_that_are_passed() -> None:
    config = "[rules.reach-limit]\nseverity = 'error'\ntables = 1\nchain = 1\nfan-out = 1"
    first, second = findings_of(CHAIN, RULE, config)
    assert "3 other tables lose rows (limit 1); the longest chain has 2 steps (limit 1)." in first.message
    assert "2 CASCADE keys reference it (limit 1)" in second.message


def test_rows_that_are_changed_count_too() -> None:
    sql = "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a_id int REFERENCES a ON DELETE SET NULL);"
    sizes = "[sizes]\nrows = { a = 10, b = 10000 }"
    assert tables(sql, "rows = 999", sizes) == ["public.a"]
    assert tables(sql, "rows = 1000", sizes) == []
