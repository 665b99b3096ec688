"""How a tree is cut: each place opened once, alike leaves counted, depths."""

from __future__ import annotations

from itertools import pairwise

from reports.reporting import USERS, child, explain, tree


def test_a_table_is_opened_once_at_its_shallowest_place():
    sql = (
        USERS
        + child("a", "CASCADE")
        + child("b", "CASCADE", "user_id int, a_id int REFERENCES a ON DELETE CASCADE")
        + child("c", "CASCADE", references="b")
        + "CREATE INDEX ON b (a_id);"
    )
    assert tree(sql) == [
        "├─ a.user_id     CASCADE  deleted",
        "│  └─ b.a_id     CASCADE  deleted  (*)",
        "└─ b.user_id     CASCADE  deleted",
        "   └─ c.user_id  CASCADE  deleted",
        "(*) the keys below this table are shown elsewhere in the tree",
    ]


def test_many_alike_leaves_are_counted_those_without_index_shown_first():
    sql = USERS + "".join(child(f"t{n:02}", "CASCADE", indexed=n != 15) for n in range(20)) + child("x", "RESTRICT")
    assert tree(sql) == [
        "├─ x.user_id    RESTRICT  BLOCKS",
        "├─ t15.user_id  CASCADE   deleted  ⚠ no index",
        *(f"├─ t{n:02}.user_id  CASCADE   deleted" for n in range(5)),
        "└─ … 14 more: CASCADE deleted; --full shows all",
    ]
    assert len(tree(sql, full=True)) == 21


def test_depth_and_actions_choose():
    sql = USERS + child("a", "CASCADE") + child("b", "CASCADE", references="a") + child("c", "SET NULL", references="b")
    assert tree(sql, depth=1) == ["└─ a.user_id  CASCADE  deleted  … 1 key below"]
    assert len(tree(sql, depth=2)) == 2


def test_a_long_chain_is_cut_at_a_depth_and_can_be_shown():
    levels = ["users", *(f"t{n}" for n in range(150))]
    sql = USERS + "".join(child(name, "CASCADE", references=above) for above, name in pairwise(levels))
    rows = tree(sql)
    assert rows[-1].startswith("Cut at depth 12;")
    assert explain(sql, full=True).count("deleted") == 150
