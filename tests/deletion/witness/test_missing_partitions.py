"""A partitioned table whose partitions the file does not hold gets one, and only such a table."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.witness.missing_partitions import partitions_needed, with_partitions
from ondelete.deletion.witness.result import WitnessRow

LISTED = "CREATE TABLE p (id int, k int CHECK (k > 4)) PARTITION BY LIST (k);"


def names(sql: str) -> list[str]:
    catalog = catalog_of(sql)
    return [name.name for name in with_partitions(catalog).tables if name not in catalog.tables]


@pytest.mark.parametrize(
    ("sql", "made"),
    [
        (LISTED, ["p_default"]),
        (LISTED + "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5);", []),
        (LISTED + "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5) PARTITION BY RANGE (id);", ["p1_default"]),
        (LISTED + "CREATE TABLE p_default (id int); CREATE VIEW p_default_ AS SELECT 1;", ["p_default__"]),
        ("CREATE TABLE p (id int) PARTITION BY HASH (id);", []),
        ("CREATE TABLE p (id int);", []),
    ],
)
def test_who_gets_a_partition(sql: str, made: list[str]) -> None:
    assert names(sql) == made


def test_the_partition_takes_what_its_table_takes() -> None:
    catalog = with_partitions(catalog_of(LISTED))
    leaf = QualifiedName("public", "p_default")
    assert catalog.root_of(leaf) == QualifiedName("public", "p")
    assert [column.name for column in catalog.tables[leaf].columns] == ["id", "k"]
    assert [check.name for check in catalog.checks_of[leaf]] == ["p_k_check"]


def test_a_witness_makes_what_its_rows_need() -> None:
    catalog = catalog_of(LISTED + "CREATE TABLE q (id int) PARTITION BY RANGE (id); CREATE TABLE r (id int);")
    p, q, r = (QualifiedName("public", name) for name in "pqr")
    assert list(partitions_needed(catalog, [WitnessRow(r, {})])) == []
    found = partitions_needed(catalog, [WitnessRow(r, {}), WitnessRow(q, {"id": 1})])
    assert list(found) == [(q, QualifiedName("public", "q_default"))]
    leaf = QualifiedName("public", "p_default")
    assert list(partitions_needed(catalog, [WitnessRow(leaf, {})])) == [(p, leaf)]
