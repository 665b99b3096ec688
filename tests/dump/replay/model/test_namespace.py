"""What a bare name means: the first schema of the path that has it, and temporary tables before all."""

from __future__ import annotations

import pytest

from ondelete.catalog import CompositeType, EnumType, Location, OtherRelation, QualifiedName, Table
from ondelete.dump.nodes.names import RangeVar
from ondelete.dump.replay.model.namespace import TEMPORARY, Namespace

HERE = Location("x.sql", 1)


def name(text: str) -> QualifiedName:
    return QualifiedName(*text.split("."))


def space(*tables: str, path: tuple[str, ...] = ("public",)) -> Namespace:
    found = Namespace()
    found.search_path = path
    for each in map(name, tables):
        found.tables[each] = Table(each, "table", (), HERE)
        found.has_temporary = found.has_temporary or each.schema == TEMPORARY
    return found


MEANINGS = {
    "the first of the path that has it": (["a.t", "b.t"], ("x", "b", "a"), "b.t"),
    "what would be made, if none has it": (["c.t"], ("a", "b"), "a.t"),
    "temporary tables come first": (["a.t", "pg_temp.t"], ("a",), "pg_temp.t"),
    "unless the path says where": (["a.t", "pg_temp.t"], ("a", "pg_temp"), "a.t"),
    "public, if the path is empty": (["public.t"], (), "public.t"),
}


@pytest.mark.parametrize(("tables", "path", "meant"), MEANINGS.values(), ids=MEANINGS)
def test_a_bare_name(tables: list[str], path: tuple[str, ...], meant: str) -> None:
    assert space(*tables, path=path).relation_name(RangeVar("t")) == name(meant)


def test_a_qualified_name_means_itself() -> None:
    assert space("a.t", path=("a",)).relation_name(RangeVar("t", "b")) == name("b.t")
    assert space("a.t", path=("a",)).relation_name_of(("b", "t")) == name("b.t")


def test_a_view_that_may_be_gone_is_found_after_what_is_surely_there() -> None:
    found = space("b.t", path=("a", "b"))
    found.relations[name("a.t")] = OtherRelation(name("a.t"), "view", HERE)
    found.make_sure(name("a.t"))
    assert found.relation_name_of(("t",)) == name("a.t")
    found.doubt_relations()
    assert found.relation_name_of(("t",)) == name("b.t")
    del found.tables[name("b.t")]
    assert found.relation_name_of(("t",)) == name("a.t")


def test_what_has_a_name_that_a_relation_can_have() -> None:
    found = space("public.t")
    found.types[name("public.c")] = CompositeType(name("public.c"), (), HERE)
    found.types[name("public.e")] = EnumType(name("public.e"), (), HERE)
    assert [found.relation_exists(name(f"public.{each}")) for each in "tcex"] == [True, True, False, False]


def test_types_are_found_by_the_path_too_and_those_of_the_server_before() -> None:
    found = space("b.t", path=("a", "b"))
    found.types[name("b.int4")] = EnumType(name("b.int4"), (), HERE)
    found.types[name("b.mood")] = EnumType(name("b.mood"), (), HERE)
    parts = [("mood",), ("int4",), ("b", "int4"), ("t",), ("nope",)]
    assert [found.find_type(each) for each in parts] == [name("b.mood"), None, name("b.int4"), name("b.t"), None]


@pytest.mark.parametrize(
    ("relation", "made"),
    [
        (RangeVar("t"), "a.t"),
        (RangeVar("t", "s"), "s.t"),
        (RangeVar("t", relpersistence="t"), "pg_temp.t"),
    ],
)
def test_where_a_new_relation_is_made(relation: RangeVar, made: str) -> None:
    assert space(path=("a", "b")).new_name(relation) == name(made)


def test_an_empty_path_and_a_dropped_schema_are_said() -> None:
    found = space()
    found.paths.set(("",), local=False)
    found.apply_path()
    found.new_name_of(("t",))
    found.relation_name_of(("t",))
    assert found.doubts == ["no schema of the search path is there, so a server refuses bare names; public is used"]
    found.paths.dropped.add("s")
    found.new_name_of(("s", "t"))
    assert found.doubts[1:] == ["schema s was dropped or refused, so a server refuses this; it counts all the same"]


def test_a_record_has_another_name_and_stays_the_same() -> None:
    found = space("public.t")
    record = found.of(name("public.t"))
    found.move(name("public.t"), name("s.u"))
    assert found.of(name("s.u")) is record
    assert found.of(name("public.t")) is not record
    assert found.poorer == {name("public.t")}


def test_a_record_that_is_forgotten_reads_nothing_any_more() -> None:
    found = space("public.t")
    table, view = found.of(name("public.t")), found.of(name("public.v"))
    found.make_sure(view.name)
    table.views[view] = view.reads[table] = None
    view.uses.add("a")
    found.forget(view.name)
    assert (table.views, found.is_sure(name("public.v"))) == ({}, False)
    assert found.is_there(table)
    found.forget(table.name)
    assert not found.is_there(table)


def test_the_query_of_a_view_is_forgotten_and_the_view_stays() -> None:
    found = space("public.t")
    table, view = found.of(name("public.t")), found.of(name("public.v"))
    table.views[view] = view.reads[table] = None
    view.uses.add("a")
    found.forget_query(view.name)
    assert (table.views, view.reads, view.uses) == ({}, {}, set())
    assert found.of(name("public.v")) is view
