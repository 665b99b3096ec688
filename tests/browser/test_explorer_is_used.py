"""The explorer page in Chromium obeys mouse, keyboard and address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from explorer_pages import WIDE, box, counted, hash_of, heading, sample

from ondelete.analyses.why import why_all

if TYPE_CHECKING:
    from collections.abc import Callable

    Opened = Callable[..., Any]


def test_it_starts_on_a_list_that_says_what_it_is(explore: Opened) -> None:
    page = explore("helpdesk")
    heading(page, "What happens if I delete a row?")
    rows = page.locator("main tbody tr")
    assert rows.count() == 14
    assert rows.nth(0).inner_text().split() == ["accounts", "BLOCKED", "10", "5", "4", "5", "6", "0"]
    assert "7 keys without a good index" in page.locator(".cards").inner_text()


def test_a_heading_sorts_and_sorts_back(explore: Opened) -> None:
    page = explore("helpdesk")
    page.get_by_role("button", name="Table").click()
    assert page.locator("main tbody tr a").nth(0).inner_text() == "accounts"
    assert page.locator('th[aria-sort="ascending"]').inner_text().startswith("Table")
    page.get_by_role("button", name="Table").click()
    assert page.locator("main tbody tr a").nth(0).inner_text() == "users"
    page.get_by_role("button", name="No index").click()
    assert [page.locator("main tbody tr a").nth(n).inner_text() for n in range(2)] == ["accounts", "users"]


def test_a_table_becomes_the_root_and_the_back_button_returns(explore: Opened) -> None:
    page = explore("helpdesk")
    page.get_by_role("link", name="users", exact=True).click()
    heading(page, "DELETE FROM users")
    assert hash_of(page) == "#view=cascade&table=public.users"
    counted(page.locator(".box"), 11)
    box(page, "public.tickets").dblclick()
    heading(page, "DELETE FROM tickets")
    assert page.locator(".crumbs a").all_inner_texts() == ["users"]
    page.go_back()
    heading(page, "DELETE FROM users")
    page.go_back()
    counted(page.locator("main tbody tr"), 14)
    page.go_forward()
    heading(page, "DELETE FROM users")


def test_boxes_say_what_becomes_of_their_rows_and_by_which_key(explore: Opened) -> None:
    page = explore("helpdesk", "view=cascade&table=public.users")
    texts = {
        group.get_attribute("data-id"): group.locator("text").all_text_contents()
        for group in page.locator(".box").all()
    }
    assert texts["public.comments"][:2] == ["comments", "deleted · BLOCKS"]
    assert texts["public.comments"][2:] == [
        "author_id",
        "SET NULL but NOT NULL  ⚠ no index",
        "ticket_id",
        "CASCADE",
    ]
    assert texts["public.teams"][1] == "kept"
    assert [text for text in texts["public.tickets"] if "↻" in text] == ["merged_into_id ↻"]


def test_a_click_pins_and_the_panel_tells_of_the_key(explore: Opened) -> None:
    page = explore("helpdesk", "view=cascade&table=public.users")
    assert "3 keys can stop it" in page.locator(".panel").inner_text()
    box(page, "public.exports").click()
    panel = page.locator(".panel").inner_text()
    for words in (
        "exports_requested_by_id_fkey, line 584",
        "NO ACTION",
        "⚠ no index",
        "No index holds requested_by_id.",
        "CREATE INDEX",
        "23503",
        "users → exports",
    ):
        assert words in panel
    assert "pin=public.exports" in hash_of(page)
    page.keyboard.press("Escape")
    assert "pin" not in hash_of(page)
    assert "What can stop it" in page.locator(".panel").inner_text()


def test_hovering_lights_the_way_from_the_root(explore: Opened) -> None:
    page = explore("helpdesk", "view=cascade&table=public.users")
    box(page, "public.ratings").locator(".title").hover()
    lit = page.eval_on_selector_all(".box.lit", "all => all.map(one => one.dataset.id).sort()")
    assert lit == ["public.ratings", "public.users"]
    box(page, "public.attachments").locator(".title").hover()
    lit = page.eval_on_selector_all(".box.lit", "all => all.map(one => one.dataset.id).sort()")
    # A key of comments that sets NULL is nearer to users, but only their deletion goes on to the attachments.
    assert lit == [f"public.{table}" for table in ("attachments", "comments", "tickets", "users")]
    counted(page.locator(".edge.lit"), 3)
    page.mouse.move(5, 300)
    counted(page.locator(".picture.hovering"), 0)


def test_switching_off_an_action_takes_away_what_only_it_leads_to(explore: Opened) -> None:
    page = explore("helpdesk", "view=cascade&table=public.users")
    page.get_by_label("CASCADE", exact=True).uncheck()
    left = page.eval_on_selector_all(".box", "all => all.map(one => one.dataset.id).sort()")
    assert left == [f"public.{t}" for t in ("comments", "exports", "invoices", "ratings", "teams", "tickets", "users")]
    page.get_by_label("CASCADE", exact=True).check()
    counted(page.locator(".box"), 11)
    page.get_by_label("Steps").select_option("1")
    counted(page.locator(".box"), 9)
    assert "depth=1" in hash_of(page)


def test_switching_off_a_schema_takes_its_tables_away(explore: Opened) -> None:
    page = explore(
        sql="CREATE SCHEMA billing; CREATE TABLE users (id int PRIMARY KEY);"
        "CREATE TABLE billing.invoices (id int PRIMARY KEY, u int REFERENCES users ON DELETE CASCADE);"
        "CREATE TABLE lines (i int REFERENCES billing.invoices ON DELETE CASCADE);",
        address="view=cascade&table=public.users",
    )
    counted(page.locator(".box"), 3)
    page.locator("summary", has_text="Schemas").click()
    page.get_by_role("checkbox", name="billing").uncheck()
    assert page.get_by_role("checkbox", name="billing").evaluate("one => one === document.activeElement")
    assert page.eval_on_selector_all(".box", "all => all.map(one => one.dataset.id)") == ["public.users"]


def test_many_leaves_share_a_box_that_opens(explore: Opened) -> None:
    page = explore(sql=WIDE, address="view=cascade&table=public.r")
    counted(page.locator(".box"), 2)
    bundle = page.locator(".bundle")
    assert bundle.locator(".title").text_content() == "50 tables deleted"
    assert "… 42 more" in bundle.inner_html()
    bundle.click()
    counted(page.locator(".box"), 51)
    page.get_by_label("Bundle leaves").uncheck()
    page.get_by_label("Bundle leaves").check()
    counted(page.locator(".box"), 2)
    page.evaluate("location.hash = 'view=cascade&table=public.r&pin=public.t07'")
    page.wait_for_selector(".box.pinned")
    counted(page.locator(".box"), 3)


def test_the_inverted_view_ends_at_the_table(explore: Opened) -> None:
    page = explore("helpdesk", "view=inverted&table=public.attachments")
    assert "A delete on 4 tables" in page.locator(".panel").inner_text()
    places = {group.get_attribute("data-id"): group.bounding_box()["x"] for group in page.locator(".box").all()}
    assert max(places, key=places.__getitem__) == "public.attachments"
    assert places["public.comments"] > places["public.tickets"] > places["public.accounts"]


def test_why_shows_the_shortest_and_all_chains(explore: Opened) -> None:
    page = explore("helpdesk")
    page.get_by_role("link", name="Why A → B").click()
    page.get_by_label("DELETE on").fill("accounts")
    page.get_by_label("reaches").fill("attachments")
    page.get_by_role("button", name="Why?").click()
    first = page.locator(".chain").nth(0).inner_text()
    assert re.sub(r"\s+", " ", first) == (
        "accounts CASCADE → tickets.account_id CASCADE → comments.ticket_id CASCADE → attachments.comment_id ⚠ no index"
    )
    schema = sample("helpdesk")
    chains = why_all(schema.key_graph, schema.table("accounts"), schema.table("attachments")).chains
    counted(page.locator(".chains li"), len(chains))
    page.get_by_role("button", name="The other way round").click()
    assert "does nothing to" in page.locator("main").inner_text()


def test_cycles_keys_and_findings_are_listed(explore: Opened) -> None:
    page = explore("helpdesk")
    page.get_by_role("link", name="Cycles", exact=True).click()
    assert "break here" in page.locator("main").inner_text()
    page.get_by_role("link", name="No index", exact=True).click()
    counted(page.locator("main tbody tr"), 7)
    page.get_by_role("link", name="Findings", exact=True).click()
    found = len(sample("helpdesk").audit().findings)
    counted(page.locator("main tbody tr"), found)
    page.get_by_label("warning").uncheck()
    counted(page.locator(".s-warning"), 0)
    assert 0 < page.locator("main tbody tr").count() < found


# --- search and keyboard


def test_slash_filters_the_list_and_enter_takes_the_first(explore: Opened) -> None:
    page = explore("helpdesk")
    page.keyboard.press("/")
    page.keyboard.type("tick")
    assert page.locator("main tbody tr a").all_inner_texts() == ["tickets", "ticket_tags", "ticket_archive"]
    assert hash_of(page) == "#q=tick"
    page.keyboard.press("Enter")
    heading(page, "DELETE FROM tickets")


def test_the_search_of_a_picture_offers_tables(explore: Opened) -> None:
    page = explore("helpdesk", "view=cascade&table=public.users")
    page.keyboard.press("/")
    page.keyboard.type("te")
    offers = page.get_by_role("option")
    assert [text.split()[0] for text in offers.all_inner_texts()][:2] == ["teams", "team_members"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    heading(page, "DELETE FROM team_members")
    counted(page.get_by_role("option"), 0)


def test_a_picture_can_be_used_without_a_mouse(explore: Opened) -> None:
    page = explore("helpdesk", "view=cascade&table=public.users")
    focused = "document.activeElement.dataset.id"
    box(page, "public.users").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) == "public.comments"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == "public.exports"
    page.keyboard.press("Enter")
    assert "pin=public.exports" in hash_of(page)
    assert page.evaluate(focused) == "public.exports"
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("r")
    heading(page, "DELETE FROM comments")
    page.keyboard.press("1")
    counted(page.locator("main tbody tr"), 14)
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()


def test_everything_that_can_be_done_has_a_name_and_tab_reaches_the_boxes(explore: Opened) -> None:
    page = explore("helpdesk", "view=cascade&table=public.users")
    nameless = page.eval_on_selector_all(
        "button, a, input, select, [role=button]",
        "all => all.filter(one => !(one.ariaLabel || one.textContent.trim() || one.labels?.length)).length",
    )
    assert nameless == 0
    assert "author_id SET NULL ⚠ no index" in box(page, "public.comments").get_attribute("aria-label")
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.dataset.id ?? document.activeElement.localName"))
    assert {"public.users", "public.comments", "public.tickets", "button", "input", "a"} <= reached


def test_zoom_and_drag_move_the_picture_and_fit_brings_it_back(explore: Opened) -> None:
    page = explore("helpdesk", "view=cascade&table=public.users")
    before = box(page, "public.users").bounding_box()
    page.get_by_role("button", name="Zoom in").click()
    assert box(page, "public.users").bounding_box()["width"] > before["width"] * 1.2
    page.mouse.move(400, 700)
    page.mouse.down()
    page.mouse.move(450, 690, steps=4)
    page.mouse.up()
    assert "pin" not in hash_of(page)
    page.get_by_role("button", name="Fit the whole picture").click()
    picture = page.locator(".picture").bounding_box()
    for group in page.locator(".box").all():
        found = group.bounding_box()
        assert picture["x"] <= found["x"]
        assert found["x"] + found["width"] <= picture["x"] + picture["width"]
        assert found["y"] + found["height"] <= picture["y"] + picture["height"]


# --- looks


def test_a_schema_of_1400_tables_is_there_at_once(explore: Opened) -> None:
    tables = ["CREATE TABLE t0 (id int PRIMARY KEY);"]
    tables += [
        f"CREATE TABLE t{n} (id int PRIMARY KEY, a int REFERENCES t{n // 3} ON DELETE CASCADE,"
        f" b int REFERENCES t{n // 7} ON DELETE SET NULL);"
        for n in range(1, 1400)
    ]
    page = explore(sql="\n".join(tables))
    started = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    assert started < 2000
    took = page.evaluate(
        "async () => { const start = performance.now(); location.hash = 'view=cascade&table=public.t0';"
        "await new Promise(done => addEventListener('hashchange', () => requestAnimationFrame(done), {once: true}));"
        "return performance.now() - start; }"
    )
    assert took < 2000
    assert "1,399 tables lose rows" in page.locator(".panel").inner_text()


LOOSE = (
    "CREATE TABLE users (id int PRIMARY KEY);"
    "CREATE TABLE posts (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE);"
    'CREATE TABLE "<b>views" (id int PRIMARY KEY, "<i>post" int, other int);'
)


def test_what_a_job_does_later_stands_beside_the_picture(explore: Opened) -> None:
    key = '[[loose.keys]]\ntable = \'"<b>views"\'\ncolumn = "{}"\nreferences = "{}"\non-delete = "{}"\n'
    toml = key.format("<i>post", "posts", "async_delete") + key.format("other", "<b>views", "async_nullify")
    page = explore(sql=LOOSE, toml=toml, address="view=cascade&table=public.users")
    counted(page.locator(".later li"), 1)
    assert page.locator(".later li").inner_text() == '"<b>views".<i>post → posts: deleted later'
    page.goto(page.url.replace("public.users", "public.posts"))
    counted(page.locator(".later li"), 1)
    page = explore("helpdesk", "view=cascade&table=public.users")
    counted(page.locator(".panel .later"), 0)
