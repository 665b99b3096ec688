from __future__ import annotations

import pytest
from msgspec.structs import replace
from picture_values import HERE, cascade, catalog, key, name

from ondelete.catalog import PartitionBound, Table, Timing
from ondelete.deletion.effects import NotModelled
from ondelete.deletion.predict import predict_delete
from ondelete.diagrams.scenes.cascade import cascade_scene
from ondelete.diagrams.scenes.scene import Fate


def outcomes(scene):
    return {str(box.table).removeprefix("public."): (box.column, box.fate, box.outcome) for box in scene.boxes}


def test_every_table_of_the_reach_has_a_box_with_its_column_and_outcome():
    scene = cascade(
        "users",
        "posts.user_id > users cascade",
        "comments.post_id > posts cascade",
        "drafts.user_id > users null",
        "invoices.user_id > users restrict",
        "shops.id > towns cascade",
    )
    assert scene.title == "DELETE FROM users"
    assert outcomes(scene) == {
        "users": (0, Fate.ROOT, "deleted"),
        "invoices": (1, Fate.BLOCKS, "BLOCKS"),
        "posts": (1, Fate.DELETED, "deleted · 1"),
        "drafts": (1, Fate.NULLED, "kept"),
        "comments": (2, Fate.DELETED, "deleted · 2"),
    }


def test_blockers_stand_before_the_other_boxes_of_their_column():
    scene = cascade("users", "a.u > users cascade", "b.u > users null", "z.u > users restrict")
    assert [box.table.name for box in scene.boxes] == ["users", "z", "a", "b"]


def test_a_box_has_one_row_per_key_that_leads_to_it():
    scene = cascade(
        "users", "posts.author > users cascade", "posts.editor > users null", "posts.topic > topics cascade"
    )
    rows = scene.by_table[name("posts")].rows
    assert [(row.key.columns, row.action.value) for row in rows] == [
        (("author",), "cascade"),
        (("editor",), "set null"),
    ]


def test_figures_count_tables_that_lose_rows_changes_blockers_and_missing_indexes():
    scene = cascade(
        "users",
        "posts.user_id > users cascade",
        "comments.post_id > posts cascade",
        "drafts.user_id > users null",
        "invoices.user_id > users restrict",
        marks={"public.posts.fk_user_id": "none", "public.drafts.fk_user_id": "weak"},
    )
    assert scene.figures == (
        "2 other tables lose rows (longest chain 2)",
        "1 column gets NULLs",
        "1 key can stop it",
        "1 of 4 keys has no index",
    )


def test_a_cycle_has_no_longest_chain():
    scene = cascade("users", "a.u > users cascade", "b.a > a cascade", "a.b > b cascade")
    assert scene.figures[0] == "2 other tables lose rows (longest chain ∞: cycle)"


@pytest.mark.parametrize(
    ("also", "outcome"), [([], "FAILS AT COMMIT"), (["b.x > users cascade"], "deleted · CAN FAIL AT COMMIT")]
)
def test_a_deferred_key_blocks_at_commit_what_nothing_else_deletes(also, outcome):
    later = replace(key("b.a > a nothing"), timing=Timing(deferrable=True, initially_deferred=True))
    made = catalog([key("a.u > users cascade"), *map(key, also), later])
    scene = cascade_scene([predict_delete(made, name("users"))], {})
    assert scene.by_table[name("b")].outcome == outcome


def test_a_self_reference_is_a_row_that_references_its_own_box():
    box = cascade("users", "posts.u > users cascade", "posts.parent > posts null").by_table[name("posts")]
    assert [row.referenced == box.table for row in box.rows] == [False, True]


def test_several_tables_share_one_picture():
    scene = cascade("users teams", "members.user > users cascade", "members.team > teams cascade")
    assert scene.title == "DELETE FROM users or teams"
    assert [(box.table.name, box.column) for box in scene.boxes] == [("teams", 0), ("users", 0), ("members", 1)]
    assert len(scene.by_table[name("members")].rows) == 2


def test_a_root_without_keys_is_one_box():
    scene = cascade("towns", "shops.town > towns restrict", "users.shop > shops cascade")
    assert scene.has_edges
    lonely = cascade("users", "users.shop > shops cascade")
    assert lonely.size == 1
    assert not lonely.has_edges
    assert lonely.figures == ("0 other tables lose rows",)


@pytest.mark.parametrize(("folded", "tables"), [(True, ["users", "readings"]), (False, ["users", "readings_2024"])])
def test_a_partitions_own_key_stands_in_its_roots_box_unless_partitions_are_shown(folded, tables):
    root = Table(name("readings"), "partitioned table", (), HERE)
    part = Table(
        name("readings_2024"), "table", (), HERE, parents=(root.name,), bound=PartitionBound("DEFAULT", True, True)
    )
    made = catalog([key("readings_2024.user_id > users cascade")], tables=[root, part])
    prediction = predict_delete(made, name("users"))
    scene = cascade_scene([prediction], {}, fold=made.root_of if folded else lambda table: table)
    assert [box.table.name for box in scene.boxes] == tables
    assert scene.has_edges


def test_a_box_says_what_is_not_modelled_and_names_partitions():
    made = catalog([key("posts.user_id > users cascade")])
    trigger = NotModelled("trigger", name("posts"), "audit", "delete", "BEFORE DELETE")
    prediction = replace(predict_delete(made, name("users")), not_modelled=(trigger,))
    names = [f"p{n}" for n in range(6)]
    scene = cascade_scene([prediction], {}, partitions=lambda table: names if table == name("posts") else ())
    box = scene.by_table[name("posts")]
    assert box.remarks == ("6 partitions: p0, p1, p2, p3 … 2 more",)
    assert box.not_modelled == ("trigger audit",)
    assert "1 table has triggers or rules" in scene.figures


def test_what_is_shadowed_says_so():
    made = catalog([key("posts.user_id > users cascade"), replace(key("posts.user_id > users cascade"), name="second")])
    scene = cascade_scene([predict_delete(made, name("users"))], {})
    assert [row.note for row in scene.by_table[name("posts")].rows] == ["", "never acts"]
