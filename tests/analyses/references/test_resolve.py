"""Which columns are looked at, and what the resolver says if some keys are left out."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.references.resolve import Resolver
from ondelete.catalog import QualifiedName

T = QualifiedName("public", "t")
USERS = "CREATE TABLE users (id bigint PRIMARY KEY);"


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("user_id bigint", True),
        ("fk_user bigint", True),
        ("created_by bigint", True),
        ("name text", False),
        ("uuid uuid", False),
        ("user_id bigint GENERATED ALWAYS AS IDENTITY", False),
        ("user_id bigserial", False),
        ("writer bigint", True),  # a declared key has that name
    ],
)
def test_which_columns_are_looked_at(column: str, *, expected: bool) -> None:
    catalog = catalog_of(f"{USERS} CREATE TABLE o (writer bigint REFERENCES users); CREATE TABLE t ({column});")
    assert Resolver(catalog).may_reference(catalog.tables[T].columns[0]) is expected


def test_a_reference_has_the_columns_and_the_reason() -> None:
    catalog = catalog_of(f"{USERS} CREATE TABLE t (user_id bigint);")
    table = catalog.tables[T]
    found = Resolver(catalog).reference(table, table.columns[0])
    assert found is not None
    assert (found.id, found.referenced_columns, found.reason) == ("public.t.user_id", ("id",), "name of the table")


def test_the_end_of_its_own_name_is_an_id_from_elsewhere() -> None:
    apps = "CREATE TABLE apps (id int PRIMARY KEY); CREATE TABLE t (app_id int); CREATE TABLE github_apps (app_id int);"
    catalog = catalog_of(apps)
    found = [Resolver(catalog).reference(table, table.columns[0]) for table in catalog.tables.values()]
    assert [each and each.id for each in found] == [None, "public.t.app_id", "public.github_apps.app_id"]


def test_keys_can_be_left_out() -> None:
    catalog = catalog_of(
        f"{USERS} CREATE TABLE o (writer_id bigint REFERENCES users); CREATE TABLE t (writer_id bigint);"
    )
    table = catalog.tables[T]
    resolver = Resolver(catalog)
    assert resolver.reference(table, table.columns[0]) is not None
    assert resolver.without(catalog.foreign_keys).reference(table, table.columns[0]) is None
