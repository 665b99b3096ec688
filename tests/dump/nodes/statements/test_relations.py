"""Views, sequences and tables made by a query, as the parser gives them."""

from __future__ import annotations

from dump.nodes.parsed import node_of
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.relations import CreateSeqStmt, CreateTableAsStmt, ViewStmt


def test_a_view() -> None:
    assert node_of("CREATE OR REPLACE VIEW s.v AS SELECT 1", ViewStmt).replace
    assert not node_of("CREATE VIEW s.v AS SELECT 1", ViewStmt).replace
    assert node_of("CREATE VIEW s.v AS SELECT 1", ViewStmt).view.schemaname == "s"


def test_a_sequence() -> None:
    statement = node_of("CREATE SEQUENCE IF NOT EXISTS s", CreateSeqStmt)
    assert (statement.sequence.relname, statement.if_not_exists) == ("s", True)


def test_a_table_made_by_a_query() -> None:
    statement = node_of("CREATE TEMP TABLE t (x, y) ON COMMIT DROP AS SELECT 1, 2", CreateTableAsStmt)
    assert (statement.objtype, strings(statement.into.columns)) == ("OBJECT_TABLE", ("x", "y"))
    assert statement.into.oncommit == "ONCOMMIT_DROP"
    assert statement.query.select is not None
    assert node_of("CREATE MATERIALIZED VIEW v AS SELECT 1", CreateTableAsStmt).objtype == "OBJECT_MATVIEW"
    assert node_of("CREATE TABLE t AS EXECUTE q", CreateTableAsStmt).query.select is None
