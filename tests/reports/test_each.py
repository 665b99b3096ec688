"""Several schemas in one answer."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.reports.each import EachAnswer, SchemaAnswer, report_each
from ondelete.reports.explain import report_explain
from ondelete.reports.tree_rows import View
from ondelete.schema import Schema
from reports.reporting import USERS, body, child


def answer(path: str, sql: str, status: int = 0) -> SchemaAnswer:
    schema = Schema(catalog_of(USERS + sql))
    report = report_explain(schema.predict_delete("users"), schema.catalog, schema.coverage, View())
    return SchemaAnswer(path, report, status)


ANSWERS = [
    answer("a.sql", child("posts", "CASCADE")),
    SchemaAnswer("b.sql", None, 2, "no such file"),
    answer("c.sql", child("posts", "RESTRICT")),
]


def test_every_schema_has_a_line_and_one_that_cannot_be_read_its_reason() -> None:
    text = body(report_each(ANSWERS))
    assert text.startswith("3 schemas, 1 of which cannot be read.")
    assert "no such file" in text


def test_json_has_the_answers_with_their_paths_and_a_summary_of_all() -> None:
    data = report_each(ANSWERS).data
    assert isinstance(data, EachAnswer)
    assert [found["path"] for found in data.schemas] == ["a.sql", "c.sql"]
    assert [(each.path, each.status, each.error) for each in data.summary] == [
        ("a.sql", 0, None),
        ("b.sql", 2, "no such file"),
        ("c.sql", 0, None),
    ]
