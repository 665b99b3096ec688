from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from picture_values import ACTIONS, catalog, key, name

from ondelete.deletion.predict import predict_delete
from ondelete.diagrams.formats import as_dot
from ondelete.diagrams.scenes.inverted import inverted_scene
from ondelete.diagrams.scenes.scene import Fate
from ondelete.diagrams.scenes.views import View, inverted_scene_of
from ondelete.graph import ForeignKeyGraph


def inverted(table, *keys, **options):
    return inverted_scene(ForeignKeyGraph(catalog([key(text) for text in keys])), name(table), {}, **options)


def outcomes(scene):
    return {box.table.name: box.outcome for box in scene.boxes}


def test_each_table_says_what_its_delete_does_to_the_row():
    scene = inverted(
        "posts",
        "posts.u > users cascade",
        "users.o > orgs cascade",
        "posts.editor > staff null",
        "staff.o > firms cascade",
        "posts.plan > plans restrict",
        "plans.v > vendors cascade",
    )
    assert outcomes(scene) == {
        "posts": "",
        "users": "deletes it",
        "orgs": "deletes it",
        "staff": "changes it",
        "firms": "changes it",
        "plans": "stopped by it",
    }
    assert scene.title == "What can delete a row of posts"
    assert scene.figures == (
        "a DELETE on 2 other tables can take its rows along",
        "on 2 more tables can change them",
        "its rows can stop one on 1 more table",
    )


def test_the_table_asked_about_stands_at_the_right_and_lines_run_to_it():
    scene = inverted("c", "c.a > a null", "c.b > b cascade", "b.a > a cascade")
    assert {box.table.name: box.column for box in scene.boxes} == {"a": 0, "b": 1, "c": 2}
    assert scene.boxes[0].fate is Fate.ROOT
    assert "constraint" not in as_dot.render(scene)


def test_the_gravest_thing_is_said_of_a_table_with_several_keys():
    assert outcomes(inverted("c", "c.x > a restrict", "c.y > a null", "c.z > a cascade"))["a"] == "deletes it"


def test_a_change_of_a_referenced_column_counts_where_a_delete_begins_it():
    follows = replace(key("c.b > b restrict"), referenced_columns=("a",), on_update=ACTIONS["cascade"])
    made = catalog([follows, key("b.a > a null"), replace(key("c.x > x restrict"), on_update=ACTIONS["cascade"])])
    scene = inverted_scene(ForeignKeyGraph(made), name("c"), {})
    assert outcomes(scene) == {"c": "", "a": "changes it", "b": "stopped by it", "x": "stopped by it"}
    events = {row.key.name: row.event for box in scene.boxes for row in box.rows}
    assert events == {"fk_b": "update", "fk_a": "delete", "fk_x": "delete"}


def test_a_cycle_ends():
    scene = inverted("a", "a.b > b cascade", "b.a > a cascade", "a.self > a cascade")
    assert outcomes(scene) == {"a": "", "b": "deletes it"}


def test_depth_counts_what_it_leaves_out():
    keys = ["c.b > b cascade", "b.a > a cascade", "a.z > z cascade"]
    scene = inverted("c", *keys, depth=1)
    assert set(outcomes(scene)) == {"c", "b"}
    assert scene.by_table[name("b")].deeper == 1
    assert scene.notes == ("2 tables farther away left out; --full or a larger --depth shows them",)


def test_actions_are_those_of_the_tables_own_keys():
    keys = ["c.b > b cascade", "b.a > a cascade", "c.x > x null", "c.y > y restrict"]
    assert set(outcomes(inverted("c", *keys, actions=["set null"]))) == {"c", "x"}
    assert set(outcomes(inverted("c", *keys, actions=["cascade"]))) == {"c", "b", "a"}


def test_of_very_many_the_nearest_are_drawn():
    keys = [f"c.x{n} > near{n} cascade" for n in range(50)]
    keys += [f"near{n}.x > far{n} cascade" for n in range(50)]
    made = catalog([key(text) for text in keys])
    scene = inverted_scene_of(made, name("c"), View())
    assert (len(scene.boxes), scene.notes[0][:9]) == (51, "50 tables")
    assert len(inverted_scene_of(made, name("c"), View(full=True)).boxes) == 101


KEYS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(sorted(ACTIONS))), min_size=1, max_size=12
)


@settings(max_examples=150)
@given(KEYS)
def test_it_is_the_inverse_of_what_deletes_are_predicted_to_do(keys):
    made = catalog([key(f"t{a}.c{n} > t{b} {x}") for n, (a, b, x) in enumerate(keys)])
    goal = name(f"t{keys[0][0]}")
    scene = inverted_scene(ForeignKeyGraph(made), goal, {})
    for table in made.tables:
        if table == goal:
            continue
        prediction = predict_delete(made, table)
        deletes = any(entry.table == goal for entry in prediction.deleted)
        changes = any(entry.table == goal for entry in prediction.updated)
        box = scene.by_table.get(table)
        assert deletes == (box is not None and box.outcome == "deletes it")
        assert not changes or (box is not None and box.outcome in ("deletes it", "changes it"))
