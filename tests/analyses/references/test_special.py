"""References that no foreign key can keep: to any table, in arrays, in JSON documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import catalog_of
from ondelete.analyses.references import Kind, References
from ondelete.catalog import QualifiedName

if TYPE_CHECKING:
    from ondelete.analyses.references import Reference

USERS = "CREATE TABLE users (id bigint PRIMARY KEY);"


def only(sql: str) -> Reference:
    (found,) = References(catalog_of(sql)).all
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
