"""Reading takes steps in proportion to the text: lines of Python are counted, for every shape of the benchmark.

What a line costs in C is not seen here: ``tests/fuzz/test_expressions.py`` counts the steps of expressions, and
``tests/benchmarks/bench_doubling.py`` takes the time of the same shapes.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.shapes import SHAPES
from ondelete.dump import read_catalog
from ondelete.dump.replay.model.by_schema import BySchema
from ondelete.errors import OndeleteError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ondelete.catalog import QualifiedName

SIZE = 50
GROWTH = 2.3
# What does not depend on the size: of so few steps a growth says nothing.
FEW = 400


def steps(text: str, file: Path) -> int:
    """Return how many lines of Python run while a text is read; each pass of a comprehension counts as one."""
    file.write_text(text, "utf-8")
    counted = 0

    def step(_frame: Any, event: str, _argument: Any) -> Any:
        nonlocal counted
        counted += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        with suppress(OndeleteError):
            read_catalog([str(file)])
    finally:
        sys.settrace(before)
    return counted


def growth(shape: Callable[[int], str], file: Path) -> float:
    """Return by how much more steps the second doubling of a text adds than the first."""
    steps(shape(SIZE * 4), file)  # what is made once and kept
    one, two, four = (steps(shape(SIZE * times), file) for times in (1, 2, 4))
    return (four - two) / max(two - one, FEW)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_twice_the_text_takes_twice_the_steps(shape: Callable[[int], str], tmp_path: Path) -> None:
    assert growth(shape, tmp_path / "schema.sql") <= GROWTH


def test_a_look_through_all_names_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def through_all(self: BySchema[object], schema: str) -> tuple[QualifiedName, ...]:
        return tuple([name for name in self if name.schema == schema])

    monkeypatch.setattr(BySchema, "in_schema", through_all)
    assert growth(lambda n: SHAPES["drop schemas"](4 * n), tmp_path / "schema.sql") > GROWTH
