"""The sheet as DOT text: widths, sizes of letters, colours, and names that Graphviz must not interpret."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.predict import predict_delete
from ondelete.diagrams.formats import render, sheet_dot
from ondelete.diagrams.formats.drawn import dot_of, draw_scene
from ondelete.diagrams.formats.labels import text_width
from ondelete.diagrams.formats.style import DARK, DARK_OF, LIGHT
from ondelete.diagrams.scenes.sheet import Sheet, sheet_of

SVG = "{http://www.w3.org/2000/svg}"


def sheet(tables: int = 60, prefix: str = "t", notes: tuple[str, ...] = ()) -> Sheet:
    """Return the sheet of a DELETE with many tables at one step, at two steps, kept ones and blockers."""
    actions = ("CASCADE", "SET NULL", "RESTRICT", "CASCADE", "CASCADE")
    sql = ["CREATE TABLE users (id int PRIMARY KEY);"]
    for n in range(tables):
        sql.append(
            f'CREATE TABLE "{prefix}_{n}" (id int PRIMARY KEY, u int REFERENCES users ON DELETE {actions[n % 5]});'
        )
        if actions[n % 5] == "CASCADE":
            sql.append(f'CREATE TABLE "{prefix}_{n}_part" (r int REFERENCES "{prefix}_{n}" ON DELETE CASCADE);')
    catalog = catalog_of("".join(sql))
    marks = {key.id: "none" for key in catalog.foreign_keys}
    return sheet_of(predict_delete(catalog, QualifiedName("public", "users")), marks, notes=notes)  # type: ignore[arg-type]


def drawn(found: Sheet) -> ElementTree.Element:
    engine = render.find_engine()
    assert engine is not None, "the extra svg brings one"
    return ElementTree.fromstring(draw_scene(engine, found, "svg").content)  # noqa: S314 - our own output


@pytest.mark.parametrize("tables", [1, 60, 400])
def test_no_letter_is_smaller_than_eleven_pixels_on_a_page_of_nine_hundred(tables: int) -> None:
    picture = drawn(sheet(tables, "a_name_that_is_quite_long_" * 2 if tables == 60 else "t"))
    width = float(picture.attrib["viewBox"].split()[2])
    sizes = {float(text.attrib["font-size"]) for text in picture.iter(f"{SVG}text")}
    assert min(sizes) * 900 / width >= 11
    assert width <= 700, "no name makes the page wider"


def test_every_line_stays_on_the_page() -> None:
    picture = drawn(sheet(60, "a_name_that_is_quite_long_" * 2))
    left, _, width, _ = map(float, picture.attrib["viewBox"].split())
    for text in picture.iter(f"{SVG}text"):
        start = float(text.attrib["x"])
        assert left <= start
        assert start + text_width("".join(text.itertext()), float(text.attrib["font-size"])) * 0.85 <= left + width


def test_the_parts_stand_in_the_order_in_which_they_are_asked_for() -> None:
    text = " ".join("".join(each.itertext()) for each in drawn(sheet(notes=("A note.",))).iter(f"{SVG}text"))
    parts = (
        *(
            "DELETE FROM users",
            "BLOCKED",
            "more tables lose rows",
            "What can stop it",
            "deleted at once",
            "kept, get NULL",
        ),
        *("deleted further down", "Keys without an index", "A note."),
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_what_is_left_out_is_counted() -> None:
    text = " ".join("".join(each.itertext()) for each in drawn(sheet(400)).iter(f"{SVG}text"))
    assert "… and 20 more: ondelete explain --blockers lists them" in text
    assert re.search(r"… and \d+ more tables, by way of \d+ others", text)


def test_all_colours_have_a_dark_one() -> None:
    used = set(re.findall(r"#[0-9A-Fa-f]{6}", dot_of(sheet())))
    assert used <= set(DARK_OF)
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", dot_of(sheet(), theme=DARK))) <= set(DARK_OF.values())


def test_names_are_text() -> None:
    catalog = catalog_of(
        'CREATE TABLE "a<b>&\\N" (id int PRIMARY KEY);'
        'CREATE TABLE "##[x]\u202e" (u int REFERENCES "a<b>&\\N" ON DELETE RESTRICT);'
    )
    found = sheet_of(predict_delete(catalog, QualifiedName("public", "a<b>&\\N")), {})
    text = " ".join("".join(each.itertext()) for each in drawn(found).iter(f"{SVG}text"))
    assert "DELETE FROM a<b>&\\N" in text
    assert "\u202e" not in text
    assert "##[" not in sheet_dot.render(found)


def test_the_same_sheet_gives_the_same_text() -> None:
    assert sheet_dot.render(sheet()) == sheet_dot.render(sheet())
    assert sheet_dot.render(sheet(), LIGHT) != sheet_dot.render(sheet(), DARK)
