from __future__ import annotations

import stat
import sys
from importlib import metadata

import pytest

from ondelete.diagrams.formats import render
from ondelete.errors import CannotDraw

DOT = 'digraph { a [id="box-a" label=<<TABLE><TR><TD>text</TD></TR></TABLE>>]; a -> b [id="edge"] }'


@pytest.fixture
def engine():
    found = render.find_engine()
    if found is None:
        pytest.skip("no Graphviz: pip install pygraphviz")
    return found


def pretend_pygraphviz(monkeypatch, version):
    """Let the metadata say which pygraphviz is installed; None: none is."""

    def answer(name):
        if version is None:
            raise metadata.PackageNotFoundError(name)
        return version

    monkeypatch.setattr(render, "version", answer)


def put_dot_on_the_path(monkeypatch, folder, lines):
    """Put a program called dot on the PATH that is a few lines of Python."""
    program = folder / "dot"
    program.write_text(f"#!{sys.executable}\nimport sys\n{lines}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder))


WORKING = """
if "-V" in sys.argv:
    sys.exit(print("dot - graphviz version 9.0.0 (20240101)", file=sys.stderr))
print("Fontconfig warning: whatever", file=sys.stderr)
print("<svg/>", sys.argv[1:], len(sys.stdin.read()))
"""


@pytest.mark.parametrize(("picture", "magic"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_each_format_is_drawn_without_a_graphviz_on_the_system(engine, monkeypatch, tmp_path, picture, magic):
    monkeypatch.setenv("PATH", str(tmp_path))
    drawing = render.draw(engine, DOT, picture)
    assert drawing.content.startswith(magic)
    assert drawing.engine.startswith("Graphviz ")
    assert drawing.messages == ()


def test_the_wheel_that_carries_graphviz_comes_before_dot_on_the_path(monkeypatch, tmp_path):
    put_dot_on_the_path(monkeypatch, tmp_path, WORKING)
    pretend_pygraphviz(monkeypatch, "2.0.4")
    assert render.find_engine().name == "pygraphviz 2.0.4"
    pretend_pygraphviz(monkeypatch, "1.14")
    assert render.find_engine().name == "dot on the PATH"
    pretend_pygraphviz(monkeypatch, None)
    assert render.find_engine().name == "dot on the PATH"
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert render.find_engine() is None


def test_dot_on_the_path_draws_says_its_version_and_nothing_of_fonts(monkeypatch, tmp_path):
    put_dot_on_the_path(monkeypatch, tmp_path, WORKING)
    pretend_pygraphviz(monkeypatch, None)
    drawing = render.draw(render.find_engine(), DOT, "svg")
    assert drawing.content.decode().split() == ["<svg/>", "['-Tsvg']", str(len(DOT))]
    assert drawing.engine == "Graphviz 9.0.0 of dot on the PATH"
    assert drawing.messages == ()


def test_what_graphviz_has_to_say_is_handed_on(monkeypatch, tmp_path):
    put_dot_on_the_path(monkeypatch, tmp_path, WORKING + 'print("graph is too large", file=sys.stderr)')
    pretend_pygraphviz(monkeypatch, None)
    assert render.draw(render.find_engine(), DOT, "svg").messages == ("graph is too large",)


@pytest.mark.parametrize(
    "program", ["sys.exit(3)", "print('syntax error in line 1', file=sys.stderr)", "import os; os.abort()"]
)
def test_an_engine_that_fails_or_crashes_is_one_message(monkeypatch, tmp_path, program):
    put_dot_on_the_path(monkeypatch, tmp_path, program)
    pretend_pygraphviz(monkeypatch, None)
    with pytest.raises(
        CannotDraw, match=r"could not draw this: (it ended with status|syntax error).*\.dot text can still"
    ):
        render.draw(render.find_engine(), DOT, "svg")


def test_an_engine_that_does_not_finish_is_stopped(monkeypatch, tmp_path):
    put_dot_on_the_path(monkeypatch, tmp_path, "import time; time.sleep(60)")
    pretend_pygraphviz(monkeypatch, None)
    monkeypatch.setattr(render, "SECONDS", 0.2)
    with pytest.raises(CannotDraw, match="did not finish"):
        render.draw(render.find_engine(), DOT, "svg")


def test_an_engine_that_cannot_be_started_is_one_message():
    missing = render.Engine("dot on the PATH", ("/nowhere/dot",), says_version=False)
    with pytest.raises(CannotDraw, match="could not be started"):
        render.draw(missing, DOT, "svg")


def test_text_that_is_no_dot_is_one_message(engine):
    with pytest.raises(CannotDraw, match="could not draw this"):
        render.draw(engine, "digraph {", "svg")


@pytest.fixture
def no_fonts(monkeypatch, tmp_path):
    settings = tmp_path / "fonts.conf"
    settings.write_text(f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(settings))


@pytest.mark.parametrize("picture", ["png", "pdf"])
def test_without_a_font_letters_cannot_be_drawn_and_the_package_is_named(engine, no_fonts, picture):
    with pytest.raises(CannotDraw, match="fonts-dejavu-core"):
        render.draw(engine, DOT, picture)


def test_an_svg_needs_no_font(engine, no_fonts):
    assert b">text</text>" in render.draw(engine, DOT, "svg").content


def test_titles_replace_graphvizs_own_and_are_escaped(engine):
    svg = render.draw(engine, DOT, "svg", {"box-a": "a < b & c", "edge": "from a to b"}).content.decode()
    assert "<title>a &lt; b &amp; c</title>" in svg
    assert "<title>from a to b</title>" in svg
    assert "<title>b</title>" in svg
