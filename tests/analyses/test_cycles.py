"""Components, whether rows can be inserted, and where circles can be broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import catalog_of
from ondelete.analyses import cycles as module
from ondelete.analyses.cycles import can_be_empty, cascade_cycles, cycles
from ondelete.analyses.delete_order import delete_order
from ondelete.graph import ForeignKeyGraph
from small_catalogs import DEFERRED, catalog_with, key, name

if TYPE_CHECKING:
    from ondelete.catalog import Catalog

TABLES = "abcdef"


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    table = st.sampled_from(TABLES)
    drawn = draw(st.lists(st.tuples(table, table, st.booleans(), st.booleans()), max_size=14))
    keys = [key(a, b, "no action", number=n) for n, (a, b, _, _) in enumerate(drawn)]
    required = [k for k, entry in zip(keys, drawn, strict=True) if entry[2]]
    return catalog_with(TABLES, keys, not_null=required)


def only(catalog: Catalog) -> module.Component:
    (component,) = cycles(ForeignKeyGraph(catalog))
    return component


def test_no_circle_no_component() -> None:
    assert cycles(ForeignKeyGraph(catalog_with("abc", [key("b", "a"), key("c", "a"), key("c", "b")]))) == ()


def test_a_component_names_its_tables_and_all_keys_between_them() -> None:
    inside = [key("a", "b"), key("b", "a"), key("b", "a", "set null", number=1)]
    component = only(catalog_with("abc", [*inside, key("c", "a")]))
    assert component.tables == (name("a"), name("b"))
    assert set(component.keys) == set(inside)
    assert not component.all_cascade


def test_all_cascade_means_every_key_between_the_tables() -> None:
    assert only(catalog_with("ab", [key("a", "b"), key("b", "a")])).all_cascade
    assert not only(catalog_with("ab", [key("a", "b"), key("b", "a", "restrict")])).all_cascade


def test_a_self_reference_is_a_component_of_one() -> None:
    own = key("a", "a")
    component = only(catalog_with("a", [own], not_null=[own]))
    assert component.tables == (name("a"),)
    assert component.break_at == (own,)
    assert component.insertable, "a row can reference itself"


@pytest.mark.parametrize(
    ("nullable", "deferred", "insertable"), [(False, False, False), (True, False, True), (False, True, True)]
)
def test_rows_can_be_inserted_where_one_key_of_the_circle_can_wait(
    nullable: bool, deferred: bool, insertable: bool
) -> None:
    there = key("a", "b", timing=DEFERRED) if deferred else key("a", "b")
    back = key("b", "a")
    catalog = catalog_with("ab", [there, back], not_null=[back] if nullable else [there, back])
    assert only(catalog).insertable is insertable


def test_one_rigid_circle_spoils_a_component() -> None:
    rigid = [key("a", "b"), key("b", "a")]
    loose = [key("b", "c"), key("c", "b")]
    assert not only(catalog_with("abc", [*rigid, *loose], not_null=rigid)).insertable


def test_circles_are_broken_at_the_key_that_is_cheapest_to_break() -> None:
    required, nullable, deferrable = key("a", "b"), key("b", "c"), key("c", "a", timing=DEFERRED)
    catalog = catalog_with("abc", [required, nullable, deferrable], not_null=[required, deferrable])
    assert only(catalog).break_at == (deferrable,)
    last = key("c", "a")
    assert only(catalog_with("abc", [required, nullable, last], not_null=[required, last])).break_at == (nullable,)


def test_one_key_can_break_many_circles() -> None:
    shared = key("a", "b")
    keys = [shared, *(k for t in "cdef" for k in (key("b", t), key(t, "a")))]
    assert only(catalog_with(TABLES, keys, not_null=[k for k in keys if k != shared])).break_at == (shared,)


def test_cascade_cycles_see_cascading_keys_only() -> None:
    keys = [key("a", "b"), key("b", "a"), key("c", "a"), key("b", "c", "set null")]
    (component,) = cascade_cycles(ForeignKeyGraph(catalog_with("abc", keys)))
    assert component.tables == (name("a"), name("b"))
    assert cascade_cycles(ForeignKeyGraph(catalog_with("abc", keys[1:]))) == ()


@given(catalogs(), st.sampled_from([0, module._SMALL]))
def test_without_the_broken_keys_no_circle_is_left_and_none_was_broken_in_vain(catalog: Catalog, small: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SMALL", small)
        graph = ForeignKeyGraph(catalog)
        broken = [k for component in cycles(graph) for k in component.break_at]
    rest = [k for k in catalog.foreign_keys if k not in broken]
    assert ForeignKeyGraph(catalog_with(TABLES, rest)).components() == ()
    if small:
        for one in broken:
            assert ForeignKeyGraph(catalog_with(TABLES, [*rest, one])).components() != ()


@given(catalogs())
def test_insertable_means_that_no_circle_of_several_tables_is_rigid(catalog: Catalog) -> None:
    graph = ForeignKeyGraph(catalog)
    rigid = [
        k
        for k in catalog.foreign_keys
        if all(c.not_null for c in catalog.tables[k.table].columns if c.name in k.columns)
    ]
    stuck = ForeignKeyGraph(catalog_with(TABLES, [k for k in rigid if not k.is_self_reference])).components()
    for component in cycles(graph):
        assert component.insertable is all(set(group).isdisjoint(component.tables) for group in stuck)


@given(catalogs())
def test_both_orders_hold_for_every_key_that_is_not_broken(catalog: Catalog) -> None:
    order = delete_order(ForeignKeyGraph(catalog))
    broken = {k for component in order.cycles for k in component.break_at}
    emptied = {table: n for n, step in enumerate(order.delete) for table in step}
    filled = {table: n for n, step in enumerate(order.load) for table in step}
    for k in catalog.foreign_keys:
        if k not in broken:
            assert emptied[k.table] < emptied[k.referenced_table]
            assert filled[k.referenced_table] < filled[k.table]
    assert sorted(emptied) == sorted(filled) == sorted(map(name, TABLES))


def test_the_order_holds_partitions_beside_their_root_and_no_external_tables() -> None:
    catalog = catalog_with(
        ["logs", "logs_1", "users"],
        [key("logs", "users"), key("logs", "zones")],
        partitions={"logs_1": "logs"},
        external=["zones"],
    )
    order = delete_order(ForeignKeyGraph(catalog))
    assert order.delete == ((name("logs"), name("logs_1")), (name("users"),))
    assert order.load == ((name("users"),), (name("logs"), name("logs_1")))


@pytest.mark.parametrize(
    ("columns", "match", "empty"),
    [
        ("a int, b int NOT NULL", "", True),
        ("a int, b int NOT NULL", "MATCH FULL", False),
        ("a int, b int", "MATCH FULL", True),
        ("a int NOT NULL, b int NOT NULL", "", False),
    ],
)
def test_match_full_needs_all_columns_to_be_null(columns: str, match: str, *, empty: bool) -> None:
    catalog = catalog_of(
        "CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));"
        f"CREATE TABLE c ({columns}, FOREIGN KEY (a, b) REFERENCES p {match});"
    )
    assert can_be_empty(catalog, catalog.foreign_keys[0]) is empty
