"""What a file is if it is no plain PostgreSQL dump, by its first bytes, and what its owner can do."""

from __future__ import annotations

import re
from typing import NamedTuple

from ondelete.text.patterns import later

HEAD = 1 << 16
"""Bytes of the beginning that are looked at."""


class _Kind(NamedTuple):
    pattern: re.Pattern[bytes]
    what: str
    advice: str
    certain: bool


_POSTGRES_ONLY = "ondelete reads PostgreSQL's own SQL: dump the database with pg_dump --schema-only"


def _kind(pattern: bytes, what: str, advice: str, *, certain: bool = True) -> _Kind:
    return _Kind(later(pattern), what, advice, certain)


# Certain ones begin the text with something that no PostgreSQL dump begins with; the others only explain a failure.
_KINDS = (
    _kind(
        rb"\APGDMP",
        "a custom-format archive of pg_dump",
        "make SQL of it: pg_restore --schema-only -f schema.sql {path}",
    ),
    _kind(
        rb"\Atoc\.dat\0(?s:.{249})ustar",
        "a tar-format archive of pg_dump",
        "make SQL of it: pg_restore --schema-only -f schema.sql {path}",
    ),
    _kind(rb"\A(?s:.{257})ustar", "a tar archive", "unpack it first"),
    _kind(rb"\APK\x03\x04", "a zip archive", "unpack it first"),
    _kind(rb"\ASQLite format 3\0", "an SQLite database", _POSTGRES_ONLY),
    _kind(rb"\Aversion https://git-lfs", "a Git LFS pointer, not the file itself", "fetch it: git lfs pull"),
    _kind(
        rb"(?i)\A\s*(?:<!--(?s:.*?)-->\s*)?(?:<!doctype html|<html|<head)",
        "an HTML page (of a login, perhaps)",
        "download the raw file",
    ),
    _kind(
        rb"\A\s*<\?xml(?s:.{0,2000}?)<databaseChangeLog",
        "a changelog of Liquibase",
        "make SQL of it: liquibase update-sql --changelog-file={path}",
    ),
    _kind(rb"\A\s*<\?xml", "XML", _POSTGRES_ONLY),
    _kind(rb"\A\s*(?:\{\s*(?:\"|\})|\[\s*(?:[\[{\"\]]))", "JSON", _POSTGRES_ONLY),
    _kind(
        rb"\A;\s*\n; Archive created at",
        "the table of contents that pg_restore --list prints",
        "make SQL of the archive: pg_restore --schema-only -f schema.sql ARCHIVE",
    ),
    _kind(
        rb"\A(?>(?:\s|--[^\n]*\n|/\*(?!M?!)(?s:.*?)\*/)*)"
        rb"(?:-- (?:MySQL|MariaDB) dump|/\*M?!\d+|-- phpMyAdmin|-- HeidiSQL)|\A\s*-- (?:MySQL|MariaDB|phpMyAdmin)",
        "a MySQL or MariaDB dump",
        _POSTGRES_ONLY,
    ),
    _kind(
        rb"(?i)\A(?>(?:\s|--[^\n]*\n|/\*(?s:.*?)\*/)*)PRAGMA\s+\w+",
        "an SQLite dump",
        _POSTGRES_ONLY,
    ),
    _kind(
        rb"\A(?>(?:\s|#[^\n]*\n)*)(?:class \w+ < ActiveRecord::Migration|create_table\b)",
        "a migration of Rails",
        "give the schema after it: db/schema.rb or db/structure.sql",
    ),
    _kind(
        rb"\A(?>(?:\s|//[^\n]*\n)*)(?:datasource|generator|model|enum)\s+\w+\s*\{",
        "a Prisma schema",
        "make SQL of it: prisma migrate diff --from-empty --to-schema-datamodel {path} --script",
    ),
    _kind(
        rb"(?i)\A(?>(?:\s|//[^\n]*\n)*)(?:Table|Project|TableGroup|Enum|Ref)\b[^;{]{0,200}\{",
        "a DBML file",
        "make SQL of it: dbml2sql {path} --postgres",
    ),
    _kind(
        rb"\A(?s:.{0,20000}?)(?m:^)---- create above / drop below ----",
        "a migration of tern",
        "apply it to a scratch database (tern migrate), and give what pg_dump --schema-only prints",
    ),
    _kind(
        rb"\A(?s:.{0,20000}?)(?m:^)--[ \t]*//[ \t]*@UNDO",
        "a migration of MyBatis",
        "apply it to a scratch database (migrate up), and give what pg_dump --schema-only prints",
    ),
    _kind(
        rb"\A\s*+#[ \t]*---[ \t]*!(?:Ups|Downs)",
        "an evolution of Play",
        "apply it to a scratch database, and give what pg_dump --schema-only prints",
    ),
    _kind(
        rb"\A\s*+--[ \t]*(?:Up|Down) Migration\b",
        "a migration of node-pg-migrate",
        "apply it to a scratch database (node-pg-migrate up), and give what pg_dump --schema-only prints",
    ),
    _kind(
        rb"\A(?>(?:\s|#[^\n]*\n|\"\"\"(?s:.*?)\"\"\")*)(?:from alembic import|import sqlalchemy|from sqlalchemy)",
        "a program of Alembic or SQLAlchemy",
        "make SQL of the migrations: alembic upgrade head --sql > schema.sql",
    ),
    _kind(
        rb"\A(?>(?:\s|#[^\n]*\n)*)from django\.db import",
        "a program of Django",
        "make SQL of the migrations: python manage.py sqlmigrate APP NUMBER",
    ),
    _kind(
        rb"\A(?s:.{0,2000}?)from ['\"](?:drizzle-orm/pg-core|typeorm|@mikro-orm/\w+|kysely|sequelize)['\"]",
        "a program in TypeScript",
        "make SQL of it: drizzle-kit export, typeorm schema:log or what its tool has",
    ),
    _kind(
        rb"\A\s*+databaseChangeLog:|\A\s*+\{\s*+\"databaseChangeLog\"",
        "a changelog of Liquibase",
        "make SQL of it: liquibase update-sql --changelog-file={path}",
    ),
    _kind(
        rb"\A(?s:.{0,2000}?)\{%-?\s*+(?:macro|if|for|set|block|extends|materialization)\b"
        rb"|\A(?s:.{0,2000}?)\{\{\s*+(?:config|ref|source)\(",
        "a template of Jinja or dbt",
        "render it first (dbt compile), and give the SQL that comes out",
    ),
    _kind(
        rb"(?i)\[dbo\]\.|(?m:^SET ANSI_NULLS ON)|(?m:^USE \[)", "an SQL Server script", _POSTGRES_ONLY, certain=False
    ),
    _kind(
        rb"CREATE TABLE (?:IF NOT EXISTS )?`|(?i)\bENGINE ?= ?(?:InnoDB|MyISAM)|\bAUTO_INCREMENT\b".replace(
            b"(?i)", b""
        ),
        "a MySQL or MariaDB dump",
        _POSTGRES_ONLY,
        certain=False,
    ),
    _kind(rb"(?i)\bAUTOINCREMENT\b|\bsqlite_sequence\b", "an SQLite dump", _POSTGRES_ONLY, certain=False),
    _kind(rb"\bVARCHAR2 ?\(|\bNUMBER ?\(\d", "an Oracle script", _POSTGRES_ONLY, certain=False),
    _kind(
        rb"(?m)^(?:pg_dump|pg_dumpall|pg_restore|psql): (?:error: |\[archiver[^\]]*\] )[^\n]{0,160}",
        "the error message of a dump that failed",
        "repeat the dump",
        certain=False,
    ),
)
_DATA = later(rb"(?im)^[^\S\n]*+(?:INSERT\s++INTO|COPY\s)")
_NOISE = later(rb"(?>(?:\s|;|--[^\n]*(?:\n|\Z)|/\*(?s:.*?)\*/|\\[^\n]*(?:\n|\Z))*)")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"


