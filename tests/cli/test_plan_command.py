"""``plan``: its options, its formats, its exit status, and names that mean nothing."""

from __future__ import annotations

import pytest

SCHEMA = """\
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE sessions (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE RESTRICT);
CREATE TABLE posts (id bigint PRIMARY KEY, editor_id bigint REFERENCES users ON DELETE RESTRICT);
CREATE TABLE invoices (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE RESTRICT);
CREATE INDEX ON sessions (user_id);
CREATE TABLE other (id bigint PRIMARY KEY);
CREATE TABLE others (id bigint PRIMARY KEY REFERENCES other ON DELETE RESTRICT);
"""


@pytest.fixture
def file(here):
    (here / "schema.sql").write_text(SCHEMA, "utf-8")
    return "schema.sql"


def actions(found):
    return {entry["key"].split(".")[1]: entry["after"] for entry in found["changes"]}


def test_json_has_what_the_contract_asks(file, ondelete):
    found = ondelete("plan", "users", file, "--format", "json")
    assert found.status == 0
    assert (found.json["before"], found.json["after"], found.json["possible"]) == ("must block", "clear", True)
    assert actions(found.json) == {"sessions": "cascade", "posts": "set null", "invoices": "set null"}
    assert [entry["index"] is None for entry in found.json["changes"]] == [True, False, False]
    assert [entry["line"] for entry in found.json["changes"]] == [2, 3, 4]
    assert [bool(entry["decide"]) for entry in found.json["changes"]] == [False, False, True]
    assert found.json["newly_deleted"] == ["public.sessions"]
    assert [entry["table"] for entry in found.json["newly_nulled"]] == ["public.posts", "public.invoices"]


def test_what_is_kept_goes_on_blocking_and_stands_in_the_contract(file, ondelete):
    found = ondelete("plan", "users", file, "--keep", "invoices", "--format", "json").json
    assert actions(found) == {"sessions": "cascade", "posts": "set null"}
    assert found["kept"] == ["public.invoices.invoices_user_id_fkey"]
    assert 'accept = ["public.invoices.invoices_user_id_fkey"]' in found["contract"]
    assert (found["after"], found["left"]) == ("must block", [])


@pytest.mark.parametrize("name", ["invoices", "public.invoices", "invoices_user_id_fkey", "invoices.user_id", "inv*"])
def test_a_table_or_a_key_is_kept_by_any_of_its_names(name, file, ondelete):
    assert len(ondelete("plan", "users", file, "--keep", name, "--format", "json").json["kept"]) == 1


def test_prefer_decides_between_actions_that_work(file, ondelete):
    assert (
        actions(ondelete("plan", "users", file, "--prefer", "cascade", "--format", "json").json)["posts"] == "cascade"
    )
    by_policy = ondelete("plan", "users", file, "--policy", "gitlab", "--format", "json").json
    assert actions(by_policy)["posts"] == "cascade"
    assert actions(ondelete("plan", "users", file, "--prefer", "null", "--format", "json").json)["posts"] == "set null"


def test_a_large_table_is_left_to_a_job(file, ondelete, here):
    (here / "ondelete.toml").write_text("[sizes.rows]\nusers = 10\nsessions = 50000\n", "utf-8")
    found = ondelete("plan", "users", file, "--max-rows", "1000", "--format", "json").json
    assert [entry["key"] for entry in found["jobs"]] == ["public.sessions.sessions_user_id_fkey"]
    assert "LIMIT 1000" in found["jobs"][0]["sql"]
    assert "sessions" not in actions(found)


def test_other_plans_are_shown_if_asked(file, ondelete):
    found = ondelete("plan", "users", file, "--alternatives", "2", "--format", "json").json
    assert len(found["alternatives"]) == 2
    assert all(other["changes"] != found["changes"] for other in found["alternatives"])
    assert "Alternative 1: 3 changed keys" in ondelete("plan", "users", file, "--alternatives", "1").out


def test_several_tables_make_one_plan(file, ondelete):
    found = ondelete("plan", "users", "other", file, "--format", "json").json
    assert [entry["table"] for entry in found["tables"]] == ["public.users", "public.other"]
    assert actions(found)["others"] == "cascade"


