"""References of other kinds than one column by its name, and what the team itself says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import catalog_of
from ondelete.analyses.references import Grade, Kind, References
from ondelete.catalog import Location, QualifiedName
from ondelete.declarations import Declarations, DeclaredReference, LooseKey

if TYPE_CHECKING:
    from ondelete.analyses.references import Reference

HERE = Location("ondelete.toml", 3)
USERS = "CREATE TABLE users (id bigint PRIMARY KEY);"


def only(sql: str, declared: Declarations | None = None) -> Reference:
    (found,) = References(catalog_of(sql), declared or Declarations()).all
    return found


@pytest.mark.parametrize("types", ["text", "character varying(40)", "subject"])
def test_a_type_beside_an_id_says_of_which_table(types: str) -> None:
    sql = f"CREATE TYPE subject AS ENUM ('User'); {USERS} CREATE TABLE notes (user_type {types}, user_id bigint);"
    found = only(sql)
    assert (found.kind, found.columns, found.to) == (Kind.POLYMORPHIC, ("user_type", "user_id"), None)
    assert found.reason == "user_type says of which table"
    assert not found.can_be_key


def test_a_generic_relation_of_django() -> None:
    found = only("CREATE TABLE tags (id int PRIMARY KEY, content_type_id int, object_id int);")
    assert (found.kind, found.columns) == (Kind.POLYMORPHIC, ("content_type_id", "object_id"))


def test_a_number_that_is_called_type_says_nothing() -> None:
    assert only(f"{USERS} CREATE TABLE notes (user_type smallint, user_id bigint);").kind is Kind.NAME


@pytest.mark.parametrize("name", ["user_ids", '"userIds"'])
def test_an_array_of_ids(name: str) -> None:
    found = only(f"{USERS} CREATE TABLE notes ({name} bigint[]);")
    assert (found.kind, found.to, found.can_be_key) == (Kind.ARRAY, QualifiedName("public", "users"), False)


def test_an_array_of_another_type_is_none() -> None:
    assert References(catalog_of(f"{USERS} CREATE TABLE notes (user_ids text[]);")).all == ()


def test_a_key_of_a_json_document_that_an_index_reads() -> None:
    found = only(f"{USERS} CREATE TABLE events (data jsonb); CREATE INDEX i ON events ((data ->> 'user_id'));")
    assert (found.kind, found.columns, found.to) == (Kind.JSON, ("data",), QualifiedName("public", "users"))
    assert found.reason == "key user_id of a JSON document, which the index i reads: name of the table"


def test_a_loose_key_is_certain() -> None:
    table, to = QualifiedName("public", "posts"), QualifiedName("public", "users")
    declared = Declarations(loose=(LooseKey(table, "writer", to, "async_delete", HERE),))
    found = only(f"{USERS} CREATE TABLE posts (writer bigint);", declared)
    assert (found.kind, found.grade, found.to, found.location) == (Kind.LOOSE, Grade.DECLARED, to, HERE)
    assert (found.referenced_columns, found.can_be_key) == (("id",), True)


def entry(column: str, to: str = "users", table: str = "posts") -> DeclaredReference:
    names = tuple(QualifiedName("public", name) for name in to.split())
    return DeclaredReference(QualifiedName("public", table), tuple(column.split()), names, HERE)


def test_a_declared_reference_is_certain_and_needs_no_name() -> None:
    found = only(f"{USERS} CREATE TABLE posts (writer bigint);", Declarations(references=(entry("writer"),)))
    assert (found.grade, found.referenced_columns, found.reason) == (
        Grade.DECLARED,
        ("id",),
        "the configuration declares it",
    )


def test_a_declared_reference_takes_the_place_of_a_guess() -> None:
    sql = f"{USERS} CREATE TABLE teams (id bigint PRIMARY KEY); CREATE TABLE posts (user_id bigint);"
    found = only(sql, Declarations(references=(entry("user_id", "teams"),)))
    assert found.to == QualifiedName("public", "teams")


def test_a_polymorphic_reference_can_be_said_to_mean_some_tables() -> None:
    sql = f"{USERS} CREATE TABLE teams (id bigint PRIMARY KEY); CREATE TABLE posts (o_type text, o_id bigint);"
    found = References(catalog_of(sql), Declarations(references=(entry("o_type o_id", "users teams"),))).all
    assert [(each.kind, each.to and each.to.name) for each in found] == [
        (Kind.POLYMORPHIC, "users"),
        (Kind.POLYMORPHIC, "teams"),
    ]


@pytest.mark.parametrize(
    ("declared", "reason"),
    [
        (entry("user_id", table="gone"), "there is no table gone"),
        (entry("gone"), "posts has no column gone"),
        (entry("user_id", "gone"), "there is no table gone to reference"),
        (entry("key_id"), "a foreign key declares it now"),
    ],
)
def test_a_declared_reference_can_be_stale(declared: DeclaredReference, reason: str) -> None:
    catalog = catalog_of(f"{USERS} CREATE TABLE posts (user_id text, key_id bigint REFERENCES users);")
    found = References(catalog, Declarations(references=(declared,)))
    assert found.all == ()
    assert [(each.option, each.reason, each.location) for each in found.stale] == [("references", reason, HERE)]


def test_a_reference_can_be_denied_and_a_denial_can_be_stale() -> None:
    catalog = catalog_of(f"{USERS} CREATE TABLE posts (user_id bigint, owner_user_id bigint);")
    denied = ("*.user_id", "posts.owner_user_id", "posts.gone_id")
    found = References(catalog, Declarations(not_references=denied))
    assert found.all == ()
    assert [(each.option, each.entry) for each in found.stale] == [("not-references", "posts.gone_id")]
