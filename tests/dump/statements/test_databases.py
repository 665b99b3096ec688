"""Several databases in one file: one is chosen, by its name or because it alone has tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from dump.files import SQL, texts_of_files, write
from ondelete.catalog import Skipped
from ondelete.dump.statements.source import read_statements
from ondelete.errors import UnreadableSchema

CLUSTER = """
CREATE ROLE r;
\\connect template1
CREATE SCHEMA s;
\\connect films
CREATE TYPE m AS ENUM ('a');
CREATE TABLE films.f (a int);
\\connect postgres
SELECT 1;
\\i x
\\connect "My Shop"
CREATE TYPE n AS ENUM ('a');
ALTER TABLE s ADD b int;
\\connect films
CREATE VIEW v AS SELECT 1;
"""


def test_several_databases_with_tables_need_a_choice(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSchema, match=r"films, My Shop\. Choose one with --database NAME"):
        texts_of_files(write(tmp_path / "x.sql", CLUSTER))


@pytest.mark.parametrize(
    ("database", "expected"),
    [
        (
            "films",
            [
                "CREATE ROLE r",
                "CREATE TYPE m AS ENUM ('a')",
                "CREATE TABLE films.f (a int)",
                "CREATE VIEW v AS SELECT 1",
            ],
        ),
        ("My Shop", ["CREATE ROLE r", "CREATE TYPE n AS ENUM ('a')", "ALTER TABLE s ADD b int"]),
        ("template1", ["CREATE ROLE r", "CREATE SCHEMA s"]),
    ],
)
def test_one_of_several_databases(tmp_path: Path, database: str, expected: list[str]) -> None:
    assert texts_of_files(write(tmp_path / "x.sql", CLUSTER), database=database) == expected


def test_what_is_said_of_other_databases_is_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "x.sql", CLUSTER)
    assert not any(isinstance(piece, Skipped) for piece in read_statements([str(path)], database="films"))
    assert any(isinstance(piece, Skipped) for piece in read_statements([str(path)], database="postgres"))


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSchema, match=r"no database shop.*template1, films, postgres, My Shop"):
        texts_of_files(write(tmp_path / "x.sql", CLUSTER), database="shop")
    with pytest.raises(UnreadableSchema, match="leave out --database"):
        texts_of_files(write(tmp_path / "y.sql", SQL), database="shop")


def test_one_database_needs_no_choice(tmp_path: Path) -> None:
    text = "CREATE DATABASE nw;\n\\connect nw\nCREATE TYPE a;\nCREATE TABLE b (a int);\n\\connect postgres\nSELECT 1;"
    found = texts_of_files(write(tmp_path / "x.sql", text))
    assert found == ["CREATE DATABASE nw", "CREATE TYPE a", "CREATE TABLE b (a int)"]


def test_databases_without_tables_are_all_read(tmp_path: Path) -> None:
    assert texts_of_files(write(tmp_path / "x.sql", "a;\n\\c x\nb;\n\\c y\nc;")) == ["a", "b", "c"]


def test_tables_before_the_first_connect_are_a_database_too(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSchema, match=r"\(before the first \\connect\), x"):
        texts_of_files(write(tmp_path / "x.sql", "CREATE TABLE a (b int);\n\\c x\nCREATE UNLOGGED TABLE b (c int);"))
