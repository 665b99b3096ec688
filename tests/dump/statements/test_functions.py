"""The functions of a script, and which of them can change the schema when a statement calls them."""

from __future__ import annotations

import pytest

from ondelete.dump.statements.functions import CalledNames, Functions, Passed

HARMLESS = "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'"
RISKY = "CREATE OR REPLACE FUNCTION app.\"G g\"() RETURNS void LANGUAGE plpgsql AS 'BEGIN CREATE TABLE t (); END'"


def functions(*texts: str) -> Functions:
    found = Functions()
    for text in texts:
        found.note(text)
    return found


BODIES = {
    "a query": ("LANGUAGE sql AS 'SELECT 1'", False),
    "DDL": ("LANGUAGE sql AS 'DROP TABLE t'", True),
    "dynamic SQL": ("LANGUAGE plpgsql AS 'BEGIN EXECUTE x; END'", True),
    "the search path of a call": ("LANGUAGE sql SET search_path = x AS 'SELECT 1'", False),
    "the search path": ("LANGUAGE sql AS 'SET search_path = x'", True),
    "a word in a constant": ("LANGUAGE sql AS $$ SELECT 'DROP', E'\\\\' || 'CREATE' -- ALTER\n$$", False),
    "a constant that runs": ("LANGUAGE plpgsql AS $x$ BEGIN EXECUTE 'DROP TABLE t'; END $x$", True),
    "a body without quotes": ("BEGIN ATOMIC SELECT 1; END", False),
    "a comment before the body": ("LANGUAGE sql /* AS 'SELECT 1' */ AS /* x */ E'DROP TABLE t'", True),
    "another language": ("LANGUAGE plpython3u AS 'pass'", True),
    "a table made by a query": ("LANGUAGE sql AS 'SELECT 1 INTO t'", True),
    "a variable that is filled": ("LANGUAGE plpgsql AS 'BEGIN SELECT 1 INTO x; END'", False),
    "rows": ("LANGUAGE sql AS 'INSERT INTO t VALUES (1)'", False),
}


@pytest.mark.parametrize(("body", "changes"), BODIES.values(), ids=BODIES)
def test_what_a_body_can_do(body: str, changes: bool) -> None:
    found = functions(f"CREATE FUNCTION f() RETURNS int {body}")
    assert found.can_change_schema("f") is changes
    assert found.some_change_schema is changes


def test_one_that_calls_one_that_can() -> None:
    calls = "CREATE FUNCTION h() RETURNS int LANGUAGE sql AS 'SELECT f(\"G g\"())'"
    assert functions(HARMLESS, RISKY, calls).can_change_schema("h")
    assert not functions(HARMLESS, calls).can_change_schema("h")


def test_a_function_that_is_not_of_the_script_cannot() -> None:
    assert not functions(RISKY).can_change_schema("nope")


def test_functions_are_known_by_their_last_name() -> None:
    found = functions(HARMLESS, RISKY, "CREATE TABLE x ()", "CREATE /* odd */ PROCEDURE s.P () LANGUAGE sql AS ''")
    assert [name for name in ("f", "G g", "g", "p", "x") if found.defines(name)] == ["f", "G g", "p"]


CALLS = {
    "SELECT f(1)": True,
    'SELECT app."G g" ()': True,
    "SELECT F(1)": True,
    "SELECT (1), f\n\t(1)": True,
    "SELECT 1+f(1)": True,
    'SELECT "f"(1)': True,
    'SELECT "F"(1)': False,
    "SELECT éf(1)": False,
    "SELECT f$(1)": False,
    "SELECT ff(1)": False,
    "SELECT f": False,
    "SELECT set_config('a', 'b', false)": True,
    "SELECT count(*)": False,
}


@pytest.mark.parametrize("text", CALLS)
def test_a_statement_that_seems_to_call_one(text: str) -> None:
    assert functions(HARMLESS, RISKY).may_be_called(text) is CALLS[text]
    assert not functions().may_be_called("SELECT f(1)")


@pytest.mark.parametrize(
    ("text", "called"),
    [
        (b"INSERT INTO t VALUES (f(1))", True),
        (b"INSERT INTO t VALUES (g(1))", False),
        (b"INSERT INTO t SELECT 1", True),
        (b"INSERT INTO t VALUES (1)", False),
    ],
)
def test_rows_that_seem_to_call_one(text: bytes, called: bool) -> None:
    names = CalledNames()
    assert not names.may_be_called(text, 0, len(text))
    names.note(HARMLESS.encode())
    assert names.may_be_called(text, 0, len(text)) is called


def test_a_statement_that_is_passed_over_is_kept_up_to_a_limit() -> None:
    names = CalledNames()
    names.note(HARMLESS.encode())
    passed = Passed(names, 10)
    passed.add(b"xxINSERTxx", 2, 8)
    assert (passed.text, passed.calls) == (b"INSERT", False)
    passed.add(b" (f(1))", 0, 7)
    assert (passed.text, passed.calls) == (None, True)
