from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from msgspec.structs import replace
from picture_values import ACTIONS, cascade, catalog, key, name, raw_key

from ondelete.catalog import QualifiedName
from ondelete.deletion.predict import predict_delete
from ondelete.diagrams.formats import as_dot
from ondelete.diagrams.formats.render import draw, find_engine
from ondelete.diagrams.formats.titles import box_id, titles_of
from ondelete.diagrams.scenes.cascade import cascade_scene
from ondelete.diagrams.scenes.collapse import bundle_leaves
from ondelete.diagrams.scenes.scene import Box, Fate, Row, Scene
from ondelete.text.unsafe_characters import visible

HOSTILE = [
    "<script>alert(1)</script>",
    "a & b",
    'say "hi"',
    "back\\slash",
    "ends in \\",
    "new\nline",
    "\\N \\G \\E \\L",
    "esc\x1b[31m",
    "bidi\u202eevil",
    "x]:::y",
    "`md`",
    "#35;",
    "%%{init}%%",
    "--> b",
    "a|b",
    "end",
    "naïve 表",
    "style x;",
    "\udc80",
    "a.b",
    "a:b:c",
    "{r|{s}",
    "<b>",
    "\ufffe\x00",
    "&lt;",
    'click t0 "javascript:alert(1)"',
]


def hostile_scene(nasty):
    """A picture in which the name is a schema's, a table's and a column's, and a constraint's with the column."""
    made = catalog([raw_key(QualifiedName(nasty, nasty), nasty, name("users"), ACTIONS["cascade"])])
    return cascade_scene([predict_delete(made, name("users"))], {})


def edges(dot):
    """The edges of DOT text as (tail, head, attributes)."""
    found = re.findall(r"^\t*(\S+) -> (\S+) \[(.*)\]$", dot, re.MULTILINE)
    return [
        (tail, head, dict(re.findall(r'(\w+)="?([^" ]*)', rest))) for tail, head, rest in found if "invis" not in rest
    ]


def test_edges_run_from_the_referenced_table_to_the_row_of_the_key():
    (edge,) = edges(as_dot.render(cascade("users", "posts.user_id > users cascade")))
    assert edge[:2] == ('"public.users":out:e', '"public.posts":k0:w')
    assert edge[2]["id"] == "key-public.posts.fk_user_id"


def test_every_action_is_coded_by_words_line_head_and_colour():
    keys = [f"{action}.u > users {action}" for action in ACTIONS]
    dot = as_dot.render(cascade("users", *keys))
    codes = {(a["style"], a["arrowhead"], a["color"]) for _, _, a in edges(dot)}
    assert codes == {
        ("solid", "normal", "#C04A00"),
        ("dashed", "empty", "#0072B2"),
        ("dotted", "odiamond", "#8A4A75"),
        ("solid", "tee", "#000000"),
        ("dashed", "tee", "#000000"),
    }
    for words in ("CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"):
        assert f"<B>{words}</B>" in dot


def test_the_legend_explains_only_what_is_there():
    def legend(*keys):
        return re.findall(r"[▶▷◇┫┤] <B>([A-Z ]+)</B></FONT>", as_dot.render(cascade("users", *keys)))

    assert legend("a.u > users cascade") == ["CASCADE"]
    assert legend("a.u > users restrict", "b.u > users null") == ["SET NULL", "RESTRICT"]


@pytest.mark.parametrize(("mark", "words"), [("none", "⚠ no index"), ("weak", "⚠ weak index"), ("full", None)])
def test_a_row_says_how_an_index_serves_it(mark, words):
    dot = as_dot.render(cascade("users", "a.u > users cascade", marks={"public.a.fk_u": mark}))
    assert ("⚠" in dot) == (words is not None)
    assert words is None or f"<B>CASCADE</B> {words}" in dot


def test_a_row_names_the_columns_that_are_set_and_the_clause_that_acts():
    some = replace(key("a.x > users null"), columns=("tenant", "x"), set_columns=("x",))
    assert Row(some, name("users")).words == "SET NULL (x)"
    assert Row(replace(some, on_update=ACTIONS["cascade"]), name("users"), "update").words == "ON UPDATE CASCADE"
    scene = Scene("t", (), (Box(name("a"), Fate.PLAIN, "", (Row(some, name("users")),)),))
    assert "<B>SET NULL (x)</B>" in as_dot.render(scene)


