"""Queries, and what runs them, as the parser gives them."""

from __future__ import annotations

import pytest

from dump.nodes.parsed import node_of
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.queries import CopyStmt, ExplainStmt, SelectStmt


def test_a_query_that_makes_a_table() -> None:
    statement = node_of("SELECT a AS b, 1 INTO s.t FROM u", SelectStmt)
    assert statement.into is not None
    assert statement.into.rel.relname == "t"
    assert [target.name for entry in statement.targets for target in entry.values()] == ["b", None]
    assert [list(source) for source in statement.sources] == [["RangeVar"]]
    assert node_of("SELECT 1", SelectStmt).into is None


def test_the_columns_of_a_copy() -> None:
    statement = node_of("COPY s.t (a, b) FROM STDIN", CopyStmt)
    assert statement.relation is not None
    assert (statement.relation.schemaname, strings(statement.attlist)) == ("s", ("a", "b"))
    assert node_of("COPY (SELECT 1) TO STDOUT", CopyStmt).relation is None


@pytest.mark.parametrize(
    ("options", "runs"),
    [
        ("", False),
        ("ANALYZE", True),
        ("(ANALYZE)", True),
        ("(ANALYZE off)", False),
        ("(ANALYZE 0)", False),
        ("(ANALYZE 1)", True),
        ("(ANALYZE 'on')", True),
        ("(ANALYZE false)", False),
        ("(ANALYZE false, ANALYZE)", True),
        ("(ANALYZE, ANALYZE false)", False),
        ("(VERBOSE)", False),
    ],
)
def test_explain_runs_its_statement_with_analyze(options: str, runs: bool) -> None:
    statement = node_of(f"EXPLAIN {options} SELECT 1", ExplainStmt)
    assert statement.runs is runs
    assert list(statement.query) == ["SelectStmt"]
