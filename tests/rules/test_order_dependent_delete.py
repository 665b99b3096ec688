"""Keys that stop a delete under one order of creation and not under another."""

from __future__ import annotations

import pytest

from rule_runs import findings_of

RULE = "order-dependent-delete"
USERS = "CREATE TABLE users (id int PRIMARY KEY);\n"


def posts(first: str, second: str, columns: str = "a int") -> str:
    return f"{USERS}CREATE TABLE posts (id int PRIMARY KEY, {columns}{KEYS.format(first, second)});"


KEYS = (
    ", CONSTRAINT one FOREIGN KEY (a) REFERENCES users (id) {}, CONSTRAINT two FOREIGN KEY (a) REFERENCES users (id) {}"
)


@pytest.mark.parametrize(
    ("first", "second", "keys"),
    [
        ("ON DELETE CASCADE", "ON DELETE RESTRICT", ["public.posts.two"]),
        ("ON DELETE RESTRICT", "ON DELETE CASCADE", ["public.posts.two"]),
        ("ON DELETE CASCADE", "ON DELETE SET NULL", ["public.posts.two"]),
        ("ON DELETE RESTRICT", "", ["public.posts.two"]),
        ("ON DELETE CASCADE", "DEFERRABLE INITIALLY DEFERRED", []),
        ("ON DELETE CASCADE", "ON DELETE CASCADE", []),
        ("ON DELETE SET NULL", "ON DELETE SET NULL", []),
    ],
)
def test_two_keys_on_the_same_columns_hang_on_the_order(first: str, second: str, keys: list[str]) -> None:
    assert [finding.key for finding in findings_of(posts(first, second), RULE)] == keys


def test_keys_on_other_columns_do_not() -> None:
    sql = posts("ON DELETE CASCADE", "ON DELETE RESTRICT", "a int, b int").replace(
        "two FOREIGN KEY (a)", "two FOREIGN KEY (b)"
    )
    assert not findings_of(sql, RULE)


def test_the_columns_of_one_key_can_be_among_those_of_the_other() -> None:
    sql = """
        CREATE TABLE users (tenant int, id int UNIQUE, PRIMARY KEY (tenant, id));
        CREATE TABLE posts (
            tenant int,
            author int,
            CONSTRAINT narrow FOREIGN KEY (author) REFERENCES users (id) ON DELETE SET NULL,
            CONSTRAINT wide FOREIGN KEY (tenant, author) REFERENCES users (tenant, id) ON DELETE CASCADE
        );
    """
    assert [finding.key for finding in findings_of(sql, RULE)] == ["public.posts.wide"]


def test_the_finding_says_what_each_of_them_does() -> None:
    (finding,) = findings_of(posts("ON DELETE CASCADE", "ON DELETE RESTRICT"), RULE)
    assert finding.message == (
        "one and two are on the same columns of posts (a): if a row of users is deleted, the key that was created first"
        " acts, and a dump does not say which one it is. one deletes the row; two stops the delete."
    )
    assert finding.fix is None


def test_tables_outside_public_and_odd_names_are_named_as_they_are() -> None:
    sql = posts("ON DELETE CASCADE", "ON DELETE RESTRICT").replace("posts", '"s 1"."Po.sts"')
    (finding,) = findings_of(f'CREATE SCHEMA "s 1";\n{sql}', RULE)
    assert finding.key == 's 1."Po.sts".two'
    assert '"s 1"."Po.sts" (a)' in finding.message
