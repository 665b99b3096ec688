"""The answer of explain as JSON has it."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.reports.explain import ExplainAnswer, report_explain
from ondelete.reports.tree_rows import View
from ondelete.schema import Schema
from reports.reporting import USERS, child


def answer(sql: str) -> ExplainAnswer:
    schema = Schema(catalog_of(USERS + sql))
    data = report_explain(schema.predict_delete("users"), schema.catalog, schema.coverage, View()).data
    assert isinstance(data, ExplainAnswer)
    return data


def test_what_is_deleted_changed_and_stopped() -> None:
    data = answer(
        child("posts", "CASCADE")
        + child("notes", "SET NULL", indexed=False)
        + child("likes", "RESTRICT", references="posts")
    )
    assert (data.table, data.verdict) == ("public.users", "may block")
    assert [(entry.table, entry.depth, entry.keys) for entry in data.deleted] == [
        ("public.posts", 1, ("public.posts.posts_fk",))
    ]
    assert [(entry.table, entry.columns, entry.to) for entry in data.updated] == [
        ("public.notes", ("user_id",), "null")
    ]
    assert [(entry.key, entry.kind, entry.certainty) for entry in data.errors] == [
        ("public.likes.likes_fk", "block", "must")
    ]
    assert [entry.key for entry in data.unindexed] == ["public.notes.notes_fk"]


def test_a_chain_is_counted_and_a_cycle_has_no_length() -> None:
    assert answer(child("a", "CASCADE") + child("b", "CASCADE", references="a")).longest == 2
    assert answer(child("a", "CASCADE", "user_id int, up int REFERENCES a ON DELETE CASCADE")).longest is None
