"""What still says something about a deleted row: one small schema for each way in which something stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import catalog_of
from ondelete.analyses.references import References
from ondelete.analyses.remains import How, remains
from ondelete.catalog import Location, QualifiedName
from ondelete.declarations import NOTHING, Declarations, LooseKey, Personal
from ondelete.deletion.predict import predict_delete

if TYPE_CHECKING:
    from ondelete.analyses.remains import Remain

USERS = "CREATE TABLE users (id bigint PRIMARY KEY, email text);"
AUDIT = "CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;"


def left(sql: str, declared: Declarations = NOTHING, table: str = "users") -> tuple[Remain, ...]:
    catalog = catalog_of(sql)
    prediction = predict_delete(catalog, QualifiedName("public", table))
    return remains(catalog, declared, prediction, References(catalog, declared))


def told(sql: str, declared: Declarations = NOTHING) -> list[tuple[str, str]]:
    return [(f"{each.table.name}.{','.join(each.columns)}", each.how.value) for each in left(sql, declared)]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("CREATE TABLE t (user_id bigint REFERENCES users ON DELETE CASCADE);", []),
        ("CREATE TABLE t (user_id bigint REFERENCES users ON DELETE SET NULL);", [("t.user_id", "null")]),
        (
            "CREATE TABLE t (user_id bigint DEFAULT 0 REFERENCES users ON DELETE SET DEFAULT);",
            [("t.user_id", "default")],
        ),
        ("CREATE TABLE t (user_id bigint REFERENCES users ON DELETE RESTRICT);", [("t.user_id", "blocked")]),
        ("CREATE TABLE t (user_id bigint REFERENCES users);", [("t.user_id", "blocked")]),
        ("CREATE TABLE t (user_id bigint);", [("t.user_id", "no key")]),
        ("CREATE TABLE t (user_ids bigint[]);", [("t.user_ids", "no key")]),
        ("CREATE TABLE t (s_type text, s_id bigint);", [("t.s_type,s_id", "polymorphic")]),
        ("CREATE MATERIALIZED VIEW v AS SELECT * FROM users;", [("v.", "view")]),
        ("CREATE VIEW w AS SELECT * FROM users; CREATE MATERIALIZED VIEW v AS SELECT * FROM w;", [("v.", "view")]),
        ("CREATE VIEW w AS SELECT * FROM users;", []),
        ("CREATE TABLE t (id int); CREATE MATERIALIZED VIEW v AS SELECT * FROM t;", []),
        (f"{AUDIT} CREATE TRIGGER a AFTER UPDATE ON users EXECUTE FUNCTION audit();", [("users.", "trigger")]),
        (f"{AUDIT} CREATE TRIGGER a BEFORE DELETE ON users EXECUTE FUNCTION audit();", [("users.", "trigger")]),
        (f"{AUDIT} CREATE TRIGGER a BEFORE UPDATE ON users EXECUTE FUNCTION audit();", []),
        (
            "CREATE TABLE log (x bigint); CREATE RULE r AS ON DELETE TO users DO ALSO INSERT INTO log VALUES (OLD.id);",
            [("users.", "trigger")],
        ),
    ],
)
def test_each_way_in_which_something_stays(sql: str, expected: list[tuple[str, str]]) -> None:
    assert told(USERS + sql) == expected


def test_further_down_rows_stay_too() -> None:
    sql = USERS + (
        "CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE);"
        "CREATE TABLE likes (post_id bigint); CREATE MATERIALIZED VIEW v AS SELECT * FROM likes;"
    )
    first, view = left(sql)
    assert (first.table.name, first.about and first.about.name) == ("likes", "posts")
    assert (view.how, view.way) == (How.VIEW, "reads likes, and keeps what it read")


def test_loose_keys_are_told_by_what_their_job_does() -> None:
    users = QualifiedName("public", "users")
    here = Location("ondelete.toml", 3)
    declared = Declarations(
        loose=tuple(
            LooseKey(QualifiedName("public", table), "user_id", users, action, here)
            for table, action in (("a", "async_delete"), ("b", "async_nullify"))
        )
    )
    found = left(f"{USERS} CREATE TABLE a (user_id bigint); CREATE TABLE b (user_id bigint);", declared)
    assert [(each.how, each.way) for each in found] == [
        (How.LOOSE, "a job deletes these rows later"),
        (How.LOOSE, "a job sets user_id to NULL later, and the rest of the row stays"),
    ]


def test_columns_that_look_like_personal_data_are_marked() -> None:
    sql = USERS + (
        'CREATE TABLE t (user_id bigint, "billingEmail" text, remote inet, age int, page int, email_id int);'
    )
    (found,) = left(sql)
    assert found.personal == ("billingEmail", "remote", "age")


@pytest.mark.parametrize(
    ("personal", "expected"),
    [
        (Personal(words=("diagnosis",)), ("diagnosis", "ip")),
        (Personal(types=()), ("email",)),
        (Personal(denied=("*.email",)), ("ip",)),
        (Personal(words=("tax id",), types=()), ("customer_tax_id_number",)),
    ],
)
def test_a_team_says_what_is_personal(personal: Personal, expected: tuple[str, ...]) -> None:
    sql = f"{USERS} CREATE TABLE t (user_id bigint, diagnosis text, email text, ip inet, customer_tax_id_number text);"
    words = personal.words if personal.words != Personal().words else ("email",)
    (found,) = left(sql, Declarations(personal=Personal(words, personal.types, personal.denied)))
    assert found.personal == expected
