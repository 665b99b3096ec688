"""Edges, reach and components, compared with plain definitions on small graphs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondelete.graph import ForeignKeyGraph, cascades, every_key, to_networkx
from small_catalogs import catalog_with, key, name

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, ForeignKey, QualifiedName

TABLES = "abcdef"
ACTIONS = ("cascade", "set null", "no action")


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    ends = draw(
        st.lists(st.tuples(st.sampled_from(TABLES), st.sampled_from(TABLES), st.sampled_from(ACTIONS)), max_size=12)
    )
    return catalog_with(TABLES, [key(a, b, action, number=n) for n, (a, b, action) in enumerate(ends)])


def closure(keys: list[ForeignKey]) -> set[tuple[QualifiedName, QualifiedName]]:
    """Which table is reached from which by one key or more (Warshall)."""
    pairs = {(k.referenced_table, k.table) for k in keys}
    for middle in map(name, TABLES):
        pairs |= {(a, d) for a, b in pairs if b == middle for c, d in pairs if c == middle}
    return pairs


def longest_walk(keys: list[ForeignKey], start: QualifiedName, end: QualifiedName) -> int | None:
    """Steps of the longest walk from start to end, None if walks have no bound; by trying lengths."""
    here, longest = {start}, 0
    for length in range(1, 2 * len(TABLES) + 1):
        here = {k.table for k in keys if k.referenced_table in here}
        if end in here:
            longest = length
    return None if longest > len(TABLES) else longest


@given(catalogs())
def test_reach_is_the_closure_of_cascading_keys_with_shortest_and_longest_chains(catalog: Catalog) -> None:
    graph = ForeignKeyGraph(catalog)
    keys = [k for k in catalog.foreign_keys if cascades(k)]
    for start in map(name, TABLES):
        arrivals = graph.reach(referenced=start)
        assert {a.table for a in arrivals} == {b for a, b in closure(keys) if a == start}
        reached = {start, *(a.table for a in arrivals)}
        for arrival in arrivals:
            assert arrival.longest == longest_walk(keys, start, arrival.table)
            assert {e.key.id for e in arrival.edges} == {
                k.id for k in keys if k.table == arrival.table and k.referenced_table in reached
            }
            assert arrival.via in arrival.edges
        assert [a.depth for a in arrivals] == sorted(a.depth for a in arrivals)


@given(catalogs())
def test_components_are_the_tables_that_reach_each_other(catalog: Catalog) -> None:
    for passes in (every_key, cascades):
        pairs = closure([k for k in catalog.foreign_keys if passes(k)])
        expected = {
            frozenset(b for a, b in pairs if a == table and (b, a) in pairs) for table, other in pairs if table == other
        }
        assert {frozenset(group) for group in ForeignKeyGraph(catalog).components(passes)} == expected


@given(catalogs())
def test_levels_put_every_referenced_table_first_or_say_that_there_is_a_cycle(catalog: Catalog) -> None:
    graph = ForeignKeyGraph(catalog)
    if graph.components():
        with pytest.raises(ValueError, match="cycle"):
            graph.levels()
    else:
        step = {table: n for n, level in enumerate(graph.levels()) for table in level}
        assert all(step[k.referenced_table] < step[k.table] for k in catalog.foreign_keys)
        assert set(step) == set(map(name, TABLES))


@given(catalogs())
def test_distances_count_the_keys_on_the_way(catalog: Catalog) -> None:
    graph = ForeignKeyGraph(catalog)
    for start in map(name, TABLES):
        reached = graph.reach(referenced=start, passes=every_key)
        for arrival in reached:
            if arrival.table != start:
                assert graph.distances(referencing=arrival.table)[start] == arrival.depth


def test_two_keys_between_two_tables_are_two_edges() -> None:
    keys = [key("posts", "users"), key("posts", "users", "set null", number=1)]
    graph = ForeignKeyGraph(catalog_with(["users", "posts"], keys))
    assert [edge.key for edge in graph.edges_to(referenced=name("users"))] == keys
    assert [edge.key for edge in graph.edges_from(referencing=name("posts"))] == keys
    assert graph.edges_from(referencing=name("users")) == ()


def test_a_key_that_is_not_enforced_is_no_edge() -> None:
    graph = ForeignKeyGraph(catalog_with(["users", "posts"], [key("posts", "users", enforced=False)]))
    assert graph.edges == ()
    assert graph.tables == (name("users"), name("posts"))


def test_a_partition_folds_into_its_root_and_can_be_shown() -> None:
    tables = ["users", "logs", "logs_1", "logs_1_a"]
    catalog = catalog_with(tables, [key("logs_1_a", "users")], partitions={"logs_1": "logs", "logs_1_a": "logs_1"})
    folded = ForeignKeyGraph(catalog)
    assert folded.tables == (name("users"), name("logs"))
    assert [a.table for a in folded.reach(referenced=name("users"))] == [name("logs")]
    shown = ForeignKeyGraph(catalog, fold_partitions=False)
    assert shown.tables == tuple(map(name, tables))
    assert [a.table for a in shown.reach(referenced=name("users"))] == [name("logs_1_a")]


def test_external_tables_are_nodes_after_the_defined_ones() -> None:
    graph = ForeignKeyGraph(catalog_with(["posts"], [key("posts", "users")], external=["users"]))
    assert graph.tables == (name("posts"), name("users"))
    assert [a.table for a in graph.reach(referenced=name("users"))] == [name("posts")]


def test_a_delete_on_an_inherited_table_starts_at_its_heirs_too() -> None:
    catalog = catalog_with(["people", "staff", "badges"], [key("badges", "staff")], inherits={"staff": "people"})
    arrivals = ForeignKeyGraph(catalog).reach(referenced=name("people"))
    assert [(a.table, a.depth) for a in arrivals] == [(name("badges"), 1)]


def test_a_chain_of_30000_tables_is_no_matter_of_recursion() -> None:
    tables = [f"t{n}" for n in range(30_000)]
    graph = ForeignKeyGraph(catalog_with(tables[:1], [key(b, a) for a, b in pairwise(tables)], external=tables[1:]))
    assert graph.reach(referenced=name("t0"))[-1].longest == 29_999
    assert graph.components() == ()
    assert len(graph.levels()) == 30_000


def test_networkx_gets_names_ids_and_attributes() -> None:
    import networkx

    keys = [key("posts", "users"), key("posts", "users", "set null", number=1)]
    graph = to_networkx(ForeignKeyGraph(catalog_with(["users", "posts"], keys)))
    assert networkx.ancestors(graph, "public.users") == {"public.posts"}
    assert graph.nodes["public.posts"]["columns"] == ("id", "users_0", "users_1")
    assert graph.nodes["public.posts"]["kind"] == "table"
    edges = graph.get_edge_data("public.posts", "public.users")
    assert {name: edge["on_delete"] for name, edge in edges.items()} == {
        "public.posts.posts_users_0": "cascade",
        "public.posts.posts_users_1": "set null",
    }
    assert edges["public.posts.posts_users_0"]["foreign_key"].columns == ("users_0",)
    assert edges["public.posts.posts_users_0"]["nullable"] is True


def test_networkx_knows_tables_that_no_file_defines() -> None:
    graph = to_networkx(ForeignKeyGraph(catalog_with(["posts"], [key("posts", "gone")], external=["gone"])))
    assert graph.nodes["public.gone"] == {
        "table": name("gone"),
        "schema": "public",
        "name": "gone",
        "kind": None,
        "columns": (),
    }
