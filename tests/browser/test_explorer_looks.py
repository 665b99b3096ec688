"""The explorer page in Chromium can be read: in both themes, on a phone, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from browser_pictures import contrast
from explorer_pages import PHONE, box

if TYPE_CHECKING:
    from collections.abc import Callable

    Opened = Callable[..., Any]


_TEXTS = """() => [...document.querySelectorAll('.box')].map(box => {
  const rectangle = element => {
    const {left, top, right, bottom} = element.getBoundingClientRect();
    return [left, top, right, bottom];
  };
  return {box: rectangle(box.querySelector('.frame')),
          texts: [...box.querySelectorAll('text')].map(text => [text.textContent, rectangle(text)])};
})"""


@pytest.mark.parametrize(
    ("case", "table"), [("helpdesk", "public.users"), ("backoffice", "public.users"), ("spreadsheet", None)]
)
def test_texts_lie_in_their_boxes_and_not_on_each_other(explore: Opened, case: str, table: str | None) -> None:
    table = table or "Sheet 1.Customer List (final)"
    page = explore(case, f"view=cascade&table={table.replace(' ', '+')}&all=1")
    boxes = page.evaluate(_TEXTS)
    assert len(boxes) > 2
    for found in boxes:
        left, top, right, bottom = found["box"]
        for text, (x1, y1, x2, y2) in found["texts"]:
            assert left - 1 <= x1 < x2 <= right + 1, text
            assert top - 2 <= y1 < y2 <= bottom + 2, text
        for text, one in found["texts"]:
            for other_text, other in found["texts"]:
                if text is not other_text and abs(one[1] - other[1]) < 2 and one[0] < other[0]:
                    assert one[2] <= other[0] + 1, (text, other_text)


def test_a_long_name_is_cut_and_kept_in_a_title(explore: Opened) -> None:
    long = "a_table_whose_name_goes_on_for_as_long_as_postgres_lets_it_go_o"
    page = explore(
        sql=f"CREATE TABLE r (id int PRIMARY KEY); CREATE TABLE {long} (id int REFERENCES r ON DELETE CASCADE);",
        address="view=cascade&table=public.r",
    )
    group = box(page, f"public.{long}")
    assert group.locator(".title").text_content().endswith("…")
    assert group.locator("> title").text_content() == f"{long}: deleted · 1"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["", "view=cascade&table=public.users", "view=findings"])
def test_text_can_be_read_in_both_themes(explore: Opened, scheme: str, address: str) -> None:
    page = explore("helpdesk", address, color_scheme=scheme)
    pairs = page.evaluate(
        """() => [...document.querySelectorAll('main *, header *')].filter(one => one.getClientRects().length &&
          [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()) && !one.closest('svg, .off'))
        .map(one => { let under = one; const back = n => getComputedStyle(n).backgroundColor;
          while (under && /, 0\\)$/.test(back(under))) under = under.parentElement;
          return [one.textContent.slice(0, 30), getComputedStyle(one).color, back(under ?? document.body)]; })"""
    )
    assert len(pairs) > 20
    assert [(text, fore, back) for text, fore, back in pairs if contrast(fore, back) < 4.5] == []


def test_the_theme_button_goes_round_and_is_remembered(explore: Opened) -> None:
    page = explore("helpdesk", color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Colours: auto").click()
    assert page.evaluate(paper) == light
    page.get_by_role("button", name="Colours: light").click()
    dark = page.evaluate(paper)
    assert dark != light
    page.reload()
    assert page.evaluate(paper) == dark
    page.get_by_role("button", name="Colours: dark").click()
    assert page.evaluate(paper) == light


@pytest.mark.parametrize("view", ["tables", "cascade", "inverted", "why", "cycles", "keys", "findings"])
def test_a_phone_never_scrolls_sideways(explore: Opened, view: str) -> None:
    page = explore("backoffice", f"view={view}&table=public.users&to=public.orders", viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("h1").is_visible()
    if view == "cascade":
        picture, panel = page.locator(".picture").bounding_box(), page.locator(".panel").bounding_box()
        assert picture["height"] > 200
        assert panel["y"] >= picture["y"] + picture["height"] - 1


def test_a_printed_picture_is_whole(explore: Opened) -> None:
    page = explore("helpdesk", "view=cascade&table=public.users")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    picture = page.locator(".picture").bounding_box()
    for group in page.locator(".box").all():
        found = group.bounding_box()
        assert found["y"] + found["height"] <= picture["y"] + picture["height"] + 1
    assert not page.locator("header").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".picture").get_attribute("viewBox") is None
