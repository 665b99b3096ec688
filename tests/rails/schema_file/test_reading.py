"""A schema.rb as SQL, line by line; tests/postgres/test_schema_rb.py asks Rails and servers about every form."""

from __future__ import annotations

import pytest

from ondelete.rails.schema_file.reading import NotRead, Sent, schema_statements


def sql(body: str, head: str = "ActiveRecord::Schema[7.1].define(version: 1) do") -> list[str]:
    return [each.sql if isinstance(each, Sent) else each.reason for each in read(body, head)]


def read(body: str, head: str = "ActiveRecord::Schema[7.1].define(version: 1) do") -> tuple[Sent | NotRead, ...]:
    return schema_statements(f"{head}\n{body}\nend\n".encode())


SENT = [
    ('create_table "a"', ['CREATE TABLE "a" ("id" bigserial PRIMARY KEY)']),
    ('create_table "a", id: false', ['CREATE TABLE "a" ()']),
    (
        'create_table "a", id: :uuid, default: nil',
        ['CREATE TABLE "a" ("id" uuid PRIMARY KEY)'],
    ),
    (
        'create_table "s.a", force: :cascade do |t|\n t.string "b", null: false\nend',
        [
            'DROP TABLE IF EXISTS "s"."a" CASCADE',
            'CREATE TABLE "s"."a" ("id" bigserial PRIMARY KEY, "b" character varying NOT NULL)',
        ],
    ),
    ('execute "SELECT 1"', ["SELECT 1"]),
    ('create_view "v", sql_definition: <<-SQL\n  SELECT 1\nSQL', ['CREATE VIEW "v" AS   SELECT 1\n']),
    ('create_trigger :t, sql_definition: "CREATE TRIGGER t"', ["CREATE TRIGGER t"]),
    ('drop_table "a"', ["it is Ruby code, and only Ruby knows what it does"]),
    ("create_table name", ["only Rails can tell: the name of the table is no plain string or symbol"]),
    (
        'add_foreign_key "a", "b", on_delete: :explode',
        ["only Rails can tell: on_delete has a value that Rails does not know"],
    ),
    (
        'create_table "a", id: false do |t|\n t.string(*names)\n t.text "b"\nend',
        ["only Rails can tell: the name of a column is no plain string or symbol", 'CREATE TABLE "a" ("b" text)'],
    ),
    (
        'if x\n create_table "a", id: false\nend',
        ["it stands under a condition, and counts here all the same", 'CREATE TABLE "a" ()'],
    ),
    ("%w[a b].each { |n| create_table n }", ["it is Ruby code, and only Ruby knows what it does"]),
    ('puts "done"', []),
]


@pytest.mark.parametrize(("body", "expected"), SENT)
def test_a_call_is_the_sql_that_rails_sends(body: str, expected: list[str]) -> None:
    assert sql(body) == expected


def test_a_statement_stands_in_the_line_of_its_call() -> None:
    body = 'create_table "a" do |t|\n  t.bigint "b_id"\n  t.index ["b_id"]\nend\nadd_foreign_key "a", "b"'
    assert [each.line for each in read(body)] == [2, 4, 6]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("ActiveRecord::Schema.define(version: 1) do", "timestamp"),
        ("::ActiveRecord::Schema[6.1].define(version: 1) do", "timestamp"),
        ("ActiveRecord::Schema[7.0].define(version: 1) do", "timestamp(6)"),
        ("ActiveRecord::Schema[8.0].define(version: 1) do", "timestamp(6)"),
    ],
)
def test_times_have_the_precision_of_the_version(head: str, kind: str) -> None:
    assert sql('create_table "a", id: false do |t|\n t.datetime "b"\nend', head) == [f'CREATE TABLE "a" ("b" {kind})']


def test_the_aligned_columns_of_rails_5_0_mean_integer_ids() -> None:
    body = 'create_table "a", force: :cascade do |t|\n  t.string  "b"\n  t.integer "c"\nend'
    assert sql(body, "ActiveRecord::Schema.define(version: 1) do")[1].startswith('CREATE TABLE "a" ("id" serial')


def test_broken_ruby_is_listed_and_the_rest_is_read() -> None:
    found = read('create_table "a", id: false do |t|\n t.string "b",,\nend\ncreate_table "c", id: false')
    assert "Ruby's grammar does not accept it" in [each.reason for each in found if isinstance(each, NotRead)]
    assert 'CREATE TABLE "c" ()' in [each.sql for each in found if isinstance(each, Sent)]
