"""docs/configuration.md is complete and true: every key that the program knows stands there, every example is read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from helpers import catalog_of
from ondelete import config
from ondelete.config import declared, find_config, loose
from ondelete.config.values import text_at
from ondelete.declarations import LARGE_ROWS

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "configuration.md").read_text("utf-8")
SCHEMA = "CREATE TABLE users (id bigint PRIMARY KEY);"
PAGES = [DOCS.parent / "README.md", *sorted(DOCS.glob("**/*.md"))]
EXAMPLES = [
    pytest.param(example, id=f"{page.name} {number}")
    for page in PAGES
    for number, example in enumerate(re.findall(r"^```toml\n(.*?)^```", page.read_text("utf-8"), re.M | re.S), 1)
]


def section(name: str) -> str:
    return TEXT.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def keys_of(text: str) -> set[str]:
    """Return the keys in the first column of the tables of a text."""
    return set(re.findall(r"^\| \[?`([\w-]+)`", text, re.M))


def test_every_key_of_the_file_has_a_row_and_a_section_with_an_example() -> None:
    listed = keys_of(TEXT.partition("\n## ")[0])
    assert listed == set(config._KEYS)
    for key in listed:
        assert re.search(r"^```toml\n", section(key), re.M), key
        shown = tomllib.loads("\n".join(re.findall(r"^```toml\n(.*?)^```", section(key), re.M | re.S)))
        assert list(shown) == [key]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("rules", {"severity", "per-table"}),
        ("ignore", {"rule", "subject", "reason"}),
        ("sizes", {"large", "rows", "large-rows"}),
        ("loose", {"files", "keys", *loose._OWN_KEYS}),
        ("references", set(declared._REFERENCE)),
        ("personal", {"words", "types", "not"}),
        ("contract", set(declared._CONTRACT)),
        ("accept", {"cause", "class", "reason"}),
    ],
)
def test_every_key_of_a_section_has_a_row(name: str, known: set[str]) -> None:
    assert keys_of(section(name)) == known


def test_the_defaults_are_those_of_the_program() -> None:
    assert f"| `large-rows` | number | `{LARGE_ROWS}` |" in TEXT
    assert f'| `"{config.Config().fail_on}"` | the lowest severity' in TEXT
    assert f'| `"{config.Config().policy().name}"` | which rules' in TEXT
    assert all(f'`"{word}"`' in TEXT for word in (*config.FAIL_ON, "off", *loose._ACTIONS))


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_read(example: str, tmp_path: Path) -> None:
    """Every key of it means something, here and in whatever pages have such an example."""
    parsed: dict[str, Any] = tomllib.loads(example)
    (tmp_path / "config").mkdir()
    for name in tomllib.loads(example).get("loose", {}).get("files", []):
        (tmp_path / name).write_text("{}")
    (tmp_path / "rows.csv").write_text("users,12")
    (tmp_path / "ondelete.toml").write_text(example, encoding="utf-8")
    found = find_config(tmp_path)
    assert found.policy().name == parsed.get("policy", "default")
    assert found.fail_on == parsed.get("fail-on", "warning")
    assert len(found.declarations(catalog_of(SCHEMA)).contracts) == len(parsed.get("contract", []))
    assert found.baseline is None or text_at(found.path, "baseline", parsed["baseline"])
    assert len(found.schema) + len(found.parts) == len(parsed.get("schema", []))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 10


def test_the_query_of_the_page_makes_a_file_that_is_read(tmp_path: Path) -> None:
    """Its output, as psql writes it: quoted where a name needs it."""
    (tmp_path / "rows.csv").write_text('public.users,7\n"public.""Odd.Name""",-1\n')
    (tmp_path / "ondelete.toml").write_text('sizes = { rows = "rows.csv" }')
    rows = find_config(tmp_path).declarations(catalog_of(SCHEMA)).rows
    assert {str(table): number for table, number in rows.items()} == {"public.users": 7, "public.Odd.Name": 0}
