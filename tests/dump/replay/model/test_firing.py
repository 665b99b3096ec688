"""Statements that change rows, and so may fire a trigger whose function changes the schema."""

from __future__ import annotations

import pytest

from dump.replay.scripts import reasons

ACTS = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN EXECUTE x; RETURN NULL; END';"
TABLES = """CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (a int, p int REFERENCES p ON DELETE CASCADE);
CREATE TABLE other (a int);
"""
SAID = ["this may fire trigger g of public.t, which runs the function f(), whose code is not read"]


def trigger(events: str) -> str:
    return f"CREATE TRIGGER g AFTER {events} ON t EXECUTE FUNCTION f();"


FIRED = {
    ("INSERT", "INSERT INTO t VALUES (1)"): True,
    ("INSERT", "UPDATE t SET a = 1"): False,
    ("UPDATE", "UPDATE t SET a = 1"): True,
    ("UPDATE", "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING"): True,
    ("DELETE", "DELETE FROM t"): True,
    ("DELETE", "DELETE FROM p"): True,
    ("UPDATE", "DELETE FROM p"): False,
    ("TRUNCATE", "TRUNCATE t"): True,
    ("TRUNCATE", "TRUNCATE p CASCADE"): True,
    ("INSERT", "INSERT INTO other VALUES (1)"): False,
    ("DELETE", "WITH x AS (DELETE FROM t RETURNING a) SELECT 1"): True,
}


@pytest.mark.parametrize(("events", "sql"), FIRED)
def test_what_may_fire_it(events: str, sql: str) -> None:
    script = f"{ACTS}{TABLES}{trigger(events)}{sql};"
    assert reasons(script) == (SAID if FIRED[events, sql] else [])
    harmless = ACTS.replace("EXECUTE x; ", "")
    assert reasons(script.replace(ACTS, harmless)) == []


def test_it_is_said_once() -> None:
    assert reasons(f"{ACTS}{TABLES}{trigger('DELETE')} DELETE FROM t; DELETE FROM t; DELETE FROM p;") == SAID


def test_a_trigger_that_is_switched_off_is_not_fired() -> None:
    assert reasons(f"{ACTS}{TABLES}{trigger('DELETE')} ALTER TABLE t DISABLE TRIGGER g; DELETE FROM t;") == []
