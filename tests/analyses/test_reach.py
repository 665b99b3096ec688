"""The reach of one table, and the survey of all."""

from __future__ import annotations

from ondelete.analyses.reach import reach_of, summarise, survey
from ondelete.deletion import predict_delete
from ondelete.deletion.kinds import Verdict
from ondelete.graph import ForeignKeyGraph
from small_catalogs import catalog_with, key, name


def test_reach_names_depth_longest_chain_keys_and_a_shortest_path() -> None:
    to_b, to_c, short, to_d = key("b", "a"), key("c", "b"), key("c", "a"), key("d", "c", "set null")
    reach = reach_of(ForeignKeyGraph(catalog_with("abcd", [to_b, to_c, short, to_d])), name("a"))
    assert [(r.table.name, r.depth, r.longest) for r in reach.tables] == [("b", 1, 1), ("c", 1, 2)]
    assert reach.tables[1].keys == (short, to_c)
    assert reach.path_to(name("c")) == (short,)
    assert reach.longest == 2


def test_a_circle_has_no_longest_chain_and_the_root_loses_further_rows() -> None:
    reach = reach_of(ForeignKeyGraph(catalog_with("abc", [key("b", "a"), key("a", "b"), key("c", "b")])), name("a"))
    assert [(r.table.name, r.depth, r.longest) for r in reach.tables] == [
        ("b", 1, None),
        ("a", 2, None),
        ("c", 2, None),
    ]
    assert [k.table.name for k in reach.path_to(name("a"))] == ["b", "a"]
    assert reach.longest is None


def test_nothing_cascades_from_a_leaf() -> None:
    reach = reach_of(ForeignKeyGraph(catalog_with("ab", [key("b", "a")])), name("b"))
    assert (reach.tables, reach.longest) == ((), 0)


def test_a_path_through_an_heir_starts_at_the_heir() -> None:
    catalog = catalog_with(["p", "h", "x"], [key("x", "h"), key("h", "x")], inherits={"h": "p"})
    reach = reach_of(ForeignKeyGraph(catalog), name("p"))
    assert [k.table.name for k in reach.path_to(name("x"))] == ["x"]
    assert [k.table.name for k in reach.path_to(name("h"))] == ["x", "h"]


def test_the_survey_has_a_line_for_every_table_in_file_order() -> None:
    catalog = catalog_with("abc", [key("b", "a"), key("c", "b", "set null"), key("c", "a", "restrict", number=1)])
    graph = ForeignKeyGraph(catalog)
    lines = list(survey(graph, lambda table: predict_delete(catalog, table), {"public.b.b_a_0"}))
    assert [line.table.name for line in lines] == ["a", "b", "c"]
    first = lines[0]
    assert first.verdict is Verdict.MUST_BLOCK
    assert first.deleted == (name("b"),)
    assert first.updated == ((name("c"), "b_0"),)
    assert [k.name for k in first.blockers] == ["c_a_1"]
    assert [k.name for k in first.unindexed] == ["b_a_0"]
    assert (first.longest, lines[2].longest) == (1, 0)
    assert summarise(predict_delete(catalog, name("c")), ()).verdict is Verdict.CLEAR
