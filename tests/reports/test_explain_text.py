"""What ``explain`` says: the verdict for rows with and without references, errors, and the tree and its cuts."""

from __future__ import annotations

from itertools import pairwise

import pytest

from helpers import catalog_of
from ondelete.analyses.why import why, why_all
from ondelete.catalog import QualifiedName
from ondelete.declarations import Declarations
from ondelete.deletion.static.truncate import predict_truncate
from ondelete.formats import as_text
from ondelete.reports.explain import report_explain
from ondelete.reports.invert import report_invert
from ondelete.reports.tree_rows import View
from ondelete.reports.truncate import report_truncate
from ondelete.reports.why import report_why
from ondelete.schema import Schema

USERS = "CREATE TABLE users (id int PRIMARY KEY);\n"


def child(name, action, columns="user_id int", indexed=True, references="users"):
    index = f"CREATE INDEX ON {name} (user_id);" if indexed else ""
    key = f"FOREIGN KEY (user_id) REFERENCES {references} ON DELETE {action}"
    return f"CREATE TABLE {name} (id int PRIMARY KEY, {columns}, CONSTRAINT {name}_fk {key});{index}\n"


def explain(sql, table="users", **view):
    schema = Schema(catalog_of(sql))
    report = report_explain(schema.predict_delete(table), schema.catalog, schema.coverage, View(**view))
    return as_text.render(report)


def verdict(sql, **view):
    return " ".join(explain(sql, **view).split("\n\n")[1].split())


def tree(sql, **view):
    return explain(sql, **view).rpartition("\n\nusers\n")[2].splitlines()


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
            "CAN FAIL: 1 trigger or rule is not modelled. "
            "No enforced foreign key references users, so only the row itself goes.",
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


def test_an_error_shows_what_an_application_sees():
    text = explain(USERS + child("invoices", "RESTRICT"))
    assert "  invoices.user_id → users  RESTRICT  invoices_fk, line 2\n    23503 (23001 on PostgreSQL 18): " in text


def test_tree_shows_what_becomes_of_each_row():
    sql = (
        USERS
        + child("a_deleted", "CASCADE")
        + child("b_kept", "SET NULL", indexed=False)
        + child("c_blocks", "RESTRICT")
        + child("d_late", "NO ACTION DEFERRABLE INITIALLY DEFERRED")
        + child("e_on", "CASCADE")
        + child("f_leaf", "CASCADE", references="e_on")
    )
    assert tree(sql) == [
        "├─ c_blocks.user_id   RESTRICT   BLOCKS",
        "├─ d_late.user_id     NO ACTION  FAILS AT COMMIT",
        "├─ e_on.user_id       CASCADE    deleted",
        "│  └─ f_leaf.user_id  CASCADE    deleted",
        "├─ a_deleted.user_id  CASCADE    deleted",
        "└─ b_kept.user_id     SET NULL   kept             ⚠ no index",
    ]


def test_a_self_reference_has_a_sign():
    sql = "CREATE TABLE users (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE);"
    assert tree(sql) == ["└─ users.user_id ↻  CASCADE  deleted  ⚠ no index"]


def test_a_table_is_opened_once_at_its_shallowest_place():
    sql = (
        USERS
        + child("a", "CASCADE")
        + child("b", "CASCADE", "user_id int, a_id int REFERENCES a ON DELETE CASCADE")
        + child("c", "CASCADE", references="b")
        + "CREATE INDEX ON b (a_id);"
    )
    assert tree(sql) == [
        "├─ a.user_id     CASCADE  deleted",
        "│  └─ b.a_id     CASCADE  deleted  (*)",
        "└─ b.user_id     CASCADE  deleted",
        "   └─ c.user_id  CASCADE  deleted",
        "(*) the keys below this table are shown elsewhere in the tree",
    ]