def certainly(path: str, head: bytes) -> str | None:
    """Return what the file is and what to do, if its first bytes leave no doubt that it is no PostgreSQL dump."""
    found = next((said for kind in _KINDS if kind.certain and (said := _said(kind, path, head))), None)
    if found is None and _is_binary(head):
        return f"this is a binary file, not SQL; {_POSTGRES_ONLY}"
    return found


def probably(path: str, head: bytes) -> str | None:
    """Return what the file seems to be and what to do, None if it may well be a PostgreSQL dump."""
    return certainly(path, head) or next((said for kind in _KINDS if (said := _said(kind, path, head))), None)


def detect_format(path: str, head: bytes) -> str:
    """For a file that defines neither a table nor a key: say what it looks like, on which evidence, and what to do.

    Args:
        path: the file as the user named it.
        head: how its text begins, some ``HEAD`` bytes.

    Returns:
        One sentence without a full stop, in which everything from the file is printable.
    """
    if found := probably(path, head):
        return found
    noise = _NOISE.match(head)
    if not head.strip(b"\0 \t\r\n"):
        return "the file is empty"
    if noise is not None and noise.end() == len(head):
        return "the file holds only comments"
    if _DATA.search(head):
        return "it seems to hold only row data: dump the schema with pg_dump --schema-only"
    return "it holds SQL for other things: is it the right file?"


def _said(kind: _Kind, path: str, head: bytes) -> str | None:
    # Searching for an anchored pattern would try it everywhere.
    found = kind.pattern.match(head) if kind.certain else kind.pattern.search(head)
    if found is None:
        return None
    evidence = found[0].split(b"\n")[-1].strip() or found[0].strip()
    shown = "".join(c if c.isprintable() else "?" for c in evidence[-80:].decode("ascii", "replace")).replace(
        "\ufffd", "?"
    )
    line = head.count(b"\n", 0, found.end() - 1) + 1
    return f'this looks like {kind.what} (line {line}: "{shown}"): {kind.advice.format(path=path)}'


def _is_binary(head: bytes) -> bool:
    start = head[:1024]
    return len(start) - len(start.translate(None, _CONTROL)) > len(start) // 10
