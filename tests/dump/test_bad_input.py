"""What is no schema dump gets one message that says what it looks like and what to do."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dump.files import read
from ondelete.dump import read_catalog
from ondelete.dump.statements.source import read_statements
from ondelete.errors import UnreadableSchema

INVALID = {
    "in a statement": (b"SET a = 1;\nCREATE TABLE\n t\xe9 (a int);", "byte 0xe9 is not valid UTF-8.*iconv", 3),
    "not of the named encoding": (b"SET client_encoding = 'WIN1252';\na '\x81';", "byte 0x81 is not valid WIN1252", 2),
    "in UTF-16": (b"\xff\xfe" + "SET a;\n SET ".encode("utf-16-le") + b"\0\xdc;\0", "not valid UTF-8 or UTF-16", 2),
    "NUL": (b"SET a = 1;\nSET b\n = \0;", "NUL byte", 3),
}


@pytest.mark.parametrize(("data", "expected", "line"), INVALID.values(), ids=INVALID)
def test_bytes_that_are_no_text(tmp_path: Path, data: bytes, expected: str, line: int) -> None:
    path = tmp_path / "x.sql"
    path.write_bytes(data)
    with pytest.raises(UnreadableSchema, match=expected) as caught:
        read(path)
    assert caught.value.line == line


def test_bytes_that_are_no_text_do_no_harm_in_comments(tmp_path: Path) -> None:
    path = tmp_path / "x.sql"
    path.write_bytes(b"-- \xe9\nSET a /* /* \xe9 */ */ = -- \xe9\n '\xc3\xa9';\n/* \xe9\0 */")
    assert [" ".join(piece.text.split()) for piece in read(path)] == ["SET a = 'é'"]


SAMPLE = rb"""--
-- PostgreSQL database dump
--
\restrict a1b2
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS $_$ BEGIN RAISE 'a;'; END; $_$;
CREATE FUNCTION public.g() RETURNS integer BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END;
CREATE TABLE public."o'dd" (
    id integer DEFAULT nextval('public.s'::regclass) NOT NULL, -- it's
    "na;me" text CHECK ("na;me" ~ E'^\\d+\'$')
);
COPY public."o'dd" (id, "na;me") FROM stdin;
1	it's
\.
INSERT INTO public."o'dd" VALUES (2, 'b''c;'), (3, $$d$$);
CREATE RULE r AS ON INSERT TO public."o'dd" DO (SELECT 1; SELECT 2);
/* nested /* ; */ */
\connect other
ALTER TABLE ONLY public."o'dd" ADD CONSTRAINT "o'dd_pkey" PRIMARY KEY (id);
\unrestrict a1b2
"""
EDITS = st.tuples(st.sampled_from(("cut", "splice", "flip")), st.integers(0, len(SAMPLE)), st.integers(0, 200))


def mutate(data: bytes, edits: list[tuple[str, int, int]]) -> bytes:
    for edit, at, size in edits:
        if edit == "cut":
            data = data[:at] + data[at + size :]
        elif edit == "splice":
            data = data[:at] + data[size : size * 2] + data[at:]
        else:
            data = data[:at] + bytes(byte ^ (size or 1) & 255 for byte in data[at : at + 1]) + data[at + 1 :]
    return data


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(EDITS, min_size=1, max_size=6))
def test_damage_gives_statements_or_one_message(tmp_path: Path, edits: list[tuple[str, int, int]]) -> None:
    path = tmp_path / "x.sql"
    path.write_bytes(mutate(SAMPLE, edits))
    with suppress(UnreadableSchema):
        assert all("\0" not in piece.text for piece in read(path))


def test_the_sample_of_damage_is_itself_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.sql"
    path.write_bytes(SAMPLE)
    with pytest.raises(UnreadableSchema, match="several databases"):
        read(path)
    assert len(list(read_statements([str(path)], database="other"))) == 9


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("CREATE TABLE :SCHEMA.t (id int);\nINSERT INTO t VALUES (1);\n", "a statement could not be.* in line 1: .*:"),
        ("SELECT 1;\nEXECUTE a;\nEXECUTE b;\n", "2 statements could not be .* line 2: a prepared statement"),
        ("INSERT INTO t VALUES (1);\n", "only row data"),
    ],
)
def test_a_file_without_tables_says_why(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "schema.sql"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableSchema, match=f"neither a table nor a foreign key: .*{said}"):
        read_catalog([str(path)])


@pytest.mark.parametrize(
    "rest", ["ALTER TABLE ONLY public.t", "CREATE INDEX i ON", "GRANT SELECT ON", "-", "CREATE TAB"]
)
def test_a_file_that_ends_in_the_middle_of_a_statement(rest: str, tmp_path: Path) -> None:
    path = tmp_path / "cut.sql"
    path.write_text(f"CREATE TABLE t (id int);\n\n{rest}", "utf-8")
    with pytest.raises(UnreadableSchema, match=r"ends in the middle of this statement.*cut off") as caught:
        read_catalog([str(path)])
    assert caught.value.line == 3


@pytest.mark.parametrize("rest", ["CREATE TAB", "SELECT 'x"])
def test_psql_may_stop_before_a_cut_off_end(rest: str, tmp_path: Path) -> None:
    path = tmp_path / "cut.sql"
    path.write_text(f"CREATE TABLE t (id int);\n\\set ON_ERROR_STOP on\nCREATE TABLE t (x int);\n\n{rest}", "utf-8")
    stops, cut = read_catalog([str(path)]).skipped
    assert stops.reason.endswith("psql stops here, by ON_ERROR_STOP; what follows counts all the same")
    assert (cut.location.line, "cut off" in cut.reason) == (5, True)


@pytest.mark.parametrize("rest", ["CREATE TABLE u (id int)", "-- the end", "GRANT SELECT ON t TO PUBLIC", ""])
def test_a_last_statement_needs_no_semicolon(rest: str, tmp_path: Path) -> None:
    path = tmp_path / "whole.sql"
    path.write_text(f"CREATE TABLE t (id int);\n{rest}", "utf-8")
    assert not read_catalog([str(path)]).skipped
