"""Fixtures: one Chromium per pytest-xdist worker, pages without a network, and the real mermaid package.

``CHROMIUM`` names the browser where it is not on the PATH; ``ONDELETE_MERMAID`` names mermaid.min.js where
``npm install mermaid`` was not run in the checkout.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser_pictures import MermaidPage, absent
from explorer_pages import page_of, sample, url

import ondelete

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Opened = Callable[..., Any]

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = (
    "--no-sandbox",  # root of a container has no other choice; the pages are our own files
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("no playwright: pip install '.[browser]'")
    program = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None
    )
    if program is None:
        absent("no Chromium: install it (Debian: chromium), or name it in CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS), headless=True)
        yield started
        started.close()


@pytest.fixture(scope="session")
def mermaid_script() -> Path:
    named = os.environ.get("ONDELETE_MERMAID")
    script = Path(named) if named else ROOT / "node_modules/mermaid/dist/mermaid.min.js"
    if not script.is_file():
        absent(
            f"no mermaid at {script.name if named else 'node_modules'}: npm install mermaid, or ONDELETE_MERMAID=FILE"
        )
    return script


@pytest.fixture
def open_file(browser: Any) -> Iterator[Callable[[Path], Any]]:
    """Open a file in a new page; at the end no page may have raised, asked, or wanted anything but files."""
    context = browser.new_context(offline=True)
    complaints: list[str] = []
    context.on("weberror", lambda found: complaints.append(str(found.error)))
    context.on("dialog", lambda found: (complaints.append(found.message), found.dismiss()))
    context.on("request", lambda found: None if found.url.startswith("file:") else complaints.append(found.url))

    def opened(path: Path) -> Any:
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield opened
    context.close()
    assert complaints == []


@pytest.fixture
def mermaid(open_file: Callable[[Path], Any], mermaid_script: Path, tmp_path: Path) -> MermaidPage:
    """Give a page that has loaded mermaid."""
    page = tmp_path / "page.html"
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><body><script src="{mermaid_script.resolve().as_uri()}"></script>',
        "utf-8",
    )
    return MermaidPage(open_file(page))


@pytest.fixture
def explore(browser: Any, tmp_path: Path) -> Iterator[Opened]:
    """Open a sample, or a schema of SQL, at an address; nothing may be raised, said, asked or fetched meanwhile."""
    complaints: list[str] = []
    contexts: list[Any] = []

    def opened(case: str = "", address: str = "", *, sql: str = "", toml: str = "", **options: Any) -> Any:
        path = tmp_path / f"{case or 'schema'}.html"
        (tmp_path / "ondelete.toml").write_text(toml, "utf-8")
        if sql:
            (tmp_path / "schema.sql").write_text(sql, "utf-8")
        if not path.exists():
            own = ondelete.read_schema(tmp_path / "schema.sql", config=tmp_path) if sql else sample(case)
            path.write_text(page_of(own), "utf-8")
        context = browser.new_context(offline=True, **options)
        contexts.append(context)
        context.on("weberror", lambda found: complaints.append(str(found.error)))
        context.on("dialog", lambda found: (complaints.append(found.message), found.dismiss()))
        context.on("console", lambda found: complaints.append(found.text))
        context.on("request", lambda found: None if found.url == url(path) else complaints.append(found.url))
        page = context.new_page()
        page.goto(f"{path.as_uri()}#{address}")
        return page

    yield opened
    for context in contexts:
        assert all("ran" not in page.evaluate("Object.keys(window)") for page in context.pages)
        context.close()
    assert complaints == []
