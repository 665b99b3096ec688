"""Cascades into tables that are declared large, or estimated to be."""

from __future__ import annotations

import pytest

from rule_runs import findings_of

RULE = "cascade-into-large"
BOTH = ["public.log.log_a_id_fkey", "public.log.log_b_id_fkey"]
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
        ("large = ['log']", BOTH),
        ("large = ['b']", ["public.b.b_a_id_fkey"]),
        ("large = ['a']", []),
        ("large = ['gone']", []),
        ("rows = { log = 1000000 }", BOTH),
        ("rows = { log = 999999 }", []),
        ("rows = { log = 500 }\nlarge-rows = 500", BOTH),
    ],
)
def test_what_deletes_or_changes_rows_of_a_large_table_is_found(sizes: str, keys: list[str]) -> None:
    config = f"[rules]\ncascade-into-large = 'error'\n[sizes]\n{sizes}"
    assert sorted(str(finding.key) for finding in findings_of(CHAIN, RULE, config)) == keys


def test_the_nearest_and_the_farthest_root_are_named() -> None:
    (finding,) = (f for f in findings_of(CHAIN, RULE, "[sizes]\nlarge = ['log']") if f.columns == ("b_id",))
    assert "one DELETE on b removes" in finding.message
    assert "The farthest DELETE that reaches it: a → b (a_id) → log (b_id)." in finding.message


def test_a_circle_above_a_large_table_ends() -> None:
    sql = CHAIN + "ALTER TABLE a ADD b_id int REFERENCES b ON DELETE CASCADE;"
    (finding,) = (f for f in findings_of(sql, RULE, "[sizes]\nlarge = ['log']") if f.columns == ("b_id",))
    assert "a → b (a_id) → log (b_id)" in finding.message


def test_set_null_changes_the_rows_in_the_same_transaction() -> None:
    (finding,) = (f for f in findings_of(CHAIN, RULE, "[sizes]\nlarge = ['log']") if f.columns == ("a_id",))
    assert "has SET NULL in log (declared large): one DELETE on a changes all referencing rows" in finding.message