def test_sql_is_a_script_and_rails_are_bodies(file, ondelete):
    script = ondelete("plan", "users", file, "--format", "sql").out
    bare = [line for line in script.splitlines() if line and not line.startswith("--")]
    assert all(line.endswith(";") for line in bare)
    assert [line for line in bare if "RENAME" in line or "DROP NOT NULL" in line]
    rails = ondelete("plan", "users", file, "--rails").out
    assert "def up" in rails
    assert "change_column_null :invoices, :user_id, true" in rails


def test_markdown_shows_the_migration_as_code(file, ondelete):
    assert "```sql" in ondelete("plan", "users", file, "--format", "markdown").out


def test_without_a_plan_the_status_is_1_and_the_answer_says_why(file, ondelete, here):
    published = SCHEMA.replace("sessions (id bigint PRIMARY KEY,", "sessions (id bigint,")
    (here / "schema.sql").write_text(f"{published}CREATE PUBLICATION all_changes FOR TABLE sessions;\n", "utf-8")
    found = ondelete("plan", "users", file, "--format", "json")
    assert found.status == 1
    assert (found.json["possible"], found.json["changes"]) == (False, [])
    assert [entry["table"] for entry in found.json["obstacles"]] == ["public.sessions"]
    assert "What stands in the way" in ondelete("plan", "users", file).out


def test_a_row_that_can_be_deleted_needs_no_plan(file, ondelete):
    found = ondelete("plan", "posts", file)
    assert found.status == 0
    assert "CLEAR: nothing in the schema stops the delete" in found.out


def test_what_is_supposed_is_planned_with(file, ondelete):
    found = ondelete("plan", "users", file, "--with", "posts.editor_id=set-null", "--format", "json").json
    assert "posts" not in actions(found)
    assert found["with"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere"], "nowhere: no such table"),
        (["users", "--keep", "nothing"], "--keep nothing: no such table"),
        (["users", "--max-rows", "-1"], "-1"),
        ([], "name the TABLE"),
        (["schema.sql", "users"], "TABLE comes first, then FILE: users schema.sql"),
    ],
)
def test_what_cannot_be_answered_is_refused(words, message, file, ondelete):
    found = ondelete("plan", *words)
    assert found.status == 2
    assert message in found.err


def test_the_plan_is_what_the_answer_for_the_changed_schema_says(file, ondelete):
    changes = ondelete("plan", "users", file, "--keep", "invoices", "--format", "json").json["changes"]
    asked = [word for c in changes for word in ("--with", f"{c['key']}={c['after'].replace(' ', '-')}")]
    found = ondelete("explain", "users", file, *asked, "--format", "json").json
    assert {error["key"] for error in found["errors"]} == {"public.invoices.invoices_user_id_fkey"}


def test_a_trigger_that_always_raises_stands_in_the_way(file, ondelete, here):
    trigger = (
        "CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'no'; END$$;\n"
        "CREATE TRIGGER stays BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION never();\n"
    )
    (here / "schema.sql").write_text(SCHEMA + trigger, "utf-8")
    found = ondelete("plan", "users", file, "--format", "json")
    assert found.status == 1
    assert any("stays" in entry["name"] for entry in found.json["obstacles"])


def test_advice_names_a_way_for_each_key_and_why(file, ondelete):
    found = ondelete("plan", "users", file, "--advise", "--format", "json").json
    assert {entry["table"]: entry["way"] for entry in found["advice"]} == {
        "public.sessions": "cascade",
        "public.posts": "nullify",
        "public.invoices": "restrict",
    }
    assert [entry["against"] for entry in found["advice"]][2] == {
        "nullify": "would fail: user_id would become NULL but is NOT NULL"
    }
    assert all(row["source"] for row in found["decision_table"])
    assert {row["aspect"] for row in found["decision_table"]} >= {
        "atomicity", "bounded transaction", "cost of the request", "orphan window", "who sees an error", "callbacks",
        "what to alert on",
    }  # fmt: skip


def test_advice_for_a_key_for_all_keys_and_for_large_tables(file, ondelete, here):
    one = ondelete("plan", "sessions.user_id", file, "--advise", "--format", "json").json
    assert [entry["key"] for entry in one["advice"]] == ["public.sessions.sessions_user_id_fkey"]
    assert len(ondelete("plan", "--advise", file, "--format", "json").json["advice"]) == 4
    (here / "ondelete.toml").write_text('[sizes]\nlarge = ["sessions"]\n', "utf-8")
    assert "later by a job" in ondelete("plan", "sessions.user_id", file, "--advise").out
