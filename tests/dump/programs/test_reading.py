"""The functions of a file: the last definition counts; drops and renames are followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ondelete.dump import read_catalog

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "CREATE TABLE a (id int PRIMARY KEY);\n"
FUNCTION = "CREATE OR REPLACE FUNCTION {0} RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {1} END $$;\n"
SCRIPTS = {
    "the last definition": (FUNCTION.format("f()", "x := 1;") + FUNCTION.format("f()", "y := 1;"), [("public", 3)]),
    "two schemas": (FUNCTION.format("f()", "") + FUNCTION.format("app.f()", ""), [("public", 2), ("app", 3)]),
    "a path": ("SET search_path = app;\n" + FUNCTION.format("f()", ""), [("app", 3)]),
    "overloads": (FUNCTION.format("f()", "") + FUNCTION.format("f(int)", ""), [("public", 2), ("public", 3)]),
    "a drop": (FUNCTION.format("f()", "") + "DROP FUNCTION f();", []),
    "a drop of another one": (FUNCTION.format("f()", "") + "DROP FUNCTION f(int);", [("public", 2)]),
    "a rename": (FUNCTION.format("g()", "") + "ALTER FUNCTION g() RENAME TO f;", [("public", 2)]),
}


@pytest.mark.parametrize(("script", "expected"), SCRIPTS.values(), ids=SCRIPTS)
def test_functions(script: str, expected: list[tuple[str, int]], tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text(HEAD + script, "utf-8")
    programs = read_catalog([str(tmp_path / "schema.sql")]).programs
    assert [(each.schema, each.location.line) for each in programs.named("f")] == expected
