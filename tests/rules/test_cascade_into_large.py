"""Cascades into tables that are declared large, or estimated to be."""

from __future__ import annotations

import pytest

from rule_runs import findings_of

RULE = "cascade-into-large"
CHAIN = (
    "CREATE TABLE a (id int PRIMARY KEY);\n"
    "CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a ON DELETE CASCADE);\n"
    "CREATE TABLE log (id int, b_id int REFERENCES b ON DELETE CASCADE, a_id int REFERENCES a ON DELETE SET NULL)"
    " PARTITION BY LIST (id);\n"
    "CREATE TABLE log_1 PARTITION OF log DEFAULT;\n"
)


@pytest.mark.parametrize(
    ("sizes", "keys"),
    [
        ("", []),
        ("large = ['log']", ["public.log.log_b_id_fkey"]),
        ("large = ['b']", ["public.b.b_a_id_fkey"]),
        ("large = ['a']", []),
        ("large = ['gone']", []),
        ("rows = { log = 1000000 }", ["public.log.log_b_id_fkey"]),
        ("rows = { log = 999999 }", []),
        ("rows = { log = 500 }\nlarge-rows = 500", ["public.log.log_b_id_fkey"]),
    ],
)
def test_a_cascade_into_a_large_table_is_found(sizes: str, keys: list[str]) -> None:
    config = f"[rules]\ncascade-into-large = 'error'\n[sizes]\n{sizes}"
    assert [finding.key for finding in findings_of(CHAIN, RULE, config)] == keys


def test_the_nearest_and_the_farthest_root_are_named() -> None:
    (finding,) = findings_of(CHAIN, RULE, "[sizes]\nlarge = ['log']")
    assert "one DELETE on b removes" in finding.message
    assert "The farthest DELETE that reaches it: a → b (a_id) → log (b_id)." in finding.message


def test_a_circle_above_a_large_table_ends() -> None:
    sql = CHAIN + "ALTER TABLE a ADD b_id int REFERENCES b ON DELETE CASCADE;"
    (finding,) = findings_of(sql, RULE, "[sizes]\nlarge = ['log']")
    assert "a → b (a_id) → log (b_id)" in finding.message
