"""What names suggest: groups, large tables, and references without a key."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.analyses.guesses import guesses_of


def test_tables_that_begin_with_one_word_are_a_group() -> None:
    tables = "shop_a", "shop_b", "shop_c", "blog_a", "blog_b", "other"
    found = guesses_of(catalog_of("".join(f"CREATE TABLE {name} (id int);" for name in tables)))
    assert (found.groups, found.by_schema) == ((("shop", 3),), False)


def test_schemas_are_groups_if_there_are_several() -> None:
    sql = "CREATE SCHEMA s; CREATE TABLE a (id int); CREATE TABLE s.b (id int); CREATE TABLE s.c (id int);"
    found = guesses_of(catalog_of(sql))
    assert (found.groups, found.by_schema) == ((("s", 2), ("public", 1)), True)


def test_names_as_of_logs_and_partitioned_tables_are_large() -> None:
    sql = (
        "CREATE TABLE audit_logs (id int); CREATE TABLE catalogs (id int); CREATE TABLE user_events (id int);"
        "CREATE TABLE p (id int) PARTITION BY LIST (id);"
    )
    assert [table.name for table in guesses_of(catalog_of(sql)).large] == ["audit_logs", "user_events", "p"]


def test_columns_without_a_key_are_told_apart() -> None:
    sql = (
        "CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE categories (id int PRIMARY KEY);"
        "CREATE TABLE plans (name text PRIMARY KEY);"
        "CREATE TABLE posts (id int PRIMARY KEY, user_id int, category_id int, owner_id int, owner_type text,"
        " stripe_id text, plan_id text REFERENCES plans, editor_id int REFERENCES users);"
    )
    found = guesses_of(catalog_of(sql))
    assert [(each.columns[0], each.to and each.to.name) for each in found.references] == [
        ("user_id", "users"),
        ("category_id", "categories"),
    ]
    assert [each.columns for each in found.polymorphic] == [("owner_type", "owner_id")]
    assert [column for _, column in found.third_party] == ["stripe_id"]
    assert found.first_key is not None
    assert [table.name for table in found.widest] == ["plans", "users"]
