"""Cutting text into statements: every line of the tables is a rule of psql's or PostgreSQL's scanner."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondelete.catalog import Location, Skipped
from ondelete.dump.input.buffer import BLOCK, LIMIT
from ondelete.dump.statements.cutter import Connect, Copy, Cutter, Piece, Statement
from ondelete.errors import UnreadableSchema


def cut(text: str | bytes, block: int = BLOCK) -> list[Piece]:
    data = text.encode() if isinstance(text, str) else text
    return list(Cutter(io.BytesIO(data).read, "x.sql", block=block))


def texts(text: str | bytes, block: int = BLOCK) -> list[str]:
    return [piece.text for piece in cut(text, block) if isinstance(piece, Statement)]


def lines(text: str | bytes) -> list[int]:
    return [piece.location.line for piece in cut(text) if not isinstance(piece, Copy)]


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


OLD_STRINGS = {
    "before, a backslash is a character": (r"a '\'; b;", [r"a '\'", "b"]),
    "after, it escapes, and the text says so": (
        r"SET standard_conforming_strings = off; a 'it\'s;', 'x'; b;",
        ["SET standard_conforming_strings = off", r"a  E'it\'s;', 'x'", "b"],
    ),
    "a string in two parts is one": (
        "SET standard_conforming_strings = off; a 'b'\n'\\';'; c;",
        ["SET standard_conforming_strings = off", "a  E'b'\n'\\';'", "c"],
    ),
    "an escape string stays one": (
        r"set session standard_conforming_strings to 'off'; a E'\'';",
        ["set session standard_conforming_strings to 'off'", r"a E'\''"],
    ),
    "set_config counts too, and on turns it back": (
        r"SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false); a '\''; "
        r"SET standard_conforming_strings = on; b '\';",
        [
            "SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false)",
            r"a  E'\''",
            "SET standard_conforming_strings = on",
            r"b '\'",
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), OLD_STRINGS.values(), ids=OLD_STRINGS)
def test_strings_of_old_dumps(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


DATA = {
    "INSERT is passed over": ("INSERT INTO t VALUES ('a;b', E'\\'', $$;$$); a;", ["a"]),
    "its parentheses do not count": ("insert into t values (':-('); a;", ["a"]),
    "a word that begins so is none": ("INSERTS x; COPYING y;", ["INSERTS x", "COPYING y"]),
    "COPY": ("COPY public.t (a, b) FROM stdin;\n1\t;'x\n\\.\n\na;", ["a"]),
    "lower case, options, quoted names": (
        'copy "s ""x".t ( "a)b" ,c) from STDIN with (format csv, header);\n"\n\\.\na;',
        ["a"],
    ),
    "comments, and a name of escapes": ('copy/**/U&"\\0061" -- ;\n(b)/*;*/from stdin;\n"\n\\.\na;', ["a"]),
    "no data": ("COPY t FROM stdin;\n\\.\na;", ["a"]),
    "data that looks like its end": ("COPY t FROM stdin;\n\\.x\n\\..\nx\\.\n \\.\n\\\\.\n\\.\na;", ["a"]),
    "line ends of Windows in data": ("COPY t FROM stdin;\r\n1'\r\n\\.\r\na;\r\n", ["a"]),
    "the end of data ends the file": ("COPY t FROM stdin;\n1\n\\.", []),
    "the same of Windows": ("COPY t FROM stdin;\r\n1\r\n\\.\r", []),
    "a comment behind it": ("COPY t FROM stdin; -- rows\n1\n\\.\na;", ["a"]),
    "data in a file of an archive": ("COPY t (a) FROM '$$PATH$$/3021.dat';\na;", ["a"]),
    "a file or a program": ("COPY t FROM '/x.csv' CSV; COPY t FROM PROGRAM 'x'; a;", ["a"]),
    "out": ("COPY t TO stdout; COPY (SELECT 1 FROM stdin) TO stdout; a;", ["a"]),
    "old forms": ("COPY BINARY t FROM stdin;\n'\n\\.\nCOPY t WITH OIDS FROM stdin;\n'\n\\.\na;", ["a"]),
    "bytes that are no UTF-8": (b"COPY t FROM stdin;\n\xff\x00\n\\.\nINSERT INTO t VALUES ('\xff\x00');\na;", ["a"]),
    r"\copy": ("\\copy t (a) from stdin with csv\n'\n\\.\na;", ["a"]),
    r"\copy of a file": ("\\copy t from 'x.csv' csv\n\\COPY\na;", ["a"]),
}


@pytest.mark.parametrize(("text", "expected"), DATA.values(), ids=DATA)
def test_row_data_is_passed_over(text: str | bytes, expected: list[str]) -> None:
    assert texts(text) == expected


def test_sql_on_the_line_of_a_copy_is_said() -> None:
    [copied, said] = cut("COPY t FROM stdin; DROP TABLE x;\n\\.\n")
    assert copied == Copy("COPY t FROM stdin", Location("x.sql", 1))
    assert isinstance(said, Skipped)
    assert said.text == "DROP TABLE x;"


PSQL = {
    "restrict, with digits": ("\\restrict 1a2B'\na;\n\\unrestrict 1a2B'\n", ["a"], []),
    "harmless": (
        "\\echo 'it''s; a'\n\\set ON_ERROR_STOP on\n\\pset pager off\n\\timing\n\\! ls; x\n\\dt+ *\na;",
        ["a"],
        [],
    ),
    "two on a line, and a separator": ("\\echo x \\echo y \\\\ a;", ["a"], []),
    r"\q ends the file": ("a;\n\\q\nb '", ["a"], []),
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
    assert [piece.text for piece in cut(text) if isinstance(piece, Skipped)] == said


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


@pytest.mark.parametrize("text", ["CREATE TABLE t (\n a int;\n b;", "CREATE FUNCTION f()\nBEGIN ATOMIC SELECT 1;\n"])
def test_psql_sends_what_is_left_at_the_end(text: str) -> None:
    [_, left] = cut(f"a;\n{text}\n")
    assert left == Statement(text.rstrip(), Location("x.sql", 2), complete=False, several=True)


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


def test_an_insert_of_any_length_is_not_held() -> None:
    literal = b"'" + b"0123456789abcdef" * 4096 + b"''"

    def read_forever(size: int) -> bytes:
        return chunks.pop(0) if chunks else b""

    # One statement and one literal of 48 MiB, more than any statement that matters may have.
    chunks = [b"a;\nINSERT INTO t VALUES (", literal, *[b"7" * BLOCK] * 48, b"''\\');\n", b"b;"]
    cutter = Cutter(read_forever, "x.sql")
    assert [piece.text for piece in cutter if isinstance(piece, Statement)] == ["a", "b"]


def test_a_line_too_long_is_said() -> None:
    with pytest.raises(UnreadableSchema, match="16 MiB"):
        cut(b"SELECT '" + b"x" * (LIMIT + 3 * BLOCK) + b"';")


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