def test_many_alike_leaves_are_counted_those_without_index_shown_first():
    sql = USERS + "".join(child(f"t{n:02}", "CASCADE", indexed=n != 15) for n in range(20)) + child("x", "RESTRICT")
    assert tree(sql) == [
        "├─ x.user_id    RESTRICT  BLOCKS",
        "├─ t15.user_id  CASCADE   deleted  ⚠ no index",
        *(f"├─ t{n:02}.user_id  CASCADE   deleted" for n in range(5)),
        "└─ … 14 more: CASCADE deleted; --full shows all",
    ]
    assert len(tree(sql, full=True)) == 21


def test_blockers_are_never_counted_away():
    sql = USERS + "".join(child(f"t{n:02}", "RESTRICT") for n in range(40))
    text = explain(sql)
    assert text.count("BLOCKS") == 40
    assert "… 34 more; --full shows all" in text


def test_depth_and_actions_choose():
    sql = USERS + child("a", "CASCADE") + child("b", "CASCADE", references="a") + child("c", "SET NULL", references="b")
    assert tree(sql, depth=1) == ["└─ a.user_id  CASCADE  deleted  … 1 key below"]
    assert len(tree(sql, depth=2)) == 2


def test_actions_choose_keys_and_the_way_to_them():
    sql = USERS + child("a", "CASCADE") + child("b", "SET NULL", references="a") + child("c", "SET NULL")
    sql += child("d", "CASCADE") + child("e", "RESTRICT", references="d")
    assert [row.split()[1] for row in tree(sql, actions=frozenset({"restrict"}))] == ["d.user_id", "e.user_id"]
    chosen = [row.split("_id")[0].split()[-1] for row in tree(sql, actions=frozenset({"set null"}))]
    assert chosen == ["a.user", "b.user", "c.user"]
    assert tree(sql, actions=frozenset({"set default"})) == []


def test_a_long_chain_is_cut_at_a_depth_and_can_be_shown():
    levels = ["users", *(f"t{n}" for n in range(150))]
    sql = USERS + "".join(child(name, "CASCADE", references=above) for above, name in pairwise(levels))
    rows = tree(sql)
    assert rows[-1].startswith("Cut at depth 12;")
    assert explain(sql, full=True).count("deleted") == 150


def test_invert_shows_who_deletes_and_whom_it_protects():
    schema = Schema(
        catalog_of(
            USERS
            + child("posts", "CASCADE")
            + child("comments", "CASCADE", references="posts")
            + "ALTER TABLE comments ADD owner_id int REFERENCES users;"
        )
    )
    text = as_text.render(report_invert(schema.key_graph, schema.table("comments"), View()))
    assert text == (
        "What can delete a row of comments                                     schema.sql\n\n"
        "A delete on 2 tables can also delete rows of comments. Its rows can stop deletes\nthrough 1 foreign key.\n\n"
        "comments\n"
        "├─ posts ← comments.user_id   CASCADE    deletes it\n"
        "│  └─ users ← posts.user_id   CASCADE    deletes it\n"
        "└─ users ← comments.owner_id  NO ACTION  is protected by it\n"
    )
    assert "…" in as_text.render(report_invert(schema.key_graph, schema.table("comments"), View(depth=1)))


def test_truncate_is_refused_even_without_rows():
    catalog = catalog_of(USERS + child("posts", "SET NULL"))
    text = as_text.render(report_truncate(predict_truncate(catalog, Schema(catalog).table("users")), catalog, View()))
    assert text == (
        "TRUNCATE users                                                        schema.sql\n\n"
        "REFUSED without CASCADE, because of 1 foreign key from another table, even if no\n"
        "row references it (SQLSTATE 0A000). With CASCADE it empties 1 more table,\n"
        "whatever the ON DELETE actions are.\n\n"
        "Foreign keys that refuse TRUNCATE without CASCADE\n"
        "  posts.user_id → users  SET NULL  posts_fk, line 2\n\n"
        "CASCADE also empties\n"
        "  posts  by posts.user_id → users\n"
    )


