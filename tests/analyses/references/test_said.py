"""What a team says itself of references: it is certain, it comes before a guess, and it can be stale."""

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


def only(sql: str, declared: Declarations) -> Reference:
    (found,) = References(catalog_of(sql), declared).all
    return found


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
        (entry("team_id"), "a loose key declares it"),
    ],
)
def test_a_declared_reference_can_be_stale(declared: DeclaredReference, reason: str) -> None:
    catalog = catalog_of(f"{USERS} CREATE TABLE posts (user_id text, team_id int, key_id bigint REFERENCES users);")
    loose = LooseKey(
        QualifiedName("public", "posts"), "team_id", QualifiedName("public", "users"), "async_delete", HERE
    )
    found = References(catalog, Declarations(references=(declared,), loose=(loose,)))
    assert [each.kind for each in found.all] == [Kind.LOOSE]
    assert [(each.option, each.reason, each.location) for each in found.stale] == [("references", reason, HERE)]
