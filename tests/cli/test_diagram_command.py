"""The command ``diagram``: what it writes where, and what it says. What is in a picture stands in tests/diagrams."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from ondelete.diagrams.formats import render

HELPDESK = Path(__file__).resolve().parents[2] / "samples" / "helpdesk" / "schema.sql"
NO_KEYS = "CREATE TABLE towns (id integer PRIMARY KEY);\n"


@pytest.fixture
def engine():
    found = render.find_engine()
    if found is None:
        pytest.skip("no Graphviz: pip install pygraphviz")
    return found


def test_without_options_the_whole_schema_is_dot_text_on_standard_output(ondelete):
    done = ondelete("diagram", HELPDESK)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("digraph ondelete {")
    assert done.out.count('"public.users":out:e ->') == 9


@pytest.mark.parametrize(
    ("ending", "magic"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("PNG", b"\x89PNG")]
)
def test_the_ending_of_the_output_says_what_is_drawn_and_the_engine_is_named(ondelete, here, engine, ending, magic):
    done = ondelete("diagram", HELPDESK, "--table", "users", "-o", f"out.{ending}")
    assert done.status == 0
    assert (here / f"out.{ending}").read_bytes().startswith(magic)
    assert done.out == ""
    assert re.fullmatch(rf"ondelete: drawn by Graphviz [\d.]+ of .+, written to out\.{ending}\n", done.err)


@pytest.mark.parametrize(
    ("ending", "start"), [("dot", "digraph"), ("gv", "digraph"), ("mmd", "flowchart LR"), ("mermaid", "flowchart LR")]
)
def test_texts_need_no_engine(ondelete, here, monkeypatch, ending, start):
    monkeypatch.setattr(render, "find_engine", lambda: pytest.fail("asked for an engine"))
    done = ondelete("diagram", HELPDESK, "--table", "users", "-o", f"out.{ending}")
    assert (done.status, done.err) == (0, "")
    assert (here / f"out.{ending}").read_text("utf-8").startswith(start)


def test_an_svg_can_go_to_standard_output_and_parses(ondelete, engine):
    done = ondelete("diagram", HELPDESK, "--table", "users", "--format", "svg", "--quiet")
    assert done.err == ""
    ids = {element.get("id") for element in ET.fromstring(done.out).iter()}  # noqa: S314 - our own picture
    assert {"table-public.users", "table-public.tickets"} <= ids


def test_several_tables_share_a_picture(ondelete):
    out = ondelete("diagram", HELPDESK, "--table", "users", "--table", "accounts").out
    assert "DELETE FROM users or accounts" in out


def test_depth_counts_what_it_leaves_out(ondelete):
    assert "deleted · 2" in ondelete("diagram", HELPDESK, "--table", "accounts").out
    out = ondelete("diagram", HELPDESK, "--table", "accounts", "--depth", "1").out
    assert re.search(r"… and \d+ deeper", out)
    assert "more than 1 step away left out" in out


def test_full_draws_what_would_be_bundled(ondelete, here):
    tables = "".join(f"CREATE TABLE t{n} (a int REFERENCES r ON DELETE CASCADE);\n" for n in range(50))
    (here / "wide.sql").write_text(f"CREATE TABLE r (id int PRIMARY KEY);\n{tables}")
    assert "50 tables deleted" in ondelete("diagram", "wide.sql", "--table", "r").out
    assert "50 tables deleted" not in ondelete("diagram", "wide.sql", "--table", "r", "--full").out


def test_boxes_link_to_a_base_url(ondelete):
    out = ondelete("diagram", HELPDESK, "--base-url", "https://docs.example/").out
    assert "https://docs.example/public.users" in out


def test_partitions_are_named_if_asked_for(ondelete):
    telemetry = HELPDESK.parents[1] / "telemetry" / "schema.sql"
    assert "partitions:" not in ondelete("diagram", telemetry).out
    assert "4 partitions: readings_" in ondelete("diagram", telemetry, "--show-partitions").out
    assert "4 partitions: readings_" in ondelete("diagram", telemetry, "--table", "devices", "--show-partitions").out


def test_without_an_engine_the_dot_text_is_written_and_one_line_says_how_to_draw_it(ondelete, here, monkeypatch):
    monkeypatch.setattr(render, "find_engine", lambda: None)
    done = ondelete("diagram", HELPDESK, "-o", "out.svg")
    assert done.status == 0
    assert [path.name for path in here.iterdir()] == ["out.dot"]
    assert (here / "out.dot").read_text("utf-8").startswith("digraph")
    assert len(done.err.splitlines()) == 1
    assert "pip install pygraphviz" in done.err
    assert "dot -Tsvg" in done.err


def test_without_an_engine_and_a_file_there_is_nothing_to_write(ondelete, monkeypatch):
    monkeypatch.setattr(render, "find_engine", lambda: None)
    done = ondelete("diagram", HELPDESK, "--format", "svg")
    assert (done.status, done.out) == (2, "")
    assert "--format dot does not" in done.err


def test_an_engine_that_lacks_a_system_library_gives_way_and_the_packages_are_named(ondelete, here, monkeypatch):
    broken = render.Engine(
        "pygraphviz 9",
        (sys.executable, "-c", "import sys; sys.exit('libX11.so.6: cannot open shared object file')"),
        says_version=True,
    )
    monkeypatch.setattr(render, "find_engine", lambda wheel=True: broken if wheel else None)
    done = ondelete("diagram", HELPDESK, "-o", "out.svg")
    assert done.status == 0
    assert [path.name for path in here.iterdir()] == ["out.dot"]
    assert "apt-get install libglib2.0-0 libx11-6" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-o", "out.jpg"), "use .svg, .png, .pdf, .dot, .mmd or .md"),
        (("-o", "out"), "use .svg, .png, .pdf, .dot, .mmd or .md"),
        (("--format", "png"), "name a file with -o"),
        (("--depth", "2"), "name the table with --table"),
        (("--around", "users", "--table", "users"), "--around and --table exclude each other"),
        (("--around", "users", "--cycles"), "--around and --cycles exclude each other"),
        (("--distance", "2"), "name the table with --around"),
        (("--table", "users", "--distance", "2"), "name the table with --around"),
        (("--table", "users", "--cycles", "--depth", "2"), "--depth and --cycles exclude each other"),
        (("--invert",), "--invert needs one table"),
        (("--invert", "--table", "users", "--table", "tags"), "--invert needs one table"),
        (("--path-to", "users"), "--path-to needs a first table"),
        (("--table", "users", "--path-to", "tags", "--invert"), "--invert and --path-to exclude each other"),
        (("--table", "users", "--cycles", "--invert"), "--cycles excludes --invert and --path-to"),
        (("--cycles", "--actions", "cascade"), "--actions excludes --cycles"),
        (("--table", "users", "--path-to", "tags", "--actions", "cascade"), "--actions excludes"),
        (("--cycles", "--clusters", "schema"), "--clusters excludes --cycles"),
        (("--clusters", "group"), "needs [groups] in the configuration"),
        (("--actions", "explode"), "'explode' is no action"),
        (("--theme", "auto"), "--theme auto is for .svg; for dot, use light or dark"),
        (("--theme", "auto", "-o", "out.png"), "for png, use light or dark"),
        (("--theme", "dark", "-o", "out.mmd"), "a mmd has no colours of its own"),
        (("--base-url", "https://docs.example/", "-o", "out.png"), "a png has no links"),
        (("--base-url", "javascript:alert(1)//"), "--base-url must be an http:, https: or relative address"),
        (("--base-url", "JaVaScRiPt:alert(1)//"), "--base-url must be"),
        (("--base-url", "java\nscript:alert(1)//"), "--base-url must be"),
        (("--base-url", " javascript:alert(1)//"), "--base-url must be"),
        (("--base-url", "data:text/html,"), "--base-url must be"),
        (("--table", "users", "--path-to", "nowhere"), "nowhere: no such table"),
        (("--table", "usres"), "Did you mean users"),
        (("--table", "users", "-o", "missing/out.svg"), "cannot write missing/out.svg"),
    ],
)
def test_what_cannot_be_done_is_one_message_and_status_2(ondelete, here, arguments, words):
    done = ondelete("diagram", HELPDESK, *arguments)
    assert (done.status, done.out) == (2, "")
    assert words in done.err
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "the schema has no foreign keys"),
        (("--table", "towns"), "no foreign key references it"),
        (("--table", "towns", "--invert"), "it references no table"),
        (("--table", "towns", "--path-to", "towns"), "no chain of foreign keys leads there"),
        (("--around", "towns"), "no foreign key leads to it or away from it"),
    ],
)
def test_a_picture_with_nothing_in_it_is_drawn_and_said(ondelete, here, arguments, words):
    (here / "towns.sql").write_text(NO_KEYS)
    done = ondelete("diagram", "towns.sql", *arguments)
    assert done.status == 0
    assert "towns" in done.out
    assert words in done.err


def test_a_schema_without_cycles_says_so(ondelete, here):
    (here / "towns.sql").write_text(NO_KEYS)
    done = ondelete("diagram", "towns.sql", "--cycles")
    assert done.status == 0
    assert "No cycles of foreign keys" in done.out
    assert "no foreign keys form a cycle" in done.err


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (("--table", "comments", "--invert"), "What can delete a row of comments"),
        (("--table", "users", "--path-to", "attachments"), "From DELETE FROM users to attachments"),
        (("--around", "tickets"), "Around tickets: 7 tables within 1 key"),
        (("--around", "tickets", "--around", "teams", "--distance", "2"), "Around tickets and teams: 13 tables"),
        (("--cycles",), "1 table that references only itself"),
        (("--cycles", "--table", "tickets"), "1 table that references only itself"),
        (("--table", "users", "--actions", "set-null"), "Drawn: keys with SET NULL, and the way to them"),
        (("--around", "users", "--actions", "restrict,no_action"), "Around users: 3 tables within 1 key"),
    ],
)
@pytest.mark.parametrize("form", ["dot", "mmd", "md"])
def test_each_question_has_its_picture_in_every_text(ondelete, arguments, title, form):
    done = ondelete("diagram", HELPDESK, *arguments, "--format", form)
    assert (done.status, done.err) == (0, "")
    assert title in done.out.replace("\\", "")


def test_a_theme_can_be_chosen_and_an_svg_follows_its_reader(ondelete, engine):
    def drawn(*arguments):
        return ondelete("diagram", HELPDESK, "--table", "users", "--format", "svg", "-q", *arguments).out

    assert "prefers-color-scheme:dark" in drawn()
    assert drawn() == drawn("--theme", "auto")
    assert "prefers-color-scheme" not in drawn("--theme", "light")
    assert "#0d1117" not in drawn("--theme", "light")
    assert 'fill="#0d1117"' in drawn("--theme", "dark")


def test_a_relative_address_is_a_base_for_links(ondelete):
    assert 'URL="tables/#public.users"' in ondelete("diagram", HELPDESK, "--base-url", "tables/#").out


def test_groups_and_loose_keys_come_from_the_configuration(ondelete, here):
    (here / "ondelete.toml").write_text(
        '[groups]\npeople = ["users", "team*"]\n'
        '[[loose.keys]]\ntable = "ticket_archive"\ncolumn = "user_id"\nreferences = "users"\n'
        'on-delete = "async_delete"\n'
    )
    out = ondelete("diagram", HELPDESK, "--table", "users", "--clusters", "group").out
    assert "subgraph cluster_people {" in out
    assert "<B>LOOSE</B> deleted later" in out
    assert "LOOSE" in ondelete("diagram", HELPDESK).out
    assert "LOOSE" not in ondelete("diagram", HELPDESK, "--actions", "cascade").out


def wide(here):
    tables = "".join(f"CREATE TABLE t{n} (a int REFERENCES r ON DELETE CASCADE);\n" for n in range(50))
    (here / "wide.sql").write_text(f"CREATE TABLE r (id int PRIMARY KEY);\n{tables}")


def test_what_is_too_large_for_mermaid_is_a_list_in_markdown(ondelete, here):
    wide(here)
    assert "```mermaid" in ondelete("diagram", "wide.sql", "--table", "r", "--format", "md", "--style", "graph").out
    full = ondelete("diagram", "wide.sql", "--table", "r", "--full", "-o", "wide.md")
    assert (full.status, full.err) == (0, "")
    assert (here / "wide.md").read_text("utf-8").count("**CASCADE**") == 50


def test_a_file_for_mermaid_stays_one_and_the_list_is_written_beside(ondelete, here):
    wide(here)
    done = ondelete("diagram", "wide.sql", "--table", "r", "--full", "-o", "wide.mmd")
    assert done.status == 0
    assert "51 boxes and 50 lines are too many for Mermaid" in (here / "wide.mmd").read_text("utf-8")
    assert "wide.md has it as a list" in done.err
    assert (here / "wide.md").read_text("utf-8").count("**CASCADE**") == 50
    printed = ondelete("diagram", "wide.sql", "--table", "r", "--full", "--format", "mmd")
    assert "--format md to print it as a list" in printed.err


def test_a_large_cascade_is_a_sheet_unless_a_graph_is_asked_for(ondelete, here):
    wide(here)
    assert ondelete("diagram", "wide.sql", "--table", "r", "-o", "sheet.svg").status == 0
    assert "50 tables deleted at once" in (here / "sheet.svg").read_text("utf-8")
    assert "50 tables deleted at once" in ondelete("diagram", "wide.sql", "--table", "r", "--format", "md").out
    for options in (["--style", "graph"], ["--full"], ["--depth", "1"]):
        assert "deleted at once" not in ondelete("diagram", "wide.sql", "--table", "r", *options).out
    small = ["diagram", HELPDESK, "--table", "users"]
    assert "deleted at once" not in ondelete(*small).out
    assert "deleted at once" in ondelete(*small, "--style", "sheet").out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--style", "sheet"], "--style sheet is one page about a DELETE on one table"),
        (["--table", "users", "--style", "sheet", "--invert"], "--style sheet is one page"),
        (["--table", "users", "--style", "sheet", "--format", "mmd"], "Mermaid draws graphs only"),
        (["--blockers"], "--blockers needs a table"),
        (["--table", "users", "--blockers", "--actions", "cascade"], "--blockers needs a table, and excludes"),
    ],
)
def test_styles_and_blockers_that_exclude_others(ondelete, options, message):
    done = ondelete("diagram", HELPDESK, *options)
    assert done.status == 2
    assert message in done.err


def test_blockers_are_drawn_with_the_way_to_them(ondelete, here):
    (here / "s.sql").write_text(
        "CREATE TABLE a (id int PRIMARY KEY);"
        "CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE);"
        "CREATE TABLE c (b int NOT NULL REFERENCES b ON DELETE SET NULL);"
        "CREATE TABLE d (a int REFERENCES a ON DELETE CASCADE);"
    )
    text = ondelete("diagram", "s.sql", "--table", "a", "--blockers", "--format", "mmd").out
    assert [name for name in "abcd" if f"<b>{name}</b>" in text] == ["a", "b", "c"]
