"""A folder of migrations gives what lies in it, and nothing from outside of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ondelete.dump import read_catalog
from ondelete.dump.migrations import folder as room
from ondelete.dump.migrations.folder import Folder
from ondelete.dump.migrations.sources import plan_of
from ondelete.errors import UnreadableSchema

from .trees import made

TABLE = "CREATE TABLE t (id integer PRIMARY KEY);\n"


def test_lists_files_of_subfolders_and_leaves_out_hidden_and_foreign_ones(tmp_path: Path) -> None:
    made(tmp_path, {"b.sql": "", "a/c.sql": "", ".git/x.sql": "", "node_modules/x.sql": ""})
    assert Folder(str(tmp_path)).files == ("a/c.sql", "b.sql")


def test_what_leads_out_is_not_read_and_is_said(tmp_path: Path) -> None:
    (tmp_path / "secret.sql").write_text("CREATE TABLE secret ();")
    folder = tmp_path / "migrations"
    made(folder, {"1_t.sql": TABLE, "real/2_x.sql": TABLE.replace("t", "x", 1)})
    (folder / "2_secret.sql").symlink_to("../secret.sql")
    (folder / "3_loop.sql").symlink_to("3_loop.sql")
    (folder / "4_fine.sql").symlink_to("1_t.sql")
    (folder / "out").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "5_pipe.sql")
    plan = plan_of(str(folder))
    assert [script.path for script in plan.steps.scripts] == ["1_t.sql", "4_fine.sql"]
    assert [Path(each.location.path).name for each in plan.unread] == [
        "2_secret.sql",
        "3_loop.sql",
        "5_pipe.sql",
    ]
    catalog = read_catalog([str(folder)])
    assert [table.name for table in catalog.tables] == ["t"]
    assert len(catalog.skipped) == 4  # the three, and the table that is made twice


def test_names_are_hostile(tmp_path: Path) -> None:
    names = ["1_-.sql", "2_a\nb.sql", "3_'; DROP.sql", "4_\u202e.sql", "5_:HEAD.sql", "-.sql"]
    made(tmp_path, {name: TABLE.replace(" t ", f" t{name[0]} " if name[0] != "-" else " u ") for name in names})
    catalog = read_catalog([str(tmp_path)])
    assert [table.name for table in catalog.tables] == ["t1", "t2", "t3", "t4", "t5"]


def test_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_FILES", 3)
    made(tmp_path, {f"a/{number}.sql": "" for number in range(4)})
    with pytest.raises(UnreadableSchema, match="more than 3 files"):
        Folder(str(tmp_path))


def test_a_file_that_is_cut_off_is_named_with_its_line(tmp_path: Path) -> None:
    made(tmp_path, {"1_a.sql": TABLE, "2_b.sql": "\nCREATE TABLE b (id", "3_c.sql": TABLE})
    with pytest.raises(UnreadableSchema, match=r"2_b\.sql:2"):
        read_catalog([str(tmp_path)])


def test_binary_and_empty_files_are_said(tmp_path: Path) -> None:
    made(tmp_path, {"1_a.sql": TABLE, "2_b.sql": b"PGDMP\0\0", "3_c.sql": b""})
    with pytest.raises(UnreadableSchema, match=r"2_b\.sql.*custom-format archive"):
        read_catalog([str(tmp_path)])


@pytest.mark.parametrize("raw", [b"\xef\xbb\xbf", b""])
def test_marks_and_line_ends_of_windows(raw: bytes, tmp_path: Path) -> None:
    text = "-- +goose Up\r\nCREATE TABLE t (id integer PRIMARY KEY);\r\n-- +goose Down\r\nDROP TABLE t;\r\n"
    made(tmp_path, {"1_t.sql": raw + text.encode()})
    assert [table.name for table in read_catalog([str(tmp_path)]).tables] == ["t"]
