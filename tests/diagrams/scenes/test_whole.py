from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from picture_values import ACTIONS, HERE, catalog, key, name

from ondelete.catalog import PartitionBound, Table
from ondelete.diagrams.scenes.scene import Fate
from ondelete.diagrams.scenes.views import View, scene_of
from ondelete.diagrams.scenes.whole import collapse_schema, schema_scene
from ondelete.graph import ForeignKeyGraph


def whole(*keys, alone=(), marks=None):
    return schema_scene(ForeignKeyGraph(catalog([key(text) for text in keys], alone)), marks or {})


def star(hub, count, action="cascade"):
    return [f"{hub}_part{n:03}.h > {hub} {action}" for n in range(count)]


def named(scene):
    return {box.table for box in scene.boxes} | {m.table for bundle in scene.bundles for m in bundle.members}


def test_every_table_with_a_key_has_a_box_and_the_others_share_one():
    scene = whole("posts.u > users cascade", alone=["towns", "logs"], marks={"public.posts.fk_u": "none"})
    assert {(box.table.name, box.fate, len(box.rows)) for box in scene.boxes} == {
        ("users", Fate.PLAIN, 0),
        ("posts", Fate.PLAIN, 1),
    }
    (bundle,) = scene.bundles
    assert bundle.title == "2 tables without foreign keys"
    assert [member.table.name for member in bundle.members] == ["logs", "towns"]
    assert (scene.title, scene.figures) == ("4 tables, 1 foreign key", ("1 CASCADE", "1 key has no index"))


def test_a_schema_without_keys_has_no_edges():
    scene = whole(alone=["towns"])
    assert not scene.has_edges
    assert scene.title == "1 table, 0 foreign keys"


def test_a_large_schema_shows_its_hubs_and_bundles_the_rest_where_it_belongs():
    scene = collapse_schema(
        whole(
            *star("users", 60),
            *star("orders", 30),
            *star("users", 5, "restrict"),
            "orders.u > users null",
            *star("x", 1),
        )
    )
    assert [(box.table.name, box.outcome) for box in scene.boxes] == [
        ("users", "referenced by 61 tables"),
        ("orders", "referenced by 30 tables"),
    ]
    assert [(bundle.title, bundle.referenced, bundle.schema) for bundle in scene.bundles] == [
        ("30 tables reference it", name("orders"), ""),
        ("60 tables reference it", name("users"), ""),
        ("2 other tables of public", None, "public"),
    ]
    assert "Drawn: the 2 most referenced tables" in scene.notes[0]


def test_a_table_goes_to_the_least_referenced_hub_that_deletes_it():
    keys = [*star("users", 40), *star("orders", 20), *star("tags", 10)]
    scene = collapse_schema(whole(*keys, "items.u > users cascade", "items.o > orders cascade", "items.t > tags null"))
    homes = [b.referenced for b in scene.bundles for m in b.members if m.table == name("items")]
    assert homes == [name("orders")]


def test_partitions_are_folded_or_named_with_their_root():
    root = Table(name("readings"), "partitioned table", (), HERE)
    part = Table(
        name("readings_1"), "table", (), HERE, parents=(root.name,), bound=PartitionBound("DEFAULT", True, True)
    )
    made = catalog([key("readings.u > users cascade")], tables=[root, part])
    assert named(scene_of(made, [], View())) == {name("users"), name("readings")}
    shown = scene_of(made, [], View(partitions=True))
    assert shown.by_table[name("readings")].remarks == ("1 partition: readings_1",)
    assert named(shown) == {name("users"), name("readings")}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120), st.sampled_from(sorted(ACTIONS))), max_size=250),
    st.integers(0, 100),
)
def test_however_large_every_table_is_drawn_or_named_in_a_bundle(keys, alone):
    full = whole(*(f"t{a}.c{n} > t{b} {x}" for n, (a, b, x) in enumerate(keys)), alone=[f"a{n}" for n in range(alone)])
    scene = collapse_schema(full)
    assert named(scene) == named(full)
    assert scene.size == full.size <= 40 or scene.size <= 80
    assert sum(len(bundle.members) for bundle in scene.bundles) + len(scene.boxes) == len(named(full))
