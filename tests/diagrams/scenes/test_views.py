"""What pictures have in common: frames, loose keys, chosen actions, ids that are unique, the same bytes every time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from picture_values import ACTIONS, cascade, catalog, key, name

from ondelete.catalog import Location
from ondelete.declarations import Declarations
from ondelete.declarations import LooseKey as Declared
from ondelete.deletion.predict import predict_delete
from ondelete.diagrams.formats import as_dot, as_mermaid
from ondelete.diagrams.formats.render import draw, find_engine
from ondelete.diagrams.formats.titles import titles_of
from ondelete.diagrams.scenes.cascade import cascade_scene
from ondelete.diagrams.scenes.scene import LOOSE, Fate, LooseKey
from ondelete.diagrams.scenes.selection import only_actions
from ondelete.diagrams.scenes.views import View, loose_keys, scene_of

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
HERE = Location("loose.yml", 3)


def loose(table, column, referenced, effect="deleted later"):
    return LooseKey(name(table), (column,), name(referenced), effect, HERE)


def with_loose(*keys, view=View(), found=()):  # noqa: B008 - a value
    made = catalog([key(text) for text in keys], alone=["logs", "old"])
    return scene_of(made, [name("users")], replace(view, loose=tuple(found)))


def test_a_loose_key_is_drawn_in_its_own_way_and_never_blocks():
    scene = with_loose("posts.u > users cascade", found=[loose("logs", "u", "users"), loose("old", "p", "posts")])
    logs = scene.by_table[name("logs")]
    assert (logs.fate, logs.outcome, logs.rows[0].action) == (Fate.LATER, "deleted later", LOOSE)
    assert scene.by_table[name("old")].column == 2
    assert not any("block" in figure for figure in scene.figures)
    assert "2 tables cleaned up later by a job" in scene.figures
    dot = as_dot.render(scene)
    assert re.search(
        r'-> "public\.logs":k0:w \[arrowhead=vee color="#666666" id="key-loose_\S+ penwidth=1.4 style=dotted', dot
    )
    assert "LOOSE: done later by a job, never blocks" in dot
    assert "t0 -.- t" in as_mermaid.render(scene)


def test_a_loose_key_to_what_is_only_changed_is_not_drawn():
    scene = with_loose("posts.u > users null", found=[loose("old", "p", "posts")])
    assert name("old") not in scene.by_table


def test_a_table_that_is_deleted_already_gets_one_more_row():
    scene = with_loose("posts.u > users cascade", found=[loose("posts", "x", "users", "set to NULL later")])
    box = scene.by_table[name("posts")]
    assert (box.fate, [row.words for row in box.rows]) == (Fate.DELETED, ["CASCADE", "LOOSE"])


def test_many_loose_tables_share_a_box():
    scene = with_loose(
        *(f"t{n}.u > users cascade" for n in range(30)), found=[loose(f"l{n}", "u", "users") for n in range(20)]
    )
    assert sorted(bundle.title for bundle in scene.bundles) == ["20 tables cleaned up later", "30 tables deleted"]


def test_a_loose_key_has_an_id_that_no_other_key_has():
    keys = [loose("a", "x", "users"), loose("a", "x", "posts"), loose("a.x", "y", "users")]
    assert len({found.id for found in keys}) == 3
    titles = titles_of(with_loose("p.u > users cascade", found=[loose("logs", "u", "users")]))
    assert (
        "public.logs.u → public.users: deleted later by a job, no constraint of the database, loose.yml:3"
        in titles.values()
    )


def test_declared_loose_keys_say_what_happens_later():
    declared = Declarations(
        loose=(
            Declared(name("a"), "u", name("users"), "async_delete", HERE),
            Declared(name("a"), "v", name("users"), "async_nullify", HERE),
            Declared(name("a"), "w", name("users"), "update_column_to", HERE, "status", "7"),
        )
    )
    assert [found.effect for found in loose_keys(declared)] == [
        "deleted later",
        "set to NULL later",
        "status set to 7 later",
    ]


CHAIN = ["a.u > users cascade", "b.a > a cascade", "c.b > b restrict", "d.a > a null", "e.u > users cascade"]


@pytest.mark.parametrize(
    ("actions", "boxes"),
    [
        (["restrict"], {"users", "a", "b", "c"}),
        (["set null"], {"users", "a", "d"}),
        (["cascade"], {"users", "a", "b", "e"}),
        (["set default"], {"users"}),
    ],
)
def test_chosen_actions_are_drawn_with_the_way_to_them(actions, boxes):
    scene = only_actions(cascade("users", *CHAIN), actions, [name("users")])
    assert {box.table.name for box in scene.boxes} == boxes
    assert scene.notes == (
        f"Drawn: keys with {actions[0].upper()}, and the way to them; the figures above are about all",
    )


def test_a_way_over_a_cycle_is_found():
    keys = ["a.u > users cascade", "users.a > a cascade", "b.a > a restrict"]
    scene = only_actions(cascade("users", *keys), ["restrict"], [name("users")])
    assert {(row.referenced.name, box.table.name) for box in scene.boxes for row in box.rows} == {
        ("users", "a"),
        ("a", "b"),
    }


def framed(*keys, view=View()):  # noqa: B008 - a value
    made = catalog([key(text) for text in keys])
    return scene_of(
        made, [name("users")], replace(view, cluster_of=lambda table: "" if table.schema == "public" else table.schema)
    )


def test_a_frame_holds_its_boxes_and_the_others_stand_outside():
    scene = framed("blog.posts.u > users cascade", "shop.orders.u > users cascade", "logs.u > users null")
    assert scene.clusters == ("blog", "shop")
    dot = as_dot.render(scene)
    frames = dict(re.findall(r"subgraph cluster_(\w+) \{(.*?)\n\t\}", dot, re.DOTALL))
    assert {frame: re.findall(r'\t"(\w+\.\w+)" \[', text) for frame, text in frames.items()} == {
        "blog": ["blog.posts"],
        "shop": ["shop.orders"],
    }
    mermaid = as_mermaid.render(scene)
    assert re.findall(r'subgraph (f\d)\["(\w+)"\]\n +(t\d)', mermaid) == [("f0", "blog", "t1"), ("f1", "shop", "t3")]


def test_bundles_stay_in_their_frame():
    keys = [f"{schema}.t{n}.u > users cascade" for n in range(30) for schema in ("blog", "shop")]
    scene = framed(*keys)
    assert {(bundle.cluster, len(bundle.members)) for bundle in scene.bundles} == {("blog", 30), ("shop", 30)}
    ids = [attribute for attribute in re.findall(r'id="?([^" \]]+)', as_dot.render(scene)) if attribute != "diagram"]
    assert len(ids) == len(set(ids))


def test_blockers_are_drawn_first_in_a_frame_too():
    engine = find_engine()
    if engine is None:
        pytest.skip("no Graphviz: pip install pygraphviz")
    keys = [*(f"s.a{n}.u > users cascade" for n in range(5)), "s.y.u > users restrict", "s.z.u > users restrict"]
    svg = draw(engine, as_dot.render(framed(*keys)), "svg").content.decode()
    height = {text: float(y) for y, text in re.findall(r'y="(-?[\d.]+)"[^>]*font-weight="bold"[^>]*>(\w+)</text>', svg)}
    assert height["y"] < height["z"] < min(height[f"a{n}"] for n in range(5))


def test_a_hostile_frame_name_is_only_text():
    made = catalog([key("posts.u > users cascade")])
    scene = scene_of(made, [name("users")], View(cluster_of=lambda _: '"]; x <script>&#9;\\N'))
    engine = find_engine()
    if engine is None:
        pytest.skip("no Graphviz: pip install pygraphviz")
    drawing = draw(engine, as_dot.render(scene), "svg", titles_of(scene))
    assert "<script>" not in drawing.content.decode()
    assert "&quot;]; x &lt;script&gt;&amp;#9;\\N".replace("&quot;", '"') in drawing.content.decode().replace(
        "\xa0", " "
    ).replace("&quot;", '"')
    (label,) = re.findall(r'subgraph f0\["(.*)"\]', as_mermaid.render(scene))
    assert not set(label) & set('"<>[]\\')


def test_far_too_many_blockers_share_a_box_that_names_each():
    keys = [f"t{n:03}.u > users restrict" for n in range(100)]
    made = catalog([key(text) for text in keys])
    scene = scene_of(made, [name("users")], View())
    (bundle,) = scene.bundles
    assert (bundle.title, bundle.fate, len(bundle.shown)) == ("100 tables: BLOCKS", Fate.BLOCKS, 100)
    dot = as_dot.render(scene)
    assert all(f"t{n:03}" in dot for n in range(100))
    assert "BLOCKS: stops the delete if such rows exist" in dot
    assert len(scene_of(made, [name("users")], View(), keep=[name("t007")]).boxes) == 2


def test_each_certainty_has_its_word_and_its_meaning():
    made = catalog([key("a.u > users restrict"), key("b.u > users null")])
    scene = cascade_scene([predict_delete(made, name("users"))], {})
    box = replace(scene.by_table[name("b")], outcome="CAN FAIL (order)", fate=Fate.BLOCKS)
    dot = as_dot.render(replace(scene, boxes=(*scene.boxes[:2], box)))
    assert "CAN FAIL (order): stops it in one order of the keys" in dot
    assert "FAILS AT COMMIT" not in dot


SHAPES = [
    f"{action}{n}.c{m} > {other} {action}"
    for n, action in enumerate(ACTIONS)
    for m, other in enumerate(["users", "cascade2"])
]


def test_no_two_elements_share_an_id():
    wide = [f"leaf{n}.u > users cascade" for n in range(50)] + [f"leaf{n}.v > cascade2 null" for n in range(50)]
    far = [f"far{n}.p > cascade2 cascade" for n in range(50)] + [f"far{n}.u > users null" for n in range(25)]
    scene = scene_of(catalog([key(text) for text in [*SHAPES, *wide, *far]]), [name("users")], View())
    ids = re.findall(r'id="?([^" \]]+)', as_dot.render(scene))
    assert len(ids) == len(set(ids))
    assert set(ids) <= set(titles_of(scene))


QUESTIONS = [
    ("--table", "users"),
    ("--table", "users", "--table", "accounts", "--clusters", "schema"),
    ("--table", "comments", "--invert"),
    ("--table", "users", "--path-to", "attachments"),
    ("--around", "tickets", "--distance", "2"),
    ("--cycles",),
    (),
]


@pytest.mark.parametrize("form", ["dot", "mmd", "md"])
def test_the_same_input_gives_the_same_bytes_whatever_the_hash_seed(form):
    program = (
        "from ondelete.cli import run\n"
        f"for question in {QUESTIONS!r}:\n"
        f"    run(['diagram', {str(SAMPLES / 'helpdesk' / 'schema.sql')!r}, *question, '--format', {form!r}, '-q'])\n"
        f"run(['diagram', {str(SAMPLES / 'backoffice' / 'schema.sql')!r}, '--cycles', '--format', {form!r}, '-q'])\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONUTF8": "1"},
        ).stdout
        for seed in range(4)
    }
    (output,) = outputs
    assert output.count({"dot": b"digraph", "mmd": b"flowchart LR", "md": b"```mermaid"}[form]) == len(QUESTIONS) + 1
