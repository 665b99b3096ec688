"""Other creation orders of keys, and which of them rows can tell apart."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.static.hazards import Hazard
from ondelete.deletion.witness.orders import MOST_ORDERS, Differences, can_strike, other_orders

CATALOG = catalog_of(
    "CREATE TABLE t (id int PRIMARY KEY);"
    "CREATE TABLE a (id int PRIMARY KEY, t int CONSTRAINT a_t REFERENCES t ON DELETE CASCADE);"
    "CREATE TABLE c (x int CONSTRAINT c_x REFERENCES t ON DELETE CASCADE,"
    " y int CONSTRAINT c_y REFERENCES t ON DELETE SET NULL, z int CONSTRAINT c_z REFERENCES a ON DELETE SET NULL);"
)
KEYS = {key.name: key for key in CATALOG.foreign_keys}
A_T, C_X, C_Y, C_Z = (KEYS[name] for name in ("a_t", "c_x", "c_y", "c_z"))


def test_keys_at_work_change_places_and_others_stay() -> None:
    orders = list(other_orders((A_T, C_X, C_Y), ((A_T,), (C_Y,))))
    assert [[key.name for key in order] for order in orders] == [["c_y", "c_x", "a_t"]]


def test_so_many_and_no_more() -> None:
    keys = tuple(CATALOG.foreign_keys) * 2
    assert len(list(other_orders(keys, [(key,) for key in keys]))) == MOST_ORDERS


@pytest.mark.parametrize(
    ("rows", "one", "other", "same"),
    [
        ({"x": 1, "y": 1}, (C_X, C_Y), (C_Y, C_X), False),
        ({"x": 1, "y": None}, (C_X, C_Y), (C_Y, C_X), True),
        ({"x": 1, "z": 1}, (C_X, C_Z), (C_Z, C_X), True),
    ],
)
def test_only_keys_that_rows_use_make_a_difference(
    rows: dict[str, int | None], one: tuple[object, ...], other: tuple[object, ...], same: bool
) -> None:
    differences = Differences(CATALOG, {QualifiedName("public", "c"): [rows]})
    assert (differences.of(one) == differences.of(other)) is same  # type: ignore[arg-type]


def test_a_default_can_point_anywhere() -> None:
    catalog = catalog_of(
        "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c (x int REFERENCES t ON DELETE SET DEFAULT);"
    )
    (key,) = catalog.foreign_keys
    assert Differences(catalog, {}).of((key,)) == (id(key),)


def test_a_hazard_strikes_if_the_row_vanishes_after_the_update() -> None:
    hazard = Hazard(C_Z, (C_Y,), (C_Y,), ((A_T,),))
    assert can_strike(CATALOG, hazard, (A_T,))
    assert can_strike(CATALOG, hazard, (C_Y,))
