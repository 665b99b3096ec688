"""Chains of keys from one table to another."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondelete.analyses.why import why, why_all
from ondelete.graph import ForeignKeyGraph
from small_catalogs import catalog_with, key, name

if TYPE_CHECKING:
    from ondelete.analyses.why import Chains
    from ondelete.catalog import Catalog

TABLES = "abcde"


def chains(found: Chains) -> list[list[str]]:
    return [[f"{link.key.table.name}.{link.event}" for link in chain] for chain in found.chains]


def graph_of(*keys) -> ForeignKeyGraph:
    return ForeignKeyGraph(catalog_with(TABLES, keys))


def test_a_delete_passes_through_cascading_keys_and_ends_at_any_key() -> None:
    graph = graph_of(key("b", "a"), key("c", "b", "restrict"))
    assert chains(why(graph, name("a"), name("c"))) == [["b.delete", "c.delete"]]


@pytest.mark.parametrize("action", ["set null", "set default", "no action", "restrict"])
def test_a_delete_does_not_pass_through_other_actions(action: str) -> None:
    found = why(graph_of(key("b", "a", action), key("c", "b")), name("a"), name("c"))
    assert found.chains == ()
    assert found.complete


@pytest.mark.parametrize(("on_update", "reaches"), [("cascade", True), ("set null", True), ("no action", True)])
def test_a_column_set_to_null_is_followed_through_on_update(on_update: str, reaches: bool) -> None:
    nulled = key("b", "a", "set null")
    onward = msgspec.structs.replace(key("c", "b", on_update=on_update), referenced_columns=nulled.columns)
    found = why(graph_of(nulled, onward), name("a"), name("c"))
    assert chains(found) == [["b.delete", "c.update"]]
    assert found.chains[0][1].action.value == on_update


def test_a_change_of_other_columns_is_not_followed() -> None:
    assert (
        why(graph_of(key("b", "a", "set null"), key("c", "b", on_update="cascade")), name("a"), name("c")).chains == ()
    )


def test_a_checking_key_passes_no_update_on() -> None:
    nulled = key("b", "a", "set null")
    checking = msgspec.structs.replace(key("c", "b", on_update="restrict"), referenced_columns=nulled.columns)
    behind = msgspec.structs.replace(key("d", "c", on_update="cascade"), referenced_columns=checking.columns)
    assert why(graph_of(nulled, checking, behind), name("a"), name("d")).chains == ()


def test_the_shortest_chain_is_one_of_all_and_the_first_of_them() -> None:
    graph = graph_of(key("b", "a"), key("c", "b"), key("c", "a", "set null"), key("c", "b", number=1))
    assert chains(why(graph, name("a"), name("c"))) == [["c.delete"]]
    every = why_all(graph, name("a"), name("c"))
    assert chains(every) == [["c.delete"], ["b.delete", "c.delete"], ["b.delete", "c.delete"]]
    assert every.complete


def test_a_table_affects_itself_through_a_circle() -> None:
    graph = graph_of(key("b", "a"), key("a", "b"), key("a", "a", "set null"))
    assert chains(why_all(graph, name("a"), name("a"))) == [["a.delete"], ["b.delete", "a.delete"]]


def test_a_table_that_nothing_leads_to_has_no_chains() -> None:
    found = why_all(graph_of(key("b", "a")), name("b"), name("a"))
    assert found.chains == ()
    assert found.complete


def test_the_bounds_cut_the_search_and_the_answer_says_so() -> None:
    ladder = [key(b, a, number=n) for a, b in pairwise(TABLES) for n in range(4)]
    cut = why_all(graph_of(*ladder), name("a"), name("e"), max_chains=10)
    assert (len(cut.chains), cut.complete) == (10, False)
    cut = why_all(graph_of(*ladder), name("a"), name("e"), max_steps=30)
    assert not cut.complete
    assert len(why_all(graph_of(*ladder), name("a"), name("e"), max_chains=1000).chains) == 4**4


def test_a_long_chain_is_found() -> None:
    tables = [f"t{n}" for n in range(5_000)]
    graph = ForeignKeyGraph(catalog_with([], [key(b, a) for a, b in pairwise(tables)], external=tables))
    for found in (why(graph, name("t0"), name("t4999")), why_all(graph, name("t0"), name("t4999"))):
        assert len(found.chains[0]) == 4_999


@st.composite
def cascading(draw: st.DrawFn) -> Catalog:
    ends = draw(st.lists(st.tuples(st.sampled_from(TABLES), st.sampled_from(TABLES)), max_size=10))
    return catalog_with(TABLES, [key(a, b, number=n) for n, (a, b) in enumerate(ends)])


@given(cascading())
def test_all_chains_are_the_simple_walks_of_the_graph(catalog: Catalog) -> None:
    def walks(at, other, seen):
        for k in catalog.foreign_keys:
            if k.referenced_table == at and k.table == other:
                yield (k.name,)
            elif k.referenced_table == at and k.table not in seen:
                yield from ((k.name, *rest) for rest in walks(k.table, other, seen | {k.table}))

    graph = ForeignKeyGraph(catalog)
    for other in map(name, TABLES):
        found = why_all(graph, name("a"), other, max_chains=10_000)
        names = [tuple(link.key.name for link in chain) for chain in found.chains]
        assert sorted(names) == sorted(walks(name("a"), other, {name("a")}))
        assert [len(n) for n in names] == sorted(map(len, names))
        shortest = why(graph, name("a"), other).chains
        assert [len(chain) for chain in shortest] == [len(n) for n in names[:1]]
