"""A new name that something else has already is refused, as a server refuses it, and nothing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from helpers import catalog_of

if TYPE_CHECKING:
    from server import Server

TABLE = """
CREATE TABLE p (z integer);
CREATE TABLE a (
    id integer CONSTRAINT ap PRIMARY KEY,
    x integer CONSTRAINT cx CHECK (x > 1) CONSTRAINT fx REFERENCES a,
    y integer CONSTRAINT cy CHECK (y > 1)
) INHERITS (p);
CREATE TABLE b (id integer);
CREATE TYPE t AS ENUM ('t');
CREATE TYPE u AS ENUM ('u');
CREATE DOMAIN d AS integer CONSTRAINT c1 CHECK (value > 1) CONSTRAINT c2 CHECK (value > 2);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER t1 AFTER DELETE ON a EXECUTE FUNCTION f();
CREATE TRIGGER t2 AFTER DELETE ON a EXECUTE FUNCTION f();
CREATE RULE r1 AS ON DELETE TO a DO NOTHING;
CREATE RULE r2 AS ON UPDATE TO a DO NOTHING;
"""
REFUSED = {
    "ALTER TABLE a RENAME x TO y": "column y of table public.a already exists",
    "ALTER TABLE a RENAME x TO x": "column x of table public.a already exists",
    "ALTER TABLE p RENAME z TO y": "column y of table public.a already exists",
    "ALTER TABLE a RENAME CONSTRAINT cx TO cy": "constraint cy of table public.a already exists",
    "ALTER TABLE a RENAME CONSTRAINT fx TO ap": "constraint ap of table public.a already exists",
    "ALTER TABLE a RENAME CONSTRAINT ap TO cx": "constraint cx of table public.a already exists",
    "ALTER TABLE a RENAME CONSTRAINT ap TO b": "relation public.b already exists",
    "ALTER INDEX ap RENAME TO cx": "constraint cx of table public.a already exists",
    "ALTER TABLE a RENAME TO b": "relation public.b already exists",
    "ALTER TYPE t RENAME TO u": "type public.u already exists",
    "ALTER DOMAIN d RENAME CONSTRAINT c1 TO c2": "constraint c2 of domain public.d already exists",
    "ALTER TRIGGER t1 ON a RENAME TO t2": "t2 of table public.a already exists",
    "ALTER RULE r1 ON a RENAME TO r2": "r2 of table public.a already exists",
}


@pytest.mark.parametrize("statement", REFUSED)
def test_nothing_is_renamed(statement: str) -> None:
    before, after = catalog_of(TABLE), catalog_of(f"{TABLE}{statement};")
    assert [entry.reason for entry in after.skipped] == [REFUSED[statement]]
    for part in ("tables", "foreign_keys", "keys", "checks", "indexes", "triggers", "rules", "types"):
        assert getattr(after, part) == getattr(before, part), part


@pytest.mark.parametrize("statement", REFUSED)
def test_a_server_refuses_it_too(statement: str, server18: Server) -> None:
    with server18.database() as database:
        server18.execute(TABLE, database)
        with pytest.raises(psycopg.Error, match="already exists"):
            server18.execute(statement, database)
