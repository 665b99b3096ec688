"""The versions of a schema file."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.changes.versions import Introduced, facts_of
from ondelete.reports.history import HistoryAnswer, Row, report_history
from ondelete.repository import CommitFacts
from ondelete.schema import Schema
from reports.reporting import USERS, body, child


def row(number: int, sql: str | None) -> Row:
    commit = CommitFacts(f"{number:040x}", (), 1_700_000_000 + number * 86_400, f"change {number}", False)
    if sql is None:
        return Row(commit, None, "cannot be read")
    schema = Schema(catalog_of(USERS + sql))
    return Row(commit, facts_of(schema.catalog, schema.audit(), schema.table("users")), None)


ROWS = [row(0, child("posts", "CASCADE")), row(1, None), row(2, child("posts", "RESTRICT"))]
BROUGHT = [Introduced("blocker", "posts", 2)]


def test_the_first_and_the_last_version_are_compared() -> None:
    text = body(report_history(ROWS, BROUGHT, "db/schema.sql", "users"))
    assert text.startswith("3 versions, 1 of which cannot be read: CLEAR → BLOCKED.")
    assert "2023-11-14" in text


def test_without_a_table_figures_of_the_schema() -> None:
    text = " ".join(body(report_history(ROWS, [], "db/schema.sql", None)).split())
    assert "tables 2 → 2, BLOCKED 0 → 1" in text


def test_what_a_version_brought_names_its_commit() -> None:
    data = report_history(ROWS, BROUGHT, "db/schema.sql", "users").data
    assert isinstance(data, HistoryAnswer)
    assert [(entry.what, entry.name, entry.revision) for entry in data.introduced] == [
        ("blocker", "posts", f"{2:040x}")
    ]
