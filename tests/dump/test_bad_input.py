"""What is no schema dump gets one message that says what it looks like and what to do."""

from __future__ import annotations

import io
import os
import re
import sys
import tarfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ondelete.catalog import Skipped
from ondelete.dump import read_catalog
from ondelete.dump.input.detect_format import detect_format
from ondelete.dump.statements.cutter import Connect, Statement
from ondelete.dump.statements.source import read_statements
from ondelete.errors import UnreadableSchema


def read(path: Path | str) -> list[Statement | Skipped]:
    return [piece for piece in read_statements([str(path)]) if not isinstance(piece, Connect)]


def message(path: Path | str) -> str:
    with pytest.raises(UnreadableSchema) as caught:
        read(path)
    return str(caught.value)


def tar(name: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo(name))
    return buffer.getvalue()


OTHER_FILES = {
    "custom-format archive": (
        b"PGDMP\x01\x0f\x00\x04",
        "custom-format archive.*pg_restore --schema-only -f schema.sql .*x",
    ),
    "tar-format archive": (tar("toc.dat"), "tar-format archive.*pg_restore --schema-only"),
    "another tar": (tar("readme"), "a tar archive.*unpack"),
    "zip": (b"PK\x03\x04\0\0", "zip"),
    "SQLite database": (b"SQLite format 3\0\x10\0", "an SQLite database"),
    "SQLite dump": (b"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n", "an SQLite dump.*PRAGMA foreign_keys"),
    "MySQL dump": (
        b"-- MySQL dump 10.13  Distrib 8.0\n--\nCREATE TABLE `t` (a int);",
        "MySQL or MariaDB dump.*pg_dump",
    ),
    "MariaDB dump": (b"/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19\n", "MySQL or MariaDB dump"),
    "phpMyAdmin": (b"-- phpMyAdmin SQL Dump\n-- version 5\nSET x = 1;", "MySQL or MariaDB dump"),
    "conditional comments of MySQL": (b"-- x\n/*!40101 SET NAMES utf8 */;\n", "MySQL or MariaDB dump"),
    "Rails' schema.rb": (
        b"# This file is auto-generated\n\nActiveRecord::Schema[7.1].define(version: 1) do\n",
        "config.active_record.schema_format = :sql",
    ),
    "Rails' migration": (b"class AddX < ActiveRecord::Migration[7.0]\n", "Rails"),
    "Prisma": (b'// x\ngenerator client {\n  provider = "x"\n}\n', "Prisma schema.*prisma migrate diff"),
    "DBML": (b"// x\nTable users as U [headercolor: #fff] {\n  id integer\n}\n", "DBML.*dbml2sql"),
    "JSON": (b'{"tables": []}', "JSON"),
    "JSON list": (b'[\n  {"a": 1}]', "JSON"),
    "XML": (b"<?xml version='1.0'?><x/>", "XML"),
    "a login page": (b"\n<!DOCTYPE html><html><title>Sign in</title>", "HTML page.*raw file"),
    "LFS pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "git lfs pull"),
    "list of an archive": (b";\n; Archive created at 2024-01-01\n;     dbname: x\n", "pg_restore --list"),
    "binary": (bytes(range(256)) * 8, "binary file"),
    "a program": (b"\x7fELF\x02\x01\x01" + b"\0" * 64, "binary file"),
}


@pytest.mark.parametrize(("data", "expected"), OTHER_FILES.values(), ids=OTHER_FILES)
def test_files_of_other_kinds(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    said = message(path)
    assert re.search(expected, said)
    assert "\n" not in said


NO_TABLES = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\n", "the file is empty"),
    "comments": (b"-- a\n/* b */ \\restrict x\n;", "only comments"),
    "data": (b"-- a\nINSERT INTO t VALUES (1);", "only row data.*--schema-only"),
    "COPY": (b"COPY t FROM stdin;\n1\n\\.\n", "only row data"),
    "SQL Server": (b"CREATE TABLE [dbo].[t] ([a] int)\nGO\n", "an SQL Server script"),
    "MySQL": (b"CREATE TABLE `t` (a int) ENGINE=InnoDB;", 'MySQL or MariaDB dump .line 1: "CREATE TABLE `"'),
    "SQLite": (b"CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT);", "an SQLite dump"),
    "Oracle": (b"CREATE TABLE t (a VARCHAR2(3));", "an Oracle script"),
    "a failed dump": (
        b'pg_dump: error: connection to server at "x" failed\n',
        'dump that failed .line 1: "pg_dump: error: connection to server at "x" failed"',
    ),
    "views": (b"CREATE VIEW v AS SELECT 1;", "is it the right file"),
}


