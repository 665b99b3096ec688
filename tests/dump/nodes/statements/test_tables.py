"""CREATE TABLE as the parser gives it."""

from __future__ import annotations

import pytest

from dump.nodes.parsed import node_of
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.tables import CreateForeignTableStmt, CreateStmt


def test_columns_constraints_and_likes_in_the_order_of_the_text() -> None:
    statement = node_of(
        "CREATE TABLE IF NOT EXISTS t (a text COLLATE c NOT NULL, CHECK (true), LIKE o INCLUDING ALL)", CreateStmt
    )
    column, constraint, like = statement.elements
    assert statement.if_not_exists
    assert column.column is not None
    assert column.column.type_name is not None
    assert column.column.collation is not None
    assert strings(column.column.type_name.names) == ("text",)
    assert [node.constraint.contype for node in column.column.constraints] == ["CONSTR_NOTNULL"]
    assert constraint.constraint is not None
    assert constraint.constraint.contype == "CONSTR_CHECK"
    assert like.like is not None
    assert (like.like.relation.relname, like.like.options) == ("o", 0x7FFFFFFF)


def test_parents_and_partitions() -> None:
    child = node_of("CREATE TABLE t () INHERITS (p, s.q)", CreateStmt)
    assert [node.table.relname for node in child.parents] == ["p", "q"]
    assert (child.partbound, child.partspec) == (None, None)
    part = node_of("CREATE TABLE t PARTITION OF p FOR VALUES IN (1, NULL) PARTITION BY RANGE (a, (b + 1))", CreateStmt)
    assert part.partbound is not None
    assert (part.partbound.strategy, len(part.partbound.listdatums), part.partbound.is_default) == ("l", 2, False)
    assert part.partspec is not None
    assert part.partspec.strategy == "PARTITION_STRATEGY_RANGE"
    assert [each.name for entry in part.partspec.params for each in entry.values()] == ["a", None]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [("", "ONCOMMIT_NOOP"), ("ON COMMIT DROP", "ONCOMMIT_DROP"), ("ON COMMIT DELETE ROWS", "ONCOMMIT_DELETE_ROWS")],
)
def test_what_happens_at_commit(sql: str, expected: str) -> None:
    assert node_of(f"CREATE TEMP TABLE t () {sql}", CreateStmt).oncommit == expected


def test_a_typed_table_and_a_foreign_one() -> None:
    typed = node_of("CREATE TABLE t OF s.y", CreateStmt)
    assert typed.of_type is not None
    assert strings(typed.of_type.names) == ("s", "y")
    assert node_of("CREATE FOREIGN TABLE t (a int) SERVER s", CreateForeignTableStmt).base.relation.relname == "t"
