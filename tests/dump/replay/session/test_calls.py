"""What a query runs besides itself: set_config is followed, and functions whose code is not read are said."""

from __future__ import annotations

import pytest

from dump.replay.scripts import reasons
from helpers import catalog_of

RISKY = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN EXECUTE x; END'; CREATE TABLE t (a int);\n"
RUNS = "the function f() runs code that is not read"
CALLED = {
    "SELECT f()": ["only a server knows the text that is executed here"],
    "SELECT 1 WHERE f() > 1": [RUNS],
    "INSERT INTO t SELECT f()": [RUNS],
    "UPDATE t SET a = f()": [RUNS],
    "EXPLAIN ANALYZE SELECT f()": [RUNS],
    "EXPLAIN SELECT f()": [],
    "CREATE TABLE u AS SELECT f() AS a": [RUNS],
    "CREATE MATERIALIZED VIEW m AS SELECT f()": [RUNS],
    "CREATE VIEW v AS SELECT f()": [],
    "CREATE VIEW v AS SELECT f(); SELECT * FROM v": ["the view v calls a function whose code is not read"],
    "SELECT count(*) FROM t": [],
    "SELECT unheard_of()": ["the function unheard_of() runs code that is not read"],
    "SELECT pg_catalog.unheard_of()": [],
    "INSERT INTO t SELECT unheard_of()": [],
    "ALTER TABLE t ADD CHECK (f() > 1)": ["when rows change, this runs the function f(), whose code is not read"],
    "ALTER TABLE t ADD b int; ALTER TABLE t ADD CHECK (pi() > 1)": [],
    "CREATE DOMAIN d AS int CHECK (f() > 1)": ["when rows change, this runs the function f(), whose code is not read"],
    "CREATE TABLE u (\n    a integer DEFAULT f()\n)": [
        "when rows change, this runs the function f(), whose code is not read"
    ],
    "CREATE TABLE u (a int DEFAULT f())": ["when rows change, this runs the function f(), whose code is not read"],
}


@pytest.mark.parametrize("sql", CALLED)
def test_what_is_called(sql: str) -> None:
    assert reasons(f"{RISKY}{sql};") == CALLED[sql]


PATHS = {
    "SELECT set_config('search_path', 'a, \"B b\"', false)": ("a", []),
    "SELECT 1, pg_catalog.set_config('search_path', 'a', false)": ("a", []),
    "SELECT set_config('search_path', 'a', false), set_config('search_path', 'b', false)": ("b", []),
    "INSERT INTO t SELECT 1 FROM set_config('search_path', 'a', false)": ("a", []),
    "SELECT set_config('search_path', x, false)": (
        "public",
        ["only a server knows what set_config() sets here"],
    ),
    "SELECT set_config('search_path', 'a', false) WHERE false": (
        "a",
        ["only a server knows whether set_config() runs here; it is assumed to run"],
    ),
    "SELECT set_config('work_mem', '1GB', false)": ("public", []),
}


@pytest.mark.parametrize("sql", PATHS)
def test_set_config_is_followed(sql: str) -> None:
    catalog = catalog_of(f"{sql}; CREATE TABLE u ();")
    assert ([name.schema for name in catalog.tables], [entry.reason for entry in catalog.skipped]) == (
        [PATHS[sql][0]],
        PATHS[sql][1],
    )
