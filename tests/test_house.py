"""The house stays one that a stranger finds the way in: files of a size to read, folders of a size to look over."""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SOURCES = TESTS.parent / "src" / "ondelete"
ONE_OF_A_KIND = {"rules", "analyses", "cli", "reports", "formats"}
"""Folders in which every file is one of a kind, so that their number says nothing."""
MOST_MODULES = 15
FOLDERS = sorted(path for path in SOURCES.rglob("*") if path.is_dir() and any(path.glob("*.py")))


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_no_file_has_more_lines_than_can_be_read_at_once() -> None:
    assert {str(path): lines(path) for path in SOURCES.rglob("*.py") if lines(path) > 300} == {}


def test_no_test_file_has_more_lines_than_can_be_read_at_once() -> None:
    assert {str(path): lines(path) for path in TESTS.rglob("test_*.py") if lines(path) > 400} == {}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: str(path.relative_to(SOURCES)))
def test_a_folder_has_no_more_modules_than_can_be_looked_over(folder: Path) -> None:
    name = str(folder.relative_to(SOURCES))
    modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert name in ONE_OF_A_KIND or len(modules) <= MOST_MODULES
