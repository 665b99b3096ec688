from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from picture_values import ACTIONS, cascade, name

from ondelete.diagrams.scenes.collapse import bundle_leaves, collapse, limit_depth
from ondelete.diagrams.scenes.scene import Fate


def leaves(count, action="cascade", prefix="leaf"):
    return [f"{prefix}{n:03}.u > users {action}" for n in range(count)]


def boxed(scene):
    return {box.table.name for box in scene.boxes}


def bundled(scene):
    return {member.table.name for bundle in scene.bundles for member in bundle.members}


def test_a_picture_of_forty_boxes_stays_as_it_is():
    scene = cascade("users", *leaves(39))
    assert collapse(scene) == scene


def test_more_leaves_of_one_key_and_action_become_one_bundle():
    scene = collapse(cascade("users", *leaves(98)))
    (bundle,) = scene.bundles
    assert bundle.title == "98 tables deleted"
    assert (bundle.referenced, bundle.action, bundle.fate) == (name("users"), ACTIONS["cascade"], Fate.DELETED)
    assert [member.table.name for member in bundle.members] == [f"leaf{n:03}" for n in range(98)]
    assert (len(bundle.shown), bundle.left_out) == (28, 70)
    assert boxed(scene) == {"users"}
    assert scene.notes == ("98 tables are drawn in bundles; --full draws each",)


def test_up_to_thirty_names_are_all_written():
    (bundle,) = bundle_leaves(cascade("users", *leaves(30))).bundles
    assert bundle.left_out == 0


def test_each_action_and_referenced_table_has_a_bundle_of_its_own_and_two_tables_have_none():
    scene = bundle_leaves(
        cascade(
            "users",
            *leaves(3),
            *leaves(3, "null", "n"),
            *leaves(2, "default", "d"),
            "posts.u > users cascade",
            *(f"p{n}.post > posts cascade" for n in range(3)),
        )
    )
    assert [(bundle.title, bundle.referenced.name) for bundle in scene.bundles] == [
        ("3 tables deleted", "users"),
        ("3 tables kept, get NULLs", "users"),
        ("3 tables deleted", "posts"),
    ]
    assert boxed(scene) == {"users", "posts", "d000", "d001"}


def test_roots_blockers_what_passes_the_delete_on_cycles_and_kept_tables_are_never_bundled():
    scene = bundle_leaves(
        cascade(
            "users",
            *leaves(4),
            *leaves(4, "restrict", "blocker"),
            *leaves(4, "cascade", "passing"),
            *(f"end.p{n} > passing00{n} cascade" for n in range(4)),
            *leaves(4, "cascade", "cyclic"),
            *(f"cyclic00{n}.c > cyclic00{n} cascade" for n in range(4)),
            *leaves(4, "cascade", "changed"),
            keep=[f"changed00{n}" for n in range(4)],
        )
    )
    groups = ("blocker", "passing", "cyclic", "changed")
    assert boxed(scene) == {"users", "end", *(f"{group}00{n}" for group in groups for n in range(4))}
    assert bundled(scene) == {f"leaf00{n}" for n in range(4)}


def test_a_member_counts_its_other_keys_and_carries_the_worst_index_mark():
    marks = {"public.leaf001.fk_other": "none", "public.leaf002.fk_u": "weak"}
    scene = bundle_leaves(cascade("users", *leaves(3), "leaf001.other > users null", marks=marks))
    assert [(m.others, m.index) for m in scene.bundles[0].members] == [(0, "full"), (1, "none"), (0, "weak")]


def test_a_depth_limit_counts_what_is_behind_and_what_of_it_can_block():
    chain = ["a.u > users cascade", "b.a > a cascade", "c.b > b cascade", "d.b > b restrict"]
    scene = limit_depth(cascade("users", *chain), 1)
    assert boxed(scene) == {"users", "a"}
    assert (scene.by_table[name("a")].deeper, scene.by_table[name("a")].deeper_blocking) == (3, 1)
    assert scene.notes == ("3 tables more than 1 step away left out; --full or a larger --depth shows them",)


