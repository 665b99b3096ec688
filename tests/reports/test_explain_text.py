"""The details of explain: expected rows, and what inherits."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.declarations import Declarations
from ondelete.formats import as_text
from ondelete.reports.explain import report_explain
from ondelete.reports.tree_rows import View
from ondelete.schema import Schema
from reports.reporting import USERS, child


def test_what_inherits_is_not_passed_over_where_no_key_references_the_table():
    schema = Schema(catalog_of(USERS + "CREATE TABLE admins () INHERITS (users);"))
    shown = as_text.render(report_explain(schema.predict_delete("users"), schema.catalog, schema.coverage, View()))
    assert "only the row itself" not in shown
    assert "rows go from 1 table that inherits from it, too." in " ".join(shown.split())
    assert shown.endswith("users\n└─ admins  INHERITS  deleted\n")


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
