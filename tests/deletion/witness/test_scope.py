"""The part of a schema that a few rows can feel."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.witness.scope import restrict, without_guesses

SCHEMA = """
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE c (t int REFERENCES t, g int GENERATED ALWAYS AS (f(t)) STORED NOT NULL, CHECK (t > 0));
CREATE TABLE far (t int REFERENCES t);
CREATE TABLE ruled (t int REFERENCES t ON DELETE CASCADE);
CREATE RULE keep AS ON DELETE TO ruled DO INSTEAD NOTHING;
CREATE TABLE counted (i int GENERATED ALWAYS AS IDENTITY REFERENCES t ON DELETE SET NULL);
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
CREATE UNIQUE INDEX computed ON c ((t + 1));
CREATE UNIQUE INDEX plain ON c (t);
"""
CATALOG = catalog_of(SCHEMA)
T, C, P1 = (QualifiedName("public", name) for name in ("t", "c", "p1"))


def test_tables_with_rows_and_those_that_fail_without_one() -> None:
    scope = restrict(CATALOG, [T, C])
    assert {table.name for table in scope.tables} == {"t", "c", "ruled", "counted"}
    assert [key.name for key in scope.foreign_keys] == ["c_t_fkey", "ruled_t_fkey", "counted_i_fkey"]
    assert [check.name for check in scope.checks] == ["c_t_check"]
    assert [rule.name for rule in scope.rules] == ["keep"]


def test_a_partition_comes_with_its_family() -> None:
    assert [table.name for table in restrict(CATALOG, [P1]).tables] == ["p", "p1", "p2"]


def test_a_column_that_cannot_be_computed_is_taken_for_a_plain_one() -> None:
    column = restrict(CATALOG, [C], {(C, "g")}).tables[C].column("g")
    assert column is not None
    assert (column.generation, column.not_null) == (None, False)


def test_constraints_that_only_a_server_decides_are_left_out() -> None:
    plain = without_guesses(CATALOG)
    assert plain.checks == ()
    assert {index.name for index in plain.indexes if index.table == C} == {"plain"}