def test_no_depth_limit_hides_a_blocker_or_the_way_to_it_by_itself():
    keys = [f"a{n}.u > users cascade" for n in range(50)]
    keys += [f"b{n}.a > a{n} cascade" for n in range(50)]
    keys += [f"c{n}.b > b{n} cascade" for n in range(50)]
    scene = collapse(cascade("users", *keys, "stop.c > c7 restrict"))
    assert {"users", "a7", "b7", "c7", "stop"} <= boxed(scene)
    assert scene.size <= 80
    assert "left out" in " ".join(scene.notes)


def test_what_passes_the_delete_on_to_nothing_farther_is_bundled_before_any_depth_is_left_out():
    keys = leaves(90) + [f"leaf{n:03}.next > leaf{n + 1:03} cascade" for n in range(89)]
    scene = collapse(cascade("users", *keys))
    assert len(bundled(scene)) == 90
    assert all("left out" not in note for note in scene.notes)


def test_a_row_whose_edge_lost_its_other_end_names_it():
    keys = leaves(90) + [f"leaf{n:03}.next > leaf{n + 1:03} cascade" for n in range(89)]
    scene = collapse(
        cascade(
            "users", *keys, "leaf090.self > leaf090 cascade", "leaf090.l > leaf089 cascade", "leaf090.u > users cascade"
        )
    )
    notes = [row.note for row in scene.by_table[name("leaf090")].rows]
    assert "from leaf089" in notes


def test_a_bundle_hangs_on_a_box_that_is_drawn():
    keys = [f"y{n}.u > users cascade" for n in range(90)] + [f"x{n}.u > users null" for n in range(90)]
    keys += [f"x{n}.y > y{m} cascade" for n in range(90) for m in range(2)]
    scene = collapse(cascade("users", *keys))
    assert scene.bundles
    assert all(bundle.referenced in scene.by_table for bundle in scene.bundles)


def test_so_many_blockers_that_they_share_a_box_are_all_named_even_far_away():
    keys = [f"a{n}.u > users cascade" for n in range(3)] + [f"b{n}.a > a1 cascade" for n in range(3)]
    keys += [f"near{n:02}.u > users restrict" for n in range(50)] + [f"far{n:02}.b > b1 restrict" for n in range(50)]
    scene = collapse(cascade("users", *keys))
    assert {bundle.title for bundle in scene.bundles if bundle.fate is Fate.BLOCKS} == {"50 tables: BLOCKS"}
    assert sum(len(bundle.shown) for bundle in scene.bundles if bundle.fate is Fate.BLOCKS) == 100


KEYS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(sorted(ACTIONS))), min_size=1, max_size=160
)


@settings(max_examples=60, deadline=None)
@given(KEYS, st.integers(3, 40))
def test_whatever_is_collapsed_no_table_gets_lost_and_no_blocker_is_hidden(keys, above):
    texts = [f"t{a}.c{n} > t{b} {action}" for n, (a, b, action) in enumerate(keys)]
    full = cascade(f"t{keys[0][1]}", *texts)
    scene = collapse(full, above=above, limit_above=2 * above)
    hidden = sum(box.deeper for box in scene.boxes)
    hidden += sum(member.deeper for bundle in scene.bundles for member in bundle.members)
    assert len(boxed(scene)) + len(bundled(scene)) + hidden == len(full.boxes)
    assert not boxed(scene) & bundled(scene)
    assert {box.table for box in full.boxes if box.pinned and not box.shareable} <= set(scene.by_table)
    blocking = {m.table for bundle in scene.bundles if bundle.fate is Fate.BLOCKS for m in bundle.shown}
    assert {box.table for box in full.boxes if box.pinned} <= set(scene.by_table) | blocking
    for row in (row for box in scene.boxes for row in box.rows):
        assert row.referenced in scene.by_table or row.referenced.name in bundled(scene)
    assert all(bundle.referenced in scene.by_table for bundle in scene.bundles)
