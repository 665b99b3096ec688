"""The values of one row that do not come from other rows."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.expressions.values import Concrete
from ondelete.deletion.witness.filling.facts import TableFacts, table_facts
from ondelete.deletion.witness.filling.fill import (
    Conflict,
    Filling,
    Request,
    RowSpec,
    generated_value,
    in_leaf,
    same_key,
    with_generated,
)


def facts(columns: str, more: str = "") -> TableFacts:
    return table_facts(
        catalog_of(f"CREATE TABLE r (id int PRIMARY KEY); CREATE TABLE c ({columns}); {more}"),
        QualifiedName("public", "c"),
    )


def spec(number: int = 1, request: Request | None = None, **fixed: Concrete | None) -> RowSpec:
    return RowSpec(number=number, fixed=fixed, wanted=frozenset(), request=request, fill=False, keep=False)


@pytest.mark.parametrize(
    ("columns", "values"),
    [
        ("a int", {"a": None}),
        ("a int NOT NULL", {"a": 1}),
        ("a int DEFAULT 7", {"a": 7}),
        ("a int NOT NULL CHECK (a > 10)", {"a": 11}),
        ("a text NOT NULL CHECK (a IN ('x', 'y'))", {"a": "x"}),
        ("a int, b int, CHECK (a IS NOT NULL OR b IS NOT NULL)", {"a": 1, "b": None}),
        ("a boolean NOT NULL CHECK (a)", {"a": True}),
    ],
)
def test_a_row_satisfies_its_table(columns: str, values: dict[str, Concrete | None]) -> None:
    filling = Filling(facts(columns), spec(), ())
    assert not filling.broken
    if "x" in values.values():
        assert filling.values["a"] in ("x", "y")
    else:
        assert filling.values == values


def test_given_values_stay() -> None:
    filling = Filling(facts("a int CHECK (a > 10), b int NOT NULL"), spec(a=3), ())
    assert filling.broken
    assert filling.values == {"a": 3, "b": 1}


def test_another_row_of_the_table_has_other_unique_values() -> None:
    filling = Filling(facts("a boolean UNIQUE NOT NULL"), spec(), [{"a": False}])
    assert filling.values == {"a": True}


def test_a_row_that_is_to_break_one_check_by_the_change() -> None:
    columns = "k int REFERENCES r, b int, CONSTRAINT one CHECK (k IS NOT NULL OR b IS NOT NULL)"
    filling = Filling(facts(columns), spec(request=Request({"k": None}, "one"), k=1), ())
    assert filling.values == {"k": 1, "b": None}
    other = facts("k int REFERENCES r, b int, CONSTRAINT one CHECK (b > 0)")
    request = Request({"k": None}, "one")
    with pytest.raises(Conflict, match="that one allows before the change and not after"):
        Filling(other, spec(request=request, b=1), ())


PARTS = (
    "CREATE TABLE r (id int PRIMARY KEY); CREATE TABLE c (a int, b int) PARTITION BY LIST (a);"
    "CREATE TABLE c5 PARTITION OF c FOR VALUES IN (5);"
)


def test_a_row_fits_a_partition() -> None:
    found = table_facts(catalog_of(PARTS), QualifiedName("public", "c"))
    assert Filling(found, spec(), ()).values == {"a": 5, "b": None}
    assert in_leaf(found, {"a": 5}, QualifiedName("public", "c5"))
    assert not in_leaf(found, {"a": 6}, QualifiedName("public", "c5"))
    with pytest.raises(Conflict, match=r"no partition of public\.c was found for the row"):
        Filling(found, spec(a=6), ())


def test_columns_of_keys_stay_open() -> None:
    filling = Filling(facts("k int NOT NULL REFERENCES r, i int GENERATED ALWAYS AS IDENTITY"), spec(), ())
    assert filling.open_columns == {"k"}


def test_generated_columns() -> None:
    found = facts("a int, double int GENERATED ALWAYS AS (a * 2) STORED, odd int GENERATED ALWAYS AS (f(a)) STORED")
    assert with_generated(found, {"a": 2}) == {"a": 2, "double": 4}
    double, odd = found.generated
    assert generated_value(double, {"a": None}) == (True, None)
    assert generated_value(odd, {"a": 1})[0] is False


@pytest.mark.parametrize(
    ("index", "row", "other", "same"),
    [
        ("(a)", {"a": 1}, {"a": 1}, True),
        ("(a)", {"a": 1}, {"a": 2}, False),
        ("(a)", {"a": None}, {"a": None}, False),
        ("(a) NULLS NOT DISTINCT", {"a": None}, {"a": None}, True),
        ("(a) WHERE b > 0", {"a": 1, "b": 1}, {"a": 1, "b": 0}, False),
        ("(a) WHERE b > 0", {"a": 1, "b": 1}, {"a": 1, "b": 2}, True),
    ],
)
def test_rows_that_an_index_refuses_side_by_side(
    index: str, row: dict[str, Concrete | None], other: dict[str, Concrete | None], same: bool
) -> None:
    (found,) = facts("a int, b int", f"CREATE UNIQUE INDEX u ON c {index};").uniques
    assert same_key(found, row, other) is same
