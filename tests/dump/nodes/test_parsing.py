"""A statement comes from the parser as its kind and JSON, and from there as a node with the fields that we read."""

from __future__ import annotations

import pytest

from dump.nodes.parsed import node_of
from ondelete.dump.nodes.parsing import ParseError, parse, split_text
from ondelete.dump.nodes.statements.relations import CreateSeqStmt
from ondelete.dump.nodes.statements.session import TransactionStmt


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("CREATE TABLE t (a int)", "CreateStmt"),
        ("SELECT 1", "SelectStmt"),
        ("COMMIT", "TransactionStmt"),
        ("-- nothing", ""),
        ("", ""),
    ],
)
def test_a_kind_is_the_name_of_the_node(sql: str, kind: str) -> None:
    assert parse(sql)[0] == kind


def test_what_the_grammar_does_not_accept() -> None:
    with pytest.raises(ParseError, match="syntax error"):
        parse("CREATE TABLE t (a int b c)")


def test_a_field_that_is_left_out_has_its_default() -> None:
    statement = node_of("BEGIN", TransactionStmt)
    assert (statement.kind, statement.savepoint_name, statement.chain) == ("TRANS_STMT_BEGIN", "", False)


def test_fields_that_no_node_names_are_passed_over() -> None:
    assert node_of("CREATE SEQUENCE s INCREMENT 2 CACHE 5", CreateSeqStmt).sequence.relname == "s"


def test_several_statements_stand_where_they_stand() -> None:
    text = "SELECT ';' ; SELECT 'é';\n SELECT 3"
    assert [text[each] for each in split_text(text)] == ["SELECT ';'", "SELECT 'é'", "SELECT 3"]
