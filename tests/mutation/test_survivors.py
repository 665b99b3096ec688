"""What is judged stands in the sources, and on the page for readers."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutation.making import mutants_of
from mutation.survivors import KINDS, Survivor, survivors, table_of

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "mutation-testing.md"
ALL = survivors("deletion")


@pytest.mark.parametrize("survivor", ALL, ids=lambda s: f"{s.module}: {s.becomes}")
def test_what_is_judged_is_a_line_of_its_module(survivor: Survivor) -> None:
    lines = (ROOT / "src" / "ondelete" / survivor.module).read_text("utf-8").splitlines()
    assert survivor.was in [line.strip() for line in lines]
    assert survivor.kind in KINDS


def test_the_page_has_every_judgement(request: pytest.FixtureRequest) -> None:
    head, mark, _ = PAGE.read_text("utf-8").partition("| module | the line |")
    text = head + table_of("deletion")
    if request.config.getoption("--update-goldens"):
        PAGE.write_text(text, encoding="utf-8")
    assert mark
    assert PAGE.read_text("utf-8") == text


SOURCE = """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    import ast

def f(a: int | None, b: list[int]) -> int | None:
    return a if a in b and a > 1 else None
"""
MUTANTS = [
    "return a if a in b and a >= 1 else None",
    "return a if a in b and a <= 1 else None",
    "return a if not a in b and a > 1 else None",
    "return a if a in b or a > 1 else None",
    "return a if a in b and a > 2 else None",
    "return a if a in b and a > 0 else None",
    "return a if a not in b and a > 1 else None",
]


def test_the_mutants_of_a_module(tmp_path: Path) -> None:
    """Annotations and what stands under TYPE_CHECKING make none."""
    path = tmp_path / "module.py"
    path.write_text(SOURCE)
    found = list(mutants_of(path))
    assert sorted(" ".join(mutant.becomes.split()) for mutant in found) == sorted(MUTANTS)
    assert {mutant.line for mutant in found} == {7}
