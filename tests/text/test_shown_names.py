"""A table's name for people: every sentence, heading, tree and picture writes it like this."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName, fold_identifier, split_identifier
from ondelete.reports.base import Names
from ondelete.text.names import shown_name, shown_table

NAMES = [
    ("public", "users", "users"),
    ("billing", "users", "billing.users"),
    ("public", "user", "user"),  # a keyword stays bare
    ("public", "Users", '"Users"'),
    ("Odd Schema", "a.b", '"Odd Schema"."a.b"'),
    ("public", 'say "x"', '"say ""x"""'),
    ("public", "größe", '"größe"'),
    ("public", "a\nb", r'U&"a\000ab"'),
    ("public", "##[a]", r'U&"##\005ba]"'),
]


@pytest.mark.parametrize(("schema", "name", "text"), NAMES)
def test_a_name_is_shown(schema: str, name: str, text: str) -> None:
    assert shown_table(schema, name) == QualifiedName(schema, name).shown == text


@pytest.mark.parametrize(("schema", "name", "_text"), NAMES)
def test_what_is_shown_can_be_typed(schema: str, name: str, _text: str) -> None:
    parts = split_identifier(shown_table(schema, name, home=""))
    assert [fold_identifier(part) for part in parts] == [schema, name]


def test_the_home_of_a_schema_is_not_said() -> None:
    names = Names(catalog_of("CREATE SCHEMA app; SET search_path = app; CREATE TABLE users (id int);"))
    assert names.table(QualifiedName("app", "users")).text == "users"
    assert names.table(QualifiedName("public", "users")).text == "public.users"


def test_a_part_of_a_name() -> None:
    assert [shown_name(part) for part in ("author_id", "authorId", "order", "1st")] == [
        "author_id",
        '"authorId"',
        "order",
        '"1st"',
    ]
