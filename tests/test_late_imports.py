"""An import inside a function is there for start-up time alone, and its reason is written down.

It hides no circle: import-linter counts these imports as it counts the others.
"""

from __future__ import annotations

import ast
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parent
SOURCES = TESTS.parent / "src" / "ondelete"
REASONS = tomllib.loads((TESTS / "late_imports.toml").read_text("utf-8"))


class Late(NamedTuple):
    """An import inside a function, in lines from ``first`` to ``last``: neighbours share a comment."""

    file: str
    line: int
    module: str
    has_comment: bool

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.module}"


def late_imports(path: Path) -> Iterator[Late]:
    text = path.read_text("utf-8")
    lines, commented = text.split("\n"), False
    statements = {
        statement.lineno: statement
        for function in ast.walk(ast.parse(text))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for statement in ast.walk(function)
        if isinstance(statement, ast.Import | ast.ImportFrom)
    }
    before = -2
    for _, statement in sorted(statements.items()):
        here = "#" in lines[statement.lineno - 1] or lines[statement.lineno - 2].lstrip().startswith("#")
        commented = here or (commented and statement.lineno == before + 1)
        before = statement.end_lineno or statement.lineno
        module = statement.module if isinstance(statement, ast.ImportFrom) else statement.names[0].name
        yield Late(path.relative_to(SOURCES).as_posix(), statement.lineno, module or "", commented)


LATE = sorted({late for path in SOURCES.rglob("*.py") for late in late_imports(path)})


def reasons_of(file: str) -> list[str]:
    return [pattern for pattern in REASONS if fnmatchcase(file, pattern)]


def test_there_are_some() -> None:
    assert len(LATE) > 50


@pytest.mark.parametrize("late", [late for late in LATE if not late.has_comment], ids=str)
def test_a_late_import_has_its_reason(late: Late) -> None:
    assert reasons_of(late.file), f"{late}: say why in a comment, or import it above"


@pytest.mark.parametrize("pattern", REASONS)
def test_every_reason_is_needed(pattern: str) -> None:
    assert [late for late in LATE if fnmatchcase(late.file, pattern)]
    assert REASONS[pattern]


@pytest.mark.parametrize("late", LATE, ids=str)
def test_what_is_loaded_late_is_not_loaded_above(late: Late) -> None:
    above = {
        node.module if isinstance(node, ast.ImportFrom) else name.name
        for node in ast.parse((SOURCES / late.file).read_text("utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert late.module not in above - {"ondelete"}  # of a package itself modules are imported