@pytest.mark.parametrize(("head", "expected"), NO_TABLES.values(), ids=NO_TABLES)
def test_what_a_file_looks_like_that_defines_nothing(head: bytes, expected: str) -> None:
    assert re.search(expected, detect_format("x.sql", head))


def test_evidence_is_printable() -> None:
    assert detect_format("x", b"pg_dump: error: \x1b[31m\xff<b>").isprintable()


POSTGRESQL = {
    "a dump": b"--\n-- PostgreSQL database dump\n--\n\nSET a = 1;",
    "a comment on MySQL": b"-- migrated from a MySQL dump\nSET a = 1;",
    "a block comment": b"/* -- MySQL dump */ SET a = 1;",
    "words of others in strings": b"SET a = 'PRAGMA x'; SET b = 'ActiveRecord::Schema';",
    "a table called table": b'CREATE TABLE "Table" (a int);',
    "control characters in a string": b"SET a = '" + bytes(range(1, 9)) + b"';" + b" " * 200,
}


@pytest.mark.parametrize("data", POSTGRESQL.values(), ids=POSTGRESQL)
def test_sql_is_not_taken_for_something_else(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.sql"
    path.write_bytes(data)
    assert read(path)


def test_a_cause_is_said_rather_than_its_symptom(tmp_path: Path) -> None:
    path = tmp_path / "x.sql"
    path.write_bytes(b"CREATE TABLE `t` (a text) ENGINE=InnoDB;\nINSERT INTO `t` VALUES ('it\\'s');\n")
    assert "MySQL" in message(path)


def test_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "structure.sql").touch()
    assert f"no such file. Did you mean {tmp_path / 'structure.sql'}?" in message(tmp_path / "structur.sql")
    assert message(tmp_path / "zzz").endswith(": no such file")
    assert f"there is no directory {tmp_path / 'a'}" in message(tmp_path / "a" / "b.sql")
    assert "no such file" in message(tmp_path / "structure.sql" / "x")


def test_a_directory(tmp_path: Path) -> None:
    assert "this is a directory: name the schema dump in it" in message(tmp_path)
    (tmp_path / "1.sql").touch()
    assert f"name its files, in order: {tmp_path / '*.sql'}" in message(tmp_path)
    (tmp_path / "toc.dat").touch()
    assert re.search("directory-format archive.*pg_restore --schema-only", message(tmp_path))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_forbidden_file(tmp_path: Path) -> None:
    path = tmp_path / "x.sql"
    path.touch(mode=0)
    assert "permission denied" in message(path)


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(io.RawIOBase):
        def read(self, _size: int = -1) -> bytes:
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", lambda *_, **__: Broken())
    assert "permission denied" in message(tmp_path / "x.sql")


def test_a_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert message("-") == "-: there is no standard input to read"


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
        ("SELECT 1;\nDO 'BEGIN END';\nDO 'BEGIN END';\n", "2 statements could not be .* line 2: a DO block"),
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


@pytest.mark.parametrize("rest", ["CREATE TABLE u (id int)", "-- the end", "GRANT SELECT ON t TO PUBLIC", ""])
def test_a_last_statement_needs_no_semicolon(rest: str, tmp_path: Path) -> None:
    path = tmp_path / "whole.sql"
    path.write_text(f"CREATE TABLE t (id int);\n{rest}", "utf-8")
    assert not read_catalog([str(path)]).skipped
