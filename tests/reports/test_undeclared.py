"""What answers say of references without a key, and that they say nothing where every key is declared."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.index_coverage import index_coverage
from ondelete.declarations import NOTHING, Declarations
from ondelete.deletion.kinds import Verdict
from ondelete.diagrams.formats import as_mermaid
from ondelete.diagrams.scenes.views import View as Picture
from ondelete.diagrams.scenes.views import scene_of, undeclared_keys
from ondelete.formats import as_text
from ondelete.reports.explain import ExplainAnswer, report_explain
from ondelete.reports.reach import ReachAnswer, report_reach
from ondelete.reports.tree_rows import View
from ondelete.schema import Schema

USERS = "CREATE TABLE users (id bigint PRIMARY KEY);"
FEW = USERS + (
    "CREATE TABLE observations (user_id bigint);"
    "CREATE TABLE comments (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE);"
    "CREATE TABLE flags (comment_id bigint, raised_by bigint, subject_type text, subject_id bigint);"
)


def schema(sql: str, declared: Declarations = NOTHING) -> Schema:
    return Schema(catalog_of(sql), declared)


def explained(of: Schema, table: str = "users", *, every: bool = False) -> tuple[str, ExplainAnswer]:
    """Return the words of explain, on one line, and its data."""
    prediction = of.predict_delete(table)
    coverage = index_coverage(of.catalog, prediction.edges)
    left = of.references.after(prediction)
    report = report_explain(prediction, of.catalog, coverage, View(undeclared=every), undeclared=left)
    assert isinstance(report.data, ExplainAnswer)
    return " ".join(as_text.render(report).split()), report.data


def test_a_clear_delete_is_clear_as_far_as_keys_go() -> None:
    sql = USERS + "CREATE TABLE observations (user_id bigint, checked_by bigint); CREATE TABLE photos (user_id bigint);"
    text, data = explained(schema(sql))
    assert (
        "CLEAR, as far as foreign keys go: 3 columns of 2 tables look like references to users but have no "
        "foreign key, so their rows stay. No enforced foreign key references users, so only the row itself goes."
    ) in text
    assert data.verdict is Verdict.CLEAR
    assert [(each.table, each.columns, each.to, each.kind, each.grade, each.line) for each in data.undeclared] == [
        ("public.observations", ("user_id",), "public.users", "name", "strong", 1),
        ("public.photos", ("user_id",), "public.users", "name", "strong", 1),
        ("public.observations", ("checked_by",), "public.users", "name", "likely", 1),
    ]


@pytest.mark.parametrize(("action", "verdict"), [("RESTRICT", "must block"), ("CASCADE", "clear")])
def test_they_change_no_verdict_and_are_not_counted(action: str, verdict: str) -> None:
    with_key = f"{USERS} CREATE TABLE comments (user_id bigint REFERENCES users ON DELETE {action});"
    _, without = explained(schema(with_key))
    text, data = explained(schema(f"{with_key} CREATE TABLE observations (user_id bigint);"))
    assert data.verdict == without.verdict == verdict
    assert (data.deleted, data.updated, data.errors) == (without.deleted, without.updated, without.errors)
    assert "1 column of observations looks like a reference to users but has no foreign key, so its rows stay" in text


def test_tables_further_down_leave_rows_too() -> None:
    text, data = explained(schema(FEW))
    assert "3 columns of 2 tables look like references to users or comments but have no foreign key" in text
    assert {each.to for each in data.undeclared} == {"public.users", "public.comments", None}
    assert "subject" not in text


def test_all_are_listed_where_that_is_asked_for() -> None:
    many = USERS + "".join(f"CREATE TABLE t{number} (user_id bigint);" for number in range(9))
    few, _ = explained(schema(many))
    every, _ = explained(schema(many), every=True)
    assert "t8.user_id" not in few
    assert "… 3 more; --undeclared shows all" in few
    assert "t8.user_id → users name of the table, line 1" in every
    assert "flags.(subject_type, subject_id) → any table" in explained(schema(FEW), every=True)[0]


def test_reach_has_a_column_where_there_are_any() -> None:
    for sql, there in ((FEW, True), (USERS, False)):
        of = schema(sql)
        report = report_reach(of.survey(), of.catalog, "deleted", of.references.all)
        assert isinstance(report.data, ReachAnswer)
        assert ("keyless" in as_text.render(report)) is there
        assert {each.table: each.undeclared for each in report.data.tables}["public.users"] == (2 if there else 0)


def test_a_picture_draws_them_where_that_is_asked_for() -> None:
    of = schema(FEW)
    users = of.table("users")
    drawn = as_mermaid.render(scene_of(of.catalog, [users], Picture(loose=undeclared_keys(of.references))))
    assert "<b>observations</b> · rows stay<br>user_id NO KEY" in drawn
    assert "t0 -.- " in drawn
    assert "observations" not in as_mermaid.render(scene_of(of.catalog, [users], Picture()))
