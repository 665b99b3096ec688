"""The verdict of explain: for rows with and without references."""

from __future__ import annotations

import pytest

from reports.reporting import USERS, child, verdict


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        (
            "",
            "CLEAR: nothing in the schema stops this delete. "
            "No enforced foreign key references users, so only the row itself goes.",
        ),
        (
            child("posts", "CASCADE"),
            "CLEAR: nothing in the schema stops this delete. With referencing rows, rows go from 1 more table "
            "(longest chain 1).",
        ),
        (
            child("posts", "SET NULL", indexed=False),
            "CLEAR: nothing in the schema stops this delete. With referencing rows, 1 column changes. "
            "Of 1 foreign key on the way, 1 has no index.",
        ),
        (
            child("invoices", "RESTRICT"),
            "BLOCKED while the row has referencing rows in invoices. A row without referencing rows is deleted alone.",
        ),
        (
            child("a", "RESTRICT") + child("b", "NO ACTION") + child("c", "SET NULL", "user_id int NOT NULL"),
            "BLOCKED while the row has referencing rows in a, b and c. "
            "A row without referencing rows is deleted alone.",
        ),
        (
            child("posts", "CASCADE") + child("likes", "RESTRICT", references="posts"),
            "CAN FAIL while the row has referencing rows: 1 foreign key on the way can stop the delete. "
            "Otherwise rows go from 1 more table (longest chain 1).",
        ),
        (
            "CREATE TABLE users2 (id int PRIMARY KEY);"
            "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
            "CREATE TRIGGER veto BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION f();",
            "CAN FAIL: 1 trigger can leave rows in place. "
            "No enforced foreign key references users, so only the row itself goes.",
        ),
        (
            "CREATE TABLE users2 (id int PRIMARY KEY);"
            "CREATE FUNCTION f() RETURNS trigger LANGUAGE c AS 'library';"
            "CREATE TRIGGER t BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION f();",
            "CAN FAIL: 1 trigger or rule is not modelled. "
            "No enforced foreign key references users, so only the row itself goes.",
        ),
        (
            "CREATE TABLE log (id int);"
            "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM log; RETURN NULL; END';"
            "CREATE TRIGGER t AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION f();",
            "CLEAR: nothing in the schema stops this delete. "
            "No enforced foreign key references users; by triggers, rows go from 1 more table.",
        ),
        (
            child("users2", "CASCADE", "user_id int, boss int REFERENCES users2 ON DELETE CASCADE"),
            "CLEAR: nothing in the schema stops this delete. With referencing rows, rows go from 1 more table "
            "(no limit on the longest chain: a cycle). Of 2 foreign keys on the way, 1 has no index.",
        ),
    ],
)
def test_verdict(sql, words):
    assert verdict(USERS + sql) == words


def test_an_instead_rule_needs_no_referencing_row():
    rule = "CREATE RULE keep AS ON DELETE TO posts DO INSTEAD NOTHING;"
    words = verdict(USERS + child("posts", "CASCADE") + rule)
    assert words == "BLOCKED, whatever the rows are, by definitions on posts."


def test_large_numbers_have_separators():
    sql = "".join(child(f"t{number}", "RESTRICT", indexed=False) for number in range(1200))
    words = verdict(sql)
    assert "t0, t1, t2 and 1,197 more" in words
    assert "Of 1,200 foreign keys on the way, 1,200 have no index." in words
