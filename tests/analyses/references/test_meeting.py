"""Which columns a reference meets: a primary key, or unique columns that its name means."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.references.meeting import comparable, met_by
from ondelete.catalog import QualifiedName

T, U = QualifiedName("public", "t"), QualifiedName("public", "u")


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        ("int", "bigint", True),
        ("int", "numeric", True),
        ("numeric", "int", False),
        ("text", "varchar(9)", True),
        ("text", "int", False),
        ("uuid", "uuid", True),
        ("int[]", "int", False),
        ("d", "bigint", True),
    ],
)
def test_types_that_a_key_could_compare(own: str, other: str, *, expected: bool) -> None:
    catalog = catalog_of(f"CREATE DOMAIN d AS int; CREATE TABLE t (a {own}, b {other});")
    a, b = catalog.tables[T].columns
    assert comparable(catalog, a, b) is expected


def test_the_elements_of_an_array() -> None:
    catalog = catalog_of("CREATE TABLE t (a int[], b int);")
    a, b = catalog.tables[T].columns
    assert comparable(catalog, a, b, element=True)
    assert not comparable(catalog, b, b, element=True)


@pytest.mark.parametrize(
    ("other", "columns", "expected"),
    [
        ("id int PRIMARY KEY", "u_id int", (("u_id",), ("id",))),
        ("id int PRIMARY KEY", "u_id text", None),
        ("id int", "u_id int", None),
        ("id int PRIMARY KEY, uuid uuid UNIQUE", "u_uuid uuid", (("u_uuid",), ("uuid",))),
        ("id int PRIMARY KEY, token uuid UNIQUE", "u_uuid uuid", None),
        ("id uuid PRIMARY KEY, uuid uuid UNIQUE", "u_uuid uuid", (("u_uuid",), ("id",))),
        ("org int, id int, PRIMARY KEY (org, id)", "org int, u_id int", (("org", "u_id"), ("org", "id"))),
        ("org int, id int, PRIMARY KEY (org, id)", "u_id int", None),
        ("org int, id int, PRIMARY KEY (org, id)", "org text, u_id int", None),
        ("day date, id int, PRIMARY KEY (day, id)", "day date, u_id int", None),
        ("org int, nr int, PRIMARY KEY (org, nr)", "org int, u_id int", None),
        ("id int, EXCLUDE (id WITH =)", "u_id int", None),
    ],
)
def test_what_is_met(other: str, columns: str, expected: object) -> None:
    catalog = catalog_of(f"CREATE TABLE u ({other}); CREATE TABLE t ({columns});")
    table = catalog.tables[T]
    assert met_by(catalog, table, table.columns[-1], U) == expected


@pytest.mark.parametrize(
    ("index", "met"),
    [
        ("CREATE UNIQUE INDEX i ON u (code);", True),
        ("CREATE INDEX i ON u (code);", False),
        ("CREATE UNIQUE INDEX i ON u (code) WHERE code > 0;", False),
        ("CREATE UNIQUE INDEX i ON u (abs(code));", False),
    ],
)
def test_an_index_that_is_unique_can_be_met(index: str, *, met: bool) -> None:
    catalog = catalog_of(f"CREATE TABLE u (code int); {index} CREATE TABLE t (u_code int);")
    table = catalog.tables[T]
    assert (met_by(catalog, table, table.columns[0], U) is not None) is met


def test_a_name_can_be_asked_for_even_of_a_primary_key() -> None:
    catalog = catalog_of("CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (u_no int);")
    table = catalog.tables[T]
    assert met_by(catalog, table, table.columns[0], U) == (("u_no",), ("id",))
    assert met_by(catalog, table, table.columns[0], U, named=True) is None
