"""Views, sequences, and tables made by a query."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, names, reasons, table

QUERIES = {
    "SELECT * FROM o": ["a:integer", "b:text"],
    "SELECT b, a AS x FROM o": ["b:text", "x:integer"],
    "SELECT o.b FROM o": ["b:text"],
    "SELECT * FROM o WHERE a > 1": ["a:integer", "b:text"],
}


@pytest.mark.parametrize("query", QUERIES)
def test_the_columns_of_a_plain_query_are_known(query: str) -> None:
    original = "CREATE TABLE o (a int PRIMARY KEY, b text DEFAULT 'x');"
    for sql in (f"CREATE TABLE t AS {query};", query.replace(" FROM", " INTO t FROM") + ";"):
        found = table(original + sql)
        assert [f"{each.name}:{each.type}" for each in found.columns] == QUERIES[query]
        assert not any(each.not_null or each.default for each in found.columns)


def test_the_names_that_the_table_gives_them() -> None:
    found = table("CREATE TABLE o (a int, b text); CREATE TABLE t (x) AS SELECT * FROM o;")
    assert [each.name for each in found.columns] == ["x", "b"]


@pytest.mark.parametrize(
    "query", ["SELECT 1", "SELECT a + 1 FROM o", "SELECT a FROM o, o AS p", "SELECT nope FROM o", "VALUES (1)"]
)
def test_the_columns_of_any_other_query_are_not(query: str) -> None:
    sql = f"CREATE TABLE o (a int); CREATE TABLE t (x) AS {query};"
    assert reasons(sql) == ["the columns of public.t come from a query that is not evaluated"]


MADE = {
    "CREATE VIEW v AS SELECT 1": ("v", "view"),
    "CREATE MATERIALIZED VIEW v AS SELECT 1": ("v", "materialized view"),
    "CREATE SEQUENCE v INCREMENT BY 3": ("v", "sequence"),
}


@pytest.mark.parametrize("sql", MADE)
def test_what_is_made(sql: str) -> None:
    assert [(name.name, made.kind) for name, made in clean(f"{sql};").relations.items()] == [MADE[sql]]


SAID = {
    "CREATE VIEW t AS SELECT 1": ["relation public.t already exists"],
    "CREATE OR REPLACE VIEW v AS SELECT 2": [],
    "CREATE MATERIALIZED VIEW t AS SELECT 1": ["relation public.t already exists"],
    "CREATE MATERIALIZED VIEW IF NOT EXISTS t AS SELECT 1": [],
    "CREATE TABLE t AS SELECT 1": ["relation public.t already exists"],
    "CREATE TABLE IF NOT EXISTS t AS SELECT 1": [],
}


@pytest.mark.parametrize("sql", SAID)
def test_a_name_that_is_taken(sql: str) -> None:
    assert reasons(f"CREATE TABLE t (a int); CREATE VIEW v AS SELECT 1; {sql};") == SAID[sql]


def test_a_view_is_known_by_what_it_reads() -> None:
    sql = "CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE VIEW v AS SELECT 1 FROM s.t UNION SELECT 2;"
    assert reasons(f"{sql} DROP TABLE s.t;") == ["view public.v depends on it, and there is no CASCADE"]


def test_a_temporary_table_of_a_query_goes_at_commit() -> None:
    sql = "CREATE TABLE o (a int); BEGIN; CREATE TEMP TABLE t ON COMMIT DROP AS SELECT a FROM o; COMMIT; DROP TABLE t;"
    assert reasons(sql) == ["table public.t does not exist"]
    assert names(clean("CREATE TABLE o (a int); CREATE TEMP TABLE t AS SELECT a FROM o; DROP TABLE t;"))["tables"] == [
        "o"
    ]
