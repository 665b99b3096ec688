"""Statements that bring or read rows, for what they call; EXPLAIN, which may run its statement."""

from __future__ import annotations

import pytest

from dump.replay.scripts import names, reasons
from helpers import catalog_of
from ondelete.dump.replay.dispatch import HANDLERS

FUNCTION = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN EXECUTE x; END'; CREATE TABLE t (a int);"
RUNS = ["the function f() runs code that is not read"]


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO t SELECT f()",
        "UPDATE t SET a = f()",
        "DELETE FROM t WHERE a = f()",
        "MERGE INTO t USING t AS u ON t.a = f() WHEN MATCHED THEN DELETE",
        "COPY (SELECT f()) TO STDOUT",
        "DECLARE c CURSOR FOR SELECT f()",
        "EXPLAIN ANALYZE INSERT INTO t SELECT f()",
    ],
)
def test_what_a_statement_calls_is_said(sql: str) -> None:
    assert reasons(f"{FUNCTION}{sql};") == RUNS
    assert reasons(f"CREATE TABLE t (a int);{sql.replace('f()', 'abs(1)')};") == []


def test_a_function_is_known_whatever_stands_between_its_first_words() -> None:
    assert reasons(f"{FUNCTION.replace('CREATE FUNCTION', 'CREATE /* odd */ FUNCTION')} SELECT 1 + f();") == RUNS


def test_every_such_kind_has_one_handler() -> None:
    kinds = ("Insert", "Update", "Delete", "Merge", "Copy", "DeclareCursor")
    assert len({HANDLERS[f"{kind}Stmt"] for kind in kinds}) == 1


@pytest.mark.parametrize(
    ("sql", "tables", "said"),
    [
        ("EXPLAIN ANALYZE CREATE TABLE u AS SELECT a FROM t", ["t", "u"], []),
        ("EXPLAIN CREATE TABLE u AS SELECT a FROM t", ["t"], []),
        ("EXPLAIN (ANALYZE off) CREATE TABLE u AS SELECT a FROM t", ["t"], []),
        ("EXPLAIN ANALYZE EXECUTE q", ["t"], ["a prepared statement runs that is not followed"]),
        ("EXPLAIN EXECUTE q", ["t"], []),
    ],
)
def test_explain(sql: str, tables: list[str], said: list[str]) -> None:
    catalog = catalog_of(f"CREATE TABLE t (a int); {sql};")
    assert (names(catalog)["tables"], [entry.reason for entry in catalog.skipped]) == (tables, said)


def test_a_setting_that_is_updated_is_not_followed() -> None:
    assert reasons("UPDATE pg_settings SET setting = 'a' WHERE name = 'search_path';") == [
        "what it sets is not followed"
    ]
