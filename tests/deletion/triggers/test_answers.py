"""What the triggers of one DELETE add to its prediction, case by case."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.predict import predict_delete

SCHEMA = """
CREATE TABLE users (id int PRIMARY KEY, name text, n int NOT NULL);
CREATE TABLE posts (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE SET NULL, title text);
CREATE TABLE log (id serial PRIMARY KEY, tab text, old jsonb);
CREATE VIEW seen AS SELECT id FROM users;
"""


def told(body: str, on: str = "AFTER DELETE ON users", more: str = "", language: str = "plpgsql") -> list[str]:
    """Return the effects, errors, and what is not known, of a trigger with a body."""
    sql = (
        f"{SCHEMA}{more}CREATE FUNCTION f() RETURNS trigger LANGUAGE {language} AS $f${body}$f$;"
        f"CREATE TRIGGER t {on} FOR EACH ROW EXECUTE FUNCTION f('x');"
    )
    found = predict_delete(catalog_of(sql), QualifiedName("public", "users"))
    effects = [effect for run in found.triggers for effect in run.effects]
    lines = [
        " ".join(
            filter(
                None,
                (effect.certainty, effect.kind, effect.table.name if effect.table else "", effect.sqlstate)
                + ((f"if {effect.when}",) if effect.when else ()),
            )
        )
        for effect in effects
    ]
    lines += [f"{e.certainty} {e.kind} {' '.join(e.sqlstates)}" for e in found.trigger_errors if e.kind != "trigger"]
    return [*lines, *(f"unknown {entry.reason.partition(': ')[2]}" for entry in found.not_modelled)]


BODIES = {
    "a branch of another event": ("BEGIN IF TG_OP = 'UPDATE' THEN DELETE FROM log; END IF; RETURN OLD; END", []),
    "a branch of this event": (
        "BEGIN IF TG_OP = 'DELETE' THEN INSERT INTO log (tab) VALUES (1); END IF; RETURN OLD; END",
        ["must insert log"],
    ),
    "a branch that may be taken": (
        "BEGIN IF OLD.n > 1 THEN DELETE FROM log; END IF; RETURN OLD; END",
        ["may delete log if OLD.n > 1"],
    ),
    "its other side": (
        "BEGIN IF OLD.n > 1 THEN RETURN OLD; END IF; INSERT INTO log (tab) VALUES (1); RETURN OLD; END",
        ["may insert log if NOT (OLD.n > 1)"],
    ),
    "an argument": ("BEGIN IF TG_ARGV[0] = 'y' THEN DELETE FROM log; END IF; RETURN OLD; END", []),
    "NEW is NULL": ("BEGIN IF NEW.id IS NOT NULL THEN DELETE FROM log; END IF; RETURN OLD; END", []),
    "a variable": (
        "DECLARE x text := 'a'; BEGIN IF x = 'b' THEN DELETE FROM log; END IF; RETURN OLD; END",
        [],
    ),
    "a variable that a loop changes": (
        "DECLARE x text := 'a'; BEGIN WHILE x < 'c' LOOP x := 'b'; END LOOP;"
        " IF x = 'b' THEN DELETE FROM log; END IF; RETURN OLD; END",
        ["may delete log if x = 'b'"],
    ),
    "what an exception block may undo": (
        "BEGIN BEGIN INSERT INTO log (tab) VALUES (1); EXCEPTION WHEN OTHERS THEN NULL; END; RETURN OLD; END",
        ["may insert log"],
    ),
    "an exception that is raised again": (
        "BEGIN BEGIN RAISE EXCEPTION 'x'; EXCEPTION WHEN OTHERS THEN RAISE; END; RETURN OLD; END",
        ["may raise P0001"],
    ),
    "dynamic SQL": ("BEGIN EXECUTE OLD.name; RETURN OLD; END", ["unknown dynamic SQL"]),
    "dynamic SQL of one text": (
        "BEGIN EXECUTE 'DELETE FROM ' || quote_ident('log') USING 1; RETURN OLD; END",
        ["may delete log"],
    ),
    "a view": ("BEGIN DELETE FROM seen; RETURN OLD; END", ["unknown it writes the view seen"]),
    "a function that is not there": (
        "BEGIN PERFORM elsewhere.f(); RETURN OLD; END",
        ["unknown function elsewhere.f() is not in the file"],
    ),
    "a built-in function": ("BEGIN PERFORM lower('A'); RETURN OLD; END", []),
    "something outside": (
        "BEGIN PERFORM pg_notify('a', 'b'); NOTIFY c; RETURN OLD; END",
        ["must outside", "must outside"],
    ),
    "a key that the delete itself breaks": (
        "BEGIN INSERT INTO posts (id, user_id) VALUES (1, OLD.id); RETURN OLD; END",
        ["must insert posts", "must block 23503"],
    ),
    "a column without its value": (
        "BEGIN INSERT INTO users (id) VALUES (2); RETURN OLD; END",
        ["must insert users", "must not null 23502"],
    ),
}


@pytest.mark.parametrize(("body", "expected"), BODIES.values(), ids=BODIES)
def test_effects(body: str, expected: list[str]) -> None:
    assert told(body) == expected


def test_a_table_that_unread_code_may_have_made_is_not_missing() -> None:
    body = "BEGIN CREATE TEMP TABLE gone (a int); INSERT INTO gone VALUES (1); RETURN OLD; END"
    assert told(body) == ["unknown CREATE is not followed; line 6: table gone is not in the file"]


COUNTING = "CREATE FUNCTION h() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM log; RETURN 1; END $$;"


def test_a_default_and_a_condition_can_call_functions() -> None:
    table = f"{COUNTING} CREATE TABLE kept (id int PRIMARY KEY, n int DEFAULT h());"
    assert told("BEGIN INSERT INTO kept (id) VALUES (1); RETURN OLD; END", more=table) == [
        "must insert kept",
        "unknown a default of kept calls h(), which is not followed",
    ]
    given = told("BEGIN INSERT INTO kept (id, n) VALUES (1, 2); RETURN OLD; END", more=table)
    assert given == ["must insert kept"]


def test_a_generated_column_takes_no_value() -> None:
    table = "CREATE TABLE kept (id int PRIMARY KEY, g int GENERATED ALWAYS AS (1) STORED);"
    found = told("BEGIN INSERT INTO kept VALUES (1, 2); RETURN OLD; END", more=table)
    assert found == ["must insert kept", "must raise 428C9"]


def test_another_language_is_not_known() -> None:
    assert told("pass", language="plpython3u") == ["unknown its language is plpython3u"]


NEW = {
    "unchanged columns": (
        "BEGIN IF OLD.title IS DISTINCT FROM NEW.title THEN DELETE FROM log; END IF; RETURN NEW; END",
        [],
    ),
    "the changed column": (
        "BEGIN IF NEW.user_id IS NULL THEN INSERT INTO log (tab) VALUES (1); END IF; RETURN NEW; END",
        ["must insert log"],
    ),
    "RETURN OLD": ("BEGIN RETURN OLD; END", ["must veto", "must changes new row posts"]),
    "a value": ("BEGIN NEW.title := 'x'; RETURN NEW; END", ["must changes new row posts"]),
}


@pytest.mark.parametrize(("body", "expected"), NEW.values(), ids=NEW)
def test_the_row_that_a_key_updates(body: str, expected: list[str]) -> None:
    assert told(body, "BEFORE UPDATE ON posts") == expected


@pytest.mark.parametrize("levels", [100, 160, 300, 900])
def test_code_that_nests_deep_is_no_crash(levels: int) -> None:
    found = told(f"BEGIN {'IF OLD.n > 1 THEN ' * levels}NULL;{' END IF;' * levels} RETURN OLD; END")
    assert found == [] or found[0].startswith("unknown ")
