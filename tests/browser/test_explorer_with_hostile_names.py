"""Names of a schema stay text in the explorer page, and in what is copied from it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser_pictures import HOSTILE, MermaidPage
from explorer_pages import counted, heading, page_of, sample

if TYPE_CHECKING:
    from collections.abc import Callable

    Opened = Callable[..., Any]


# Each would run, or turn the page around it, where it is taken for more than text.
NAMES = [
    *HOSTILE,
    "</script>",
    "'\"`${window.ran=1}`",
    "אבג דה",
    "\u202etxt.exe",
    "😀🧨",
    "a.b",
    "a&b=c#d%20",
    "x" * 63,
]


def hostile() -> str:
    tables = ["CREATE TABLE users (id int PRIMARY KEY);"]
    for number, text in enumerate(NAMES):
        name = '"' + text.replace('"', '""').encode()[:63].decode("utf-8", "ignore") + '"'
        action = ["CASCADE", "SET NULL", "RESTRICT"][number % 3]
        tables.append(
            f"CREATE TABLE {name} ({name} int PRIMARY KEY CONSTRAINT {name} REFERENCES users ON DELETE {action});"
        )
        if number == 0:
            tables.append(f"CREATE SCHEMA {name};")
            tables.append(f"CREATE TABLE {name}.{name} ({name} int REFERENCES users ON DELETE CASCADE);")
    return "\n".join(tables)


def test_hostile_names_stay_text_in_every_view(explore: Opened) -> None:
    page = explore(sql=hostile(), address="view=cascade&table=public.users&all=1")
    counted(page.locator(".box"), len(NAMES) + 2)
    counted(page.locator("img, iframe, object, embed, foreignObject"), 0)
    counted(page.locator("script"), 2)
    titles = page.eval_on_selector_all(".box > title", "all => all.map(one => one.textContent)")
    assert any("<img src=x onerror=window.ran=1>" in title for title in titles)
    assert any("\\202etxt.exe" in title for title in titles)
    assert any("אבג דה" in title for title in titles)
    for number in range(len(NAMES)):
        page.evaluate(
            "n => { location.hash = new URLSearchParams({view: 'inverted', table: explorer.tables[n].id}); }",
            number + 1,
        )
        page.wait_for_function("n => document.title.startsWith(explorer.tables[n].label)", arg=number + 1)
        page.evaluate(
            "n => { location.hash = new URLSearchParams("
            "{view: 'cascade', table: 'public.users', pin: explorer.tables[n].id}); }",
            number + 1,
        )
        page.wait_for_selector(".panel .close")
        assert page.locator(".panel h2 bdi").inner_text() == page.evaluate("n => explorer.tables[n].label", number + 1)
    for view in ("tables", "why", "cycles", "keys", "findings"):
        page.evaluate(
            "view => { location.hash = new URLSearchParams("
            "{view, table: 'public.users', to: explorer.tables[1].id, q: '<img'}); }",
            view,
        )
        page.wait_for_selector("main.list")
        counted(page.locator("img"), 0)
    page.wait_for_timeout(50)  # for a handler that would have come with a broken name


def test_a_hostile_address_finds_nothing(explore: Opened) -> None:
    page = explore(
        "helpdesk", "view=<script>window.ran=1</script>&table=javascript:window.ran=1&q=<img+src=x>&sort=__proto__"
    )
    heading(page, "What happens if I delete a row?")
    page.evaluate("location.hash = 'view=constructor&table=__proto__'")
    page.evaluate("location.hash = 'view=cascade&table=nowhere'")
    page.evaluate("location.hash = 'view=cascade&table=public.users&depth=-1e9&open=x&off=y&pin=z'")
    page.wait_for_selector(".box")
    counted(page.locator(".box"), 11)


# --- copies


def test_copies_are_whole_and_quoted(explore: Opened) -> None:
    page = explore(sql=hostile(), address="view=cascade&table=public.users&all=1")
    dot = page.evaluate("explorer.asDot()")
    assert dot.count(" -> ") == len(NAMES) + 1
    labels = [line for line in dot.splitlines() if "label=" in line]
    assert len(labels) == len(NAMES) + 2
    assert all(re.fullmatch(r'  t\d+ \[label="(?:[^"\\]|\\.)*"\]', label) for label in labels)
    drawing = page.evaluate("explorer.asSvg()")
    parsed = page.evaluate(
        "text => { const d = new DOMParser().parseFromString(text, 'image/svg+xml');"
        "return [d.documentElement.localName, d.querySelectorAll('script, foreignObject').length,"
        "[...d.querySelectorAll('*')].flatMap(one => one.getAttributeNames())"
        ".filter(name => /^on|^class$|href/.test(name)).length,"
        "d.querySelectorAll('path[marker-end]').length]; }",
        drawing,
    )
    assert parsed == ["svg", 0, 0, len(NAMES) + 1]


def test_the_copied_dot_is_read_by_graphviz(explore: Opened) -> None:
    from ondelete.diagrams.formats.render import draw, find_engine

    engine = find_engine() or pytest.skip("no Graphviz: pip install pygraphviz")
    page = explore(sql=hostile(), address="view=cascade&table=public.users&all=1")
    picture = draw(engine, page.evaluate("explorer.asDot()"), "svg", {})
    assert picture.content.count(b'class="edge"') == len(NAMES) + 1


@pytest.mark.parametrize("sql", ["", hostile()], ids=["helpdesk", "hostile"])
def test_the_copied_mermaid_is_read_by_mermaid(explore: Opened, mermaid: MermaidPage, sql: str) -> None:
    page = explore("" if sql else "helpdesk", "view=cascade&table=public.users&all=1", sql=sql)
    drawn = mermaid.draw(page.evaluate("explorer.asMermaid()"))
    assert len(drawn.nodes) == page.locator(".box").count()
    assert not drawn.ran
    assert drawn.elements <= {"div", "span", "p", "b", "br"}
    assert any("users" in node.text for node in drawn.nodes)
    assert any("deleted" in node.text for node in drawn.nodes)


def test_copy_writes_to_the_clipboard_and_says_so(explore: Opened) -> None:
    page = explore("helpdesk", "view=cascade&table=public.users", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("Copy", exact=True).first.click()
    page.get_by_role("button", name="Mermaid").click()
    page.wait_for_function("document.querySelector('.message').textContent")
    assert page.locator(".message").inner_text() == "Mermaid copied"
    assert page.evaluate("navigator.clipboard.readText()").startswith("flowchart LR")


# --- without scripts, and at size


def test_without_scripts_the_trees_are_there(explore: Opened, browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "plain.html"
    path.write_text(page_of(sample("helpdesk")), "utf-8")
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    heading(page, "What happens if I delete a row?")
    assert page.locator("#page").inner_text() == ""
    summary = page.locator("summary").filter(has_text="DELETE FROM users")
    assert "BLOCKED" in summary.inner_text()
    summary.click()
    tree = summary.locator("..").inner_text()
    assert "invoices.approved_by_id RESTRICT BLOCKS" in re.sub(r"\s+", " ", tree)
    context.close()
