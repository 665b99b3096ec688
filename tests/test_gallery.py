"""docs/gallery.md: each picture is what the command above it draws now."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from ondelete.diagrams.formats.render import find_engine
from test_docs import ROOT, run, words_of

PAGE = ROOT / "docs/gallery.md"
ENTRY = re.compile(r"^```sh\n(ondelete .*)\n```\n\n!\[[^\]]+\]\((gallery/[\w.-]+)\)$", re.M)
ENTRIES = ENTRY.findall(PAGE.read_text("utf-8"))
MOST_BYTES = 120_000


def ids_of(picture: str) -> set[str]:
    return set(re.findall(r' id="([^"]+)"', picture))


def colours_of(picture: str) -> set[str]:
    return set(re.findall(r'(?:fill|stroke)="(#\w+)"', picture))


@pytest.mark.parametrize(("command", "picture"), ENTRIES, ids=[picture for _, picture in ENTRIES])
def test_a_picture_is_what_its_command_draws(
    command: str, picture: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if find_engine() is None:
        pytest.skip("no Graphviz: pip install pygraphviz")
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    assert "error" not in run(command, tmp_path)
    name = shlex.split(command)[-1]
    assert picture == f"gallery/{name}"
    drawn = (tmp_path / name).read_text("utf-8")
    committed = ROOT / "docs" / picture
    if request.config.getoption("--update-goldens"):
        committed.write_text(drawn, "utf-8")
    kept = committed.read_text("utf-8")
    assert words_of(kept) == words_of(drawn)
    assert ids_of(kept) == ids_of(drawn)
    assert colours_of(kept) == colours_of(drawn)
    assert len(kept.encode()) < MOST_BYTES


def test_no_picture_lies_about_that_the_page_does_not_show() -> None:
    assert {f"gallery/{path.name}" for path in (ROOT / "docs/gallery").glob("*.svg")} == {name for _, name in ENTRIES}


def test_every_command_of_the_page_has_its_picture_below() -> None:
    assert len(re.findall(r"^ondelete ", PAGE.read_text("utf-8"), re.M)) == len(ENTRIES) > 8
