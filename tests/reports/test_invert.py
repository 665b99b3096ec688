"""Who can delete a row, and whom it protects."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.formats import as_text
from ondelete.reports.invert import report_invert
from ondelete.reports.tree_rows import View
from ondelete.schema import Schema
from reports.reporting import INHERITING, USERS, child


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


def test_inverted_a_table_that_inherits_is_found_through_the_other():
    schema = Schema(catalog_of(INHERITING))
    shown = as_text.render(report_invert(schema.key_graph, schema.table("admins"), View()))
    assert "DELETE FROM users also deletes its rows, because it inherits." in " ".join(shown.split())
