"""docs/semantics.md names tests for every rule, and the tests exist."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

PAGE = (Path(__file__).parents[1] / "docs" / "semantics.md").read_text("utf-8")
RULES = sorted((Path(__file__).parent / "postgres").glob("test_rules_*.py"))
TESTS = {name for path in RULES for name in re.findall(r"^def (test_r\d\d_\w+)", path.read_text("utf-8"), re.MULTILINE)}
NAMED = set(re.findall(r"`(test_r\d\d_\w*\*?)`", PAGE))


def test_every_named_test_exists() -> None:
    assert {name for name in NAMED if not any(fnmatch(test, name) for test in TESTS)} == set()


def test_every_rule_has_a_paragraph_and_a_named_test() -> None:
    for number in range(1, 20):
        assert f"**R{number} · " in PAGE
        assert any(name.startswith(f"test_r{number:02}_") for name in NAMED), number


def test_every_test_of_a_rule_is_named() -> None:
    assert {test for test in TESTS if not any(fnmatch(test, name) for name in NAMED)} == set()
