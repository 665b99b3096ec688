"""A db/schema.rb on the command line: read as a dump is, with a word about what it cannot say."""

from __future__ import annotations

SCHEMA = """# This file is auto-generated from the current state of the database.
ActiveRecord::Schema[7.1].define(version: 2024_01_01_000000) do
  create_table "posts", force: :cascade do |t|
    t.bigint "user_id", null: false
    t.index ["user_id"], name: "index_posts_on_user_id"
  end

  create_table "users", force: :cascade do |t|
  end
{code}
  add_foreign_key "posts", "users", on_delete: :nullify
end
"""


def test_explain_reads_it_and_says_what_it_cannot_say(ondelete, here):
    (here / "schema.rb").write_text(SCHEMA.format(code=""), "utf-8")
    done = ondelete("explain", "users", "schema.rb")
    assert done.status == 0
    assert "user_id would become NULL but is NOT NULL" in done.out
    assert "line 11" in done.out
    assert "triggers, partitions, domains and rules" in " ".join(done.out.split())
    found = ondelete("explain", "users", "schema.rb", "--format", "json").json
    assert found["unsaid"][0].startswith("A schema.rb names no triggers")
    assert found["skipped"] == []


def test_a_dump_says_everything(ondelete, here):
    (here / "schema.sql").write_text("CREATE TABLE users (id int PRIMARY KEY);", "utf-8")
    assert "unsaid" not in ondelete("explain", "users", "schema.sql", "--format", "json").json


def test_code_in_it_is_reported_with_its_line(ondelete, here):
    (here / "schema.rb").write_text(SCHEMA.format(code="  User.create!(name: ENV['X'])"), "utf-8")
    done = ondelete("explain", "users", "schema.rb")
    assert "schema.rb:10: it is Ruby code, and only Ruby knows what it does" in done.err
    assert "INCOMPLETE" in done.out


def test_an_empty_schema_and_a_migration_are_told(ondelete, here):
    (here / "schema.rb").write_text("ActiveRecord::Schema[7.1].define(version: 0) do\nend\n", "utf-8")
    (here / "migration.rb").write_text("class AddX < ActiveRecord::Migration[7.0]\nend\n", "utf-8")
    assert "defines neither a table nor a foreign key" in ondelete("catalog", "schema.rb").err
    assert "give the schema after it: db/schema.rb or db/structure.sql" in ondelete("catalog", "migration.rb").err


def test_a_schema_that_is_too_large_is_refused(ondelete, here, monkeypatch):
    monkeypatch.setattr("ondelete.dump.statements.schema_rb.LARGEST", 100)
    (here / "schema.rb").write_text(SCHEMA.format(code=""), "utf-8")
    done = ondelete("catalog", "schema.rb")
    assert done.status == 2
    assert "too much for a schema.rb" in done.err
