"""The order in which tables are emptied and filled: what references goes first, and comes last."""

from __future__ import annotations

from itertools import chain

from ondelete.analyses.delete_order import delete_order
from ondelete.graph import ForeignKeyGraph
from small_catalogs import catalog_with, key


def test_referencing_tables_are_emptied_first_and_filled_last() -> None:
    order = delete_order(ForeignKeyGraph(catalog_with("abc", [key("b", "a"), key("c", "b")])))
    assert [[table.name for table in step] for step in order.delete] == [["c"], ["b"], ["a"]]
    assert [[table.name for table in step] for step in order.load] == [["a"], ["b"], ["c"]]
    assert order.cycles == ()


def test_tables_of_one_step_do_not_depend_on_each_other() -> None:
    order = delete_order(ForeignKeyGraph(catalog_with("abcd", [key("b", "a"), key("c", "a")])))
    assert [[table.name for table in step] for step in order.load] == [["a", "d"], ["b", "c"]]


def test_a_circle_is_named_and_every_table_is_there_all_the_same() -> None:
    order = delete_order(ForeignKeyGraph(catalog_with("abc", [key("b", "a"), key("a", "b"), key("c", "b")])))
    assert len(order.cycles) == 1
    for steps in (order.delete, order.load):
        assert sorted(table.name for table in chain(*steps)) == ["a", "b", "c"]
