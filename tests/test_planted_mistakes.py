"""A mistake that is planted in a module makes the module's own test file fail.

A room takes part by ``tests/<room>/planted.toml``: a table for each of its modules, with a text of the module that
stands there once (``right``) and what is planted in its place (``wrong``). The own test of ``src/ondelete/a/b/c.py`` is
``tests/a/b/test_c.py``; ``test`` names another file if one table of cases is about several modules. ``waiting`` lists
modules whose own test still lets small mistakes live; an entry goes when its module has one. What stands in the table
is checked in every run; ``pytest tests/test_planted_mistakes.py --planted`` plants each mistake in a copy of the
sources and runs the test file over it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parent
SOURCES = TESTS.parent / "src" / "ondelete"
WAITING = "waiting"
ROOMS = sorted(path.parent for path in TESTS.rglob("planted.toml"))


class Planted(NamedTuple):
    """One mistake: the module, its own test file, the text that is right, and the wrong one in its place."""

    module: str
    test: Path
    right: str
    wrong: str

    def __str__(self) -> str:
        return self.module


def own_test(module: str) -> Path:
    """Return where the test file of a module lies: ``a/b/c.py`` is tested by ``a/b/test_c.py``."""
    path = Path(module)
    return TESTS / path.parent / f"test_{path.name}"


def entries(room: Path) -> dict[str, Any]:
    """Return what stands in the file of a room."""
    return tomllib.loads((room / "planted.toml").read_text("utf-8"))


def mistakes(room: Path) -> Iterator[Planted]:
    """Yield the mistakes of one room."""
    for name, texts in entries(room).items():
        if name == WAITING:
            continue
        module = f"{room.relative_to(TESTS)}/{name}"
        test = TESTS / texts["test"] if "test" in texts else own_test(module)
        yield Planted(module, test, texts["right"], texts["wrong"])


MISTAKES = [mistake for room in ROOMS for mistake in mistakes(room)]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_module_of_a_room_has_a_mistake(room: Path) -> None:
    source = SOURCES / room.relative_to(TESTS)
    modules = {str(path.relative_to(SOURCES)) for path in source.rglob("*.py") if path.name != "__init__.py"}
    waiting = [f"{room.relative_to(TESTS)}/{name}" for name in entries(room).get(WAITING, ())]
    planted = {mistake.module for mistake in mistakes(room)}
    assert planted.isdisjoint(waiting), "what has a mistake waits no more"
    assert planted.union(waiting) == modules


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_can_be_planted(mistake: Planted) -> None:
    assert mistake.test.is_file()
    text = (SOURCES / mistake.module).read_text("utf-8")
    assert text.count(mistake.right) == 1, "the text that is right stands in the module once"
    assert mistake.wrong != mistake.right
    compile(text.replace(mistake.right, mistake.wrong), mistake.module, "exec")


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_planted_mistake_is_found(mistake: Planted, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--planted"):
        pytest.skip("runs a test file for each module: --planted")
    copy = tmp_path / "src"
    shutil.copytree(SOURCES, copy / "ondelete", ignore=shutil.ignore_patterns("__pycache__"))
    module = copy / "ondelete" / mistake.module
    module.write_text(module.read_text("utf-8").replace(mistake.right, mistake.wrong), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        str(mistake.test),
    ]
    run = subprocess.run(command, env=environment, cwd=TESTS.parent, capture_output=True, text=True, timeout=600)
    assert run.returncode == 1, (
        f"a test must fail, and not for want of a module:\n{run.stdout[-3000:]}{run.stderr[-500:]}"
    )
    assert "\nERROR " not in run.stdout, run.stdout[-3000:]
