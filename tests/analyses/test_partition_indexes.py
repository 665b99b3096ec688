"""The indexes of a partition: its own, and copies of those above it."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.partition_indexes import indexes_on
from ondelete.catalog import QualifiedName

TABLES = "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE c PARTITION OF p DEFAULT;\n"


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("", []),
        ("CREATE INDEX i ON c (a);", ["i"]),
        ("CREATE INDEX i ON p (a);", ["i"]),
        ("CREATE INDEX j ON c (a); CREATE INDEX i ON p (a);", ["j"]),
        ("CREATE INDEX i ON p (a); CREATE INDEX j ON c (a);", ["j", "i"]),  # the copy was there before
        ("CREATE INDEX j ON c (b); CREATE INDEX i ON p (a);", ["j", "i"]),
        ("CREATE INDEX j ON c (a) WHERE b > 0; CREATE INDEX i ON p (a);", ["j", "i"]),
        ("CREATE INDEX i ON ONLY p (a);", []),
        ("CREATE INDEX i ON ONLY p (a); CREATE INDEX j ON c (a); ALTER INDEX i ATTACH PARTITION j;", ["j"]),
    ],
)
def test_a_copy_stands_under_the_name_of_its_origin_unless_an_own_index_takes_its_place(
    sql: str, names: list[str]
) -> None:
    table = QualifiedName("public", "c")
    found = indexes_on(catalog_of(TABLES + sql), table)
    assert [index.name for index in found] == names
    assert {index.table for index in found} <= {table}
