"""The page is well formed, its policy names exactly its own script and style, and nothing in it comes from outside."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

import ondelete
from helpers import catalog_of
from ondelete.explorer.model import report_explorer
from ondelete.explorer.page import render
from ondelete.report import Code, Column, Paragraph, Report, Section, Table, Tree, TreeRow, line, name
from ondelete.schema import Schema

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CASES = sorted(path.parent.name for path in SAMPLES.glob("*/schema.sql"))
HOSTILE = "</script><!--<script>&\u2028\u2029\"'<img src=x onerror=alert(1)>"
VOID = {"meta", "link", "img", "br", "input"}


class Data(msgspec.Struct):
    text: str


class Outline(HTMLParser):
    """Reads a page strictly: every element is closed by its own tag; texts are kept by the tag they stand in."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.texts[self.open[-1]][-1] += data


def page_of(schema: Schema) -> str:
    report = report_explorer(schema.catalog, schema.key_graph, schema.coverage, schema.audit())
    return render(report)


def small(text: str, *blocks) -> Report:
    return Report(line(text), text, line(text), (Section(line(name(text)), blocks),), Data(text))


def policy_of(outline: Outline) -> dict[str, str]:
    content = next(attributes["content"] for tag, attributes in outline.tags if "http-equiv" in attributes)
    return dict(directive.strip().split(" ", 1) for directive in content.split(";"))


@pytest.mark.parametrize("case", CASES)
def test_a_page_is_well_formed_and_small(case):
    page = page_of(ondelete.read_schema(SAMPLES / case / "schema.sql"))
    outline = Outline(page)
    assert [tag for tag, _ in outline.tags].count("script") == 2
    assert len(page) < 400_000


def test_the_policy_allows_its_own_script_and_style_and_nothing_else():
    outline = Outline(render(small("x")))

    def hashed(text):
        return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

    assert policy_of(outline) == {
        "default-src": "'none'",
        "script-src": hashed(outline.texts["script"][1]),
        "style-src": hashed(outline.texts["style"][0]),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_nothing_is_fetched_and_no_handler_or_style_is_inline():
    page = render(small("x"))
    for _, attributes in Outline(page).tags:
        assert not {found for found in attributes if found.startswith("on") or found == "style"}
        assert all(attributes[found] == "data:," for found in ("src", "href") if found in attributes)
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)\S+", page)
    assert not re.findall(r"@import|url\((?!#)", page)
    script = Outline(page).texts["script"][1]
    assert not re.findall(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|DOMParser", script)


def test_hostile_text_stays_text_everywhere():
    tree = Tree((TreeRow(0, (line(name(HOSTILE)),)), TreeRow(1, (line(HOSTILE), line(HOSTILE)))))
    table = Table((Column(HOSTILE),), ((line(HOSTILE),),))
    outline = Outline(render(small(HOSTILE, Paragraph(line(HOSTILE)), table, tree, Code(HOSTILE, "sql"))))
    assert "img" not in [tag for tag, _ in outline.tags]
    assert json.loads(outline.texts["script"][0]) == {"text": HOSTILE}
    shown = HOSTILE.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    assert outline.texts["title"][0] == f"ondelete: {shown}"
    assert outline.texts["pre"] == [shown]
    assert outline.texts["td"] == outline.texts["th"] == [shown]


def test_bytes_that_are_no_text_stay_in_the_data():
    outline = Outline(render(small("a\udcffb")))
    assert json.loads(outline.texts["script"][0]) == {"text": "a\udcffb"}
    assert outline.texts["title"] == ["ondelete: a\\xffb"]


def test_a_tree_is_nested_as_deep_as_its_rows():
    rows = [TreeRow(depth, (line(text),)) for depth, text in ((0, "a"), (1, "b"), (2, "c"), (1, "d"), (0, "e"))]
    page = render(Report(line("t"), "s", line("v"), (Section((), (Tree(tuple(rows)),)),), Data("")))
    body = re.search(r"<p>v</p>\s*(.*?)\s*</main>", page, re.S)
    opened = "<details open><summary><span>{}</span></summary>".format
    assert body is not None
    assert body[1] == (
        f"{opened('a')}{opened('b')}<p><span>c</span></p></details><p><span>d</span></p></details><p><span>e</span></p>"
    )


def test_the_same_schema_gives_the_same_page():
    sql = "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a ON DELETE CASCADE);"
    assert page_of(Schema(catalog_of(sql))) == page_of(Schema(catalog_of(sql)))
