"""Two dumps that define the same tables are two schemas, and are not merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ondelete.dump import read_catalog
from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from pathlib import Path

BOOKS = """\
CREATE TABLE public.{0} (version text NOT NULL);
ALTER TABLE ONLY public.{0} ADD CONSTRAINT {0}_pkey PRIMARY KEY (version);
"""


def written(folder: Path, *texts: str) -> list[str]:
    names = [f"{number}.sql" for number in range(len(texts))]
    for name, text in zip(names, texts, strict=True):
        (folder / name).write_text(text, "utf-8")
    return names


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("CREATE TABLE a (id int);", "CREATE TABLE a (id int);", "1.sql:1: it defines a, as 0.sql:1 does"),
        (
            "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\nCREATE TABLE c (id int);",
            "SELECT 1;\nCREATE TABLE c (id int);\nCREATE TABLE a (id int);\nCREATE TABLE d (id int);",
            "1.sql:2: it defines c and 1 more table, as 0.sql:3 does",
        ),
        (
            f"{BOOKS.format('schema_migrations')}CREATE TABLE a (id int);",
            f"{BOOKS.format('schema_migrations')}CREATE TABLE a (id int);",
            "1.sql:3: it defines a, as 0.sql:3 does",
        ),
    ],
    ids=["one table", "several", "beside the bookkeeping"],
)
def test_two_dumps_of_the_same_tables_are_refused(
    first: str, second: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableSchema, match="read each on its own with --each") as refused:
        read_catalog(written(tmp_path, first, second))
    assert said in str(refused.value)


@pytest.mark.parametrize("table", ["schema_migrations", "ar_internal_metadata", "flyway_schema_history"])
def test_a_table_that_every_database_has_is_no_complaint(
    table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    texts = [f"{BOOKS.format(table)}CREATE TABLE {name} (id int);" for name in ("a", "b")]
    catalog = read_catalog(written(tmp_path, *texts))
    assert [name.name for name in catalog.tables] == [table, "a", "b"]
    assert catalog.skipped == ()


@pytest.mark.parametrize(
    ("first", "second", "tables"),
    [
        ("CREATE TABLE a (id int);", "CREATE TABLE IF NOT EXISTS a (id int);", ["a"]),
        ("CREATE TABLE a (id int);", "DROP TABLE a; CREATE TABLE a (id bigint);", ["a"]),
        ("CREATE TABLE x.a (id int);", "CREATE TABLE y.a (id int);", ["a", "a"]),
    ],
    ids=["if it is not there", "made anew", "of another schema"],
)
def test_files_that_continue_each_other_are_one_schema(
    first: str, second: str, tables: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert [name.name for name in read_catalog(written(tmp_path, first, second)).tables] == tables


def test_a_part_that_makes_a_table_again_is_told_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = written(tmp_path, "CREATE TABLE a (id int);", "CREATE TABLE a (id int);")
    found = read_catalog(names, parts=[names[1]])
    assert [entry.reason for entry in found.skipped] == ["relation public.a already exists"]
    again = read_catalog(written(tmp_path, "CREATE TABLE a (id int); CREATE TABLE a (id int);"))
    assert [entry.reason for entry in again.skipped] == ["relation public.a already exists"]
