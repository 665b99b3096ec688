"""A folder of migrations at a git revision is read as the folder was then."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from ondelete.dump import read_catalog
from ondelete.errors import UnreadableSchema

from .trees import made

if TYPE_CHECKING:
    from pathlib import Path

FIRST = {
    "db/migrations/1_a.sql": "-- +goose Up\nCREATE TABLE a (id integer PRIMARY KEY);\n-- +goose Down\nDROP TABLE a;\n",
    "db/migrations/2_b.sql": "-- +goose Up\nCREATE TABLE b (a_id int REFERENCES a);\n-- +goose Down\nDROP TABLE b;\n",
    "supabase/migrations/1_a.sql": "CREATE TABLE s ();",
    "db/all.sql": "CREATE TABLE x ();\n\\ir parts/y.sql\n\\ir ../supabase/migrations/1_a.sql\n",
    "db/parts/y.sql": "CREATE TABLE y ();",
}


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
    subprocess.run(["git", *who, *words], check=True, cwd=folder, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made(tmp_path, FIRST)
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "db/migrations/9_link.sql").symlink_to("../../secret.sql")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    made(tmp_path, {"db/migrations/3_c.sql": "-- +goose Up\nCREATE TABLE c ();\n", "secret.sql": "CREATE TABLE z ();"})
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["main:db/migrations", "main:./db/migrations", "HEAD:db/migrations/"])
def test_the_folder_of_then(name: str, repository: Path) -> None:
    catalog = read_catalog([name])
    assert [table.name for table in catalog.tables] == ["a", "b"]
    assert [(each.tool, len(each.files)) for each in catalog.migrations] == [("goose", 2)]
    assert catalog.foreign_keys[0].location.path == f"{name.rstrip('/')}/2_b.sql"
    assert len(read_catalog(["db/migrations"]).tables) == 3


def test_a_tool_is_known_by_its_place_there_too(repository: Path) -> None:
    assert read_catalog(["main:supabase/migrations"]).migrations[0].tool == "Supabase"


def test_other_files_are_those_of_the_revision_and_of_the_folder(repository: Path) -> None:
    (repository / "db/parts/y.sql").write_text("CREATE TABLE changed ();")
    catalog = read_catalog(["main:db/all.sql"])
    assert [table.name for table in catalog.tables] == ["x", "y"]
    assert [entry.location.line for entry in catalog.skipped] == [3]


@pytest.mark.parametrize("name", ["main:db/nothing", "nowhere:db/migrations", "main:db"])
def test_what_is_not_there_is_told(name: str, repository: Path) -> None:
    with pytest.raises(UnreadableSchema):
        read_catalog([name])