def test_why_tells_chains():
    schema = Schema(catalog_of(USERS + child("a", "CASCADE") + child("b", "RESTRICT", references="a")))
    users, other = schema.table("users"), schema.table("b")
    text = as_text.render(report_why(why(schema.key_graph, users, other), schema.catalog, all_chains=False))
    assert text.split("\n\n")[1:] == [
        "A delete on users affects b through a chain of 2 foreign keys (--all shows all\nchains).",
        "1. 2 steps\n"
        "  a.user_id → users  CASCADE   a_fk  line 2\n"
        "  b.user_id → a      RESTRICT  b_fk  line 3\n"
        "  The last foreign key only checks: it can stop the delete.\n",
    ]
    back = as_text.render(report_why(why_all(schema.key_graph, other, users), schema.catalog, all_chains=True))
    assert "NOT AFFECTED: no chain of foreign keys leads from b to users." in back


INHERITING = (
    USERS + "CREATE TABLE admins (PRIMARY KEY (id)) INHERITS (users);"
    "CREATE TABLE badges (id int PRIMARY KEY, user_id int REFERENCES admins ON DELETE RESTRICT);"
    "CREATE INDEX ON badges (user_id);"
)


def test_what_inherits_stands_in_the_tree_with_the_keys_that_reference_it():
    schema = Schema(catalog_of(INHERITING))
    shown = as_text.render(report_explain(schema.predict_delete("users"), schema.catalog, schema.coverage, View()))
    assert shown.rpartition("\n\nusers\n")[2].splitlines() == [
        "└─ admins             INHERITS  deleted",
        "   └─ badges.user_id  RESTRICT  BLOCKS",
    ]


def test_what_inherits_is_not_passed_over_where_no_key_references_the_table():
    schema = Schema(catalog_of(USERS + "CREATE TABLE admins () INHERITS (users);"))
    shown = as_text.render(report_explain(schema.predict_delete("users"), schema.catalog, schema.coverage, View()))
    assert "only the row itself" not in shown
    assert "rows go from 1 table that inherits from it, too." in " ".join(shown.split())
    assert shown.endswith("users\n└─ admins  INHERITS  deleted\n")


def test_large_numbers_have_separators():
    sql = "".join(child(f"t{number}", "RESTRICT", indexed=False) for number in range(1200))
    words = verdict(sql)
    assert "t0, t1, t2 and 1,197 more" in words
    assert "Of 1,200 foreign keys on the way, 1,200 have no index." in words


def test_inverted_a_table_that_inherits_is_found_through_the_other():
    schema = Schema(catalog_of(INHERITING))
    shown = as_text.render(report_invert(schema.key_graph, schema.table("admins"), View()))
    assert "DELETE FROM users also deletes its rows, because it inherits." in " ".join(shown.split())


def explain_with_rows(rows):
    sql = USERS + child("posts", "CASCADE") + child("notes", "SET NULL") + child("votes", "CASCADE")
    schema = Schema(catalog_of(sql), Declarations(rows={QualifiedName("public", t): n for t, n in rows.items()}))
    expected = schema.expected_rows(schema.table("users"))
    return report_explain(schema.predict_delete("users"), schema.catalog, schema.coverage, View(), expected=expected)


def test_expected_rows_are_a_line_and_a_column_where_there_are_estimates():
    shown = " ".join(as_text.render(explain_with_rows({"users": 10, "posts": 4200, "votes": 14, "notes": 5})).split())
    assert "By the row estimates, about 421 rows go with one row on average, 420 of them from posts." in shown
    assert "posts.user_id CASCADE deleted ~420 rows" in shown
    assert "votes.user_id CASCADE deleted ~1 row" in shown
    assert "notes.user_id SET NULL kept" in shown


def test_expected_rows_that_are_not_known_are_said_to_be_missing():
    report = explain_with_rows({"users": 100, "posts": 10})
    shown = " ".join(as_text.render(report).split())
    assert "posts.user_id CASCADE deleted <1 row" in shown
    assert "votes.user_id CASCADE deleted ? rows" in shown
    assert "1 table on the way has no estimate" in shown
    assert {entry.table: entry.expected_rows for entry in report.data.deleted} == {
        "public.posts": 0.1,
        "public.votes": None,
    }


def test_nothing_is_said_of_rows_without_estimates():
    report = explain_with_rows({})
    assert "estimate" not in as_text.render(report)
    assert all(entry.expected_rows is None for entry in report.data.deleted)
