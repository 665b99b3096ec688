"""The figures of every table, the widest first."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.reports.reach import ReachAnswer, left_undecided, report_reach
from ondelete.schema import Schema
from reports.reporting import USERS, body, child

SQL = USERS + child("posts", "CASCADE", indexed=False) + child("likes", "RESTRICT", references="posts")


def answer(sort: str) -> ReachAnswer:
    schema = Schema(catalog_of(SQL))
    data = report_reach(schema.survey(), schema.catalog, sort).data
    assert isinstance(data, ReachAnswer)
    return data


def test_the_largest_figure_stands_first_and_ties_by_name() -> None:
    assert [entry.table for entry in answer("deleted").tables] == ["public.users", "public.likes", "public.posts"]
    assert [entry.table for entry in answer("blockers").tables] == ["public.posts", "public.users", "public.likes"]


def test_figures_of_a_table() -> None:
    users = answer("deleted").tables[0]
    assert (users.verdict, users.deleted, users.updated, users.longest, users.blockers, users.unindexed) == (
        "may block",
        1,
        0,
        1,
        1,
        1,
    )


def test_the_sentence_counts_verdicts() -> None:
    schema = Schema(catalog_of(SQL))
    text = " ".join(body(report_reach(schema.survey(), schema.catalog, "deleted")).split())
    assert "BLOCKED on 1" in text
    assert "CAN FAIL on 1" in text
    assert "CLEAR on 1" in text


def test_what_no_step_was_left_for_is_said() -> None:
    assert left_undecided(2)
