"""Row data is passed over, whatever stands in it."""

from __future__ import annotations

import pytest

from dump.files import cut, texts
from ondelete.catalog import Location, Skipped
from ondelete.dump.input.buffer import BLOCK
from ondelete.dump.statements.cutter import Copy, Cutter, Statement

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


def test_an_insert_of_any_length_is_not_held() -> None:
    literal = b"'" + b"0123456789abcdef" * 4096 + b"''"

    def read_forever(size: int) -> bytes:
        return chunks.pop(0) if chunks else b""

    # One statement and one literal of 48 MiB, more than any statement that matters may have.
    chunks = [b"a;\nINSERT INTO t VALUES (", literal, *[b"7" * BLOCK] * 48, b"''\\');\n", b"b;"]
    cutter = Cutter(read_forever, "x.sql")
    assert [piece.text for piece in cutter if isinstance(piece, Statement)] == ["a", "b"]


@pytest.mark.parametrize("block", [1, 2, 19, 20, 1 << 20])
def test_lines_are_counted_over_rows_wherever_a_block_ends(block: int) -> None:
    text = "a;\nCOPY t FROM stdin;\n1\n2\n\\.\nb;\n"
    assert [piece.location.line for piece in cut(text, block)] == [1, 2, 6]
