"""Indexes that partitions have from the tables above them."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.analyses.indexing.copies import indexes_from_above, unnamed_copies
from ondelete.catalog import QualifiedName

ROOT = "CREATE TABLE p (id int, a int) PARTITION BY RANGE (id);\n"
FIRST = "CREATE TABLE p_1 PARTITION OF p FOR VALUES FROM (1) TO (2);\n"
P_1, P_2 = QualifiedName("public", "p_1"), QualifiedName("public", "p_2")


def from_above(sql: str, table: QualifiedName = P_1) -> list[str]:
    return [index.name for index in indexes_from_above(catalog_of(sql), table)]


def test_an_index_of_the_root_is_on_every_partition() -> None:
    assert from_above(f"{ROOT}{FIRST}CREATE INDEX i ON p (a);\n") == ["i"]


def test_one_on_only_the_root_is_on_partitions_that_came_later() -> None:
    sql = f"{ROOT}{FIRST}CREATE INDEX i ON ONLY p (a);\nCREATE TABLE p_2 PARTITION OF p FOR VALUES FROM (2) TO (3);\n"
    assert from_above(sql) == []
    assert from_above(sql, P_2) == ["i"]


def test_a_copy_that_no_file_names_is_named_after_its_columns() -> None:
    catalog = catalog_of(f"{ROOT}{FIRST}CREATE INDEX i ON p (a, lower(id::text));\n")
    assert list(unnamed_copies(catalog)) == [(P_1, ["a", "expr"])]
