"""Reports as HTML for notebooks: every block has its form, and no name becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ondelete
from ondelete.analyses.cycles import cycles
from ondelete.formats import as_fragment
from ondelete.report import Code, Column, Paragraph, Report, Section, Table, Tree, TreeRow, line, name
from ondelete.reports.audit import report_audit
from ondelete.reports.cycles import report_cycles

SAMPLES = Path(__file__).parents[2] / "samples"


class Tags(HTMLParser):
    """Collects the tags of a page and checks that they nest."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.open.append(tag)
        assert {key for key, _ in attrs} <= {"class", "style"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags_of(text: str) -> set[str]:
    parser = Tags()
    parser.feed(text)
    assert parser.open == []
    return parser.seen


EVERYTHING = {"div", "h4", "h5", "p", "table", "thead", "tbody", "tr", "th", "td", "pre", "code", "strong", "small"}


def report(text: str) -> Report:
    blocks = (
        Paragraph(line(name(text), " is read"), indent=1),
        Table((Column(text),), ((line(text),),)),
        Tree((TreeRow(0, (line(name(text)),)), TreeRow(1, (line(name(text)), line("CASCADE"))))),
        Code(f"SELECT 1;\n-- {text}", "sql"),
    )
    return Report(line("Title"), text, line(text), (Section(line(text), blocks),), msgspec.Struct())


def test_every_block_has_its_form() -> None:
    text = as_fragment.render(report("x"))
    assert tags_of(text) <= EVERYTHING
    assert "<h4>Title <small>x</small></h4><p>x</p><h5>x</h5>" in text
    assert "<table><thead><tr><th>x</th></tr></thead><tbody><tr><td>x</td></tr></tbody></table>" in text
    assert "<pre>x\n└─ x  CASCADE</pre>" in text
    assert "<pre><code>SELECT 1;\n-- x</code></pre>" in text


@given(st.text(max_size=30))
def test_no_text_becomes_markup(text: str) -> None:
    assert tags_of(as_fragment.render(report(text + "<img src=x onerror=alert(1)>\"'&</pre></div>"))) <= EVERYTHING


@pytest.mark.parametrize("case", ["helpdesk", "spreadsheet"])
def test_real_reports_are_sound(case: str) -> None:
    schema = ondelete.read_schema(SAMPLES / case / "schema.sql")
    for found in (
        report_audit(schema.audit(), schema.catalog),
        report_cycles(cycles(schema.key_graph), schema.catalog),
    ):
        assert tags_of(as_fragment.render(found)) <= EVERYTHING
