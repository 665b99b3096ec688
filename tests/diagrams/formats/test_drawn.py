"""A picture that Graphviz cannot draw in time is drawn simply, and says so."""

from __future__ import annotations

import sys

import pytest

from helpers import catalog_of
from ondelete.diagrams.formats import as_dot, render
from ondelete.diagrams.formats.drawn import draw_scene, simple_note
from ondelete.diagrams.scenes.views import View, scene_of
from ondelete.errors import CannotDraw
from ondelete.schema import Schema

SQL = "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a);"

# Takes its time, but for straight lines; the picture holds what it was given.
SLOW = """#!{python}
import sys, time
from html import escape
text = sys.stdin.read()
if "-V" in sys.argv:
    sys.exit(print("dot - graphviz version 9.9.9"))
if "splines=line" not in text{also}:
    time.sleep(60)
print('<svg xmlns="http://www.w3.org/2000/svg">\\n<text>' + escape(text) + "</text></svg>")
"""


@pytest.fixture
def scene():
    catalog = catalog_of(SQL)
    return scene_of(catalog, [Schema(catalog).table("a")], View())


def slow_engine(monkeypatch, tmp_path, also=""):
    dot = tmp_path / "dot"
    dot.write_text(SLOW.format(python=sys.executable, also=also))
    dot.chmod(0o755)
    monkeypatch.setattr(render, "SECONDS", 1)
    monkeypatch.setattr(render, "find_engine", lambda **_: render.Engine("dot", (str(dot),), says_version=False))
    return render.find_engine()


def test_what_takes_too_long_is_drawn_simply_and_says_so(scene, monkeypatch, tmp_path):
    drawing = draw_scene(slow_engine(monkeypatch, tmp_path), scene, "svg")
    assert drawing.simply
    assert "Drawn simply, with straight lines" in drawing.content.decode()


def test_what_takes_too_long_even_so_is_a_message(scene, monkeypatch, tmp_path):
    engine = slow_engine(monkeypatch, tmp_path, also=" or True")
    with pytest.raises(CannotDraw, match="did not finish in 1 seconds"):
        draw_scene(engine, scene, "svg")


def test_the_command_says_it_too(monkeypatch, tmp_path, capsys):
    from ondelete.cli import run

    slow_engine(monkeypatch, tmp_path)
    (tmp_path / "s.sql").write_text(SQL)
    assert run(["diagram", str(tmp_path / "s.sql"), "--table", "a", "-o", str(tmp_path / "a.svg")]) == 0
    assert f"ondelete: warning: {simple_note()}\n" in capsys.readouterr().err
    assert "Drawn simply" in (tmp_path / "a.svg").read_text("utf-8")


def test_the_real_graphviz_draws_the_simple_form(scene):
    engine = render.find_engine()
    if engine is None:
        pytest.skip("no Graphviz is installed")
    svg = render.draw(engine, as_dot.render(scene, simply=True), "svg").content.decode("utf-8")
    assert svg.count('class="node"') == 2


def test_half_a_minute_is_the_bound():
    assert render.SECONDS == 30
