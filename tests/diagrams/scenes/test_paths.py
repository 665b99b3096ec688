from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from picture_values import ACTIONS, catalog, key, name

from ondelete.analyses.why import why_all
from ondelete.diagrams.scenes.views import View, paths_scene_of
from ondelete.graph import ForeignKeyGraph

DIAMOND = ["b.a > a cascade", "c.a > a cascade", "d.b > b cascade", "d.c > c null", "e.a > a cascade", "f.d > d null"]


def paths(roots, other, *keys, view=View()):  # noqa: B008 - a value
    made = catalog([key(text) for text in keys])
    return paths_scene_of(made, [name(root) for root in roots.split()], name(other), view)


def drawn(scene):
    return {(row.referenced.name, box.table.name) for box in scene.boxes for row in box.rows}


def test_only_the_keys_of_the_chains_are_drawn():
    scene = paths("a", "d", *DIAMOND)
    assert drawn(scene) == {("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")}
    assert (scene.title, scene.figures) == ("From DELETE FROM a to d", ("2 chains", "2 keys long"))


def test_every_line_runs_to_the_right():
    scene = paths("a", "c", "b.a > a cascade", "c.b > b cascade", "c.a > a null")
    assert {box.table.name: box.column for box in scene.boxes} == {"a": 0, "b": 1, "c": 2}
    assert scene.figures == ("2 chains", "1 to 2 keys long")


def test_depth_leaves_out_longer_chains_and_says_so():
    keys = ["b.a > a cascade", "c.b > b cascade", "c.a > a null"]
    scene = paths("a", "c", *keys, view=View(depth=1))
    assert drawn(scene) == {("a", "c")}
    assert scene.notes == ("1 longer chain left out; --full or a larger --depth shows them",)


def test_several_roots_share_a_picture():
    scene = paths("a e", "d", *DIAMOND, "d.e > e cascade")
    assert scene.title == "From DELETE FROM a or e to d"
    assert ("e", "d") in drawn(scene)


def test_where_no_chain_leads_the_two_tables_stand_alone():
    scene = paths("e", "d", *DIAMOND)
    assert not scene.has_edges
    assert {box.table.name for box in scene.boxes} == {"e"} or {box.table.name for box in scene.boxes} == {"e", "d"}
    assert scene.figures == ("no chain of keys leads there",)


def test_what_is_more_than_a_picture_holds_is_left_out_longest_first():
    ladder = [f"{side}{n}.{other} > {other}{n - 1} cascade" for n in range(1, 60) for side in "ab" for other in "ab"]
    scene = paths("a0", "a59", *ladder, "z.a > a0 cascade", "a59.z > z cascade")
    assert len(scene.boxes) <= 80
    assert ("z", "a59") in drawn(scene)


KEYS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(sorted(ACTIONS))), min_size=1, max_size=12
)


@settings(max_examples=100)
@given(KEYS, st.integers(0, 6))
def test_every_key_of_every_chain_is_drawn_and_no_other(keys, goal):
    made = catalog([key(f"t{a}.c{n} > t{b} {x}") for n, (a, b, x) in enumerate(keys)])
    start, other = name(f"t{keys[0][1]}"), name(f"t{goal}")
    chains = why_all(ForeignKeyGraph(made), start, other)
    scene = paths_scene_of(made, [start], other, View(full=True))
    shown = {row.key.id for box in scene.boxes for row in box.rows}
    assert shown == {link.key.id for chain in chains.chains for link in chain}
