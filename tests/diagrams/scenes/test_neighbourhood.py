from __future__ import annotations

from picture_values import catalog, key, name

from ondelete.catalog import Location
from ondelete.diagrams.formats import as_dot
from ondelete.diagrams.scenes.neighbourhood import neighbourhood_scene
from ondelete.diagrams.scenes.scene import Fate, LooseKey
from ondelete.diagrams.scenes.views import View, neighbourhood_of
from ondelete.graph import ForeignKeyGraph

CHAIN = ["b.a > a cascade", "c.b > b null", "d.c > c restrict", "c.a > a cascade"]


def around(tables, distance, *keys, **options):
    graph = ForeignKeyGraph(catalog([key(text) for text in keys]))
    return neighbourhood_scene(graph, [name(table) for table in tables.split()], distance, {}, **options)


def columns(scene):
    return {box.table.name: box.column for box in scene.boxes}


def test_tables_in_both_directions_are_drawn_with_every_key_between_them():
    scene = around("b", 1, *CHAIN)
    assert columns(scene) == {"b": 0, "a": 1, "c": 1}
    assert {(row.referenced.name, box.table.name) for box in scene.boxes for row in box.rows} == {
        ("a", "b"),
        ("b", "c"),
        ("a", "c"),
    }
    assert scene.title == "Around b: 3 tables within 1 key"
    assert scene.by_table[name("b")].fate is Fate.ROOT


def test_a_table_at_the_rim_counts_its_neighbours_outside():
    assert around("b", 1, *CHAIN).by_table[name("c")].remarks == ("… and 1 more neighbour",)
    assert around("b", 2, *CHAIN).by_table[name("c")].remarks == ()


def test_actions_are_followed_and_drawn():
    assert columns(around("b", 3, *CHAIN, actions=["set null"])) == {"b": 0, "c": 1}


def test_several_tables_stand_in_the_middle():
    scene = around("a d", 1, *CHAIN)
    assert columns(scene) == {"a": 0, "d": 0, "b": 1, "c": 1}
    assert scene.title.startswith("Around a and d")


def test_loose_keys_lead_to_neighbours_too():
    loose = LooseKey(name("logs"), ("b_id",), name("b"), "deleted later", Location("f", 1))
    scene = around("b", 1, *CHAIN, loose=[loose])
    assert columns(scene)["logs"] == 1
    assert "1 LOOSE" in scene.figures


def test_many_neighbours_are_bundled_and_very_many_of_them_even_if_others_reference_them():
    keys = [f"leaf{n:02}.a > a cascade" for n in range(60)]
    made = catalog([key(text) for text in [*keys, "a.up > up cascade"]])
    scene = neighbourhood_of(made, [name("a")], 1, View())
    assert [bundle.title for bundle in scene.bundles] == ["60 tables reference it"]
    assert {box.table.name for box in scene.boxes} == {"a", "up"}
    dense = [f"leaf{n:02}.next > leaf{n + 1:02} cascade" for n in range(59)] + keys
    made = catalog([key(text) for text in dense] + [key(f"more{n}.a > a null") for n in range(60)])
    scene = neighbourhood_of(made, [name("a")], 1, View())
    assert scene.size <= 80
    assert all(bundle.referenced in scene.by_table for bundle in scene.bundles)


def test_what_is_too_far_for_one_picture_is_left_out_and_said():
    keys = [f"a{n}.r > r cascade" for n in range(30)]
    keys += [f"a{n}.b{m} > b{n}x{m} cascade" for n in range(30) for m in range(3)]
    made = catalog([key(text) for text in keys])
    scene = neighbourhood_of(made, [name("r")], 2, View())
    assert len(scene.boxes) == 31
    assert scene.notes[0].startswith("Asked for 2 keys: too many tables")
    assert len(neighbourhood_of(made, [name("r")], 2, View(full=True)).boxes) == 121


def test_lines_end_in_how_many_rows_there_are():
    dot = as_dot.render(around("b", 1, *CHAIN))
    assert "arrowhead=crowodot" in dot
    assert "arrowtail=teeodot" in dot
    assert "bar: one · circle: none · fork: many" in dot
    assert "━━━ <B>CASCADE</B>" in dot
