"""Migrations that are not read: their tool is named, and how to get SQL of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ondelete.dump.migrations.sources import plan_of
from ondelete.errors import UnreadableSchema

from .trees import made

if TYPE_CHECKING:
    from pathlib import Path

CASES = [
    ("tern", {"001_a.sql": "create table a();\n---- create above / drop below ----\ndrop table a;"}, "pg_dump"),
    ("tern", {"tern.conf": "", "001_a.sql": "create table a();"}, "tern migrate"),
    ("MyBatis", {"20240101_a.sql": "-- // a\ncreate table a();\n-- //@UNDO\ndrop table a;"}, "migrate up"),
    ("Play evolutions", {"1.sql": "# --- !Ups\ncreate table a();\n# --- !Downs\ndrop table a;"}, "pg_dump"),
    ("node-pg-migrate", {"1_a.sql": "-- Up Migration\ncreate table a();\n-- Down Migration\n"}, "node-pg-migrate up"),
    ("node-pg-migrate", {"1_a.js": "exports.up = pgm => {}"}, "node-pg-migrate up"),
    ("Sqitch", {"sqitch.plan": "", "deploy/a.sql": "begin;"}, "sqitch deploy"),
    ("Postgrator", {"001.do.a.sql": "select 1;", "001.undo.a.sql": "select 1;"}, "postgrator"),
    ("refinery", {"V1__a.rs": "", "V2__b.sql": "select 1;"}, "refinery migrate"),
    ("refinery", {"../Cargo.toml": "", "V2__b.sql": "select 1;"}, "refinery migrate"),
    ("Alembic", {"env.py": "", "versions/a.py": "from alembic import op\n"}, "alembic upgrade head --sql"),
    ("Django", {"0001_initial.py": "from django.db import migrations, models\n"}, "sqlmigrate"),
    ("Rails", {"20240101000000_create_users.rb": ""}, "structure.sql"),
    ("Ecto", {"20240101000000_users.exs": ""}, "mix ecto.dump"),
    ("Laravel", {"2024_01_01_000000_create_users_table.php": ""}, "schema:dump"),
    ("Entity Framework", {"20240101000000_Init.cs": ""}, "dotnet ef migrations script"),
    ("TypeORM", {"1700000000000-Init.ts": ""}, "typeorm migration:run"),
    ("Knex", {"20240101000000_users.js": "exports.up = (knex) => knex"}, "knex migrate:latest"),
    ("Liquibase", {"changelog.xml": "<databaseChangeLog/>"}, "update-sql"),
]


@pytest.mark.parametrize(("tool", "files", "advice"), CASES, ids=[f"{tool}-{n}" for n, (tool, *_) in enumerate(CASES)])
def test_is_refused_by_name_with_what_to_run(tool: str, files: dict[str, str], advice: str, tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    with pytest.raises(UnreadableSchema, match=f"migrations of {tool}.*{advice}"):
        plan_of(made(folder, files))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "without SQL files"),
        ({"readme.md": ""}, "without SQL files"),
        ({"a.sql": "", "b.sql": ""}, "have no order"),
        ({"migrations/1_a.sql": ""}, "name one in it, .*/migrations perhaps"),
    ],
)
def test_a_folder_of_none_is_told_what_it_is(files: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableSchema, match=said):
        plan_of(made(tmp_path, files))
