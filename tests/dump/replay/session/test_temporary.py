"""What ends with a transaction or a connection: SET LOCAL, the search path, temporary tables."""

from __future__ import annotations

import pytest

from dump.replay.scripts import names
from helpers import catalog_of

ENDS = {
    "CREATE TEMP TABLE t (a int);": [],
    "CREATE TEMP TABLE t (a int); CREATE TABLE t (b int);": ["t"],
    "CREATE TEMP TABLE t (a int) ON COMMIT DROP; CREATE TABLE u (a int, LIKE t);": [],
    "BEGIN; CREATE TEMP TABLE t (a int) ON COMMIT DROP; CREATE TABLE u (LIKE t); COMMIT;": ["u"],
    "BEGIN; CREATE TEMP TABLE t (a int) ON COMMIT DROP; COMMIT; CREATE TABLE u (LIKE t);": [],
    "CREATE TEMP TABLE t (a int); DISCARD TEMP; CREATE TABLE u (LIKE t);": [],
    "CREATE TEMP TABLE t (a int); DISCARD PLANS; CREATE TABLE u (LIKE t);": ["u"],
    "CREATE TEMP TABLE t (a int);\n\\c -\nCREATE TABLE u (LIKE t);": [],
    "BEGIN; SET LOCAL search_path = s; COMMIT; CREATE TABLE t ();": ["t"],
}


@pytest.mark.parametrize("sql", ENDS)
def test_what_is_left(sql: str) -> None:
    assert names(catalog_of(sql))["tables"] == ENDS[sql]


SCHEMAS = {
    "SET search_path = s;\n\\c x\nCREATE TABLE t ();": "public",
    "ALTER DATABASE x SET search_path = s;\n\\c x\nCREATE TABLE t ();": "s",
    "BEGIN; SET LOCAL search_path = s; CREATE TABLE t (); COMMIT;": "s",
    "BEGIN; SET LOCAL search_path = s; COMMIT; CREATE TABLE t ();": "public",
    "SET search_path = s; BEGIN; SET LOCAL search_path = r; COMMIT; CREATE TABLE t ();": "s",
}


@pytest.mark.parametrize("sql", SCHEMAS)
def test_the_path_that_is_left(sql: str) -> None:
    assert [name.schema for name in catalog_of(sql).tables] == [SCHEMAS[sql]]


def test_temporary_types_and_views_go_too() -> None:
    catalog = catalog_of(
        "CREATE TEMP VIEW v AS SELECT 1; CREATE TYPE pg_temp.y AS ENUM ('a'); CREATE TYPE z AS ENUM ('a');"
    )
    assert (catalog.relations, [name.name for name in catalog.types]) == ({}, ["z"])
