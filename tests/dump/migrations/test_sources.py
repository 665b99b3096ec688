"""Files with both ways that are given alone, and what lasts from file to file of a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ondelete.dump import read_catalog

from .trees import made

if TYPE_CHECKING:
    from pathlib import Path

BOTH = {
    "goose": "-- +goose Up\nCREATE TABLE t ();\n-- +goose Down\nDROP TABLE t;\n",
    "dbmate": "\n-- migrate:up\nCREATE TABLE t ()\n-- migrate:down\nDROP TABLE t\n",
    "sql-migrate": "-- note\n-- +migrate Up\nCREATE TABLE t ();\n-- +migrate Down\nDROP TABLE t;\n",
    "Liquibase": "--liquibase formatted sql\n--changeset a:1\nCREATE TABLE t ()\n"
    "--changeset a:2 ignore:true\nDROP TABLE t\n",
    "Atlas": "-- atlas:txtar\n\n-- migration.sql --\nCREATE TABLE t ();\n-- down.sql --\nDROP TABLE t;\n",
}


@pytest.mark.parametrize("tool", BOTH)
def test_of_a_file_with_both_ways_the_way_up_is_read(tool: str, tmp_path: Path) -> None:
    path = tmp_path / "one.sql"
    path.write_text(BOTH[tool])
    catalog = read_catalog([str(path)])
    assert [table.name for table in catalog.tables] == ["t"]
    assert [(each.tool, each.files) for each in catalog.migrations] == [(tool, (str(path),))]


def test_a_mark_behind_a_statement_is_a_comment(tmp_path: Path) -> None:
    path = tmp_path / "one.sql"
    path.write_text("CREATE TABLE t ();\n-- +goose Up\nCREATE TABLE u ();\n-- +goose Down\nCREATE TABLE v ();\n")
    assert [table.name for table in read_catalog([str(path)]).tables] == ["t", "u", "v"]


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    up = "-- +goose Up\n\nCREATE TABLE {0} ();\n-- +goose Down\nDROP TABLE {0};\n"
    folder = made(tmp_path, {"1_a.sql": up.format("a"), "2_b.sql": up.format("b")})
    catalog = read_catalog([folder])
    places = [str(table.location).removeprefix(f"{folder}/") for table in catalog.tables.values()]
    assert places == ["1_a.sql:3", "2_b.sql:3"]
    assert catalog.paths == (folder,)
    assert catalog.files == (f"{folder}/1_a.sql", f"{folder}/2_b.sql")


PATHS = {"1_a.sql": "CREATE SCHEMA s; SET search_path = s;", "2_b.sql": "CREATE TABLE t ();"}
LOCAL = {"1_a.sql": "CREATE SCHEMA s; SET LOCAL search_path = s; CREATE TABLE u ();", "2_b.sql": "CREATE TABLE t ();"}


@pytest.mark.parametrize(
    ("files", "tables"),
    [
        (PATHS, ["s.t"]),
        ({f"V{name.replace('_', '__')}": sql for name, sql in PATHS.items()}, ["public.t"]),
        (LOCAL, ["s.u", "public.t"]),
        ({name: f"-- no-transaction\n{sql}" for name, sql in LOCAL.items()}, ["public.u", "public.t"]),
    ],
)  # fmt: skip
def test_settings_last_as_long_as_the_session_of_the_tool(
    files: dict[str, str], tables: list[str], tmp_path: Path
) -> None:
    catalog = read_catalog([made(tmp_path, files)])
    assert [str(table) for table in catalog.tables] == tables


def test_a_folder_can_stand_among_files(tmp_path: Path) -> None:
    folder = made(tmp_path / "m", {"1_a.sql": "CREATE TABLE a (id integer PRIMARY KEY);"})
    more = tmp_path / "more.sql"
    more.write_text("CREATE TABLE b (a_id integer REFERENCES a);")
    catalog = read_catalog([folder, str(more)])
    assert [key.name for key in catalog.foreign_keys] == ["b_a_id_fkey"]
