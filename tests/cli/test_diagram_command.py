"""The command ``diagram``: what it writes where, and what it says. What is in a picture stands in tests/diagrams."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from ondelete.diagrams import render

HELPDESK = Path(__file__).resolve().parents[2] / "samples" / "helpdesk" / "schema.sql"
NO_KEYS = "CREATE TABLE towns (id integer PRIMARY KEY);\n"


@pytest.fixture
def engine():
    found = render.find_engine()
    if found is None:
        pytest.skip("no Graphviz: pip install ondelete[svg]")
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
    assert 'pip install "ondelete[svg]"' in done.err
    assert "dot -Tsvg" in done.err


def test_without_an_engine_and_a_file_there_is_nothing_to_write(ondelete, monkeypatch):
    monkeypatch.setattr(render, "find_engine", lambda: None)
    done = ondelete("diagram", HELPDESK, "--format", "svg")
    assert (done.status, done.out) == (2, "")
    assert "--format dot takes nothing" in done.err


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
        (("-o", "out.jpg"), "use .svg, .png, .pdf, .dot or .mmd"),
        (("-o", "out"), "use .svg, .png, .pdf, .dot or .mmd"),
        (("--format", "png"), "name a file with -o"),
        (("--depth", "2"), "name it with --table"),
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
    [((), "the schema has no foreign keys"), (("--table", "towns"), "no foreign key references it")],
)
def test_a_picture_with_nothing_in_it_is_drawn_and_said(ondelete, here, arguments, words):
    (here / "towns.sql").write_text(NO_KEYS)
    done = ondelete("diagram", "towns.sql", *arguments)
    assert done.status == 0
    assert "towns" in done.out
    assert words in done.err
