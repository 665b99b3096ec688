from __future__ import annotations

import re

import pytest
from picture_values import catalog, key, name

from ondelete.diagrams.formats import as_dot
from ondelete.diagrams.scenes.views import View, cycles_scene_of


def cycles(*keys, of="", view=View()):  # noqa: B008 - a value
    return cycles_scene_of(catalog([key(text) for text in keys]), [name(table) for table in of.split()], view)


TWO = ["b.a > a cascade", "a.b > b null", "d.c > c cascade", "c.d > d cascade", "e.d > d cascade"]


def test_each_group_has_a_frame_that_says_what_it_is():
    scene = cycles(*TWO)
    assert {box.table.name: box.cluster for box in scene.boxes} == {
        "b": "cycle 1: 2 tables, 2 keys",
        "a": "cycle 1: 2 tables, 2 keys",
        "d": "cycle 2: 2 tables, 2 keys, all CASCADE",
        "c": "cycle 2: 2 tables, 2 keys, all CASCADE",
    }
    assert scene.title == "2 groups of tables on cycles"
    assert scene.figures[0] == "2 keys to break"


def test_without_the_marked_keys_no_cycle_is_left_and_the_others_run_to_the_right():
    scene = cycles(*TWO)
    broken = {row.key.id for box in scene.boxes for row in box.rows if row.breaks}
    assert len(broken) == 2
    dot = as_dot.render(scene)
    for identifier in broken:
        (line,) = re.findall(rf".*key-{re.escape(identifier)}\b.*", dot)
        assert "constraint=false" in line
        assert re.search(r'color="(#\w+):#FFFFFF:\1"', line)
    assert dot.count("✂ break here") == 2
    assert "✂ double line: without these keys no cycle is left" in dot


def test_a_self_reference_has_nothing_to_break():
    scene = cycles("a.up > a cascade")
    assert [row.breaks for box in scene.boxes for row in box.rows] == [False]
    assert scene.title == "1 table that references only itself"


def test_three_tables_that_only_reference_themselves_share_a_box():
    scene = cycles(*TWO, *(f"t{n}.up > t{n} null" for n in range(3)))
    assert [bundle.title for bundle in scene.bundles] == ["3 tables reference only themselves"]
    assert scene.title == "2 groups of tables on cycles, 3 tables that reference only themselves"


def test_of_one_table_only_its_cycles_are_drawn():
    assert {box.table.name for box in cycles(*TWO, of="c").boxes} == {"c", "d"}
    assert cycles(*TWO, of="e").boxes == ()


def test_no_cycle_is_said():
    scene = cycles("b.a > a cascade")
    assert (scene.title, scene.has_edges) == ("No cycles of foreign keys", False)


@pytest.mark.parametrize(("full", "drawn"), [(False, "fewer"), (True, "all")])
def test_of_a_large_group_a_short_cycle_for_each_key_to_break_is_drawn(full, drawn):
    keys = [f"t{n}.p > t{n - 1} cascade" for n in range(1, 60)] + ["t0.q > t59 null", "t0.r > t1 null"]
    keys += [f"t{n}.q > t{max(0, n - 7)} cascade" for n in range(1, 60)]
    scene = cycles(*keys, view=View(full=full))
    rows = [row for box in scene.boxes for row in box.rows]
    assert (len(rows) == len(keys)) is (drawn == "all")
    assert bool(scene.notes) is (drawn == "fewer")
    assert any(row.breaks for row in rows)
    ends = {row.referenced for row in rows}
    assert ends == {box.table for box in scene.boxes if box.rows}
