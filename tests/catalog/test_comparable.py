"""Types that a foreign key can never compare; servers are asked for every pair in tests/postgres."""

from __future__ import annotations

import pytest

from ondelete.catalog import Column, QualifiedName
from ondelete.catalog.comparable import COMPARABLE, never_compare


def column(type_name: str, user: str | None = None) -> Column:
    return Column("a", type_name, False, type_name=QualifiedName("public", user) if user else None)


@pytest.mark.parametrize(
    ("own", "referenced", "never"),
    [
        ("integer", "bigint", False),
        ("integer", "numeric", False),
        ("numeric", "integer", True),
        ("numeric(10,2)", "numeric", False),
        ("character varying(20)", "text", False),
        ("uuid", "text", True),
        ("uuid", "character varying(20)", True),
        ("numeric(10,2)", "integer", True),
        ("timestamp(3) without time zone", "date", False),
        ("time without time zone", "interval", False),
        ("interval", "time without time zone", True),
        ("integer", "geometry", False),
        ("integer[]", "text", False),
    ],
)
def test_which_side_is_which_matters(own: str, referenced: str, never: bool) -> None:
    assert never_compare(column(own), column(referenced)) is never


def test_a_type_of_the_schema_is_never_certain() -> None:
    assert not never_compare(column("uuid", "uuid"), column("text"))
    assert not never_compare(column("uuid"), column("text", "text"))


def test_every_type_compares_with_itself() -> None:
    assert all(name in others for name, others in COMPARABLE.items())
