"""Which tool a folder is of, which files it runs, in which order, and what is said of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from ondelete.dump.migrations.sources import plan_of
from ondelete.dump.migrations.tools import TOOLS
from ondelete.errors import UnreadableSchema

from .trees import made

if TYPE_CHECKING:
    from pathlib import Path

UP = "-- +goose Up\nSELECT 1;\n"
MATE = "-- migrate:up\nSELECT 1;\n-- migrate:down\n"
SQLM = "-- +migrate Up\nSELECT 1;\n"
SQL = "SELECT 1;\n"
FORMATTED = "--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n"


class Case(NamedTuple):
    """A folder (``/`` at the end of a name: nothing but the folder), and what its tool makes of it."""

    tool: str
    files: dict[str, str]
    order: str
    unread: str = ""
    notes: str = ""


CASES = [
    Case("goose", {"2_b.sql": UP, "10_c.sql": UP, "001_a.sql": UP}, "001_a.sql 2_b.sql 10_c.sql"),
    Case("goose", {"1_a.sql": f"-- why\n\n{UP}", "2_b.go": "", "2_b_test.go": ""}, "1_a.sql", unread="2_b.go"),
    Case("goose", {"1_a.sql": UP, "1_b.sql": UP, "old.sql": UP}, "1_a.sql 1_b.sql", notes="1_b.sql old.sql"),
    Case("goose", {"1_a.sql": UP, "atlas.sum": ""}, "1_a.sql"),
    Case("dbmate", {"20_b.sql": MATE, "3_c.sql": MATE, "readme.sql": MATE}, "20_b.sql 3_c.sql", notes="readme.sql"),
    Case("sql-migrate", {"b.sql": SQLM, "10.sql": SQLM, "9-x.sql": SQLM}, "9-x.sql 10.sql b.sql"),
    Case(
        "golang-migrate",
        {"10_b.up.sql": SQL, "10_b.down.sql": SQL, "9_a.up.sql": SQL, "seed.sql": SQL},
        "9_a.up.sql 10_b.up.sql",
        notes="seed.sql",
    ),
    Case(
        "sqlx",
        {"../Cargo.toml": "", "20_b.sql": SQL, "3_a.sql": SQL, "x.sql": SQL},
        "3_a.sql 20_b.sql",
        notes="x.sql",
    ),
    Case(
        "golang-migrate",
        {"../Cargo.toml": "", "2_b.up.sql": SQL, "2_b.down.sql": SQL, "10_a.sql": SQL},
        "2_b.up.sql 10_a.sql",
    ),
    Case(
        "Diesel",
        {"2024-01-02-000000_b/up.sql": SQL, "20240101_a/up.sql": SQL, "20240101_a/down.sql": SQL, "note.sql": SQL},
        "20240101_a/up.sql 2024-01-02-000000_b/up.sql",
        notes="note.sql",
    ),
    Case(
        "Prisma",
        {"2_b/migration.sql": SQL, "1_a/migration.sql": SQL, "1_a/down.sql": SQL, "migration_lock.toml": ""},
        "1_a/migration.sql 2_b/migration.sql",
    ),
    Case(
        "Drizzle",
        {"meta/_journal.json": '{"entries":[{"tag":"1_b"},{"tag":"0_a"}]}', "0_a.sql": SQL, "1_b.sql": SQL},
        "1_b.sql 0_a.sql",
    ),
    Case(
        "Drizzle",
        {"meta/_journal.json": '{"entries":[{"tag":"0_a"},{"tag":"1_gone"}]}', "0_a.sql": SQL, "7_new.sql": SQL},
        "0_a.sql",
        unread="meta/_journal.json",
        notes="7_new.sql",
    ),
    Case("Drizzle", {"1_b/migration.sql": SQL, "1_b/snapshot.json": "{}"}, "1_b/migration.sql"),
    Case(
        "Drizzle",
        {"1_b.sql": "SELECT 1\n--> statement-breakpoint\n", "0_a.sql": SQL},
        "0_a.sql 1_b.sql",
        notes="0_a.sql",
    ),
    Case(
        "Flyway",
        {"V1.10__c.sql": SQL, "V1_2__b.sql": SQL, "x/V1__a.sql": SQL, "R__v.sql": SQL, "U1__a.sql": SQL},
        "x/V1__a.sql V1_2__b.sql V1.10__c.sql R__v.sql",
    ),
    Case(
        "Flyway",
        {
            "B3__all.sql": SQL,
            "V2__a.sql": SQL,
            "V3.1__b.sql": SQL,
            "V4__c.java": "",
            "afterMigrate.sql": SQL,
            "beforeEachMigrate.sql": SQL,
            "beforeMigrate__x.sql": SQL,
            "seed.sql": SQL,
        },
        "beforeMigrate__x.sql B3__all.sql V3.1__b.sql afterMigrate.sql",
        unread="V4__c.java beforeEachMigrate.sql",
        notes="seed.sql",
    ),
    Case("Flyway", {"h2/V1__a.sql": SQL, "postgresql/V1__a.sql": SQL}, "postgresql/V1__a.sql"),
    Case("Flyway", {"V1__a.sql": SQL, "V1.0__b.sql": SQL}, "V1.0__b.sql V1__a.sql", notes="V1__a.sql"),
    Case("Liquibase", {"b.sql": FORMATTED, "a/1.sql": FORMATTED}, "a/1.sql b.sql"),
    Case(
        "Liquibase",
        {
            "root.yaml": "databaseChangeLog:\n- include:\n    file: db/z.sql\n- includeAll: {path: more/}\n",
            "db/z.sql": FORMATTED,
            "more/a.sql": FORMATTED,
            "left.sql": FORMATTED,
            "own.xml": "<databaseChangeLog><changeSet id='1'/></databaseChangeLog>",
        },
        "db/z.sql more/a.sql",
        unread="own.xml",
        notes="left.sql",
    ),
    Case("Atlas", {"atlas.sum": "", "2.sql": SQL, "10.sql": SQL}, "10.sql 2.sql"),
    Case("Atlas", {"atlas.sum": "", "1.sql": SQL, "2.sql": "-- atlas:checkpoint\n\nSELECT 1;"}, "2.sql"),
    Case("numbered SQL files", {"2_b.sql": SQL, "10.sql": SQL, "x.sql": SQL}, "2_b.sql 10.sql", notes="x.sql"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.tool}: {' '.join(case.files)}")
def test_a_folder_is_run_as_its_tool_runs_it(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    plan = plan_of(made(folder, case.files))
    assert plan.tool.name == case.tool
    assert [script.path for script in plan.steps.scripts] == case.order.split()
    for said, expected in ((plan.unread, case.unread), (plan.steps.notes, case.notes)):
        assert [each.location.path.removeprefix(f"{folder}/") for each in said] == expected.split()


def test_supabase_is_known_by_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "supabase/migrations"
    plan = plan_of(made(folder, {"20_b.sql": SQL, "3_a.sql": SQL, "x.sql": SQL}))
    assert (plan.tool.name, plan.tool.begins_anew) == ("Supabase", True)
    assert [script.path for script in plan.steps.scripts] == ["20_b.sql", "3_a.sql"]


def test_every_tool_is_tried_here() -> None:
    assert {case.tool for case in CASES} | {"Supabase"} == {tool.name for tool in TOOLS}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"migration_lock.toml": 'provider = "mysql"', "1/migration.sql": SQL}, "Prisma migrations for mysql"),
        ({"meta/_journal.json": '{"entries":[],"dialect":"sqlite"}'}, "Drizzle migrations for sqlite"),
        ({"meta/_journal.json": "{"}, "no journal of Drizzle"),
        ({"meta/_journal.json": '{"entries":[]}'}, "no SQL file that it would run"),
    ],
)
def test_what_is_for_another_server_or_damaged_is_refused(files: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableSchema, match=said):
        plan_of(made(tmp_path, files))
