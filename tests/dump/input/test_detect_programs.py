"""Files that other tools make SQL of are named, with the command that does it."""

from __future__ import annotations

import pytest

from ondelete.dump.input.detect_format import certainly

FILES = {
    "tern": "create table a ();\n---- create above / drop below ----\ndrop table a;\n",
    "MyBatis": "-- // first\ncreate table a ();\n-- //@UNDO\ndrop table a;\n",
    "Play": "# --- !Ups\ncreate table a ();\n",
    "node-pg-migrate": "-- Up Migration\ncreate table a ();\n",
    "Alembic": '"""first\n"""\nfrom alembic import op\n',
    "Django": "# by hand\nfrom django.db import models\n",
    "TypeScript": "import { pgTable } from 'drizzle-orm/pg-core';\n",
    "Liquibase": "databaseChangeLog:\n- changeSet:\n",
    "Liquibase, XML": "<?xml version='1.0'?>\n<databaseChangeLog/>",
    "Jinja or dbt": "{{ config(materialized='table') }}\nselect 1\n",
    "Jinja": "create table a ();\n{% if x %}\n",
    "a Prisma schema": "model User {\n  id Int @id\n}\n",
    "a DBML file": "Table users {\n  id int\n}\n",
}


@pytest.mark.parametrize("name", FILES)
def test_the_tool_is_named_with_what_to_run(name: str) -> None:
    said = certainly("x", FILES[name].encode()) or ""
    assert name.partition(",")[0].split(" or ")[0] in said
    assert any(word in said for word in ("make SQL of", "pg_dump --schema-only", "render it"))


@pytest.mark.parametrize(
    "text", ["CREATE TABLE a (b text DEFAULT '{{ ref }}');", "-- up\nCREATE TABLE a ();", "-- // a"]
)
def test_a_dump_is_none_of_them(text: str) -> None:
    assert certainly("x", text.encode()) is None
