"""One-to-one tables: a surrogate id beside the key that identifies the row, and a second index on it."""

from __future__ import annotations

import pytest

from rule_runs import HOSTILE, found, quoted, subjects

RULE = "one-to-one-key"
USERS = "CREATE TABLE users (id bigint PRIMARY KEY, a int, UNIQUE (id, a));\n"
SHARED = f"{USERS}CREATE TABLE t (user_id bigint PRIMARY KEY REFERENCES users);\n"

FIXED = [
    f"{SHARED}CREATE INDEX again ON t (user_id);",
    f"{SHARED}CREATE UNIQUE INDEX again ON t (user_id);",
    f"{SHARED}ALTER TABLE t ADD CONSTRAINT again UNIQUE (user_id);",
]


def test_the_replica_identity_is_not_one_index_too_many() -> None:
    identity = "ALTER TABLE ONLY t REPLICA IDENTITY USING INDEX again;"
    assert subjects(found(FIXED[1], RULE)) == ["public.t.again"]
    assert found(f"{FIXED[1]}{identity}", RULE) == []


@pytest.mark.parametrize(
    ("columns", "findings"),
    [
        ("id bigint PRIMARY KEY, user_id bigint NOT NULL UNIQUE REFERENCES users", 1),
        ("id uuid PRIMARY KEY, user_id bigint NOT NULL UNIQUE REFERENCES users", 1),
        ("id bigint PRIMARY KEY, user_id bigint UNIQUE REFERENCES users", 0),
        ("id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users", 0),
        ("id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users, UNIQUE (user_id, id)", 0),
        ("id bigint PRIMARY KEY REFERENCES users, user_id bigint NOT NULL UNIQUE REFERENCES users", 0),
        ("a bigint, b bigint, user_id bigint NOT NULL UNIQUE REFERENCES users, PRIMARY KEY (a, b)", 0),
        ("user_id bigint NOT NULL UNIQUE REFERENCES users", 0),
        ("user_id bigint PRIMARY KEY REFERENCES users", 0),
        ("id int PRIMARY KEY, u bigint, a int, UNIQUE (u, a), FOREIGN KEY (u, a) REFERENCES users (id, a)", 0),
    ],
)
def test_a_key_that_identifies_the_row_could_be_the_primary_key(columns: str, findings: int) -> None:
    assert len(found(f"{USERS}CREATE TABLE t ({columns});", RULE)) == findings


def test_a_partial_unique_index_does_not_make_it_one_to_one() -> None:
    sql = f"{USERS}CREATE TABLE t (id int PRIMARY KEY, user_id bigint NOT NULL REFERENCES users, x int);\n"
    assert found(f"{sql}CREATE UNIQUE INDEX ON t (user_id) WHERE x > 0;", RULE) == []
    assert len(found(f"{sql}CREATE UNIQUE INDEX ON t (user_id);", RULE)) == 1


def test_the_message_counts_who_would_have_to_follow() -> None:
    sql = f"{USERS}CREATE TABLE t (id bigint PRIMARY KEY, user_id bigint NOT NULL UNIQUE REFERENCES users);\n"
    (finding,) = found(f"{sql}CREATE TABLE u (t_id bigint REFERENCES t);", RULE)
    assert finding.message == (
        "Each row of users has at most one row in t, so user_id could be the primary key of t instead of id "
        "(1 foreign key references id)."
    )


@pytest.mark.parametrize("sql", FIXED)
def test_a_second_index_on_a_primary_key_that_is_a_key_can_go(sql: str) -> None:
    (finding,) = found(sql, RULE, 'severity = "error"\nduplicate = "info"')
    assert finding.severity.value == "info"
    assert finding.object == "public.t.again"
    assert finding.fix is not None
    assert found(f"{sql}\n{finding.fix.sql}", RULE) == []


@pytest.mark.parametrize(
    "more",
    [
        "CREATE INDEX i ON t (user_id) WHERE user_id > 0;",
        "CREATE INDEX i ON t USING hash (user_id);",
        "ALTER TABLE t ADD x int; CREATE INDEX i ON t (user_id, x);",
        "ALTER TABLE t ADD x int; CREATE INDEX i ON t (user_id) INCLUDE (x);",
    ],
)
def test_an_index_that_does_something_else_stays(more: str) -> None:
    assert found(f"{SHARED}{more}", RULE) == []


def test_a_unique_index_that_a_foreign_key_may_lean_on_has_no_fix() -> None:
    (finding,) = found(f"{FIXED[1]} CREATE TABLE u (t bigint REFERENCES t (user_id));", RULE)
    assert finding.fix is None


def test_tables_can_be_left_out_and_hostile_names_are_quoted_in_the_fix() -> None:
    name = quoted(HOSTILE)
    sql = f"{USERS}CREATE TABLE {name} ({name} bigint PRIMARY KEY REFERENCES users);\n"
    sql += f"CREATE INDEX {quoted(HOSTILE + 'i')} ON {name} ({name});"
    (finding,) = found(sql, RULE)
    assert finding.fix is not None
    assert subjects(found(f"{sql}\n{finding.fix.sql}", RULE)) == []
    assert found(sql, RULE, f"[[rules.{RULE}.per-table]]\ntables = ['{HOSTILE}']\nseverity = \"off\"") == []
