"""What stands between a change of the schema and its effect: read-only transactions, and event triggers."""

from __future__ import annotations

import pytest

from dump.replay.scripts import reasons

READ_ONLY = "SET default_transaction_read_only = on;"
REFUSED = ["after this a server refuses to change tables; what follows counts here all the same"]
CHANGES = {
    "CREATE TABLE t ()": True,
    "ALTER SEQUENCE s CYCLE": True,
    "DROP VIEW IF EXISTS v": True,
    "COMMENT ON TABLE t IS 'x'": True,
    "SELECT 1 AS a INTO t": True,
    "SELECT 1": False,
    "CREATE ROLE joe": False,
    "DROP DATABASE IF EXISTS d": False,
    "SET work_mem = '1GB'": False,
}


@pytest.mark.parametrize("sql", CHANGES)
def test_a_change_meets_a_transaction_that_only_reads(sql: str) -> None:
    told = REFUSED[0] in reasons(f"{READ_ONLY}{sql};")
    assert told is CHANGES[sql]


def test_it_is_said_once() -> None:
    assert reasons(f"{READ_ONLY} CREATE TABLE t (); CREATE TABLE u ();") == REFUSED


EVENT = "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN {} END';"
TRIGGER = "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();"


@pytest.mark.parametrize(("body", "is_said"), [("EXECUTE x;", True), ("NULL;", False)])
def test_a_change_meets_an_event_trigger(body: str, is_said: bool) -> None:
    said = reasons(f"{EVENT.format(body)}{TRIGGER} CREATE TABLE t (); CREATE TABLE u ();")
    reason = "every later change of the schema runs the function f(), whose code is not read"
    assert said == ([reason] if is_said else [])
