"""The tree of a cascade: what becomes of each row, and which keys are chosen."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.formats import as_text
from ondelete.reports.explain import report_explain
from ondelete.reports.tree_rows import View
from ondelete.schema import Schema
from reports.reporting import INHERITING, USERS, child, tree


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


def test_actions_choose_keys_and_the_way_to_them():
    sql = USERS + child("a", "CASCADE") + child("b", "SET NULL", references="a") + child("c", "SET NULL")
    sql += child("d", "CASCADE") + child("e", "RESTRICT", references="d")
    assert [row.split()[1] for row in tree(sql, actions=frozenset({"restrict"}))] == ["d.user_id", "e.user_id"]
    chosen = [row.split("_id")[0].split()[-1] for row in tree(sql, actions=frozenset({"set null"}))]
    assert chosen == ["a.user", "b.user", "c.user"]
    assert tree(sql, actions=frozenset({"set default"})) == []


def test_what_inherits_stands_in_the_tree_with_the_keys_that_reference_it():
    schema = Schema(catalog_of(INHERITING))
    shown = as_text.render(report_explain(schema.predict_delete("users"), schema.catalog, schema.coverage, View()))
    assert shown.rpartition("\n\nusers\n")[2].splitlines() == [
        "└─ admins             INHERITS  deleted",
        "   └─ badges.user_id  RESTRICT  BLOCKS",
    ]
