"""Which table words mean: by its whole name, beside or below another, or after a prefix."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.references.tables import TableNames
from ondelete.catalog import QualifiedName


def names(*tables: str, home: str = "public") -> TableNames:
    schemas = {table.partition(".")[0] for table in tables if "." in table} - {"public"}
    made = "".join(f"CREATE SCHEMA {schema};" for schema in sorted(schemas))
    catalog = catalog_of(made + "".join(f"CREATE TABLE {name(table).sql} (id int);" for table in tables))
    return TableNames(catalog.tables.values(), home)


def name(text: str) -> QualifiedName:
    schema, _, table = text.rpartition(".")
    return QualifiedName(schema or "public", table)


@pytest.mark.parametrize(
    ("tables", "words", "near", "expected"),
    [
        ("users posts", "user", "posts", "users"),
        ("user posts", "users", "posts", "user"),
        ("people posts", "person", "posts", "people"),
        ("users posts", "team", "posts", None),
        ("public.users app.users app.posts", "user", "app.posts", "app.users"),
        ("public.users app.users", "user", "other.posts", "public.users"),
        ("a.users b.users", "user", "other.posts", None),
    ],
)
def test_a_whole_name(tables: str, words: str, near: str, expected: str | None) -> None:
    found = names(*tables.split()).whole(tuple(words.split()), name(near))
    assert found == (name(expected) if expected else None)


@pytest.mark.parametrize(
    ("tables", "near", "expected"),
    [
        ("forum_users forum_posts", "forum_posts", "forum_users"),
        ("forum_users forum_post_likes", "forum_post_likes", "forum_users"),
        ("forum_users forum", "forum", None),
        ("forum_users forum_posts forum", "forum_posts", None),  # users of a forum, not tables about forums
        ("users forum_posts", "forum_posts", None),
    ],
)
def test_a_table_beside(tables: str, near: str, expected: str | None) -> None:
    found = names(*tables.split()).beside(("user",), name(near))
    assert found == (name(expected) if expected else None)


@pytest.mark.parametrize(
    ("tables", "near", "expected"),
    [
        ("order_lines orders", "orders", "order_lines"),
        ("order_lines order_returns", "order_returns", "order_lines"),
        ("order_lines invoices", "invoices", None),
    ],
)
def test_a_table_below(tables: str, near: str, expected: str | None) -> None:
    found = names(*tables.split()).below(("line",), name(near))
    assert found == (name(expected) if expected else None)


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ("tbl_users posts", "tbl_users"),
        ("auth_users auth_groups auth_rights", "auth_users"),
        ("auth_users auth_groups auth_rights one two three", None),  # half of the tables have no prefix
        ("auth_users auth_groups auth_rights auth", None),  # the prefix is a table
    ],
)
def test_a_name_after_a_prefix(tables: str, expected: str | None) -> None:
    found = names(*tables.split()).after_prefix(("user",), name("posts"))
    assert found == (name(expected) if expected else None)


def test_another_table_can_end_with_the_words() -> None:
    tables = names("admin_users", "staff")
    assert tables.another_ends(("some", "user"), name("staff"))
    assert not tables.another_ends(("some", "user"), name("admin_users"))
    assert not tables.another_ends(("team",), name("staff"))
