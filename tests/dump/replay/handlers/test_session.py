"""What a session and a transaction are told: SET, RESET, ALTER DATABASE ... SET, DISCARD, BEGIN, COMMIT."""

from __future__ import annotations

import pytest

from dump.replay.scripts import reasons
from helpers import catalog_of

PATHS = {
    "SET search_path = s": "s",
    "SET SESSION search_path TO s, r": "s",
    "SET search_path = 's'": "s",
    "SET SCHEMA 's'": "s",
    "SET search_path = s; RESET search_path": "public",
    "SET search_path = s; RESET ALL": "public",
    "SET search_path = s; DISCARD ALL": "public",
    "SET search_path = s; DISCARD PLANS": "s",
    "SET search_path = s; SET search_path TO DEFAULT": "public",
    "SET LOCAL search_path = s": "public",
    "BEGIN; SET LOCAL search_path = s": "s",
    "BEGIN; SET LOCAL search_path = s; COMMIT": "public",
    "BEGIN; SET LOCAL search_path = s; COMMIT AND CHAIN; SET LOCAL search_path = r": "r",
    "BEGIN; SET LOCAL search_path = s; SET search_path FROM CURRENT; COMMIT": "s",
    'SET search_path = "$user", s': "s",
    "SET other = s": "public",
    "SET search_path = pg_temp, s": "pg_temp",
}


@pytest.mark.parametrize("sql", PATHS)
def test_where_a_table_is_made(sql: str) -> None:
    made = catalog_of(f"{sql}; CREATE VIEW v AS SELECT 1; ALTER VIEW v RENAME TO w; CREATE TYPE y AS ENUM ();")
    found = [name.schema for name in (*made.relations, *made.types)]
    assert found == ([] if PATHS[sql] == "pg_temp" else [PATHS[sql]] * 2)


DATABASES = {
    "ALTER DATABASE d SET search_path = s, r": ("s", "r"),
    "ALTER DATABASE d SET search_path = s; ALTER DATABASE d RESET search_path": ("public",),
    "ALTER DATABASE d SET search_path = s; ALTER DATABASE d RESET ALL": ("public",),
    "ALTER DATABASE d SET search_path = s; ALTER DATABASE d SET other = 1": ("s",),
    'ALTER DATABASE d SET search_path = "$user"': ("public",),
}


@pytest.mark.parametrize("sql", DATABASES)
def test_what_users_of_the_database_have(sql: str) -> None:
    assert catalog_of(f"{sql};").search_path == DATABASES[sql]


@pytest.mark.parametrize(
    ("sql", "is_said"),
    [
        ("SET default_transaction_read_only = on", True),
        ("SET default_transaction_read_only TO off", False),
        ("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", True),
        ("SET work_mem = '1GB'", False),
    ],
)
def test_a_session_that_only_reads(sql: str, is_said: bool) -> None:
    said = ["after this a server refuses to change tables; what follows counts here all the same"]
    assert reasons(f"{sql}; CREATE TABLE t ();") == (said if is_said else [])


def test_an_error_in_a_block_says_where_the_block_begins() -> None:
    [said] = reasons("BEGIN;\nCREATE TABLE t ();\nDROP TYPE nope;\nCOMMIT;")
    assert said.endswith("it undoes the transaction that begins in line 1, which counts here")
    assert reasons("BEGIN;\nCREATE TABLE t ();\nCOMMIT;\nDROP TYPE nope;") == ["type nope does not exist"]
