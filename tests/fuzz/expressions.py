"""Every regular expression of the program, and how it is used: found by importing and by reading the source.

A compiled one counts if it is held by a module: by itself, or in a tuple, dict, set or value of the module. One that a
function makes counts by its text, if that is a constant; if it is not, it must be named in ``MADE``.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import ondelete

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(ondelete.__file__).parent
ANYWHERE = frozenset(("search", "finditer", "findall", "sub", "subn", "split"))
AT_START = frozenset(("match", "fullmatch"))


class Expression(NamedTuple):
    """``place`` is module and name (or line); ``anywhere`` whether it is looked for at every place of a text."""

    place: str
    pattern: re.Pattern[Any]
    anywhere: bool


def expressions() -> list[Expression]:
    """Return all, each once, in the order of their modules."""
    found = [*_held(), *_written()]
    return list({(each.place, each.pattern.pattern, each.anywhere): each for each in found}.values())


def modules() -> Iterator[Any]:
    """Import and yield every module of the program."""
    for module in pkgutil.walk_packages(ondelete.__path__, "ondelete."):
        if not module.name.endswith("__main__"):
            yield importlib.import_module(module.name)


def _held() -> Iterator[Expression]:
    for module in modules():
        for name, value in vars(module).items():
            for number, pattern in enumerate(_patterns(value)):
                uses = _uses(module, name)
                place = f"{module.__name__.removeprefix('ondelete.')}.{name}" + (f"[{number}]" if number else "")
                yield Expression(place, pattern, bool(uses & ANYWHERE) or not uses)


def _patterns(value: Any, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from _patterns(each, depth - 1)
    elif depth and isinstance(value, dict):
        for each in value.values():
            yield from _patterns(each, depth - 1)


def _uses(module: Any, name: str) -> set[str]:
    """Return the methods that are called on what has this name, in any module; none found means that any could be."""
    word = re.escape(name)
    calls = re.compile(rf"\b{word}(?:\[\w+\])?\.(\w+)(?=[(\s,)])")
    found = set(calls.findall(_everything() if not name.startswith("_") else _text(module.__file__)))
    return found & (ANYWHERE | AT_START)


@cache
def _text(file: str) -> str:
    return Path(file).read_text("utf-8")


@cache
def _everything() -> str:
    return "\n".join(_text(str(file)) for file in sorted(SOURCE.rglob("*.py")))


def _written() -> Iterator[Expression]:
    """Yield those that are written where they are used: ``re.sub("x", ...)``, and in functions ``re.compile("x")``."""
    for file in sorted(SOURCE.rglob("*.py")):
        for call in _calls(ast.parse(_text(str(file)))):
            method = call.func.attr  # type: ignore[attr-defined]
            place = f"{file.relative_to(SOURCE)}: re.{method}"
            if isinstance(call.args[0], ast.Constant):
                flags = _flags([*call.args[1:], *(word.value for word in call.keywords if word.arg == "flags")])
                yield Expression(place, re.compile(call.args[0].value, flags), method in {*ANYWHERE, "compile"})
            else:
                yield Expression(f"{place}({ast.unparse(call.args[0])})", re.compile(""), anywhere=True)


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    inside = {id(node) for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) for node in ast.walk(each)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            module = node.func.value
            if isinstance(module, ast.Name) and module.id == "re" and node.func.attr in {*ANYWHERE, *AT_START, "compile"}:
                if node.func.attr != "compile" or id(node) in inside:
                    yield node


def _flags(nodes: list[ast.expr]) -> int:
    words = {node.attr for each in nodes for node in ast.walk(each) if isinstance(node, ast.Attribute)}
    return sum(int(getattr(re, word)) for word in words if word.isupper() and hasattr(re, word))
