"""A partition has the indexes that a server gives it: its own, copies of those above, or its own attached instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import catalog_of
from ondelete.analyses.partition_indexes import indexes_on

if TYPE_CHECKING:
    from server import Server

ROOT = "CREATE TABLE p (a int NOT NULL, b int, c text) PARTITION BY LIST (a);\n"
LEAF = "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);\n"
ACTUAL = """
SELECT i.indrelid::regclass::text, pg_get_indexdef(i.indexrelid, 1, true), i.indnatts, i.indisunique, i.indisprimary
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = 'public'::regnamespace
"""


@pytest.mark.parametrize(
    "sql",
    [
        f"{ROOT}{LEAF}CREATE INDEX ON p (b);",
        f"{ROOT}CREATE INDEX ON p (b);{LEAF}",
        f"{ROOT}{LEAF}CREATE INDEX own ON p1 (b); CREATE INDEX ON p (b);",
        f"{ROOT}{LEAF}CREATE INDEX own ON p1 (b) WHERE b > 0; CREATE INDEX ON p (b);",
        f"{ROOT}{LEAF}CREATE INDEX own ON p1 (b, c); CREATE INDEX ON p (b);",
        f"{ROOT}{LEAF}CREATE UNIQUE INDEX own ON p1 (a); CREATE INDEX ON p (a);",
        f"{ROOT}{LEAF}CREATE INDEX root ON ONLY p (b);",
        f"{ROOT}{LEAF}CREATE INDEX root ON ONLY p (b); CREATE INDEX own ON p1 (b);",
        f"{ROOT}{LEAF}CREATE INDEX r ON ONLY p (b); CREATE INDEX own ON p1 (b);\nALTER INDEX r ATTACH PARTITION own;",
        f"{ROOT}ALTER TABLE p ADD PRIMARY KEY (a);{LEAF}CREATE INDEX ON p ((b + 1));",
        f"{ROOT}CREATE TABLE m PARTITION OF p FOR VALUES IN (1, 2) PARTITION BY LIST (a);\n"
        "CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1); CREATE INDEX ON p (b); CREATE INDEX ON m (c);",
    ],
)
def test_a_partition_has_the_indexes_of_the_server(sql: str, server18: Server) -> None:
    with server18.database() as database:
        server18.load(sql, database)
        actual = server18.execute(ACTUAL, database)
    catalog = catalog_of(sql)
    found = [
        (
            name.name,
            index.columns[0] if index.columns[0] is not None else index.expressions[0].sql,
            len(index.columns) + len(index.include),
            index.unique,
            index.primary,
        )
        for name in catalog.tables
        for index in indexes_on(catalog, name)
    ]
    assert sorted(found) == sorted((table, text.strip("()"), *rest) for table, text, *rest in actual)
