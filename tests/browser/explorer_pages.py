"""Pages of the explorer for tests, and what is asked of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ondelete
from ondelete.explorer.model import report_explorer
from ondelete.explorer.page import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from ondelete.schema import Schema

    Opened = Callable[..., Any]

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CASES = sorted(path.parent.name for path in SAMPLES.glob("*/schema.sql"))
PHONE = {"width": 390, "height": 844}

WIDE = "CREATE TABLE r (id int PRIMARY KEY);" + "".join(
    f"CREATE TABLE t{n:02} (id int PRIMARY KEY, r int REFERENCES r ON DELETE CASCADE);" for n in range(50)
)


@cache
def sample(case: str) -> Schema:
    return ondelete.read_schema(SAMPLES / case / "schema.sql")


def page_of(schema: Schema) -> str:
    report = report_explorer(schema.catalog, schema.key_graph, schema.coverage, schema.audit(), schema.declared)
    return render(report)


def url(path: Path) -> str:
    return path.as_uri()


def hash_of(page: Any) -> str:
    return page.evaluate("decodeURIComponent(location.hash.replaceAll('+', ' '))")


def heading(page: Any, text: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator("h1")).to_have_text(text)


def counted(found: Any, number: int) -> None:
    from playwright.sync_api import expect

    expect(found).to_have_count(number)


def box(page: Any, table: str) -> Any:
    return page.locator(f'.box[data-id="{table}"]')


# --- what the page says is what the engine says
