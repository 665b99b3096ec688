"""Loose keys in answers: what the application does later stands apart, and stops nothing."""

from __future__ import annotations

from pathlib import Path

import ondelete as library

SCHEMA = (
    "CREATE TABLE users (id bigint PRIMARY KEY);\n"
    "CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE);\n"
    "CREATE TABLE views (id bigint PRIMARY KEY, post_id bigint, user_id bigint NOT NULL);\n"
    "CREATE TABLE other (id bigint PRIMARY KEY, view_id bigint);\n"
    "CREATE INDEX i ON posts (user_id);\n"
)
KEY = '[[loose.keys]]\ntable = "{}"\ncolumn = "{}"\nreferences = "{}"\non-delete = "{}"\n'
CONFIG = (
    KEY.format("views", "post_id", "posts", "async_delete")
    + KEY.format("views", "user_id", "users", "async_nullify")
    + KEY.format("other", "view_id", "views", "update_column_to")
)


def schema(folder: Path, sql: str = SCHEMA, config: str = CONFIG) -> None:
    (folder / "schema.sql").write_text(sql, encoding="utf-8")
    (folder / "ondelete.toml").write_text(config, encoding="utf-8")


def test_explain_shows_the_loose_keys_of_all_tables_that_lose_rows(ondelete, here):
    schema(here)
    out = ondelete("explain", "users").out
    assert out.startswith("DELETE FROM users")
    assert "\nCLEAR: nothing in the schema stops this delete. " in out
    assert (
        "users\n"
        "├─ posts.user_id     CASCADE  deleted\n"
        "│  └─ views.post_id  LOOSE    deleted later\n"
        "└─ views.user_id     LOOSE    NULL later\n"
    ) in out
    assert out.endswith(
        "Later, by the application (loose foreign keys never stop a delete)\n"
        "  views.post_id → posts  async_delete  ondelete.toml:1\n"
        "  views.user_id → users  async_nullify  ondelete.toml:6\n"
    )


def test_explain_without_keys_has_a_tree_of_loose_ones(ondelete, here):
    schema(here)
    out = ondelete("explain", "views").out
    assert "views\n└─ other.view_id  LOOSE  changed later\n" in out


def test_a_choice_of_actions_leaves_loose_keys_out_of_the_tree(ondelete, here):
    schema(here)
    assert "LOOSE" not in ondelete("explain", "users", "--actions", "cascade").out


def test_the_json_lists_them_apart_from_what_the_delete_does(ondelete, here):
    schema(here)
    found = ondelete("explain", "users", "--format", "json").json
    assert found["loose"] == [
        {"table": "public.views", "column": "post_id", "action": "async_delete", "references": "public.posts"},
        {"table": "public.views", "column": "user_id", "action": "async_nullify", "references": "public.users"},
    ]
    assert found["verdict"] == "clear"
    assert [entry["table"] for entry in found["deleted"]] == ["public.posts"]
    (here / "ondelete.toml").unlink()
    without = ondelete("explain", "users", "--format", "json").json
    assert {entry["kind"] for entry in found["undeclared"]} == {"loose"}
    assert {entry["kind"] for entry in without["undeclared"]} == {"name"}
    assert without == {**found, "loose": [], "undeclared": without["undeclared"]}


def test_many_of_them_are_counted_unless_all_are_asked_for(ondelete, here):
    columns = [f"c{number}" for number in range(20)]
    sql = f"CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE c ({', '.join(f'{c} bigint' for c in columns)});"
    schema(here, sql, "".join(KEY.format("c", column, "p", "async_delete") for column in columns))
    short, full = ondelete("explain", "p").out, ondelete("explain", "p", "--full").out
    assert short.count("LOOSE") == 7  # six rows, and the count of the others
    assert "… 14 more; --full shows all" in short
    assert full.count("LOOSE") == 20
    assert full.count("async_delete") == 20


def test_a_partition_has_the_loose_keys_of_its_root(ondelete, here):
    sql = (
        "CREATE TABLE p (id bigint PRIMARY KEY) PARTITION BY HASH (id);\n"
        "CREATE TABLE p_0 PARTITION OF p FOR VALUES WITH (MODULUS 1, REMAINDER 0);\n"
        "CREATE TABLE c (p_id bigint);\n"
    )
    schema(here, sql, KEY.format("c", "p_id", "p", "async_delete"))
    assert "p_0\n└─ c.p_id  LOOSE  deleted later\n" in ondelete("explain", "p_0").out
    assert "p\n└─ c.p_id  LOOSE  deleted later\n" in ondelete("explain", "p").out


def test_why_tells_a_later_change_from_one_by_the_delete(ondelete, here):
    schema(here)
    out = ondelete("why", "users", "views").out
    assert "NOT BY THE DELETE: no chain of foreign keys leads from users to views, but a job" in out
    assert "  views.post_id → posts  async_delete  ondelete.toml:1\n" in out
    assert "NOT AFFECTED" in ondelete("why", "users", "other").out
    found = ondelete("why", "users", "views", "--format", "json").json
    assert [(entry["column"], entry["references"]) for entry in found["loose"]] == [
        ("post_id", "public.posts"),
        ("user_id", "public.users"),
    ]
    assert ondelete("why", "users", "posts", "--format", "json").json["loose"] == []


def test_strange_names_do_not_write_lines_of_their_own(ondelete, here):
    sql = 'CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE "a\nb\x1b" ("c\td" bigint);'
    schema(here, sql, KEY.format("a\\nb\\u001b", "c\\td", "p", "async_delete"))
    out = ondelete("explain", "p").out
    assert "a\nb" not in out
    assert "\x1b" not in out
    assert out.count("LOOSE") == 1


def test_from_python_nothing_is_declared_unless_a_configuration_is_named(here):
    schema(here)
    assert library.read_schema("schema.sql").declared.loose == ()
    for config in ("ondelete.toml", here, here / "ondelete.toml"):
        assert len(library.read_schema("schema.sql", config=config).declared.loose) == 3
