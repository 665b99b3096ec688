"""Which files are read: discovery, configuration, several files, standard input, databases, git revisions."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

PLACES = ("db/structure.sql", "structure.sql", "db/schema.sql", "schema.sql", "priv/repo/structure.sql")


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def table(name):
    return f"CREATE TABLE {name} (id int PRIMARY KEY);\n"


def names(done):
    assert done.status == 0, done.err
    return [entry["name"] for entry in done.json["tables"]]


@pytest.mark.parametrize("position", range(len(PLACES)))
def test_the_first_of_the_usual_places_is_read(position, ondelete, here):
    for number, place in enumerate(PLACES[position:], position):
        write(here / place, table(f"t{number}"))
    assert names(ondelete("catalog", "--format", "json")) == [f"public.t{position}"]


def test_a_schema_of_rails_is_read_if_there_is_no_dump(ondelete, here):
    write(here / "db/schema.rb", 'ActiveRecord::Schema[7.1].define(version: 1) do\n  create_table "mine"\nend\n')
    assert names(ondelete("catalog", "--format", "json")) == ["public.mine"]
    write(here / "db/structure.sql", table("dumped"))
    assert names(ondelete("catalog", "--format", "json")) == ["public.dumped"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("ondelete.toml", 'schema = "sql/main.sql"'),
        ("ondelete.toml", 'schema = ["sql/main.sql"]'),
        ("pyproject.toml", '[tool.ondelete]\nschema = "sql/main.sql"'),
    ],
)
def test_the_configuration_names_the_schema(file, text, ondelete, here):
    write(here / "structure.sql", table("other"))
    write(here / "sql/main.sql", table("main"))
    write(here / file, text)
    assert names(ondelete("catalog", "--format", "json")) == ["public.main"]
    assert names(ondelete("catalog", "structure.sql", "--format", "json")) == ["public.other"]


def test_a_named_configuration_speaks_from_its_own_folder(ondelete, here):
    write(here / "app/main.sql", table("main"))
    write(here / "app/conf.toml", 'schema = "main.sql"')
    assert names(ondelete("catalog", "--config", "app/conf.toml", "--format", "json")) == ["public.main"]


def test_several_files_are_one_schema(ondelete, here):
    write(here / "a.sql", table("a"))
    write(here / "b.sql", "CREATE TABLE b (a_id int REFERENCES a ON DELETE CASCADE);")
    done = ondelete("explain", "a", "a.sql", "b.sql", "--format", "json")
    assert [entry["table"] for entry in done.json["deleted"]] == ["public.b"]
    text = ondelete("explain", "a", "--prelude", "a.sql", "b.sql").out
    assert text.splitlines()[0].endswith("a.sql + b.sql")
    assert names(ondelete("catalog", "--prelude", "a.sql", "--prelude", "b.sql", "a.sql", "--format", "json"))


def test_places_name_the_file_where_there_are_several(ondelete, here):
    write(here / "a.sql", table("a"))
    write(here / "b.sql", "\nCREATE TABLE b (a_id int REFERENCES a);")
    assert "b.sql:2" in ondelete("explain", "a", "a.sql", "b.sql").out


def test_standard_input(ondelete, here, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(table("piped").encode())))
    assert names(ondelete("catalog", "-", "--format", "json")) == ["public.piped"]


def test_a_database_of_several(ondelete, here):
    write(here / "all.sql", f"\\connect one\n{table('a')}\\connect two\n{table('b')}")
    assert names(ondelete("catalog", "all.sql", "--database", "two", "--format", "json")) == ["public.b"]
    assert ondelete("catalog", "all.sql").status == 2


def test_a_file_at_a_revision(ondelete, here):
    def git(*arguments):
        identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)

    git("init", "-q")
    write(here / "db/structure.sql", table("old"))
    git("add", ".")
    git("commit", "-q", "-m", "old")
    write(here / "db/structure.sql", table("new"))
    assert names(ondelete("catalog", "HEAD:db/structure.sql", "--format", "json")) == ["public.old"]
    assert names(ondelete("catalog", "db/structure.sql", "--format", "json")) == ["public.new"]


def test_the_module_runs(here):
    write(here / "schema.sql", table("t"))
    done = subprocess.run([sys.executable, "-m", "ondelete", "catalog"], capture_output=True, check=True)
    assert b"1 table," in done.stdout


def test_a_partition_and_an_external_table_can_be_asked_about(ondelete, here):
    write(
        here / "s.sql",
        "CREATE TABLE p (id int, PRIMARY KEY (id)) PARTITION BY RANGE (id);"
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);"
        "CREATE TABLE c (p_id int REFERENCES p, gone_id int REFERENCES gone (id) ON DELETE CASCADE);",
    )
    assert ondelete("explain", "p1", "s.sql", "--format", "json").json["table"] == "public.p1"
    external = ondelete("explain", "gone", "s.sql", "--format", "json").json
    assert [entry["table"] for entry in external["deleted"]] == ["public.c"]
