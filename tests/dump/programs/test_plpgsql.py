"""Each kind of statement of PL/pgSQL, as the program has it."""

from __future__ import annotations

import pytest

from dump.programs.written import trigger_function, written

BODIES = {
    "the record of a RETURN": (
        "BEGIN IF a THEN RETURN OLD; ELSIF b THEN RETURN NEW; END IF; RETURN NULL; END",
        ["if a", "  return OLD", "if b", "  return NEW", "else", "return NULL"],
    ),
    "RETURN in a comment or a text": (
        "BEGIN -- RETURN OLD;\n PERFORM f('RETURN NEW;'); RETURN /* x */ NULL; END",
        ["run SELECT f('RETURN NEW;')", "return NULL"],
    ),
    "SQL": (
        "DECLARE n int; BEGIN INSERT INTO a VALUES (1); SELECT count(*) INTO STRICT n FROM b; RETURN NULL; END",
        ["run INSERT INTO a VALUES (1)", "run SELECT count(*)               FROM b into strict n", "return NULL"],
    ),
    "assignments": (
        "DECLARE n int := 2; a int[]; BEGIN NEW.x := n + 1; n = 3; a[1] := 4; NEW := OLD; END",
        ["n := 2", "new.x :=  n + 1", "n :=  3", "run  4 into a", "new :=  OLD"],
    ),
    "loops": (
        "DECLARE r record; i int; a int[]; BEGIN FOR r IN SELECT 1 LOOP EXIT WHEN FOUND; END LOOP;"
        " FOR i IN 1..3 LOOP CONTINUE; END LOOP; WHILE x LOOP NULL; END LOOP; LOOP EXIT; END LOOP;"
        " FOREACH i IN ARRAY a LOOP NULL; END LOOP; END",
        [
            "loop  SELECT 1",
            "  leave when FOUND",
            "loop  1, 3",
            "  leave",
            "loop  x",
            "loop   endless",
            "  leave",
            "loop  a",
        ],
    ),
    "exceptions": (
        "BEGIN BEGIN DELETE FROM a; EXCEPTION WHEN unique_violation OR SQLSTATE '23503' THEN RAISE;"
        " WHEN OTHERS THEN RETURN OLD; END; END",
        ["run DELETE FROM a", "when unique_violation or 23503", "  raise again", "when others", "  return OLD"],
    ),
    "RAISE and ASSERT": (
        "BEGIN RAISE EXCEPTION 'no %', 1 USING ERRCODE = '23503'; RAISE SQLSTATE '22012'; RAISE foreign_key_violation;"
        " ASSERT n > 0; END",
        ["raise no % '23503'", "raise  22012", "raise  foreign_key_violation", "assert n > 0"],
    ),
    "CASE": (
        "BEGIN CASE TG_OP WHEN 'DELETE' THEN RETURN OLD; END CASE; END",
        ["if (TG_OP) IN ('DELETE')", "  return OLD", "else error"],
    ),
    "dynamic SQL": (
        "DECLARE n int; BEGIN EXECUTE format('DELETE FROM %I', 'a') INTO n USING 1; END",
        ["execute format('DELETE FROM %I', 'a')"],
    ),
    "types that only the database knows": (
        "DECLARE a app.mood := 'x'; b app.t[]; c app.t%ROWTYPE; BEGIN a := 1; RETURN NEW; END",
        ["a := 'x'", "a :=  1", "return NEW"],
    ),
    "CALL": ("BEGIN CALL p(1); END", ["unread: CALL p(1): a procedure is not followed"]),
    "COMMIT": ("BEGIN COMMIT; END", ["unread: COMMIT is not followed"]),
}


@pytest.mark.parametrize(("body", "expected"), BODIES.values(), ids=BODIES)
def test_statements(body: str, expected: list[str]) -> None:
    assert written(trigger_function(body).body) == expected


def test_lines_are_those_of_the_file() -> None:
    program = trigger_function("\nDECLARE\n n int;\nBEGIN\n  n := 1;\n  DELETE FROM a;\nEND")
    assert [statement.line for block in program.body for statement in block.body] == [5, 6]  # type: ignore[union-attr]
