"""What a file is that is no plain PostgreSQL dump, on which evidence, and what its owner can do."""

from __future__ import annotations

import io
import re
import tarfile
from pathlib import Path

import pytest

from dump.files import message, texts_of_files
from ondelete.dump.input.detect_format import detect_format


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
    "Rails' migration": (
        b"class AddX < ActiveRecord::Migration[7.0]\n",
        "Rails.*give the schema after it",
    ),
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
    assert texts_of_files(path)


def test_a_cause_is_said_rather_than_its_symptom(tmp_path: Path) -> None:
    path = tmp_path / "x.sql"
    path.write_bytes(b"CREATE TABLE `t` (a text) ENGINE=InnoDB;\nINSERT INTO `t` VALUES ('it\\'s');\n")
    assert "MySQL" in message(path)
