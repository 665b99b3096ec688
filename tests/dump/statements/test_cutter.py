"""Cutting text into statements: every line of the tables is a rule of psql's or PostgreSQL's scanner."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dump.files import cut, lines, texts
from ondelete.catalog import Location, Skipped
from ondelete.dump.input.buffer import BLOCK, LIMIT
from ondelete.dump.statements.cutter import Statement
from ondelete.errors import UnreadableSchema

LEXICAL = {
    "a semicolon ends": ("a; b;", ["a", "b"]),
    "the last one needs none": ("a; b\n", ["a", "b"]),
    "nothing": ("", []),
    "blanks, comments and lone semicolons": (" ;; -- x; y\n/* z; */ ;\n", []),
    "a comment in front is removed": ("-- one;\n/* two */ a;", ["a"]),
    "a comment inside stays": ("a -- one; two\n b;", ["a -- one; two\n b"]),
    "nested comments": ("a /* 1 /* 2; */ 3; */ b; c;", ["a /* 1 /* 2; */ 3; */ b", "c"]),
    "nested comments in front": ("/* 1 /* 2 */ ; */ a;", ["a"]),
    "a comment in a string is none": ("a '--' ; b '/*'; c;", ["a '--'", "b '/*'", "c"]),
    "a string": ("a 'x;y'; b;", ["a 'x;y'", "b"]),
    "a doubled quote": ("a 'it''s;'; b;", ["a 'it''s;'", "b"]),
    "a backslash in a plain string is a character": (r"a '\'; b;", [r"a '\'", "b"]),
    "an escape string": (r"a E'it\'s;'; b e'\\'; c;", [r"a E'it\'s;'", r"b e'\\'", "c"]),
    "a doubled quote in an escape string": (r"a E'it''s\';'; b;", [r"a E'it''s\';'", "b"]),
    "psql does not join what stands on two lines": (
        "a E'b'\n'\\'; c ';' ; d;",
        ["a E'b'\n'\\'", "c ';'", "d"],
    ),
    "a carriage return ends a comment": ("-- x\ra; -- y\rb;", ["a", "b"]),
    "a type name that ends in e makes no escape string": (r"a date'\'; b;", [r"a date'\'", "b"]),
    "other prefixes": (r"a U&'\0041;' B'1' X'f' N'\'; b;", [r"a U&'\0041;' B'1' X'f' N'\'", "b"]),
    "an identifier": ('a "x;""y\'"; b;', ['a "x;""y\'"', "b"]),
    "a dollar quote": ("a $$ ; ' $$; b;", ["a $$ ; ' $$", "b"]),
    "a tagged one": ("a $x$ $$ ; $y$ $x$; b;", ["a $x$ $$ ; $y$ $x$", "b"]),
    "tags know letter case": ("a $x$ ; $X$ ; $x$; b;", ["a $x$ ; $X$ ; $x$", "b"]),
    "a tag of other letters": ("a $é$ ; $é$; b;", ["a $é$ ; $é$", "b"]),
    "a dollar in a word opens nothing": ("a$1$b; c$$; d;", ["a$1$b", "c$$", "d"]),
    "a parameter opens nothing": ("a $1; b $2$ ;", ["a $1", "b $2$"]),
    "two dollar quotes in a row": ("a $$;$$$$;$$; b;", ["a $$;$$$$;$$", "b"]),
    "operators of comment characters": ("a - b / c * d; e;", ["a - b / c * d", "e"]),
    "a semicolon in parentheses ends nothing": (
        "CREATE RULE r AS ON INSERT TO t DO (a; b ')'; c); d;",
        ["CREATE RULE r AS ON INSERT TO t DO (a; b ')'; c)", "d"],
    ),
    "parentheses in strings balance": (
        "create or replace rule r AS ON INSERT TO t DO (a '('; b ')'); d;",
        ["create or replace rule r AS ON INSERT TO t DO (a '('; b ')')", "d"],
    ),
    "a parenthesis too many closes nothing": ("a ); b;", ["a )", "b"]),
    "BEGIN ATOMIC": (
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; a;",
        ["CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END", "a"],
    ),
    "CASE inside of it": (
        "create or replace procedure p() begin atomic select case when 1=1 then 2 end; select 3; end; a;",
        ["create or replace procedure p() begin atomic select case when 1=1 then 2 end; select 3; end", "a"],
    ),
    "BEGIN of a transaction is none": ("BEGIN; a; END;", ["BEGIN", "a", "END"]),
    "a body in a string is none": (
        "CREATE FUNCTION f() AS 'BEGIN ATOMIC'; a;",
        ["CREATE FUNCTION f() AS 'BEGIN ATOMIC'", "a"],
    ),
    "an argument named begin is none": (
        "CREATE FUNCTION f(begin int) LANGUAGE sql BEGIN ATOMIC SELECT 1; END; a;",
        ["CREATE FUNCTION f(begin int) LANGUAGE sql BEGIN ATOMIC SELECT 1; END", "a"],
    ),
    "line ends of Windows": ("a\r\n b;\r\n-- c\r\nd;\r\n", ["a\r\n b", "d"]),
    "a byte order mark between files put together": (b"a;\n\xef\xbb\xbfb;", ["a", "b"]),
}


@pytest.mark.parametrize(("text", "expected"), LEXICAL.values(), ids=LEXICAL)
def test_lexical_rules(text: str | bytes, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize("text", ["CREATE TABLE t (\n a int;\n b;", "CREATE FUNCTION f()\nBEGIN ATOMIC SELECT 1;\n"])
def test_psql_sends_what_is_left_at_the_end(text: str) -> None:
    [_, left] = cut(f"a;\n{text}\n")
    assert left == Statement(text.rstrip(), Location("x.sql", 2), complete=False, several=True)


MESSAGES = {
    "before everything": "pg_dump: last built-in OID is 16383\npg_dump: reading schemas\na;\n",
    "between statements, in any language": "pg_dump: lese Schemas\na;\npg_restore: verarbeite Daten\n",
    "of psql": 'psql:x.sql:3: NOTICE:  relation "t" does not exist, it\'s skipped\na;\n',
}


@pytest.mark.parametrize("program", ["pg_dump", "psql"])
def test_a_statement_on_the_line_of_a_message_is_read(program: str) -> None:
    assert texts(f"{program}: reading; x; CREATE TABLE t (a int);\nb;")[-2:] == ["CREATE TABLE t (a int)", "b"]


@pytest.mark.parametrize("text", MESSAGES.values(), ids=MESSAGES)
def test_messages_between_statements_are_dropped(text: str) -> None:
    assert texts(text) == ["a"]
    assert [piece for piece in cut(text) if isinstance(piece, Skipped)] == []


def test_an_error_message_is_said() -> None:
    statement, said, after = cut("a;\npg_dump: error: query failed: it's \"gone\nb;\n")
    assert isinstance(said, Skipped)
    assert said.location.line == 2
    assert "incomplete" in said.reason
    assert [piece.text for piece in (statement, after)] == ["a", "b"]


def test_lines_are_those_of_the_first_words() -> None:
    data = "COPY t FROM stdin;\n1\n2\n\\.\n\nINSERT INTO t VALUES ('\n');\n"
    text = "\n-- é\na;\n\nb\n;c;\n" + data + "/*\n*/ d;\n\\i x\n$$\n$$; e"
    assert lines(text) == [3, 5, 6, 15, 16, 17, 18]


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("a;\nb 'x;\n\n", "quote", 2),
        ('a;\n\nb "x;\n', "double quote", 3),
        ("a $x$ ; $$ \n", "dollar quote", 1),
        ("a;\n/* x */ b /* /* */ ;\n", "comment", 2),
        ("/* x", "comment", 1),
        ("INSERT INTO t\nVALUES (1),\n('x;\n", "quote", 3),
        ("a;\nCOPY t FROM stdin;\n1\n2\n", "COPY", 2),
        ("COPY t FROM stdin;", "COPY", 1),
    ],
)
def test_a_file_that_was_cut_off(text: str, what: str, line: int) -> None:
    with pytest.raises(UnreadableSchema, match=what) as caught:
        cut(text)
    assert caught.value.line == line
    assert "cut off" in str(caught.value)


def test_a_statement_too_long_is_said() -> None:
    with pytest.raises(UnreadableSchema, match="quote or a comment left open") as caught:
        cut(b"a;\nSELECT '" + b"xxxxxxx\n" * (LIMIT // 8 + BLOCK) + b"\n")
    assert caught.value.line == 2


WORDS = """a e é 1 ; ' '' " E' \\ \\. $ $$ $a$ $1 - -- / * /* */ ( ) : :: :a case end \\g"""
PHRASES = [
    " ",
    "\n",
    "\r\n",
    "BEGIN ATOMIC ",
    "COPY t FROM stdin;\n",
    "CREATE FUNCTION f() ",
    "CREATE RULE ",
    "INSERT INTO ",
    "SET client_encoding = 'LATIN1';",
    "SET client_encoding = 'SJIS';",
    "SET standard_conforming_strings = off;",
    "\\connect x\n",
    "\\q\n",
    "\\set a b\n",
    "\n\\.\n",
    "pg_dump: error: x\n",
    "pg_dump: reading\n",
]
SOUP = st.lists(st.sampled_from(WORDS.split() + PHRASES), max_size=40).map("".join)


def outcome(data: bytes, block: int) -> object:
    try:
        return cut(data, block)
    except UnreadableSchema as error:
        return str(error)


@given(SOUP, st.integers(1, 60))
def test_the_size_of_blocks_does_not_matter(text: str, block: int) -> None:
    data = text.encode()
    assert outcome(data, block) == outcome(data, BLOCK)


@given(SOUP, st.binary(max_size=20), st.integers(0, 200))
def test_any_text_gives_statements_or_one_message(text: str, junk: bytes, at: int) -> None:
    data = text.encode()
    outcome(data[:at] + junk + data[at:], 16)


def test_a_line_is_counted_once_behind_rows_that_call_a_function() -> None:
    text = "CREATE FUNCTION f() RETURNS int AS $$\n$$;\nINSERT INTO t SELECT f();\n\ufeffa;\nb;\n"
    found = [(type(piece).__name__, lines) for piece in cut(text) for lines in [piece.location.line]]
    assert found == [("Statement", 1), ("Statement", 3), ("Skipped", 4), ("Statement", 4), ("Statement", 5)]
