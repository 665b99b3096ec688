"""Keys that stop a delete under one order of creation and not under another."""

from __future__ import annotations

import pytest

from rule_runs import findings_of

RULE = "order-dependent-delete"
USERS = "CREATE TABLE users (id int PRIMARY KEY);\n"


def posts(first: str, second: str) -> str:
    return (
        f"{USERS}CREATE TABLE posts (id int PRIMARY KEY, a int CONSTRAINT one REFERENCES users {first},"
        f" b int CONSTRAINT two REFERENCES users {second});"
    )


@pytest.mark.parametrize(
    ("first", "second", "keys"),
    [
        ("ON DELETE CASCADE", "ON DELETE RESTRICT", ["public.posts.two"]),
        ("ON DELETE CASCADE", "", ["public.posts.two"]),
        ("ON DELETE RESTRICT", "ON DELETE CASCADE", []),
        ("ON DELETE CASCADE", "DEFERRABLE INITIALLY DEFERRED", []),
        ("ON DELETE CASCADE", "ON DELETE CASCADE", []),
        ("ON DELETE SET NULL", "ON DELETE RESTRICT", []),
        ("ON DELETE RESTRICT", "ON DELETE RESTRICT", []),
    ],
)
def test_a_check_beside_a_cascade_hangs_on_the_order(first: str, second: str, keys: list[str]) -> None:
    assert [finding.key for finding in findings_of(posts(first, second), RULE)] == keys


def test_the_finding_says_what_another_order_does() -> None:
    (finding,) = findings_of(posts("ON DELETE CASCADE", "ON DELETE RESTRICT"), RULE)
    assert "Whether two stops a DELETE on users depends on the order" in finding.message
    assert "a database restored from this file, where one comes before two" in finding.message
    assert finding.fix is None


def test_tables_outside_public_and_odd_names_are_named_as_they_are() -> None:
    sql = posts("ON DELETE CASCADE", "ON DELETE RESTRICT").replace("posts", '"s 1"."Po.sts"')
    (finding,) = findings_of(f'CREATE SCHEMA "s 1";\n{sql}', RULE)
    assert finding.key == 's 1."Po.sts".two'
    assert "s 1.Po.sts (b)" in finding.message
