"""Which table can be below which, in the words of the server."""

from __future__ import annotations

import pytest

from helpers import catalog_of


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("ALTER TABLE t INHERIT t", 'circular inheritance not allowed: "t" is already a child of "t"'),
        ("ALTER TABLE p ATTACH PARTITION p DEFAULT", 'circular inheritance not allowed: "p" is already a child of "p"'),
        ("ALTER TABLE q ATTACH PARTITION p DEFAULT", 'circular inheritance not allowed: "q" is already a child of "p"'),
        ("ALTER TABLE t ATTACH PARTITION t DEFAULT", 'table "t" is not partitioned'),
        ("ALTER TABLE p ATTACH PARTITION q DEFAULT", '"q" is already a partition'),
        ("CREATE TABLE x () INHERITS (p)", 'cannot inherit from partitioned table "p"'),
    ],
)
def test_a_circle_is_refused_in_the_words_of_the_server(sql: str, reason: str) -> None:
    tables = """CREATE TABLE t (a int);
        CREATE TABLE p (a int) PARTITION BY LIST (a);
        CREATE TABLE q PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (a);"""
    assert [entry.reason for entry in catalog_of(f"{tables}\n{sql};").skipped] == [reason]
