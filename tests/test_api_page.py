"""docs/api.md and the Python of the README are true: examples are run, and the names that they promise are there."""

from __future__ import annotations

import doctest
import inspect
from pathlib import Path

import pytest

import ondelete
from ondelete.schema import Schema

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "api.md"


def test_the_examples_print_what_the_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pygraphviz", reason="a picture takes the extra svg")
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS, encoding="utf-8")
    assert result.attempted >= 20
    assert result.failed == 0


def test_the_readme_prints_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False, encoding="utf-8")
    assert result.attempted >= 3
    assert result.failed == 0


PUBLIC = [name for name, _ in inspect.getmembers(Schema) if not name.startswith("_")]


@pytest.mark.parametrize("name", PUBLIC)
def test_every_member_of_schema_has_a_docstring_and_is_on_the_page(name: str) -> None:
    member = inspect.getattr_static(Schema, name)
    assert inspect.getdoc(getattr(member, "func", member))
    if name not in ("key_graph", "table"):
        assert f"schema.{name}" in PAGE.read_text("utf-8")


def test_the_face_of_the_library_is_small() -> None:
    assert set(ondelete.__all__) == {"__version__", "read_schema"}
