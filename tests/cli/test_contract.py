"""What other programs rely on: statuses, names, enumerations and ids, sentence by sentence."""

from __future__ import annotations

import pytest

from ondelete.cli._group import ondelete as group

COMMANDS = {
    "audit",
    "catalog",
    "completion",
    "cycles",
    "diagram",
    "diff",
    "explain",
    "indexes",
    "order",
    "reach",
    "rules",
}
COMMANDS |= {"fix", "history", "init", "models", "plan", "remains", "report", "why", "witness"}

SCHEMA = """\
CREATE SCHEMA "x.y";
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE "x.y"."Odd.Name" (id int, "Col.1" int CONSTRAINT "k.1" REFERENCES users ON DELETE CASCADE);
CREATE TABLE invoices (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE RESTRICT);
CREATE TABLE notes (id int, user_id int REFERENCES users ON DELETE SET NULL);
CREATE TABLE lines (id int, invoice_id int REFERENCES invoices ON DELETE CASCADE, gone_id int REFERENCES gone (id));
CREATE TABLE logs (id int PRIMARY KEY, line_id int, late_id int REFERENCES notes_late DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE parts (id int, user_id int REFERENCES users ON DELETE CASCADE) PARTITION BY RANGE (id);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (1) TO (9);
CREATE VIEW people AS SELECT id FROM users;
"""
UNREAD = "DO $$ BEGIN EXECUTE 'x'; END $$;\n"


@pytest.fixture
def file(here):
    (here / "db.sql").write_text(SCHEMA, "utf-8")
    return "db.sql"


def test_commands_are_those_of_the_contract():
    assert set(group.list_commands(None)) == COMMANDS


@pytest.mark.parametrize("name", ["rows", "init"])
def test_what_is_not_there_yet_is_refused(name, ondelete):
    assert ondelete(name, "a", "b").status == 2


def test_an_existing_file_wins_over_a_revision(ondelete, here):
    (here / "HEAD:db.sql").write_text("CREATE TABLE local (id int);", "utf-8")
    tables = ondelete("catalog", "HEAD:db.sql", "--format", "json").json["tables"]
    assert [table["name"] for table in tables] == ["public.local"]


def test_the_prelude_is_read_first(ondelete, here):
    (here / "a.sql").write_text("CREATE TABLE a (id int PRIMARY KEY);", "utf-8")
    (here / "b.sql").write_text("CREATE TABLE b (id int REFERENCES a ON DELETE CASCADE);", "utf-8")
    (here / "c.sql").write_text("ALTER TABLE b RENAME TO c;", "utf-8")
    together = ondelete("explain", "a", "b.sql", "c.sql", "--prelude", "a.sql", "--format", "json").json
    assert [entry["id"] for entry in together["deleted"]] == ["deleted:public.c"]
    assert ondelete("explain", "a", "a.sql", "b.sql", "c.sql", "--format", "json").json == together


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("users", "public.users"),
        ("USERS", "public.users"),
        ("public.users", "public.users"),
        ('"Odd.Name"', "x.y.Odd.Name"),
        ('"x.y"."Odd.Name"', "x.y.Odd.Name"),
        ("parts_1", "public.parts_1"),
        ("gone", "public.gone"),
    ],
)
def test_a_table_is_named_as_in_sql(name, table, file, ondelete):
    assert ondelete("explain", name, file, "--format", "json").json["table"] == table


@pytest.mark.parametrize(("name", "words"), [("people", "is a view"), ("user", "Did you mean users?"), ("", "no such")])
def test_what_is_no_table_is_refused(name, words, file, ondelete):
    done = ondelete("explain", name, file)
    assert (done.status, done.out) == (2, "")
    assert words in done.err


def test_ids_and_key_names_quote_parts_with_dots(file, ondelete):
    found = ondelete("explain", "users", file, "--format", "json").json
    assert [entry["id"] for entry in found["deleted"]] == ['deleted:"x.y"."Odd.Name"', "deleted:public.parts"]
    assert found["deleted"][0]["keys"] == ['"x.y"."Odd.Name"."k.1"']
    assert [entry["id"] for entry in found["errors"]] == ["block:public.invoices.invoices_user_id_fkey"]
    assert [entry["id"] for entry in found["updated"]] == ["updated:public.notes.notes_user_id_fkey:null"]


def test_verdicts_tell_direct_blockers_from_those_further_down(here, ondelete):
    (here / "db.sql").write_text(
        "CREATE TABLE a (id int PRIMARY KEY);"
        "CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE);"
        "CREATE TABLE c (id int PRIMARY KEY, b int REFERENCES b);",
        "utf-8",
    )
    rows = ondelete("reach", "db.sql", "--sort", "table", "--format", "json").json["tables"]
    assert [row["verdict"] for row in rows] == ["may block", "must block", "clear"]


def test_a_catalog_names_keys_bare_and_lists_what_is_not_defined(file, ondelete):
    found = ondelete("catalog", file, "--format", "json").json
    assert {"k.1", "invoices_user_id_fkey"} <= {key["name"] for key in found["foreign_keys"]}
    assert found["external"] == ["public.gone", "public.notes_late"]
    assert not {"public.gone", "public.notes_late"} & {table["name"] for table in found["tables"]}
    partition = next(table for table in found["tables"] if table["name"] == "public.parts_1")
    assert (partition["is_partition"], partition["parents"]) == (True, ["public.parts"])
    late = next(key for key in found["foreign_keys"] if key["columns"] == ["late_id"])
    assert (late["deferrable"], late["initially_deferred"], late["on_delete"]) == (True, True, "no action")


def test_what_cannot_matter_is_not_reported(here, ondelete):
    (here / "db.sql").write_text(SCHEMA + "SET x.y = 1; GRANT SELECT ON users TO bob; ANALYZE;", "utf-8")
    done = ondelete("catalog", "db.sql", "--format", "json")
    assert (done.err, done.json["skipped"]) == ("", [])


def test_what_is_unread_is_said_five_times_and_counted(here, ondelete):
    (here / "db.sql").write_text(SCHEMA + UNREAD * 7, "utf-8")
    done = ondelete("audit", "db.sql", "--format", "json", "--fail-on", "never")
    assert done.err.count("DO $$ BEGIN EXECUTE 'x'") == 5
    assert "and 2 more" in done.err
    assert len(done.json["skipped"]) == 7
    assert sum(finding["rule"] == "unread-statement" for finding in done.json["findings"]) == 7
    assert ondelete("catalog", "db.sql", "--quiet").err.count("\n") == 1


@pytest.mark.parametrize("command", ["reach", "indexes", "cycles", "order", "catalog", "diagram", "report"])
def test_answers_exit_with_0_whatever_they_find(command, file, ondelete):
    assert ondelete(command, file).status == 0
