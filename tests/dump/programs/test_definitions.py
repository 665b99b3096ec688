"""CREATE FUNCTION and DO as programs: language, parameters, path, and the statements of SQL."""

from __future__ import annotations

import pytest

from dump.programs.written import read, written
from ondelete.catalog import Location
from ondelete.dump.programs.definitions import program_of_block

FUNCTIONS = {
    "SQL": ("RETURNS void LANGUAGE sql AS 'DELETE FROM a; DELETE FROM b'", ["run DELETE FROM a", "run DELETE FROM b"]),
    "a SQL expression": ("RETURNS int LANGUAGE sql AS 'SELECT 1'", ["return SELECT 1"]),
    "BEGIN ATOMIC": ("RETURNS void LANGUAGE sql BEGIN ATOMIC DELETE FROM a; SELECT 1; END", ["run", "run"]),
    "C": ("RETURNS trigger LANGUAGE c AS 'lib', 'sym'", ["unread: its language is c"]),
    "no grammar": (
        "RETURNS void LANGUAGE sql AS 'DELETE a'",
        ['unread: it could not be parsed: syntax error at or near "a"'],
    ),
    "pseudo types": (
        "RETURNS SETOF record LANGUAGE plpgsql AS 'BEGIN RETURN QUERY SELECT 1; END'",
        ["run SELECT 1", "return"],
    ),
}


@pytest.mark.parametrize(("rest", "expected"), FUNCTIONS.values(), ids=FUNCTIONS)
def test_bodies(rest: str, expected: list[str]) -> None:
    found = [line.rstrip() for line in written(read(f"CREATE FUNCTION f() {rest}").body)]
    assert [line.removesuffix(" x") for line in found] == expected


def test_the_head() -> None:
    found = read(
        "CREATE FUNCTION app.f(a int, OUT b text, VARIADIC c app.t[]) RETURNS SETOF text LANGUAGE plpgsql"
        " SET search_path TO 'app', 'other' AS $$ BEGIN RETURN NEXT; END $$"
    )
    assert (found.schema, found.name, found.language, found.parameters, found.types, found.path) == (
        "app",
        "f",
        "plpgsql",
        ("a", "c"),
        ("int4", "t[]"),
        ("app", "other"),
    )
    assert written(found.body)[0] == "return next"


def test_a_block_that_runs_at_once() -> None:
    body = "DO $$\nBEGIN\n  CREATE TABLE a ();\nEND $$"
    [block] = program_of_block(body, Location("schema.sql", 7))
    assert written([block])[0] == "run CREATE TABLE a ()"
    assert [each.line for each in block.body][:1] == [9]  # type: ignore[union-attr]
