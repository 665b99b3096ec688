from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondelete.formats import as_text
from ondelete.report import Code, Column, Paragraph, Report, Section, Span, Table, Tree, TreeRow, join, line, name
from ondelete.text.unsafe_characters import visible
from ondelete.text.visible import columns_of


class Nothing(msgspec.Struct):
    """Data of a report whose data does not matter."""


def report(*blocks, title="Title", source="schema.sql", verdict="All is well.", heading=""):
    return Report(line(title), source, line(verdict), (Section(line(heading), blocks),), Nothing())


def text_of(*blocks, **options):
    """The text below title and verdict."""
    return as_text.render(report(*blocks), **options).split("\n\n", 2)[2]


def row(depth, *cells):
    return TreeRow(depth, tuple(line(cell) if isinstance(cell, str | Span) else cell for cell in cells))


TREE = Tree(
    (
        row(0, "users"),
        row(1, "posts.author_id", "CASCADE", "deleted"),
        row(2, "comments.post_id", "CASCADE", "deleted", "⚠ no index"),
        row(2, "files.post_id", "SET NULL", "kept"),
        row(1, "invoices.user_id", "RESTRICT", "BLOCKS"),
    )
)


def test_source_stands_at_the_right_margin():
    first = as_text.render(report()).splitlines()[0]
    assert first == "Title" + " " * 65 + "schema.sql"


def test_source_moves_below_a_long_title():
    lines = as_text.render(report(title="word " * 14, source="a/long/name/of/a/schema.sql")).splitlines()
    assert lines[1] == "a/long/name/of/a/schema.sql"


def test_tree_in_unicode():
    assert text_of(TREE) == (
        "users\n"
        "├─ posts.author_id      CASCADE   deleted\n"
        "│  ├─ comments.post_id  CASCADE   deleted  ⚠ no index\n"
        "│  └─ files.post_id     SET NULL  kept\n"
        "└─ invoices.user_id     RESTRICT  BLOCKS\n"
    )


def test_tree_in_ascii():
    assert text_of(TREE, unicode=False) == (
        "users\n"
        "|-- posts.author_id       CASCADE   deleted\n"
        "|   |-- comments.post_id  CASCADE   deleted  ! no index\n"
        "|   `-- files.post_id     SET NULL  kept\n"
        "`-- invoices.user_id      RESTRICT  BLOCKS\n"
    )


def test_a_label_too_long_for_its_column_breaks_after_the_table():
    long = (name("a_table_with_a_name_that_is_longer_than_most"), name(".and_a_column_with_one_too"))
    tree = Tree((row(0, "users"), TreeRow(1, (long, line("CASCADE"), line("deleted"))), row(2, "x.y", "CASCADE")))
    assert text_of(tree) == (
        "users\n"
        "└─ a_table_with_a_name_that_is_longer_than_most                 CASCADE  deleted\n"
        "   │  .and_a_column_with_one_too\n"
        "   └─ x.y                                                       CASCADE\n"
    )


def test_what_follows_a_name_longer_than_its_column_moves_to_the_next_line():
    table = Table((Column("table"), Column("n", "right")), ((line(name("a" * 90)), line("1")), (line("b"), line("22"))))
    assert text_of(table).splitlines()[1:] == ["a" * 90, " " * 79 + "1", "b" + " " * 77 + "22"]


def test_ascii_replaces_our_symbols_and_escapes_names():
    block = Paragraph(line(name("pøsts→"), " → ", name("users")))
    assert text_of(block, unicode=False) == "p\\xf8sts\\u2192 -> users\n"


def test_colour_only_where_allowed():
    block = Paragraph(line(Span("BLOCKED", "bad"), " while"))
    assert "\x1b" not in text_of(block)
    assert text_of(block, colour=True) == "\x1b[1;31mBLOCKED\x1b[0m while\n"


def test_paragraph_hangs():
    block = Paragraph(line("one two three four five six seven"), indent=1, hang=1)
    assert text_of(block, width=20) == "  one two three four\n    five six seven\n"


def test_code_is_never_broken():
    assert text_of(Code("CREATE INDEX " + "x" * 90 + ";\n  more", "sql", indent=1), width=40) == (
        "  CREATE INDEX " + "x" * 90 + ";\n    more\n"
    )


def test_join():
    assert join([line("a"), line("b")]) == line("a", ", ", "b")


NAMES = st.text(alphabet=st.characters(), min_size=1, max_size=90)
LINES = st.lists(st.one_of(NAMES.map(name), st.text(alphabet="abc é→\x1b", max_size=30).map(Span)), max_size=4).map(
    tuple
)
BLOCKS = st.one_of(
    st.builds(Paragraph, LINES, st.integers(0, 3), st.integers(0, 2)),
    st.lists(st.tuples(LINES, LINES, LINES), max_size=4).map(
        lambda rows: Table((Column("a"), Column("", "right"), Column("c")), tuple(rows))
    ),
    st.lists(st.tuples(st.integers(1, 3), LINES, LINES), max_size=5).map(
        lambda rows: Tree((row(0, "r"), *(TreeRow(depth, cells) for depth, *cells in rows)))
    ),
)


@given(st.lists(BLOCKS, max_size=3), st.sampled_from([40, 60, 80, 100]), st.booleans())
def test_nothing_is_sent_to_the_terminal_but_printable_text(blocks, width, unicode):
    text = as_text.render(report(*blocks), width=width, unicode=unicode)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    assert unicode or text.isascii()


@given(st.lists(BLOCKS, min_size=1, max_size=3))
def test_names_are_never_cut(blocks):
    text = as_text.render(report(*blocks))
    for shown in _names(blocks):
        assert visible(shown).rstrip(" ") in text  # no line ends in spaces


@given(BLOCKS, st.integers(40, 100))
def test_no_line_is_wider_than_the_terminal_unless_a_name_is(block, width):
    longest = max((columns_of(visible(shown)) for shown in _names([block])), default=0)
    margin = 2 * 3 * 3  # what stands left of a name: guides, or steps of an indented paragraph
    assert max(map(columns_of, text_of(block, width=width).splitlines()), default=0) <= max(width, longest + margin)


def _names(blocks):
    for block in blocks:
        if isinstance(block, Paragraph):
            lines = [block.line]
        else:
            lines = [cell for entry in block.rows for cell in (entry if isinstance(entry, tuple) else entry.cells)]
        yield from (span.text for cells in lines for span in cells if span.style == "name" and span.text.strip())


@pytest.mark.parametrize("depth", [1, 30_000])
def test_a_chain_of_any_length_prints(depth):
    tree = Tree(tuple(row(level, "t") for level in range(0, depth, max(1, depth // 20))))
    assert text_of(tree).count("t\n") >= 1


def test_a_row_that_is_one_line_shortens_the_name_at_its_end() -> None:
    rows = tuple((line("1"), line(name(text))) for text in ("short", "a_name_that_is_far_too_long_for_the_line"))
    table = Table((Column("n", "right"), Column("table")), rows, lines=True)
    report = Report(line("t"), "", line("v"), (Section((), (table,)),), table)
    assert as_text.render(report, width=24).splitlines()[4:] == ["n  table", "1  short", "1  a_name_tha…r_the_line"]
