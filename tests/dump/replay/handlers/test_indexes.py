"""CREATE INDEX, and the index that identifies a row for subscribers."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, names, reasons, table

TABLE = "CREATE TABLE t (a int, b text, c text);"
NAMED = {
    "t (a)": "t_a_idx",
    "t (a, b) INCLUDE (c)": "t_a_b_c_idx",
    "t (lower(b))": "t_lower_idx",
    "t ((a + 1))": "t_expr_idx",
    "t ((a + 1), (a + 2))": "t_expr_expr1_idx",
}


@pytest.mark.parametrize("on", NAMED)
def test_the_name_of_an_index(on: str) -> None:
    assert names(clean(f"{TABLE} CREATE INDEX ON {on};"))["indexes"] == [f"t.{NAMED[on]}"]


def test_all_that_an_index_says() -> None:
    sql = "CREATE UNIQUE INDEX i ON t (b text_pattern_ops DESC, a) INCLUDE (c) NULLS NOT DISTINCT WHERE (a > 1);"
    [index] = clean(TABLE + sql).indexes
    assert index.predicate is not None
    assert (index.columns, index.include, index.unique, index.predicate.sql) == (("b", "a"), ("c",), True, "a > 1")
    assert (index.opclasses, index.orders, index.nulls_not_distinct) == (
        ("text_pattern_ops", None),
        ("DESC", None),
        True,
    )
    assert (index.only, index.valid, index.constraint) == (False, True, None)


REFUSED = {
    "CREATE INDEX ON t (nope)": ["column nope of table public.t does not exist"],
    "CREATE INDEX t ON t (a)": ["relation public.t already exists"],
    "CREATE INDEX IF NOT EXISTS t ON t (a)": [],
    "CREATE INDEX i ON nope (a)": [],
}


@pytest.mark.parametrize("sql", REFUSED)
def test_what_is_said(sql: str) -> None:
    assert reasons(f"{TABLE}{sql};") == REFUSED[sql]


def test_only_the_partitioned_table_has_it() -> None:
    whole = "CREATE TABLE w (a int) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF w DEFAULT;"
    assert [index.only for index in clean(f"{whole} CREATE INDEX ON ONLY w (a);").indexes] == [True]
    assert [index.only for index in clean(f"{TABLE} CREATE INDEX ON ONLY t (a);").indexes] == [False]


IDENTITIES = {
    "FULL": ("full", [False, False]),
    "NOTHING": ("nothing", [False, False]),
    "USING INDEX j": ("index", [False, True]),
    "USING INDEX j; ALTER TABLE t REPLICA IDENTITY DEFAULT": ("default", [False, False]),
}


@pytest.mark.parametrize("identity", IDENTITIES)
def test_what_identifies_a_row(identity: str) -> None:
    indexes = "CREATE UNIQUE INDEX i ON t (a); CREATE UNIQUE INDEX j ON t (a);"
    sql = f"CREATE TABLE t (a int NOT NULL); {indexes} ALTER TABLE t REPLICA IDENTITY {identity};"
    assert (table(sql).replica_identity, [index.replica_identity for index in clean(sql).indexes]) == IDENTITIES[
        identity
    ]
