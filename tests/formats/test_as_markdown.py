"""What a real reader of Markdown makes of it: names as code, and nothing of theirs obeyed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from audits import HOSTILE, NAMES, Nothing, audit_report
from ondelete.formats import as_markdown
from ondelete.formats.markdown import code, escaped, fenced, inline
from ondelete.report import Code, Column, Paragraph, Report, Section, Span, Table, Tree, TreeRow, line, name
from ondelete.text.unsafe_characters import visible

READER = MarkdownIt("gfm-like", {"html": True})
OBEYED = {"html_block", "html_inline", "link_open", "image", "s_open", "em_open", "hr", "blockquote_open"}


def report(*blocks, title="Title", source="schema.sql", heading="", verdict="All is well."):
    sections = (Section(line(heading), blocks),) if blocks or heading else ()
    return Report(line(title), source, line(verdict), sections, Nothing())


def tokens(text):
    found = []
    for token in READER.parse(text):
        found += [token, *(token.children or ())]
    return found


def codes(text):
    return [token.content for token in tokens(text) if token.type in ("code_inline", "fence")]


def prose(text):
    return " ".join(token.content for token in tokens(text) if token.type == "text")


def assert_harmless(text):
    kinds = {token.type for token in tokens(text)}
    assert not kinds & OBEYED, text
    assert not re.search(r"[@#<>`|_*~$\[\]\\]|://|www\.|\b[0-9a-f]{7,40}\b", prose(text)), text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


def test_the_parts_of_a_report():
    text = as_markdown.render(
        report(
            Paragraph(line("Running ", name("a_b"), " text.")),
            Table((Column("table"), Column("rows", "right")), ((line(name("a|b")), line("1")),)),
            Tree((TreeRow(0, (line(name("a")),)), TreeRow(1, (line(name("b")), line("CASCADE"))))),
            Code("SELECT 1;", "sql"),
            title="DELETE FROM x",
            heading="What happens",
        )
    )
    assert text == (
        "## DELETE FROM x\n\n`schema.sql`\n\nAll is well.\n\n### What happens\n\n"
        "Running `a_b` text.\n\n"
        "| table | rows |\n| --- | ---: |\n| `a\\|b` | 1 |\n\n"
        "```text\na\n└─ b  CASCADE\n```\n\n"
        "```sql\nSELECT 1;\n```\n"
    )


def test_what_is_indented_is_a_list():
    blocks = (
        Paragraph(line("a"), indent=1),
        Paragraph(line("b"), indent=2),
        Code("SELECT 1;", "sql", indent=2),
        Paragraph(line("c"), indent=1),
    )
    text = as_markdown.render(report(*blocks))
    assert text.endswith("\n\n- a\n  - b\n  ```sql\n  SELECT 1;\n  ```\n- c\n")
    kinds = [token.type for token in tokens(text) if token.type in ("list_item_open", "fence")]
    assert kinds == ["list_item_open", "list_item_open", "fence", "list_item_open"]


def test_a_list_that_begins_deep_is_no_code():
    text = as_markdown.render(report(Paragraph(line("a"), indent=4)))
    assert "code_block" not in {token.type for token in tokens(text)}
    assert text.endswith("\n\n- a\n")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Plain words, 1,234 of them (90% or so): it's done.", "Plain words, 1,234 of them (90% or so): it's done."),
        ("uses author_id.", "uses `author_id`."),
        ("a: b_c; d", "a: `b_c`; d"),
        ("says @nobody, see #1 and GH-1", "says `@nobody`, see `#1` and `GH-1`"),
        ("see www.e.test or https://e.test.", "see `www.e.test` or `https://e.test`."),
        ("commit 0123abc or defaced", "commit `0123abc` or `defaced`"),
        ("1. no list", r"1\. no list"),
        ("- no list", "`-` no list"),
        ("a*b*c", "`a*b*c`"),
        ("(runs a.f()), (a_b)", "(runs `a.f()`), `(a_b)`"),
        ("_)", "`_`)"),
        ("@)", "`@`)"),
        ("→ ↻ ⚠", "→ ↻ ⚠"),
    ],
)
def test_a_word_that_is_not_plainly_one_is_code(text, written):
    assert escaped(text) == written
    assert_harmless(escaped(text))


def test_names_side_by_side_are_one_piece_of_code():
    assert inline(line(name("posts"), name(".author_id"), " → ", name("users"))) == "`posts.author_id` → `users`"


@pytest.mark.parametrize(
    ("spans", "written"),
    [
        ((Span("BLOCKED", "bad"), ", then"), "**BLOCKED**, then"),
        ((Span("2 errors", "bad"),), "**2 errors**"),
        (("un", Span("BLOCKED", "bad")), "unBLOCKED"),
        ((Span("a*b", "bad"),), "`a*b`"),
        ((Span("so", "bad"), name("x")), "so`x`"),
    ],
)
def test_what_is_loud_is_bold_where_that_works(spans, written):
    assert inline(line(*spans)) == written


@pytest.mark.parametrize("text", ["a", "`", "``a`", "a`b", " a ", "  ", "a ", " `` "])
def test_code_within_a_line_gives_back_its_text(text):
    assert [token.content for token in READER.parseInline(f"x {code(text)} y")[0].children][1] == text


@pytest.mark.parametrize("text", ["a", "```", "a\n````\nb", "~~~\n```sql"])
def test_a_fence_is_longer_than_any_in_the_code(text):
    (fence,) = [token for token in tokens(fenced(text, "sql")) if token.type == "fence"]
    assert fence.content == f"{text}\n"
    assert fence.info == "sql"


def every_block(text):
    """The text as a name and as running text, in every place of a report."""
    named, plain = line(name(text)), line(f"of {text} is")
    return Report(
        title=line("DELETE FROM ", name(text)),
        source=text,
        verdict=line(f"1 {text} 2"),
        sections=(
            Section(
                named,
                (
                    Paragraph(plain),
                    Paragraph(line(text), indent=1),
                    Paragraph(named, indent=2),
                    Code(text, "sql", indent=2),
                    Table((Column(text), Column("x")), ((named, plain), (line(text), named))),
                    Tree((TreeRow(0, (named,)), TreeRow(1, (plain, named)))),
                ),
            ),
        ),
        data=Nothing(),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_shown_and_not_obeyed(text):
    rendered = as_markdown.render(every_block(text))
    assert_harmless(rendered)
    kinds = [token.type for token in tokens(rendered)]
    assert (kinds.count("heading_open"), kinds.count("table_open"), kinds.count("fence")) == (2, 1, 2)
    assert (kinds.count("bullet_list_open"), kinds.count("ordered_list_open")) == (2, 0)
    assert (kinds.count("th_open"), kinds.count("td_open")) == (2, 4)


@given(NAMES)
def test_any_name_is_shown_and_not_obeyed(text):
    rendered = as_markdown.render(every_block(text))
    assert_harmless(rendered)
    rendered.encode()
    shown = visible(text)
    if shown.strip(" "):
        assert shown in "\n".join(codes(rendered))
        kinds = [token.type for token in tokens(rendered)]
        assert (kinds.count("heading_open"), kinds.count("table_open"), kinds.count("fence")) == (2, 1, 2)


@given(st.integers(1, 3), st.integers(1, 4000), st.sampled_from(["paragraphs", "items", "table", "tree", "code"]))
def test_it_fits_into_a_comment_and_says_what_is_left_out(times, number, kind):
    row = "📦" * 30
    blocks = {
        "paragraphs": [Paragraph(line(name(row)))] * number,
        "items": [Paragraph(line(name(row)), indent=1)] * number,
        "table": [Table((Column("t"),), ((line(name(row)),),) * number)],
        "tree": [Tree((TreeRow(0, (line("r"),)), *(TreeRow(1, (line(name(row)),)),) * number))],
        "code": [Code("\n".join([row] * number), "sql")],
    }[kind]
    text = as_markdown.render(report(*blocks * times))
    assert len(text.encode("utf-16-le")) // 2 < as_markdown.LIMIT
    found = re.search(r"\n\n\*\*Cut here\*\*: ([\d,]+) of ([\d,]+) lines are left out, because ", text)
    whole = number * times * 70 < as_markdown.LIMIT - 4000
    assert not (found and whole)
    if found:
        last = [token for token in tokens(text) if token.type == "paragraph_open"][-1]
        assert last.level == 0  # not within a fence or a list
        assert int(found[1].replace(",", "")) < int(found[2].replace(",", ""))
        assert prose(text).endswith("hold all of them.")


def test_a_report_without_details_has_none():
    assert as_markdown.render(audit_report()) == "## Audit\n\n`schema.sql`\n\nv\n"