def test_edges_that_lead_to_no_later_column_move_no_box():
    keys = ["a.u > users cascade", "b.u > users cascade", "b.a > a cascade", "users.b > b null"]
    free = {head for _, head, attributes in edges(as_dot.render(cascade("users", *keys))) if "constraint" in attributes}
    assert free == {'"public.b":k1:w', '"public.users":k0:w'}


def test_a_self_reference_has_a_mark_and_no_edge():
    dot = as_dot.render(cascade("users", "users.parent > users null"))
    assert "parent ↻" in dot
    assert edges(dot) == []


def test_ids_stay_when_the_schema_grows():
    small = as_dot.render(cascade("users", "posts.u > users cascade"))
    large = as_dot.render(cascade("users", "ads.u > users cascade", "posts.z > users null", "posts.u > users cascade"))
    ids = set(re.findall(r'id="?([^" \]]+)', small))
    assert {"table-public.posts", "key-public.posts.fk_u"} <= ids
    assert ids <= set(re.findall(r'id="?([^" \]]+)', large))


def test_two_names_that_only_differ_in_odd_characters_have_different_ids():
    ids = {box_id(QualifiedName("public", text)) for text in [*HOSTILE, "a_b", "a b", "a-b"]}
    assert len(ids) == len(HOSTILE) + 3
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", identifier) for identifier in ids)


def test_boxes_link_to_the_documentation_where_its_url_is_given():
    scene = cascade("users", 'odd&"name.u > users cascade')
    assert "URL" not in as_dot.render(scene)
    assert 'URL="https://docs.example/public.odd%26%22name"' in as_dot.render(scene, "https://docs.example/")


@pytest.fixture(scope="module")
def engine():
    found = find_engine()
    if found is None:
        pytest.skip("no Graphviz: pip install pygraphviz")
    return found


@pytest.fixture(scope="module")
def plain_tags(engine):
    """The elements of the picture of a harmless name."""
    drawing = draw(engine, as_dot.render(hostile_scene("plain"), "https://docs.example/"), "svg")
    return sorted(element.tag for element in ET.fromstring(drawing.content).iter())  # noqa: S314 - our own picture


@pytest.mark.parametrize("nasty", HOSTILE)
def test_a_hostile_name_is_only_ever_text(engine, plain_tags, nasty):
    scene = hostile_scene(nasty)
    drawing = draw(engine, as_dot.render(scene, "https://docs.example/"), "svg", titles_of(scene))
    root = ET.fromstring(drawing.content)  # noqa: S314 - our own picture; that it parses is the test
    assert sorted(element.tag for element in root.iter()) == plain_tags
    texts = [element.text.replace("\xa0", " ") for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts.count(visible(nasty)) == 2
    assert f"{visible(nasty)}." in texts
    titles = [element.text for element in root.iter("{http://www.w3.org/2000/svg}title")]
    assert any(title.startswith(visible(f"{nasty}.{nasty}")) for title in titles)
    assert not drawing.messages


def test_blockers_are_drawn_above_everything_else_next_to_the_root(engine):
    keys = [*(f"a{n}.u > users cascade" for n in range(6)), *(f"b{n}.a > a{n} null" for n in range(6))]
    scene = cascade("users", *keys, "y.u > users restrict", "z.u > users restrict")
    root = ET.fromstring(draw(engine, as_dot.render(scene), "svg").content)  # noqa: S314 - our own picture
    texts = root.iter("{http://www.w3.org/2000/svg}text")
    height = {element.text: float(element.get("y")) for element in texts if element.get("font-weight") == "bold"}
    assert height["y"] < height["z"] < min(height[f"a{n}"] for n in range(6))


def test_titles_say_in_one_sentence_what_an_edge_is():
    titles = titles_of(cascade("users", "posts.user_id > users cascade", marks={"public.posts.fk_user_id": "none"}))
    assert titles["key-public.posts.fk_user_id"] == (
        "public.posts.user_id → public.users: ON DELETE CASCADE, fk_user_id, schema.sql:7, ⚠ no index"
    )
    assert titles["table-public.posts"] == "public.posts · deleted · 1"


def test_a_bundle_is_one_box_with_one_edge_and_the_count_of_what_is_not_named():
    scene = bundle_leaves(cascade("users", *(f"leaf{n:02}.u > users null" for n in range(40))))
    dot = as_dot.render(scene)
    ((tail, head, attributes),) = edges(dot)
    assert (tail, attributes["style"]) == ('"public.users":out:e', "dashed")
    assert head.endswith(":in:w")
    assert "<B>40 tables kept, get NULLs</B>" in dot
    assert "leaf27" in dot
    assert "leaf28" not in dot
    assert "… 12 more" in dot
