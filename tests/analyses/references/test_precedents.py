"""What declared keys say of a name: where those of this name, or of its last words, go."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.analyses.references.precedents import OWN, Precedent, Precedents
from ondelete.catalog import QualifiedName

USERS = QualifiedName("", "users")  # in the schema of the key


def keys_of(*columns: str, to: str = "users") -> str:
    return "".join(f"CREATE TABLE t_{to}_{n} (x int, {name} int REFERENCES {to});" for n, name in enumerate(columns))


TABLES = "CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE teams (id int PRIMARY KEY);"


def precedents(sql: str) -> Precedents:
    return Precedents(catalog_of(TABLES + sql).foreign_keys)


def test_keys_of_a_name_and_of_its_last_words() -> None:
    found = precedents(keys_of("author_id", "last_author_id"))
    assert found.of_column("AUTHOR_ID") == Precedent(USERS, 1)
    assert found.of_part(("author",)) == Precedent(USERS, 2)
    assert found.of_part(("last", "author")) == Precedent(USERS, 1)
    assert found.of_part(("last",)) is None


def test_nine_of_ten_keys_have_to_agree() -> None:
    nine, eight = (keys_of(*["holder_id"] * n) + keys_of("holder_id", to="teams") for n in (9, 8))
    assert precedents(nine).of_column("holder_id") == Precedent(USERS, 9)
    assert precedents(eight).of_column("holder_id") is None


def test_a_key_to_its_own_table() -> None:
    found = precedents("CREATE TABLE nodes (id int PRIMARY KEY, parent_id int REFERENCES nodes);")
    assert found.of_column("parent_id") == Precedent(OWN, 1)


def test_another_schema_is_named() -> None:
    found = precedents("CREATE SCHEMA app; CREATE TABLE app.posts (author_id int REFERENCES public.users);")
    assert found.of_column("author_id") == Precedent(QualifiedName("public", "users"), 1)


def test_some_keys_can_be_left_out() -> None:
    keys = catalog_of(TABLES + keys_of("author_id", "author_id")).foreign_keys
    assert Precedents(keys).without(keys[:1]).of_column("author_id") == Precedent(USERS, 1)
    assert Precedents(keys).without(keys).of_column("author_id") is None
