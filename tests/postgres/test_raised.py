"""Each SQLSTATE of expressions/raised.py: a server ends a call with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ondelete.deletion.expressions.raised import FUNCTIONS

if TYPE_CHECKING:
    from server import Server

LINES = Path(__file__).with_name("calls_that_raise.txt").read_text().splitlines()
CALLS = [tuple(line.split(" ", 1)) for line in LINES]

ATTEMPT = """
CREATE OR REPLACE FUNCTION attempt(call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE state text;
BEGIN
  EXECUTE 'SELECT ' || call;
  RETURN 'value';
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE;
  RETURN state;
END $$
"""
NEWEST = 18
UNKNOWN = "42883"
"""There is no such function: an older server."""


def _name(call: str) -> str:
    return call.split("(")[0].removeprefix("pg_catalog.")


def test_each_call_ends_as_the_table_says(server: Server) -> None:
    server.execute(ATTEMPT)
    calls = ", ".join(f"$call${call}$call$" for _, call in CALLS)
    found = [state for (state,) in server.execute(f"SELECT attempt(call) FROM unnest(ARRAY[{calls}]) call")]
    for (state, call), said in zip(CALLS, found, strict=True):
        allowed = {state} if server.version == NEWEST else {*FUNCTIONS[_name(call)], "value", UNKNOWN}
        assert said in allowed, call


def test_each_entry_of_the_table_has_a_call() -> None:
    shown: dict[str, set[str]] = {}
    for state, call in CALLS:
        shown.setdefault(_name(call), set()).add(state)
    assert shown == {name: set(states) for name, states in FUNCTIONS.items()}
