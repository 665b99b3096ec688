"""psql's commands: carried out, passed over or said."""

from __future__ import annotations

import pytest

from dump.files import cut, texts
from ondelete.catalog import Skipped
from ondelete.dump.statements.cutter import Connect
from ondelete.dump.statements.pieces import Include

PSQL = {
    "restrict, with digits": ("\\restrict 1a2B'\na;\n\\unrestrict 1a2B'\n", ["a"], []),
    "harmless": (
        "\\echo 'it''s; a'\n\\set ON_ERROR_STOP on\n\\pset pager off\n\\timing\n\\! ls; x\n\\dt+ *\na;",
        ["a"],
        [],
    ),
    "two on a line, and a separator": ("\\echo x \\echo y \\\\ a;", ["a"], []),
    r"\q ends the file": ("a;\n\\q\nb '", ["a"], []),
    r"\g sends the statement before again": ("a;\n\\g\n\\gx\nb \\g\n", ["a", "b"], ["\\g", "\\gx"]),
    r"\copy knows no U&": ('\\copy U&"\\0061" from stdin\nx\n\\.\na;', ["a"], ['\\copy U&"\\0061" from stdin']),
    r"\g ends a statement": ("a \\g\nb \\g out.txt\nc \\gx\n", ["a", "b", "c"], []),
    r"\; keeps it for the next": ("a \\; b \\; c;\nd;", ["a ;b ;c", "d"], []),
    r"\; and the end of the file": ("a \\;\n", ["a ;"], []),
    r"\r forgets it": ("a \\r\nb;", ["b"], []),
    r"\gdesc does not run it": ("a \\gdesc\nb;", ["b"], []),
    r"\q forgets it": ("a \\q\nb;", [], []),
    "a command inside of a statement": ("a (b, \\echo x; \\\\ c); d;", ["a (b,   c)", "d"], []),
    "a branch that runs": ("\\if true\na;\n\\elif 1\nb;\n\\else\nc '\n\\endif;\n';\n\\endif\nd;", ["a", "d"], []),
    "a branch that does not": (
        "\\set x off\n\\if :x\n\\q\n\\if true\na;\n\\endif\n\\else\nb;\n\\endif\n",
        ["b"],
        [],
    ),
    "a branch inside of a statement": (
        "a (b,\n\\if 0\nc;\n\\else\nd\n\\endif\n); e;",
        ["a (b,\n \n\n\nd\n \n)", "e"],
        [],
    ),
    r"\encoding inside of a statement": (
        "a (b,\n\\encoding SJIS\nc);\n\\encoding UTF8\n",
        ["a (b,\n \nc)"],
        ["\\encoding SJIS"],
    ),
    r"\else and \endif without an \if": ("\\else\na;\n\\endif\nb;", ["a", "b"], ["\\else", "\\endif"]),
    "a test of a variable": ("\\if :{?x}\na;\n\\else\nb;\n\\endif\n", ["b"], []),
    r"\q in a branch that may run": ("\\if :x\n\\q\n\\endif\na;", ["a"], ["\\if :x", "\\q"]),
    r"\gset": ("SELECT 1 AS x \\gset p_\na;", ["SELECT 1 AS x", "a"], []),
    r"\gexec": ("SELECT 'x' \\gexec\n", ["SELECT 'x'"], ["\\gexec"]),
    "other files": (
        "\\i a.sql\n\\ir 'b c.sql'\n\\include x\na;",
        ["a"],
        ["\\i a.sql", "\\ir 'b c.sql'", "\\include x"],
    ),
    "a condition that psql alone knows": ("\\if :x\na;\n\\else\nb;\n\\endif\n", ["a", "b"], ["\\if :x"]),
    "a command that psql has not": ("\\N 1 2\na;", ["a"], ["\\N 1 2"]),
    "a backslash at the end": ("a;\\", ["a"], ["\\"]),
}


@pytest.mark.parametrize(("text", "expected", "said"), PSQL.values(), ids=PSQL)
def test_psql_commands(text: str, expected: list[str], said: list[str]) -> None:
    assert texts(text) == expected
    assert [piece.text for piece in cut(text) if isinstance(piece, Skipped | Include)] == said


CONNECT: dict[str, list[str | None]] = {
    "\\connect shop\n": ["shop"],
    "\\c shop;\n": ["shop"],
    "\\c shop alice localhost 5432\n": ["shop"],
    '\\connect "My Shop"\n': ["My Shop"],
    "\\connect -reuse-previous=on \"dbname='it\\'s'\"\n": ["it's"],
    "\\connect postgresql://alice@localhost:5432/shop?sslmode=require\n": ["shop"],
    "\\connect - alice\n": [None],
    "\\connect\n": [None],
}


@pytest.mark.parametrize(("text", "expected"), CONNECT.items(), ids=CONNECT)
def test_connect(text: str, expected: list[str | None]) -> None:
    assert [piece.database for piece in cut(text) if isinstance(piece, Connect)] == expected


def test_a_connection_begins_with_the_settings_of_a_new_session() -> None:
    off = "SET standard_conforming_strings = off;\n"
    assert texts(f"{off}a 'b\\';c';\n")[-1] == "a  E'b\\';c'"
    assert texts(f"{off}\\connect d\na 'b\\';c;\n")[-2:] == ["a 'b\\'", "c"]
