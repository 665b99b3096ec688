from __future__ import annotations

import re

import pytest
from picture_values import ACTIONS, cascade

from ondelete.diagrams.formats import as_dot
from ondelete.diagrams.formats.render import draw, find_engine, with_style
from ondelete.diagrams.formats.style import DARK, DARK_OF, LIGHT, follow_the_reader
from ondelete.diagrams.scenes.scene import Fate

THEMES = {"light": LIGHT, "dark": DARK}
EVERY_ACTION = [f"{action}.u > users {action}" for action in ACTIONS]


def luminance(colour):
    """Relative luminance of ``#rrggbb`` (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    shares = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def texts_on_fills(theme):
    """Every colour of text with every fill that it can stand on."""
    yield "title", theme.ink, theme.paper
    yield "note", theme.dim, theme.paper
    yield "name in a bundle", theme.ink, theme.plain
    yield "dim name in a bundle", theme.dim, theme.plain
    for action, style in theme.actions.items():
        yield f"{action} row", theme.ink, style.fill
        yield f"{action} member", theme.dim, style.fill
        yield f"{action} in the legend", style.colour, theme.paper
    for fate, style in theme.fates.items():
        yield f"{fate} name", style.text, style.fill
        yield f"{fate} schema", style.dim, style.fill
        if fate is not Fate.ROOT:  # no bundle is a root
            yield f"{fate} bundle", theme.ink, style.fill


@pytest.mark.parametrize("name", THEMES)
def test_every_text_is_readable_on_its_fill(name):
    assert {
        what: contrast(text, fill) for what, text, fill in texts_on_fills(THEMES[name]) if contrast(text, fill) < 4.5
    } == {}


@pytest.mark.parametrize("name", THEMES)
def test_every_line_and_border_is_seen_on_the_paper(name):
    theme = THEMES[name]
    colours = {style.colour for style in (*theme.actions.values(), *theme.fates.values())} | {theme.frame}
    assert {colour for colour in colours if contrast(colour, theme.paper) < 3} == set()


@pytest.mark.parametrize("name", THEMES)
def test_actions_keep_apart_by_line_head_and_colour(name):
    styles = THEMES[name].actions.values()
    assert len({(style.line, style.head) for style in styles}) == len(styles)
    assert len({style.sample for style in styles}) == len(styles)
    # RESTRICT and NO ACTION share theirs, and so do references that are no constraint.
    assert len({style.colour for style in styles}) == len(styles) - 2


def test_no_two_colours_become_the_same_in_the_dark():
    assert len(set(DARK_OF.values())) == len(DARK_OF)


def test_a_dark_picture_has_no_colour_of_the_light_one():
    dot = as_dot.render(cascade("users", *EVERY_ACTION), theme=DARK)
    assert set(re.findall(r"#[0-9A-F]{6}", dot)) <= set(DARK_OF.values())


def test_the_style_sheet_reaches_every_colour_that_graphviz_wrote():
    engine = find_engine()
    if engine is None:
        pytest.skip("no Graphviz: pip install pygraphviz")
    svg = draw(engine, as_dot.render(cascade("users", *EVERY_ACTION)), "svg").content.decode()
    css = follow_the_reader()
    written = set(re.findall(r'(fill|stroke)="([^"]+)"', svg)) - {
        ("fill", "none"),
        ("stroke", "none"),
        ("fill", "transparent"),
        ("stroke", "transparent"),
    }
    assert written
    assert {pair for pair in written if f'[{pair[0]}="{pair[1]}"]' not in css} == set()
    assert with_style(svg, css).count(f"<style>{css}</style>") == 1


def test_the_style_sheet_holds_nothing_that_xml_reads():
    assert not set(follow_the_reader()) & set("<&")
