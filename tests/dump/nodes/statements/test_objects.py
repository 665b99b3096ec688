"""Statements about objects of any kind, as the parser gives them."""

from __future__ import annotations

import pytest

from dump.nodes.parsed import node_of
from ondelete.dump.nodes.statements.objects import (
    AlterObjectSchemaStmt,
    CommentStmt,
    CreateSchemaStmt,
    DropStmt,
    RenameStmt,
)


@pytest.mark.parametrize(
    ("sql", "kind", "parts"),
    [
        ("TABLE a, s.b", "OBJECT_TABLE", [("a",), ("s", "b")]),
        ("TYPE s.y", "OBJECT_TYPE", [("s", "y")]),
        ("FUNCTION s.f(int)", "OBJECT_FUNCTION", [("s", "f")]),
        ("SCHEMA x", "OBJECT_SCHEMA", [("x",)]),
        ("TRIGGER g ON s.t", "OBJECT_TRIGGER", [("s", "t", "g")]),
        ("PUBLICATION p", "OBJECT_PUBLICATION", [("p",)]),
    ],
)
def test_what_a_drop_names(sql: str, kind: str, parts: list[tuple[str, ...]]) -> None:
    statement = node_of(f"DROP {sql} CASCADE", DropStmt)
    assert (statement.kind, [node.parts for node in statement.objects]) == (kind, parts)
    assert (statement.behavior, statement.missing_ok) == ("DROP_CASCADE", False)
    assert node_of(f"DROP {sql.replace(' ', ' IF EXISTS ', 1)}", DropStmt).missing_ok


@pytest.mark.parametrize(
    ("sql", "kind", "sub"),
    [
        ("TABLE t RENAME TO x", "OBJECT_TABLE", ""),
        ("TABLE t RENAME a TO x", "OBJECT_COLUMN", "a"),
        ("TABLE t RENAME CONSTRAINT c TO x", "OBJECT_TABCONSTRAINT", "c"),
        ("SCHEMA s RENAME TO x", "OBJECT_SCHEMA", "s"),
    ],
)
def test_a_rename(sql: str, kind: str, sub: str) -> None:
    statement = node_of(f"ALTER {sql}", RenameStmt)
    assert (statement.kind, statement.subname, statement.newname) == (kind, sub, "x")


def test_set_schema() -> None:
    statement = node_of("ALTER TABLE IF EXISTS t SET SCHEMA s", AlterObjectSchemaStmt)
    assert statement.relation is not None
    assert (statement.kind, statement.relation.relname, statement.newschema) == ("OBJECT_TABLE", "t", "s")
    assert statement.missing_ok


def test_a_comment() -> None:
    statement = node_of("COMMENT ON CONSTRAINT c ON s.t IS 'why'", CommentStmt)
    assert statement.object is not None
    assert (statement.objtype, statement.object.parts) == ("OBJECT_TABCONSTRAINT", ("s", "t", "c"))
    assert statement.comment == "why"
    assert node_of("COMMENT ON TABLE t IS NULL", CommentStmt).comment is None


def test_a_schema_and_what_stands_in_it() -> None:
    statement = node_of("CREATE SCHEMA s CREATE TABLE t () CREATE VIEW v AS SELECT 1", CreateSchemaStmt)
    assert statement.schemaname == "s"
    assert [list(element) for element in statement.elements] == [["CreateStmt"], ["ViewStmt"]]
    assert node_of("CREATE SCHEMA AUTHORIZATION joe", CreateSchemaStmt).authrole == {
        "roletype": "ROLESPEC_CSTRING",
        "rolename": "joe",
        "location": 28,
    }
