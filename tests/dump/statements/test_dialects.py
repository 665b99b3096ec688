"""Dialects of PostgreSQL: words that only say how rows are stored are left out, and the dialect is named."""

from __future__ import annotations

import pytest

from helpers import catalog_of

KEYS = "u integer REFERENCES u"
READ = {
    "Greenplum": f"CREATE TABLE t (id integer PRIMARY KEY, {KEYS}) DISTRIBUTED BY (id)",
    "Greenplum, replicated": f"CREATE TABLE t (id integer PRIMARY KEY, {KEYS}) DISTRIBUTED REPLICATED",
    "YugabyteDB": f"CREATE TABLE t (id integer, {KEYS}, PRIMARY KEY (id HASH)) SPLIT INTO 3 TABLETS",
    "YugabyteDB, two": f"CREATE TABLE t (id integer, b integer, {KEYS}, PRIMARY KEY ((id, b) HASH, u ASC))",
    "CockroachDB": "CREATE TABLE t (id INT8 NOT NULL DEFAULT unique_rowid(), u INT8 NULL, PRIMARY KEY (id ASC), "
    'CONSTRAINT fk FOREIGN KEY (u) REFERENCES u(id), FAMILY "primary" (id, u)) LOCALITY REGIONAL BY TABLE',
    "Redshift": f"CREATE TABLE t (id integer ENCODE az64, {KEYS}, PRIMARY KEY (id)) DISTKEY (id) SORTKEY (u)",
    "a plain one": f"CREATE TABLE t (id integer PRIMARY KEY, {KEYS}, n text DEFAULT ' DISTRIBUTED BY (id)')",
}
INDEXES = [
    "CREATE INDEX NONCONCURRENTLY i ON u USING lsm (id HASH) SPLIT INTO 2 TABLETS",
    "CREATE INDEX i ON u (id ASC) STORING (name)",
    "CREATE INDEX ASYNC i ON u (id)",
    "CREATE INDEX i ON u (id) NOT VISIBLE",
]


@pytest.mark.parametrize("sql", READ.values(), ids=READ)
def test_storage_is_left_out(sql: str) -> None:
    catalog = catalog_of(f"CREATE TABLE u (id integer PRIMARY KEY, name text);\n{sql};")
    assert catalog.skipped == ()
    assert [(key.table.name, key.columns) for key in catalog.foreign_keys] == [("t", ("u",))]
    assert [key.kind for key in catalog.keys] == ["primary key", "primary key"]


@pytest.mark.parametrize("sql", INDEXES)
def test_indexes_of_dialects(sql: str) -> None:
    catalog = catalog_of(f"CREATE TABLE u (id integer PRIMARY KEY, name text);\n{sql};")
    assert catalog.skipped == ()
    assert [index.columns for index in catalog.indexes if index.name == "i"] == [("id",)]


def test_an_index_inside_of_a_table_is_told_and_the_rest_is_kept() -> None:
    catalog = catalog_of("CREATE TABLE t (id INT8 PRIMARY KEY, a INT8 REFERENCES t, INDEX t_a (a ASC), FAMILY f (id));")
    assert [key.columns for key in catalog.foreign_keys] == [("a",)]
    assert "INDEX elements" in catalog.skipped[0].reason


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("CREATE TABLE t (id integer) DISTRIBUTED BY (id) PARTITION BY RANGE (id) (START 1)", "Greenplum's SQL"),
        ("CREATE TABLE t (id VARCHAR2(10) ENABLE)", "EDB Postgres Advanced Server's SQL"),
        ("CREATE TABLE t (id INT8 AS (a) b, FAMILY f (id))", "CockroachDB's SQL"),
        ("SELECT create_hypertable('t', 'at')", "TimescaleDB makes a hypertable"),
        ("SELECT create_distributed_table('t', 'id')", "Citus distributes a table"),
    ],
)
def test_the_dialect_is_named(sql: str, said: str) -> None:
    [entry] = catalog_of(f"CREATE TABLE u (id integer);\n{sql};").skipped
    assert said in entry.reason


@pytest.mark.parametrize("call", ["add_retention_policy('t', INTERVAL '1 day')", "citus_add_node('a', 1)"])
def test_policies_of_extensions_change_no_schema(call: str) -> None:
    assert catalog_of(f"CREATE TABLE u (id integer);\nSELECT {call};").skipped == ()
