"""psql's variables, in statements and in commands."""

from __future__ import annotations

import pytest

from dump.files import texts

VARIABLES = {
    "a name": ("\\set s app\na :s.t;", ["a app.t"]),
    "a literal": ("\\set v 'it''s'\na :'v';", ["a 'it''s'"]),
    "a literal with a backslash": ("\\set v 'a\\\\b'\na :'v';", ["a  E'a\\\\b'"]),
    "an identifier": ('\\set v \'a"b\'\na :"v";', ['a "a""b"']),
    "arguments are joined": ("\\set v a 'b c'\na :v;", ["a ab c"]),
    "one in a value": ("\\set v ':w end'\n\\set w x\na :v;", ["a x end"]),
    "itself in its value": ("\\set v ':v x'\na :v :v;", ["a :v x :v x"]),
    "one in an argument": ("\\set v x\n\\set w a:v :v ':v' :'v'\na :w;", ["a axxx'x'"]),
    "a value in an argument is not read again": ("\\set v ':w'\n\\set w x\n\\set u :v\n\\set w y\na :u;", ["a y"]),
    "doubled": ("\\set v x\n\\set v :v:v\n\\set v :v:v\na :v;", ["a xxxx"]),
    "a test": ("\\set v 1\na :{?v} :{?w};", ["a TRUE FALSE"]),
    "not in a cast": ("\\set int4 x\na 1::int4;", ["a 1::int4"]),
    "not in quotes": ("\\set v x\na ':v' \":v\" $$:v$$ -- :v\n /* :v */;", ["a ':v' \":v\" $$:v$$ -- :v\n /* :v */"]),
    "one that is not set stays": ("\\set v x\na :w, b[1:2];", ["a :w, b[1:2]"]),
    "two statements": ("\\set v 'b; c'\na :v d;", ["a b", "c d"]),
    "a quote": ("\\set q ''''\na :q;'; c;", ["a ';'", "c"]),
    "a value that names another": ("\\set v :w\n\\set w 'x; y'\na :v; b;", ["a x", "y", "b"]),
    "a value that names itself": ("\\set v ':v;'\na :v b;", ["a : v", "b"]),
    "in an argument": ("\\set v x\n\\set w :v\\\\ a :w;", ["a x"]),
    "of psql itself, and unknown": ("\\set v :DBNAME\na :v;", ["a :v"]),
    "taken from a result": ("\\set v x\nSELECT 1 AS v \\gset\na :v;", ["SELECT 1 AS v", "a :v"]),
    "unset": ("\\set v x\n\\unset v\na :v;", ["a :v"]),
}


@pytest.mark.parametrize(("text", "expected"), VARIABLES.values(), ids=VARIABLES)
def test_psql_variables(text: str, expected: list[str]) -> None:
    assert texts(text) == expected
