"""What the query of a key compares, column by column."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.indexing.comparison import Comparison, comparisons_of


def compared(own: str, other: str) -> Comparison:
    catalog = catalog_of(f"CREATE TABLE p (id {other} PRIMARY KEY); CREATE TABLE c (p {own} REFERENCES p);")
    (found,) = comparisons_of(catalog, catalog.foreign_keys[0])
    return found


@pytest.mark.parametrize(
    ("own", "other", "left", "right", "cast"),
    [
        ("int", "int", "integer", "integer", False),
        ("int", "bigint", "bigint", "integer", False),  # one family: no cast
        ("int", "numeric", "numeric", "numeric", True),
        ("varchar(9)", "text", "text", "text", False),
    ],
)
def test_types(own: str, other: str, left: str, right: str, cast: bool) -> None:
    found = compared(own, other)
    assert (found.left, found.right, found.cast) == (left, right, cast)


def test_a_cast_needs_more_than_a_plain_index() -> None:
    assert compared("int", "numeric").needs_help
    assert not compared("int", "bigint").needs_help


def test_a_table_that_is_not_there_has_no_types() -> None:
    catalog = catalog_of("CREATE TABLE c (p int, FOREIGN KEY (p) REFERENCES gone (id));")
    (found,) = comparisons_of(catalog, catalog.foreign_keys[0])
    assert (found.column, found.own) == ("p", "integer")
