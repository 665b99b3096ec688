"""The sheet as a Report: the page as text and Markdown, with everything that can stop the delete."""

from __future__ import annotations

from test_sheet_dot import sheet

from ondelete.diagrams.formats.sheet_report import sheet_report
from ondelete.formats import as_markdown, as_text


def test_as_text() -> None:
    lines = as_text.render(sheet_report(sheet(10)), width=80, colour=False, unicode=True).splitlines()
    assert lines[:22] == [
        "DELETE FROM users",
        "",
        "BLOCKED while a row of t_2 and t_7 references it.",
        "",
        "12 more tables lose rows, 2 columns → NULL, 2 keys can stop it, 16 keys without",
        "index, 2 longest chain.",
        "",
        "What can stop it",
        "  BLOCKS  t_2.u  RESTRICT",
        "  BLOCKS  t_7.u  RESTRICT",
        "",
        "6 tables deleted at once",
        "  by u ×6",
        "  ⚠ no index: t_0, t_3, t_4, t_5, t_8, t_9",
        "  t_0, t_3, t_4, t_5, t_8, t_9",
        "",
        "2 tables kept, get NULL",
        "  by u ×2",
        "  ⚠ no index: t_1, t_6",
        "  t_1, t_6",
        "",
        "6 tables deleted further down",
    ]


def test_nothing_that_can_stop_it_is_left_out() -> None:
    found = sheet(400)
    text = as_markdown.render(sheet_report(found))
    assert text.count("BLOCKS") == len(found.stoppers) == 80
