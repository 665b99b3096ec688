r"""``\i`` and ``\ir`` are followed inside of the folder of the file that was named, and never outside of it."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest

from dump.migrations.trees import made
from ondelete.dump import read_catalog

if TYPE_CHECKING:
    from pathlib import Path

    from ondelete.catalog import Catalog


def read(folder: Path, **files: str) -> Catalog:
    """Read ``all.sql`` of a folder whose files are given with ``__`` for ``/``."""
    made(folder, {f"{name.replace('__', '/')}.sql": text for name, text in files.items()})
    return read_catalog([str(folder / "all.sql")])


def tables(catalog: Catalog) -> list[str]:
    return [str(table.location).rpartition("/")[2] for table in catalog.tables.values()]


def test_files_are_read_where_they_are_named(tmp_path: Path) -> None:
    catalog = read(
        tmp_path,
        all="CREATE TABLE a ();\n\\i b.sql\n\\ir parts/c.sql\n\\include './parts/e.sql'\nCREATE TABLE f ();\n",
        b="\nCREATE TABLE b ();",
        parts__c="CREATE TABLE c ();\n\\ir d.sql\n\\i parts/g.sql\n\\ir ../h.sql\n",
        parts__d="CREATE TABLE d ()",
        parts__e="CREATE TABLE e ();",
        parts__g="CREATE TABLE g ();",
        h="CREATE TABLE h ();",
    )
    assert tables(catalog) == [
        "all.sql:1",
        "b.sql:2",
        "c.sql:1",
        "d.sql:1",
        "g.sql:1",
        "h.sql:1",
        "e.sql:1",
        "all.sql:5",
    ]
    assert catalog.skipped == ()
    assert len(catalog.files) == 7
    assert catalog.paths == (str(tmp_path / "all.sql"),)


def test_variables_settings_and_transactions_are_those_of_one_session(tmp_path: Path) -> None:
    catalog = read(
        tmp_path,
        all="\\set name b\nBEGIN;\n\\ir b.sql\nCREATE TABLE :other ();\nROLLBACK;\n\\ir c.sql\nCREATE TABLE d ();\n",
        b="\\set other x\nCREATE TABLE :name ();",
        c="CREATE SCHEMA s; SET search_path = s;",
    )
    assert [str(table) for table in catalog.tables] == ["s.d"]


def test_a_branch_that_is_not_taken_reads_nothing(tmp_path: Path) -> None:
    assert tables(read(tmp_path, all="CREATE TABLE a ();\n\\if false\n\\ir gone.sql\n\\endif\n")) == ["all.sql:1"]


def test_what_leads_out_of_the_folder_is_told_and_not_read(tmp_path: Path) -> None:
    made(tmp_path, {"secret.sql": "CREATE TABLE secret ();"})
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.sql").symlink_to("../secret.sql")
    os.mkfifo(inside / "pipe.sql")
    names = [
        "../secret.sql",
        str(tmp_path / "secret.sql"),
        "link.sql",
        "pipe.sql",
        "gone.sql",
        "inside/../../secret.sql",
    ]
    catalog = read(inside, all="CREATE TABLE a ();\n" + "".join(f"\\i '{name}'\n\\ir '{name}'\n" for name in names))
    assert tables(catalog) == ["all.sql:1"]
    assert [entry.location.line for entry in catalog.skipped] == list(range(2, 14))
    assert all("name that file too" in entry.reason for entry in catalog.skipped)


@pytest.mark.parametrize("text", ["\\i `ls`", "\\ir :DBNAME", "\\i"])
def test_a_name_that_only_psql_knows_is_told(text: str, tmp_path: Path) -> None:
    [entry] = read(tmp_path, all=f"CREATE TABLE a ();\n{text}\n").skipped
    assert (entry.location.line, "only psql knows" in entry.reason) == (2, True)


def test_files_that_name_each_other_come_to_an_end(tmp_path: Path) -> None:
    catalog = read(tmp_path, all="CREATE TABLE a ();\n\\ir b.sql\n", b="\\ir all.sql\n\\ir b.sql\n")
    assert any("do not come to an end" in entry.reason for entry in catalog.skipped)


def test_a_text_has_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path, {"b.sql": "CREATE TABLE b ();", "all.sql": "CREATE TABLE a ();\n\\ir b.sql\n"})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO((tmp_path / "all.sql").read_bytes())))
    assert [table.name for table in read_catalog(["-"]).tables] == ["a"]
