"""Columns that are named like a reference and are none, and the list of those that may be so."""

from __future__ import annotations

import pytest

from rule_runs import HOSTILE, found, quoted, subjects

RULE = "id-column-has-fk"
USERS = "CREATE TABLE users (id bigint PRIMARY KEY, a int, UNIQUE (id, a));\n"
FIXED: list[str] = []


@pytest.mark.parametrize(
    ("columns", "options", "named"),
    [
        ("user_id bigint", "", ["user_id"]),
        ("user_id bigint REFERENCES users", "", []),
        ("user_id bigint, a int, FOREIGN KEY (user_id, a) REFERENCES users (id, a)", "", []),
        ("user_id bigint, FOREIGN KEY (user_id) REFERENCES users NOT VALID", "", []),
        ("id bigint, userid bigint, user_xid text", "", []),
        ("t_id bigint PRIMARY KEY", "", []),
        ("t_id bigint PRIMARY KEY", "own-ids = false", ["t_id"]),
        ("a_id bigint, b_id bigint, PRIMARY KEY (a_id, b_id)", "", ["a_id", "b_id"]),
        ("x_id bigint, x_type text, y_id bigint", "", ["y_id"]),
        ("x_id bigint, x_type text", "polymorphic = false", ["x_id"]),
        ("user_ref bigint, user_id int", 'suffixes = ["_ref", "Id"]', ["user_ref"]),
        ('"userId" bigint', 'suffixes = ["Id"]', ["userId"]),
        ("user_id bigint CONSTRAINT fk_id_convert_to_bigint REFERENCES users", "", []),
        ("user_id bigint CONSTRAINT fk_convert REFERENCES users", 'ignore-keys = ["*_convert"]', ["user_id"]),
        ("user_id bigint CONSTRAINT fk_convert REFERENCES users", 'ignore-keys = ["t.fk_*"]', ["user_id"]),
        ("user_id bigint CONSTRAINT fk_convert REFERENCES users", 'ignore-keys = ["users.*"]', []),
    ],
)
def test_which_columns_are_references_without_a_key(columns: str, options: str, named: list[str]) -> None:
    findings = found(f"{USERS}CREATE TABLE t ({columns});", RULE, options)
    assert [column for finding in findings for column in finding.columns] == named
    assert subjects(findings) == sorted(f"public.t {column}" for column in named)


def test_the_message_tells_of_ids_of_third_parties() -> None:
    (finding,) = found("CREATE TABLE t (stripe_id text);", RULE)
    assert finding.message.startswith("t.stripe_id is named like a reference")
    assert "_xid" in finding.message


LOOSE = '[[loose.keys]]\ntable = "t"\ncolumn = "user_id"\nreferences = "users"\non-delete = "async_delete"'


def test_a_loose_key_counts_unless_told_otherwise() -> None:
    sql = f"{USERS}CREATE TABLE t (user_id bigint);"
    assert found(sql, RULE, "", LOOSE) == []
    assert len(found(sql, RULE, "loose = false", LOOSE)) == 1


def test_a_partition_has_the_keys_of_the_table_above_it_and_is_looked_at_on_demand() -> None:
    sql = (
        f"{USERS}CREATE TABLE t (at int, user_id bigint REFERENCES users, b_id bigint) PARTITION BY LIST (at);\n"
        "CREATE TABLE t1 PARTITION OF t DEFAULT;"
    )
    assert subjects(found(sql, RULE)) == ["public.t b_id"]
    assert subjects(found(sql, RULE, "partitions = true")) == ["public.t b_id", "public.t1 b_id"]


def test_a_table_that_inherits_does_not_have_the_keys_and_foreign_tables_cannot() -> None:
    sql = f"{USERS}CREATE TABLE t (user_id bigint REFERENCES users);\nCREATE TABLE heir () INHERITS (t);\n"
    sql += "CREATE FOREIGN TABLE far (user_id bigint) SERVER s;"
    assert subjects(found(sql, RULE)) == ["public.heir user_id"]


IGNORE = 'severity = "error"\nstale = "warning"\ngone = "info"\nignore = [{}]'


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ('"t.a_id", "t.b_id"', []),
        ('"public.t.a_id", "*.b_id"', []),
        ('"t.*"', []),
        ('"t.a_id"', ["error public.t b_id"]),
        ('"t.*", "t.user_id"', ["warning ignore t.user_id"]),
        ('"t.*", "t.name"', []),
        ('"t.*", "t.c_id"', ["info ignore t.c_id"]),
        ('"t.*", "u.c_id"', ["info ignore u.c_id"]),
        ('"t.*", "*.user_i?"', ["warning ignore *.user_i?"]),
    ],
)
def test_an_ignored_column_needs_no_key_and_an_entry_without_need_is_a_finding(
    entries: str, expected: list[str]
) -> None:
    sql = f"{USERS}CREATE TABLE t (user_id bigint REFERENCES users, a_id int, b_id int, name text);"
    findings = found(sql, RULE, IGNORE.format(entries))
    assert [f"{finding.severity} {finding.subject}" for finding in findings] == expected


def test_tables_can_be_left_out() -> None:
    sql = "CREATE TABLE t (a_id int); CREATE TABLE u (a_id int);"
    options = f'[[rules.{RULE}.per-table]]\ntables = ["t"]\nseverity = "off"'
    assert subjects(found(sql, RULE, options)) == ["public.u a_id"]
    options = f'[[rules.{RULE}.per-table]]\ntables = ["t"]\nignore = ["*.a_id", "*.c_id"]'
    assert subjects(found(sql, RULE, options)) == ["ignore *.c_id", "public.u a_id"]


def test_hostile_names_can_be_ignored() -> None:
    sql = f"CREATE TABLE {quoted(HOSTILE)} ({quoted(HOSTILE + '_id')} int);"
    assert len(found(sql, RULE)) == 1
    assert found(sql, RULE, f"ignore = ['{HOSTILE}.{HOSTILE}_id']") == []
