"""The explorer page in Chromium: what changed since another version, and references without a key as dotted lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from explorer_pages import box, counted, heading

from helpers import catalog_of
from ondelete.explorer.model import report_explorer
from ondelete.explorer.page import render
from ondelete.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLD = """\
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE);
CREATE TABLE notes (id bigint PRIMARY KEY, user_id bigint);
CREATE TABLE drafts (id bigint PRIMARY KEY, post_id bigint);
"""
NEW = OLD.replace("CASCADE", "RESTRICT") + "CREATE TABLE bills (user_id bigint REFERENCES users ON DELETE CASCADE);\n"


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Callable[[str, str | None], Any]:
    """Open the page of a schema, with what changed in it; errors of its scripts fail the test."""

    def open_page(text: str, address: str, before: str | None = None) -> Any:
        schema = Schema(catalog_of(text))
        change = (Schema(catalog_of(before)).diff(schema), "v1") if before is not None else None
        report = report_explorer(
            schema.catalog, schema.key_graph, schema.coverage, schema.audit(), schema.declared, change
        )
        path = tmp_path / "page.html"
        path.write_text(render(report), "utf-8")
        page = browser.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(f"{path.as_uri()}#{address}")
        return page

    return open_page


def test_a_view_lists_what_changed_and_what_follows(opened: Callable[..., Any]) -> None:
    page = opened(NEW, "", OLD)
    assert "4 consequences of the change" in page.locator(".cards").inner_text()
    page.get_by_role("link", name="What changed", exact=True).click()
    heading(page, "What changed")
    text = page.locator("main").inner_text()
    assert "Compared with v1" in text
    for words in ("newly blocked", "no longer deleted", "newly deleted", "key posts.posts_user_id_fkey, changed"):
        assert words in text
    page.locator("header input").fill("bills")
    counted(page.locator("main tbody tr"), 2)


def test_the_panel_of_a_delete_says_what_it_does_differently(opened: Callable[..., Any]) -> None:
    panel = opened(NEW, "view=cascade&table=public.users", OLD).locator(".panel").inner_text()
    assert "Since v1" in panel
    assert "ON DELETE" not in panel.split("Since v1")[0]
    assert "newly deleted rows of bills go with a delete on users by key bills.bills_user_id_fkey, new" in panel


def test_a_page_about_one_version_has_no_such_view(opened: Callable[..., Any]) -> None:
    page = opened(NEW, "view=changes")
    heading(page, "What happens if I delete a row?")
    counted(page.get_by_role("link", name="What changed"), 0)


def test_references_without_a_key_are_drawn_if_they_are_asked_for(opened: Callable[..., Any]) -> None:
    page = opened(OLD, "view=cascade&table=public.users")
    counted(page.locator(".box"), 2)
    page.get_by_label("References without a key").check()
    counted(page.locator(".box"), 4)
    assert page.locator(".picture .edge.a-no-key").count() == 2
    assert "rows stay" in box(page, "public.notes").text_content()
    dashes = page.locator(".picture .edge.a-no-key").first.evaluate("edge => getComputedStyle(edge).strokeDasharray")
    assert dashes == "2px, 4px"
    box(page, "public.notes").click()
    assert "looks like a reference: rows stay" in page.locator(".panel").inner_text()
    assert "NO KEY" in page.evaluate("explorer.asMermaid()")
    page.reload()
    counted(page.locator(".picture .edge.a-no-key"), 2)
    page.get_by_label("References without a key").uncheck()
    counted(page.locator(".box"), 2)


def test_a_schema_with_all_keys_has_nothing_to_ask_for(opened: Callable[..., Any]) -> None:
    page = opened(
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a_id int REFERENCES a);", "view=cascade&table=public.a"
    )
    counted(page.get_by_label("References without a key"), 0)
