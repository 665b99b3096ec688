"""Columns that look like personal data, by a word of their name or by their type."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.personal import personal_columns
from ondelete.catalog import QualifiedName
from ondelete.declarations import Personal

T = QualifiedName("public", "t")
PERSONAL = Personal(words=("email", "last name"), types=("inet",), denied=("t.system_email",))


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("email text", True),
        ("billing_email text", True),
        ('"billingEmail" text', True),
        ("emailed_at timestamptz", False),
        ("last_name text", True),
        ('"last-name" text', True),
        ("last_login_name text", False),  # the two words are not in a row
        ("email_id bigint", False),  # an id says nothing of a person
        ("system_email text", False),  # denied
        ("seen_from inet", True),
        ("seen_from address", True),  # a domain over inet
        ("seen_from macaddr", False),
    ],
)
def test_a_column(column: str, *, expected: bool) -> None:
    catalog = catalog_of(f"CREATE DOMAIN address AS inet; CREATE TABLE t ({column});")
    assert bool(personal_columns(catalog, T, PERSONAL, "public")) is expected


def test_columns_stand_in_the_order_of_the_table() -> None:
    catalog = catalog_of("CREATE TABLE t (seen_from inet, id int, email text);")
    assert personal_columns(catalog, T, PERSONAL, "public") == ("seen_from", "email")


def test_a_table_that_is_not_in_the_file_has_none() -> None:
    assert personal_columns(catalog_of("CREATE TABLE u (id int);"), T, PERSONAL, "public") == ()
