"""A column under a new name, in everything that mentions it."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.catalog.expressions import ColumnRef, Constant, Operation


def test_renaming_a_column_renames_it_in_texts_and_trees() -> None:
    sql = """CREATE TABLE t (a int CHECK (a > 0 AND 'a' <> 'b' AND a(a) > 1), g int GENERATED ALWAYS AS (a * 2) STORED);
             CREATE INDEX i ON t ((a + 1)) WHERE a > 2; ALTER TABLE t RENAME a TO "New";"""
    catalog = catalog_of(sql)
    assert catalog.checks[0].expression.sql == """"New" > 0 AND 'a' <> 'b' AND a("New") > 1"""
    assert catalog.checks[0].expression.columns == {"New"}
    [index] = catalog.indexes
    assert index.predicate is not None
    assert (index.expressions[0].sql, index.predicate.sql) == ('"New" + 1', '"New" > 2')
    assert index.expressions[0].tree == Operation("+", (ColumnRef("New"), Constant("number", "1")))
